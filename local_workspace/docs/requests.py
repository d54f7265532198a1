"""The kinds of batchUpdate request, by name. What is not here is not built, and says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from local_workspace.core.errors import BadRequest, NotWritten
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
    "insertPageBreak": text.insert_page_break,
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


def perform(context: Context, requests: Sequence[Json]) -> list[Json]:
    """Do every request in order and return the replies. Raises BadRequest, naming the request; nothing is undone here:
    the caller keeps the document only if all went well."""
    replies = []
    for place, request in enumerate(requests):
        if len(request) != 1:
            raise BadRequest(f"Invalid requests[{place}]: Must specify exactly one request.")
        [(kind, body)] = request.items()
        if kind not in KINDS:
            raise NotWritten(f"docs.documents.batchUpdate {kind}")
        try:
            replies.append(KINDS[kind](context, body))
        except BadRequest as problem:
            raise BadRequest(f"Invalid requests[{place}].{kind}: {problem.message}") from problem
    return replies
