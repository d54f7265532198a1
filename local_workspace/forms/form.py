"""A form as it is kept, and as the API shows it (developers.google.com/workspace/forms/api/reference/rest/v1/forms)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from local_workspace.core.call import Json
from local_workspace.core.errors import NotFound
from local_workspace.core.workspace import Workspace
from local_workspace.drive import access
from local_workspace.drive.mime import PREFIX

MIME_TYPE = PREFIX + "form"
PUBLIC = "1FAIpQLS"
"""How the ids in the addresses of published forms begin."""


@dataclass
class Form:
    """One form.

    items: as the API has them. manners: what the editor's page can set and the API cannot: ``allow_edit``, ``limit_one`` and
    ``confirmation``; a copy carries them.
    """

    file_id: str
    title: str = ""
    description: str = ""
    items: list[Json] = field(default_factory=list)
    settings: Json = field(default_factory=dict)
    published: bool = False
    accepting: bool = False
    manners: Json = field(default_factory=dict)
    public_id: str = ""
    revision: str = ""

    @property
    def is_quiz(self) -> bool:
        return bool(self.settings.get("quizSettings", {}).get("isQuiz"))

    @property
    def collects(self) -> str:
        """How e-mail addresses are collected."""
        return str(self.settings.get("emailCollectionType", "DO_NOT_COLLECT"))

    def questions(self) -> Iterator[Json]:
        """Every question, those of groups among them, in order."""
        for item in self.items:
            yield from questions_of(item)

    def page_starts(self) -> list[int]:
        """The places of the items that begin a page behind the first one."""
        return [place for place, item in enumerate(self.items) if "pageBreakItem" in item]


def questions_of(item: Json) -> list[Json]:
    """The questions that an item poses."""
    if "questionItem" in item:
        return [item["questionItem"]["question"]]
    return list(item.get("questionGroupItem", {}).get("questions", ()))


def load(workspace: Workspace, file_id: str) -> Form:
    """Raises NotFound for a file that is no form."""
    row = workspace.db.execute("SELECT * FROM forms WHERE file_id = ?", (file_id,)).fetchone()
    if row is None:
        raise NotFound("Requested entity was not found.")
    return Form(file_id, **json.loads(row["json"]), public_id=row["public_id"], revision=row["revision"])


def by_public_id(workspace: Workspace, public_id: str) -> Form:
    """The form of a published address. Raises NotFound."""
    row = workspace.db.execute("SELECT file_id FROM forms WHERE public_id = ?", (public_id,)).fetchone()
    return load(workspace, row["file_id"] if row else "")


def save(workspace: Workspace, form: Form) -> None:
    """Keep a form under a new revision."""
    form.revision = workspace.new_id(12, "r")
    form.public_id = form.public_id or workspace.new_id(56, PUBLIC)
    kept = {
        name: getattr(form, name) for name in ("title", "description", "items", "settings", "published", "accepting", "manners")
    }
    workspace.db.execute(
        "INSERT OR REPLACE INTO forms VALUES (?, ?, ?, ?)",
        (form.file_id, json.dumps(kept, ensure_ascii=False), form.revision, form.public_id),
    )


def new_id(workspace: Workspace, taken: set[str]) -> str:
    """An item's or a question's id: up to eight hexadecimal digits, as Google's are, and free."""
    while (identity := f"{workspace.random.getrandbits(31):08x}") in taken:
        pass
    return identity


def revision_id(form: Form, email: str) -> str:
    """Opaque, and another for each user: "cannot be shared across users"."""
    return hashlib.sha256(f"{form.revision} {email.lower()}".encode()).hexdigest()[:8].rjust(8, "0")


def responder_uri(workspace: Workspace, form: Form) -> str:
    return f"{workspace.base_url or 'https://docs.google.com'}/forms/d/e/{form.public_id}/viewform"


def resource(workspace: Workspace, form: Form, email: str) -> Json:
    """The API's Form."""
    info = {"title": form.title, "description": form.description, "documentTitle": access.title(workspace, form.file_id)}
    state = {name: value for name, value in (("isPublished", form.published), ("isAcceptingResponses", form.accepting)) if value}
    return {
        "formId": form.file_id,
        "info": {name: text for name, text in info.items() if text},
        "settings": form.settings,
        "revisionId": revision_id(form, email),
        "responderUri": responder_uri(workspace, form),
        **({"items": form.items} if form.items else {}),
        "publishSettings": {"publishState": state},
    }
