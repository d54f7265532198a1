"""What the design believes of Google and no page of Google's states: tried out in a scratch folder of the trust drive.

Each trial answers what it found; the folder goes to the bin at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from service.errors import AlreadyThere, Refused
from service.google.connect import Connection
from service.google.document_reading import read
from service.google.document_requests import build, fill
from service.google.drive import DriveReader, DriveWriter
from service.google.sheets import client
from service.policy.answers import ReadDocument
from service.policy.template import DocumentTemplate
from service.reconcile.mark import KEY, NONCE, mark_of

SHEET = "application/vnd.google-apps.spreadsheet"


@dataclass(frozen=True)
class Tried:
    """One belief and whether it holds. mend: what to do where it does not."""

    belief: str
    holds: bool
    found: str
    mend: str


class Trials:
    """Tries the beliefs out. Everything happens in one folder that is made for it."""

    def __init__(self, connection: Connection, trust_drive: str, template: DocumentTemplate) -> None:
        self._connection = connection
        self._reader, self._writer = DriveReader(connection), DriveWriter(connection)
        self._drive, self._template = trust_drive, template

    def run(self) -> Iterator[Tried]:
        """Every trial, in order. Raises what the Workspace raises."""
        with self._scratch() as folder:
            yield self._inside()
            yield from self._folders(folder)
            yield from self._copies(folder)
            yield from self._claims(folder)

    def _inside(self) -> Tried:
        """A service account belongs to no domain. It has just made the folder."""
        limited = any(one.drive_id == self._drive and one.restricted for one in self._reader.drives())
        return Tried(
            "a drive limited to the trust's people still lets the service account in",
            limited,
            "a folder was made in it" if limited else "not tried: the drive is not limited yet",
            "run `ggp apply --yes`, which limits it, then this again; if that fails, allow people outside the trust in it",
        )

    @contextmanager
    def _scratch(self) -> Iterator[str]:
        [folder] = self._writer.new_ids(1)
        self._writer.make_folder(folder, "Trying things out (safe to delete)", self._drive, {})
        try:
            yield folder
        finally:
            self._update(folder, {"trashed": True})

    def _update(self, file_id: str, body: Mapping[str, Any]) -> None:
        files = self._connection.collection("drive", "v3", "files")
        request = files.update(fileId=file_id, body=dict(body), supportsAllDrives=True, fields="id")
        self._connection.send("drive.files.update", request, repeatable=True)

    def _folders(self, folder: str) -> Iterator[Tried]:
        files = self._connection.collection("drive", "v3", "files")
        request = files.get(fileId=folder, supportsAllDrives=True, fields="inheritedPermissionsDisabled")
        limited = self._connection.send("drive.files.get", request, repeatable=True).get("inheritedPermissionsDisabled") is True
        yield Tried(
            "a folder can be made with limited access in one call",
            limited,
            "it is limited" if limited else "it is open to everyone in the drive",
            "check that the service account is Manager of the drive; without limited access, keep the drive's members few",
        )
        body = {"id": folder, "name": "Again", "mimeType": "application/vnd.google-apps.folder", "parents": [self._drive]}
        try:
            self._connection.send("drive.files.create", files.create(body=body, supportsAllDrives=True), repeatable=False)
            twice = False
        except AlreadyThere:
            twice = True
        yield Tried(
            "a folder asked for twice under one id is made once",
            twice,
            "the second was refused with 409" if twice else "a second one was made",
            "tell the developers: folders need another way of being made exactly once",
        )

    def _copies(self, folder: str) -> Iterator[Tried]:
        """What a copy of a template keeps."""
        source = self._writer.make_document("Source", folder, mark_of("trial", "source"))
        documents = self._connection.collection("docs", "v1", "documents")

        def change(file_id: str, requests: list[dict[str, Any]]) -> None:
            request = documents.batchUpdate(documentId=file_id, body={"requests": requests})
            self._connection.send("docs.documents.batchUpdate", request, repeatable=False)

        change(source, build(self._template))
        copy = self._writer.copy_document(source, "Copy", folder, mark_of("trial", "copy"))
        marks = self._reader.facts(copy).marks
        right = marks.get(NONCE) == "copy" and marks.get(KEY) == "trial"
        yield Tried(
            "a mark is set in the very call that copies",
            right,
            "the copy has its own mark" if right else f"the copy's mark is {dict(marks)}",
            "tell the developers: without it a lost answer cannot be resolved",
        )
        change(copy, fill(dict.fromkeys(self._template.fields, "trial")))

        def look() -> ReadDocument:
            request = documents.get(documentId=copy, includeTabsContent=True)
            return read(self._connection.send("docs.documents.get", request, repeatable=True), self._template)

        document = look()
        yield self._filled("named ranges survive a copy and can be filled by name", document, "trial")
        change(copy, fill(dict.fromkeys(self._template.fields, "again")))
        yield self._filled("a named range that was filled is still there to be filled again", look(), "again")
        chips = not document.missing and set(document.choices) == set(self._template.choices)
        yield Tried(
            "dropdowns survive a copy with their ids",
            chips,
            "they do" if chips else f"missing: {', '.join(document.missing) or 'dropdowns'}",
            "nothing breaks: choices are then read from the text that people type beside the label",
        )

    def _filled(self, belief: str, document: ReadDocument, text: str) -> Tried:
        """Whether each field says what it was filled with."""
        filled = [name for name, found in document.fields.items() if found == text]
        return Tried(
            belief,
            len(filled) == len(self._template.fields),
            f"{len(filled)} of {len(self._template.fields)} fields were filled",
            "tell the developers: the service's own block needs another way of being found",
        )

    def _claims(self, folder: str) -> Iterator[Tried]:
        """Whether a hidden sheet can be a claim: a title that is taken is refused, and with it the whole batch."""
        files = self._connection.collection("drive", "v3", "files")
        body = {"name": "Claims", "mimeType": SHEET, "parents": [folder]}
        request = files.create(body=body, supportsAllDrives=True, fields="id")
        book = self._connection.send("drive.files.create", request, repeatable=False)["id"]
        http = client(self._connection).http_client
        sheet = {"addSheet": {"properties": {"sheetId": 77, "title": "claim"}}}
        http.batch_update(book, {"requests": [sheet]})
        other = {"addSheet": {"properties": {"sheetId": 78, "title": "other"}}}
        taken = {"addSheet": {"properties": {"sheetId": 79, "title": "claim"}}}
        try:
            http.batch_update(book, {"requests": [other, taken]})
            refused = False
        except Refused:
            refused = True
        titles = [one["properties"]["title"] for one in http.fetch_sheet_metadata(book)["sheets"]]
        holds = refused and "other" not in titles
        yield Tried(
            "a sheet's title that is taken is refused, atomically",
            holds,
            "refused, and nothing of the batch was done" if holds else f"the sheets are {', '.join(titles)}",
            "never start two runs at once, and tell the developers",
        )
