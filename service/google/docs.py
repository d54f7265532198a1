"""Docs v1: building a template's Doc, and the block in each document that is the service's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from service.errors import MovedOn, Unsure
from service.google import document_reading, document_records, document_repairs, document_requests
from service.google.connect import Connection
from service.policy.answers import By, ReadDocument
from service.policy.record import Record
from service.policy.template import DocumentTemplate
from service.ports import Condition
from service.reconcile.digest import digest

TRIES = 4
INLINE = "SUGGESTIONS_INLINE"


class GoogleDocuments:
    """`service.ports.Documents` over the Docs API."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def _documents(self) -> Any:
        return self._connection.collection("docs", "v1", "documents")

    def build(self, file_id: str, template: DocumentTemplate) -> None:
        if _has_content(self._get(file_id)):
            return
        try:
            self._update(file_id, document_requests.build(template), repeatable=False)
        except Unsure:
            if not _has_content(self._get(file_id)):
                raise

    def fill(self, file_id: str, template: DocumentTemplate, fields: Mapping[str, str]) -> None:
        self._update(file_id, document_requests.fill(fields), repeatable=True)

    def refresh(
        self, file_id: str, template: DocumentTemplate, fields: Mapping[str, str], written: Mapping[str, str]
    ) -> Sequence[str]:
        for tries_left in reversed(range(TRIES)):
            document = self._get(file_id)
            stale, kept = _sorted_out(document_reading.read(document, template), fields, written)
            if not stale:
                return kept
            try:
                self._update(
                    file_id,
                    document_requests.refresh(document, stale),
                    repeatable=False,
                    revision=str(document["revisionId"]),
                )
            except (MovedOn, Unsure):
                if not tries_left:
                    raise
                continue
            return kept
        raise AssertionError("every try returns or raises")

    def keep_record(self, file_id: str, record: Record) -> bool:
        for tries_left in reversed(range(TRIES)):
            document = self._get(file_id, INLINE)
            requests = document_records.requests_for(document, record)
            if not requests:
                return False
            try:
                self._update(file_id, requests, repeatable=False, revision=str(document["revisionId"]))
            except (MovedOn, Unsure):
                if not tries_left:
                    raise
                continue
            return True
        raise AssertionError("every try returns or raises")

    def read(self, file_id: str, template: DocumentTemplate) -> ReadDocument:
        return document_reading.read(self._get(file_id), template)

    def is_written_in(self, file_id: str, template: DocumentTemplate) -> bool:
        document = self._get(file_id)
        found = document_reading.read(document, template)
        said = any(text.strip() for text in found.answers.values())
        chosen = any(one.by is not By.NOTHING for one in found.choices.values())
        return said or chosen or document_records.has_records(document)

    def condition(self, file_id: str, template: DocumentTemplate) -> Condition:
        document = self._get(file_id, INLINE)
        mendable = bool(document_repairs.repairs(document, template))
        return Condition(mendable, document_reading.template_problems(document, template))

    def mend(self, file_id: str, template: DocumentTemplate) -> None:
        document = self._get(file_id, INLINE)
        requests = document_repairs.repairs(document, template)
        self._update(file_id, requests, repeatable=False, revision=str(document["revisionId"]))

    def _get(self, file_id: str, view: str = "PREVIEW_WITHOUT_SUGGESTIONS") -> dict[str, Any]:
        """The whole document. To change it by index, suggestions have to be seen inline
        (developers.google.com/workspace/docs/api/how-tos/suggestions)."""
        request = self._documents.get(documentId=file_id, includeTabsContent=True, suggestionsViewMode=view)
        document: dict[str, Any] = self._connection.send("docs.documents.get", request, repeatable=True)
        return document

    def _update(self, file_id: str, requests: Sequence[Mapping[str, Any]], *, repeatable: bool, revision: str = "") -> None:
        if not requests:
            return
        body: dict[str, Any] = {"requests": list(requests)}
        if revision:
            body["writeControl"] = {"requiredRevisionId": revision}
        request = self._documents.batchUpdate(documentId=file_id, body=body)
        self._connection.send("docs.documents.batchUpdate", request, repeatable=repeatable)


def _has_content(document: Mapping[str, Any]) -> bool:
    body = document["tabs"][0]["documentTab"]["body"]["content"]
    return bool(body[-1]["endIndex"] > 2)


def _sorted_out(read: ReadDocument, fields: Mapping[str, str], written: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Which fields to write and which to leave: one whose text is neither ours nor a template's token is somebody's."""
    stale, kept = {}, []
    for name, text in fields.items():
        current = read.fields.get(name)
        if current is None:
            kept.append(name)
        elif digest(current) == digest(text):
            continue
        elif digest(current) == written.get(name) or current.strip().startswith("{{"):
            stale[name] = text
        else:
            kept.append(name)
    return stale, kept
