"""A file's content: bytes that Drive holds itself, or an editor's document."""

from __future__ import annotations

from local_workspace.core.call import Call, Json, Media
from local_workspace.core.errors import Forbidden, NotWritten
from local_workspace.core.workspace import Kind
from local_workspace.drive import finding, refusals, revision_log, rows
from local_workspace.drive.mime import FOLDER, SHORTCUT, is_editors
from local_workspace.drive.viewer import Viewer

BINARY = "application/octet-stream"


def kind_for(call: Call, mime_type: str) -> Kind | None:
    """The editor of a format; None for what Drive keeps itself. Raises NotWritten for an editor that is not here."""
    if not is_editors(mime_type):
        return None
    kind = call.workspace.kinds.get(mime_type)
    if kind is None:
        raise NotWritten(f"{call.method} of {mime_type}")
    return kind


def fill(call: Call, file_id: str, mime_type: str, name: str, media: Media | None) -> None:
    """Give a new file its first content: an empty document, an upload that is converted, or the bytes as they are."""
    kind = kind_for(call, mime_type)
    if kind is None:
        if media is not None or mime_type not in (FOLDER, SHORTCUT):
            store(call, file_id, name, media or Media(mime_type, b""))
        return
    importer = kind.imports.get(media.mime_type) if media else None
    if media and importer is None:
        raise refusals.unsupported_conversion()
    kind.create(call.workspace, file_id, name)
    if media and importer:
        importer(call.workspace, file_id, media)
    revision_log.edited(call.workspace, file_id, call.principal.email.lower())


def replace(call: Call, file_id: str, mime_type: str, name: str, media: Media) -> None:
    """New bytes for a blob, or new content for an editor's document. Raises NotWritten for an editor that takes none."""
    kind = kind_for(call, mime_type)
    if kind is not None:
        if not kind.imports:
            raise NotWritten(f"{call.method} with content for {mime_type}")
        if media.mime_type not in kind.imports:
            raise refusals.unsupported_conversion()
        kind.imports[media.mime_type](call.workspace, file_id, media)
        revision_log.edited(call.workspace, file_id, call.principal.email.lower())
        return
    store(call, file_id, name, media)
    rows.change(call.workspace, file_id, mime_type=call.body.get("mimeType") or media.mime_type)


def store(call: Call, file_id: str, name: str, media: Media) -> None:
    """The bytes of a file that no editor keeps, as its newest revision."""
    keep = bool(call.params.get("keepRevisionForever"))
    facts: Json = revision_log.uploaded(call.workspace, file_id, call.principal.email.lower(), name, media, keep=keep)
    rows.change_more(call.workspace, rows.known(call.workspace, file_id), facts)


def download(call: Call) -> Media:
    """files.get with alt=media."""
    viewer = Viewer.of(call)
    row = finding.named(call, viewer)
    if not viewer.may(row, "canDownload"):
        raise Forbidden("This file cannot be downloaded by the user.", reason="cannotDownloadFile")
    revision = revision_log.newest(call.workspace, row["id"])
    media = revision_log.media_of(revision) if revision else None
    if media is None:
        raise refusals.not_downloadable()
    return media


def export(call: Call) -> Media:
    """files.export: what an editor keeps, in another format."""
    viewer = Viewer.of(call)
    row = finding.named(call, viewer)
    if not is_editors(row["mime_type"]):
        raise Forbidden("Export only supports Docs Editors files.", reason="fileNotExportable")
    if not viewer.may(row, "canDownload"):
        raise Forbidden("This file cannot be exported by the user.", reason="cannotExportFile")
    kind = kind_for(call, row["mime_type"])
    exporter = kind.exports.get(call.params["mimeType"]) if kind else None
    if exporter is None:
        raise refusals.unsupported_conversion()
    return Media(call.params["mimeType"], exporter(call.workspace, row["id"]))
