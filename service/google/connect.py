"""Which Workspace: the only file that knows. Google, or a Local Workspace whose address is given."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import google.auth
import requests
from google.auth.credentials import Credentials
from google.auth.transport.requests import AuthorizedSession
from google.oauth2 import service_account
from googleapiclient.discovery import build_from_document

from service.errors import SetUpError
from service.google.door import Door
from service.google.pace import Pace, paced, paced_while, unlimited
from service.google.transport import SessionTransport

T = TypeVar("T")

SCOPES = (
    "https://www.googleapis.com/auth/drive",
    "https://www.googleapis.com/auth/documents",
    "https://www.googleapis.com/auth/spreadsheets",
)
"""The least that does the work; docs/set-up-google.md gives the reason for each. Drive's is one that Forms accepts, too."""
FORM_PAGES = {"forms": "viewform", "form-editor": "edit"}


class LocalCredentials(service_account.Credentials):
    """A service account of a Local Workspace: never looks anything up at Google."""

    def _build_regional_access_boundary_lookup_url(self, request: object = None) -> None:
        return None


@dataclass
class Connection:
    """A signed-in way to one Workspace: every client below shares its session and its door.

    Clients are built once and their collections kept. clock: tells a Local Workspace's time where that need not be asked for.
    """

    session: AuthorizedSession
    door: Door
    root: str = ""
    email: str = ""
    clock: Callable[[], datetime] | None = None
    _built: dict[str, Any] = field(default_factory=dict)
    _plain: requests.Session = field(default_factory=requests.Session)

    @property
    def is_google(self) -> bool:
        return not self.root

    def collection(self, api: str, version: str, name: str) -> Any:
        """A collection of an API, such as ``drive`` ``v3`` ``files``."""
        key = f"{api}.{name}"
        if key not in self._built:
            service = build_from_document(self._document(api, version), http=SessionTransport(self.session))
            self._built[key] = getattr(service, name)()
        return self._built[key]

    def _document(self, api: str, version: str) -> dict[str, Any]:
        text = files("googleapiclient.discovery_cache.documents").joinpath(f"{api}.{version}.json").read_text("utf-8")
        document: dict[str, Any] = json.loads(text)
        document.pop("mtlsRootUrl", None)
        # The schemas only go into the methods' docstrings, which for Docs take 50 MB.
        document["schemas"] = {name: {"id": name, "type": "object"} for name in document["schemas"]}
        if self.root:
            document["rootUrl"] = document["baseUrl"] = f"{self.root}/"
            document["baseUrl"] += document["servicePath"]
        return document

    def send(self, method: str, request: Any, *, repeatable: bool) -> Any:
        """Execute one of googleapiclient's requests through the door. method: its discovery id."""
        return self.door.call(method, lambda: request.execute(http=SessionTransport(self.session)), repeatable=repeatable)

    def call(self, method: str, send: Callable[[], T], *, repeatable: bool) -> T:
        """Send anything else, such as a call of gspread's, through the door."""
        return self.door.call(method, send, repeatable=repeatable)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many calls were sent, by method."""
        return self.door.counts

    def rooted(self, url: str) -> str:
        """One of Google's addresses, on this Workspace's host."""
        return f"{self.root}{urlsplit(url).path}" if self.root else url

    def link(self, kind: str, file_id: str) -> str:
        """Where a person opens a file. kind: ``document``, ``spreadsheets`` or ``folder``; ``forms`` is where one is answered,
        ``form-editor`` where it is edited."""
        if kind == "folder":
            return f"{self.root or 'https://drive.google.com'}/drive/folders/{file_id}"
        if kind in FORM_PAGES:
            return f"{self.root or 'https://docs.google.com'}/forms/d/{file_id}/{FORM_PAGES[kind]}"
        return f"{self.root or 'https://docs.google.com'}/{kind}/d/{file_id}/edit"

    def who(self) -> str:
        """The address that the Workspace knows us by. Asks Drive, so it needs credentials, the API and a scope."""
        about = self.collection("drive", "v3", "about")
        answer = self.send("drive.about.get", about.get(fields="user(emailAddress)"), repeatable=True)
        return str(answer["user"]["emailAddress"])

    def now(self) -> datetime:
        """The Workspace's own time: the machine's at Google, ``/_local/clock`` at a Local Workspace. Aware, UTC."""
        if self.is_google:
            return datetime.now(UTC)
        if self.clock is not None:
            return self.clock()
        answer = self._plain.get(f"{self.root}/_local/clock", timeout=10)
        answer.raise_for_status()
        return datetime.fromisoformat(answer.json()["now"].replace("Z", "+00:00"))


def connect(
    workspace: str = "",
    key_file: Path | None = None,
    *,
    pace: str | None = None,
    attempts: int = 6,
    scopes: Sequence[str] = SCOPES,
) -> Connection:
    """Sign in.

    workspace: a Local Workspace's address (loopback only), or empty for Google. key_file: a service account's key;
    without one, the credentials of the machine (App Engine's own service account). pace: ``google``, ``unlimited``, or
    None for Google's own wherever quotas are. scopes: only more than the usual for
    the Directory. Raises SetUpError.
    """
    root = checked(workspace)
    credentials, email = _credentials(root, key_file, list(scopes))
    return Connection(signed_in(credentials, root), Door(_pace(root, pace), attempts), root, email)


def signed_in(credentials: Credentials, root: str = "") -> AuthorizedSession:
    """A session that signs every request. root: of a Local Workspace, which no proxy of the machine's is asked for."""
    session = AuthorizedSession(credentials)
    session.trust_env = not root
    return session


def _pace(root: str, wanted: str | None) -> Pace:
    if wanted == "unlimited":
        return unlimited
    if wanted == "google" or not root:
        return paced()
    return paced_while(lambda: bool(requests.get(f"{root}/_local/quotas", timeout=10).json()["on"]))


def checked(workspace: str) -> str:
    """The address without its last slash. Raises SetUpError for anything but a loopback address."""
    if not workspace:
        return ""
    parts = urlsplit(workspace)
    host = parts.hostname or ""
    if parts.scheme != "http" or not (host == "localhost" or _is_loopback(host)):
        raise SetUpError("GGP_WORKSPACE must be the http address of a Local Workspace on this machine; unset it for Google")
    return workspace.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _credentials(root: str, key_file: Path | None, scopes: list[str]) -> tuple[Credentials, str]:
    if key_file is None:
        if root:
            raise SetUpError("GGP_KEY_FILE must name the key file that the Local Workspace wrote")
        try:
            credentials, _project = google.auth.default(scopes=scopes)
        except google.auth.exceptions.DefaultCredentialsError as problem:
            raise SetUpError(
                "no Google credentials on this machine: set GGP_KEY_FILE, or sign in as docs/set-up-google.md says"
            ) from problem
        return credentials, str(getattr(credentials, "service_account_email", ""))
    kind = LocalCredentials if root else service_account.Credentials
    try:
        credentials = kind.from_service_account_file(str(key_file), scopes=scopes)
    except (OSError, ValueError) as problem:
        raise SetUpError(f"the key file in GGP_KEY_FILE can't be used: {type(problem).__name__}") from problem
    return credentials, str(credentials.service_account_email)
