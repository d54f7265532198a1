"""The Docs methods, and what Drive asks of Docs about its files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from local_workspace.core.call import Call, Handler, Json
from local_workspace.core.errors import BadRequest, NotFound
from local_workspace.core.workspace import Kind, Workspace
from local_workspace.docs import model, render
from local_workspace.docs.context import Context
from local_workspace.docs.docx_export import DOCX, as_docx
from local_workspace.docs.pdf_export import PDF, as_pdf
from local_workspace.docs.requests import KINDS, perform
from local_workspace.docs.text_export import as_text
from local_workspace.drive import access, files

MIME_TYPE = "application/vnd.google-apps.document"


def load(workspace: Workspace, file_id: str) -> tuple[model.Document, str]:
    """A document and its revision. Raises NotFound for a file that is no Doc."""
    row = workspace.db.execute("SELECT * FROM documents WHERE file_id = ?", (file_id,)).fetchone()
    if row is None:
        raise NotFound("Requested entity was not found.")
    return model.load(row["model"]), row["revision"]


def save(workspace: Workspace, file_id: str, document: model.Document) -> str:
    """Keep a document under a new revision, which is returned."""
    revision = workspace.new_id(20, "r")
    workspace.db.execute(
        "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)",
        (file_id, model.dump(document), revision, workspace.clock.now().isoformat()),
    )
    return revision


def get(call: Call) -> Json:
    """The first tab in the old fields, or, with includeTabsContent, every tab and no old fields."""
    file_id = call.params["documentId"]
    access.require(call, file_id, "read")
    document, revision = load(call.workspace, file_id)
    out: Json = {
        "title": access.title(call.workspace, file_id),
        "documentId": file_id,
        "suggestionsViewMode": _view_mode(call),
    }
    if access.may(call, file_id, "write"):
        out["revisionId"] = render.revision_id(revision, call.principal.email)
    if call.params.get("includeTabsContent"):
        return {**out, "tabs": render.tabs(document)}
    return {**out, **render.document_tab(document.tabs[0])}


def _view_mode(call: Call) -> str:
    asked: str = call.params.get("suggestionsViewMode", "DEFAULT_FOR_CURRENT_ACCESS")
    return "SUGGESTIONS_INLINE" if asked == "DEFAULT_FOR_CURRENT_ACCESS" else asked


def batch_update(call: Call) -> Json:
    """All of the requests or none."""
    file_id = call.params["documentId"]
    access.require(call, file_id, "write")
    document, revision = load(call.workspace, file_id)
    _check_revision(call, revision)
    context = Context(document, lambda prefix, length: call.workspace.new_id(len(prefix) + length, prefix).lower())
    replies = perform(context, call.body.get("requests", []))
    if call.body.get("requests"):
        revision = save(call.workspace, file_id, document)
        access.touch(call, file_id)
    control = {"requiredRevisionId": render.revision_id(revision, call.principal.email)}
    return {"replies": replies, "writeControl": control, "documentId": file_id}


def _check_revision(call: Call, revision: str) -> None:
    control = call.body.get("writeControl", {})
    required = control.get("requiredRevisionId")
    if required is None:
        return
    if required != render.revision_id(revision, call.principal.email):
        raise BadRequest(
            f"The required revision ID '{required}' does not match the latest revision.", reason="failedPrecondition"
        )


def create(call: Call) -> Json:
    """A Doc in the caller's My Drive, which a service account does not have."""
    title = call.body.get("title", "Untitled document")
    made = files.create(
        Call(
            "drive.files.create",
            {"supportsAllDrives": True},
            {"name": title, "mimeType": MIME_TYPE},
            call.principal,
            call.workspace,
        )
    )
    return get(
        Call("docs.documents.get", {"documentId": made["id"]}, {}, call.principal, call.workspace),
    )


HANDLERS: Mapping[str, Handler] = {
    "docs.documents.batchUpdate": batch_update,
    "docs.documents.create": create,
    "docs.documents.get": get,
}

NOTES: Mapping[str, str] = {
    "docs.documents.batchUpdate": f"{len(KINDS)} of 54 request kinds; a named range is never split in two; "
    "targetRevisionId and SUGGEST are taken as an ordinary edit",
    "docs.documents.get": "no suggestions, footnotes or images",
}


def register(workspace: Workspace) -> None:
    """Tell Drive how Docs keeps its files."""
    workspace.kinds[MIME_TYPE] = Kind(
        create=lambda where, file_id, title: _keep(where, file_id, model.empty()),
        copy=lambda where, source, target: _keep(where, target, load(where, source)[0]),
        exports={
            "text/plain": lambda where, file_id: as_text(load(where, file_id)[0]).encode(),
            PDF: lambda where, file_id: as_pdf(*_told(where, file_id)),
            DOCX: lambda where, file_id: as_docx(*_told(where, file_id)),
        },
    )


def _told(workspace: Workspace, file_id: str) -> tuple[str, list[Json], datetime]:
    """What a file that is made of a document says: its name, its tabs, and when it was last changed."""
    document, _ = load(workspace, file_id)
    row = workspace.db.execute("SELECT revised_at FROM documents WHERE file_id = ?", (file_id,)).fetchone()
    return access.title(workspace, file_id), render.tabs(document), datetime.fromisoformat(row["revised_at"])


def _keep(workspace: Workspace, file_id: str, document: model.Document) -> None:
    save(workspace, file_id, document)
