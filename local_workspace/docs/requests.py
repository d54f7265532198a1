"""The kinds of batchUpdate request, by name. What is not here is not built, and says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from local_workspace.core.errors import BadRequest, NotWritten
from local_workspace.core.findings import Findings, snake
from local_workspace.docs import break_requests as breaks
from local_workspace.docs import chip_requests as chips
from local_workspace.docs import range_requests as ranges
from local_workspace.docs import style_requests as styles
from local_workspace.docs import table_requests as tables
from local_workspace.docs import text_requests as text
from local_workspace.docs.context import Context
from local_workspace.docs.model import Json

KINDS: Mapping[str, Callable[[Context, Json], Json]] = {
    "createDropdownDefinition": chips.create_dropdown_definition,
    "createNamedRange": ranges.create_named_range,
    "createParagraphBullets": styles.create_paragraph_bullets,
    "deleteContentRange": text.delete_content_range,
    "deleteDropdownDefinition": chips.delete_dropdown_definition,
    "deleteNamedRange": ranges.delete_named_range,
    "deleteParagraphBullets": styles.delete_paragraph_bullets,
    "deleteTableColumn": tables.delete_table_column,
    "deleteTableRow": tables.delete_table_row,
    "insertDate": chips.insert_date,
    "insertDropdown": chips.insert_dropdown,
    "insertPageBreak": breaks.insert_page_break,
    "insertPerson": chips.insert_person,
    "insertRichLink": chips.insert_rich_link,
    "insertTable": tables.insert_table,
    "insertTableColumn": tables.insert_table_column,
    "insertTableRow": tables.insert_table_row,
    "insertText": text.insert_text,
    "pinTableHeaderRows": tables.pin_table_header_rows,
    "replaceAllText": text.replace_all_text,
    "replaceNamedRangeContent": ranges.replace_named_range_content,
    "updateDocumentStyle": styles.update_document_style,
    "updateDropdownDefinitionProperties": chips.update_dropdown_definition_properties,
    "updateDropdownProperties": chips.update_dropdown_properties,
    "updateParagraphStyle": styles.update_paragraph_style,
    "updateTableCellStyle": tables.update_table_cell_style,
    "updateTableColumnProperties": tables.update_table_column_properties,
    "updateTableRowStyle": tables.update_table_row_style,
    "updateTextStyle": styles.update_text_style,
}

UNIONS: Mapping[str, tuple[str, ...]] = {
    "insertion_location": ("location", "endOfSegmentLocation"),
    "named_range_reference": ("namedRangeId", "name", "namedRangeName"),
    "cells": ("tableRange", "tableStartLocation"),
}
"""Members of which a request may have one, by the union's name (the reference pages' "Union field")."""
OF_UNIONS: Mapping[str, str] = {
    "deleteNamedRange": "named_range_reference",
    "replaceNamedRangeContent": "named_range_reference",
    "updateTableCellStyle": "cells",
}
"""By kind of request; every other one that inserts something does so at an insertion_location."""


def perform(context: Context, requests: Sequence[Json]) -> list[Json]:
    """Do every request in order and return the replies. Raises BadRequest, naming the request; nothing is undone here:
    the caller keeps the document only if all went well."""
    check(requests)
    replies = []
    for place, request in enumerate(requests):
        [(kind, body)] = request.items()
        try:
            replies.append(KINDS[kind](context, body))
        except BadRequest as problem:
            raise BadRequest(f"Invalid requests[{place}].{kind}: {problem.message}") from problem
    return replies


def check(requests: Sequence[Json]) -> None:
    """Raises BadRequest for what does not bind, and NotWritten for a kind that is not built, before anything is done."""
    findings = Findings()
    for place, request in enumerate(requests):
        for kind, body in request.items():
            _one_of(f"requests[{place}].{snake(kind)}", OF_UNIONS.get(kind, "insertion_location"), body, findings)
    findings.refuse()
    for place, request in enumerate(requests):
        if not request:
            raise BadRequest(f"Invalid requests[{place}]: No request set.")
        for kind in request:
            if kind not in KINDS:
                raise NotWritten(f"docs.documents.batchUpdate {kind}")


def _one_of(where: str, union: str, body: Json, findings: Findings) -> None:
    given = [name for name in body if name in UNIONS[union]]
    if len(given) > 1:
        already = f"Invalid value at '{where}' (oneof), oneof field '{union}' is already set."
        findings.violations.append((where, f"{already} Cannot set '{given[1]}'"))
