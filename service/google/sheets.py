"""gspread through the one door: its addresses on this Workspace's host, its calls paced, counted and translated."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from gspread.client import Client
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient
from requests import Response
from requests.exceptions import InvalidJSONError

from service.google.connect import Connection
from service.google.transport import TIMEOUT_SECONDS


def method_of(verb: str, endpoint: str) -> str:
    """The discovery id of a request, by which the door counts and paces.

    ``post`` and ``.../v4/spreadsheets/ID/values/A1:append`` → ``sheets.spreadsheets.values.append``.
    """
    path = urlsplit(endpoint).path.partition("/spreadsheets/")[2]
    action = path.rpartition(":")[2] if ":" in path else ""
    if "/values" not in path:
        return f"sheets.spreadsheets.{action or 'get'}"
    if action in ("batchGet", "batchUpdate", "append", "clear", "batchClear"):
        return f"sheets.spreadsheets.values.{action}"
    return f"sheets.spreadsheets.values.{'update' if verb == 'put' else 'get'}"


class DoorClient(HTTPClient):
    """gspread's HTTP client: every request of gspread's goes through `request`."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(None, session=connection.session)
        self._connection = connection

    def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> Response:
        """As gspread's, with the host of this Workspace. After a lost answer only what may be repeated is sent again:
        reading, and writing values to ranges that the request itself names."""
        verb = method.lower()
        url = self._connection.rooted(endpoint)
        name = method_of(verb, endpoint)

        def send() -> Response:
            response = self.session.request(verb, url, *args, **{"timeout": TIMEOUT_SECONDS, **kwargs})
            if not response.ok:
                raise APIError(response)
            if "json" not in response.headers.get("Content-Type", ""):
                raise InvalidJSONError(response=response)
            return response

        return self._connection.call(name, send, repeatable=verb != "post" or name.endswith("values.batchUpdate"))


def client(connection: Connection) -> Client:
    """A gspread client of this Workspace."""
    made: Client = Client(None, http_client=lambda _auth, _session=None: DoorClient(connection))
    return made
