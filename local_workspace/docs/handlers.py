"""The Docs methods, and what Drive asks of Docs about its files."""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Call, Handler, Json
from local_workspace.core.errors import BadRequest, Forbidden, NotWritten, Refusal
from local_workspace.core.findings import Findings
from local_workspace.core.workspace import Kind, Workspace
from local_workspace.docs import model, render
from local_workspace.docs.context import Context
from local_workspace.docs.requests import KINDS, perform
from local_workspace.docs.text_export import as_text
from local_workspace.drive import access, files

MIME_TYPE = "application/vnd.google-apps.document"


def load(workspace: Workspace, file_id: str) -> tuple[model.Document, str]:
    """A document and its revision. Raises Refusal for a file that is no Doc."""
    row = workspace.db.execute("SELECT * FROM documents WHERE file_id = ?", (file_id,)).fetchone()
    if row is None:
        said = "This operation is not supported for this document"
        raise Refusal(400, "failedPrecondition", said, status="FAILED_PRECONDITION")
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
    """The first tab in the old fields, or every tab and no old fields: with includeTabsContent, or where the field mask
    names `tabs` (discovery document)."""
    file_id = call.params["documentId"]
    access.require(call, file_id, "read")
    with_tabs = bool(call.params.get("includeTabsContent")) or "tabs" in call.mask
    _check_comments_view(call, with_tabs=with_tabs)
    document, revision = load(call.workspace, file_id)
    out = _about(call, file_id, revision)
    return {**out, "tabs": render.tabs(document)} if with_tabs else {**out, **render.first_tab(document)}


def _about(call: Call, file_id: str, revision: str) -> Json:
    out: Json = {
        "title": access.title(call.workspace, file_id),
        "documentId": file_id,
        "suggestionsViewMode": _suggestions_view(call, file_id),
    }
    if "commentsViewMode" in call.params:
        out["commentsViewMode"] = "COMMENTS_VIEW_MODE_OMITTED"
    if access.may(call, file_id, "write"):
        out["revisionId"] = render.revision_id(revision, call.principal.email)
    return out


def _suggestions_view(call: Call, file_id: str) -> str:
    """Who may only view sees the document without suggestions, and may not ask for them (discovery document)."""
    asked: str = call.params.get("suggestionsViewMode", "DEFAULT_FOR_CURRENT_ACCESS")
    sees_them = access.may(call, file_id, "comment")
    if asked == "DEFAULT_FOR_CURRENT_ACCESS":
        return "SUGGESTIONS_INLINE" if sees_them else "PREVIEW_WITHOUT_SUGGESTIONS"
    if asked != "PREVIEW_WITHOUT_SUGGESTIONS" and not sees_them:
        raise Forbidden("The caller does not have permission")
    return asked


def _check_comments_view(call: Call, *, with_tabs: bool) -> None:
    """The rules of the discovery document; comments themselves are not built."""
    asked = call.params.get("commentsViewMode")
    if asked is None:
        return
    if not with_tabs:
        raise BadRequest("comments_view_mode can only be set together with include_tabs_content.")
    if asked in ("COMMENTS_VIEW_MODE_OMITTED", "COMMENTS_VIEW_MODE_UNSPECIFIED"):
        return
    suggestions = call.params.get("suggestionsViewMode", "")
    if suggestions.startswith("PREVIEW_") or (asked.endswith("_INCLUDED") and suggestions != "SUGGESTIONS_INLINE"):
        raise BadRequest("comments_view_mode requires suggestions_view_mode to be SUGGESTIONS_INLINE.")
    raise NotWritten(f"docs.documents.get commentsViewMode={asked}")


def batch_update(call: Call) -> Json:
    """All of the requests or none."""
    file_id = call.params["documentId"]
    access.require(call, file_id, "write")
    document, revision = load(call.workspace, file_id)
    _check_control(call, revision)
    context = Context(document, lambda prefix, length: call.workspace.new_id(len(prefix) + length, prefix).lower())
    replies = perform(context, call.body.get("requests", []))
    if call.body.get("requests"):
        revision = save(call.workspace, file_id, document)
        access.touch(call, file_id)
    control = {"requiredRevisionId": render.revision_id(revision, call.principal.email)}
    return {"replies": replies, "writeControl": control, "documentId": file_id}


def _check_control(call: Call, revision: str) -> None:
    """Raises BadRequest for a revision that is not the latest. Changes are never merged, so a target revision is "too far
    behind" (discovery document, WriteControl) at once."""
    control = call.body.get("writeControl", {})
    if control.get("writeMode") == "SUGGEST":
        raise NotWritten("docs.documents.batchUpdate writeControl.writeMode=SUGGEST")
    given = [name for name in control if name != "writeMode"]
    if len(given) > 1:
        findings = Findings()
        already = "Invalid value at 'write_control' (oneof), oneof field 'control' is already set."
        findings.violations.append(("write_control", f"{already} Cannot set '{given[1]}'"))
        findings.refuse()
    for name in given:
        if control[name] != render.revision_id(revision, call.principal.email):
            kind = "required" if name == "requiredRevisionId" else "target"
            said = f"The {kind} revision ID '{control[name]}' does not match the latest revision."
            raise BadRequest(said, reason="failedPrecondition")


def create(call: Call) -> Json:
    """A Doc in the caller's My Drive, which a service account does not have. It answers in the old fields and in `tabs`
    (developers.google.com/workspace/docs/api/how-tos/tabs)."""
    body = {"name": call.body.get("title", "Untitled document"), "mimeType": MIME_TYPE}
    made = files.create(Call("drive.files.create", {"supportsAllDrives": True}, body, call.principal, call.workspace))
    document, revision = load(call.workspace, made["id"])
    as_made = Call("docs.documents.get", {}, {}, call.principal, call.workspace)
    return {**_about(as_made, made["id"], revision), **render.first_tab(document), "tabs": render.tabs(document)}


HANDLERS: Mapping[str, Handler] = {
    "docs.documents.batchUpdate": batch_update,
    "docs.documents.create": create,
    "docs.documents.get": get,
}

NOTES: Mapping[str, str] = {
    "docs.documents.batchUpdate": f"{len(KINDS)} of 54 request kinds; a named range is never split in two; changes are never "
    "merged: a target revision that is not the latest is refused; nothing is suggested",
    "docs.documents.get": "no suggestions, comments, footnotes or images",
}


def register(workspace: Workspace) -> None:
    """Tell Drive how Docs keeps its files."""
    workspace.kinds[MIME_TYPE] = Kind(
        create=lambda where, file_id, title: _keep(where, file_id, model.empty()),
        copy=lambda where, source, target: _keep(where, target, load(where, source)[0]),
        exports={"text/plain": lambda where, file_id: as_text(load(where, file_id)[0]).encode()},
    )


def _keep(workspace: Workspace, file_id: str, document: model.Document) -> None:
    save(workspace, file_id, document)
