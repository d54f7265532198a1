"""Spreadsheets from and to texts with a row a line: text/csv and text/tab-separated-values
(developers.google.com/workspace/drive/api/guides/ref-export-formats: the first sheet only).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from local_workspace.core.call import Media
from local_workspace.core.workspace import Workspace
from local_workspace.drive import access
from local_workspace.sheets.areas import whole
from local_workspace.sheets.book import Book
from local_workspace.sheets.conversion import add_sheet, emptied, fill, finish, typed_cells, width_of
from local_workspace.sheets.reading import values_of
from local_workspace.sheets.rendering import Rendering

CSV, TSV = "text/csv", "text/tab-separated-values"
KINDS = (CSV, TSV)


def exporter(mime_type: str) -> Callable[[Workspace, str], bytes]:
    """Writes the first sheet as it is displayed: as far as there are values, each row as long as the longest."""
    write = {CSV: _comma_separated, TSV: _tab_separated}[mime_type]

    def export(workspace: Workspace, file_id: str) -> bytes:
        book = Book(workspace, file_id)
        rows = values_of(book, whole(book.sheets()[0]), Rendering(book.locale))
        width = width_of(rows)
        return write([[str(one) for one in row] + [""] * (width - len(row)) for row in rows]).encode()

    return export


def _comma_separated(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().removesuffix("\r\n")


def _tab_separated(rows: list[list[str]]) -> str:
    """Tabs and line breaks inside cells are spaces: there are no quotation marks to hold them."""
    return "\r\n".join("\t".join(" ".join(one.split("\t")).replace("\n", " ") for one in row) for row in rows)


def import_text(workspace: Workspace, file_id: str, media: Media) -> None:
    """One sheet, called like the file, with each value as if it were typed."""
    rows = parsed(media.data.decode("utf-8-sig", "replace"), media.mime_type)
    book = emptied(workspace, file_id)
    sheet = add_sheet(book, access.title(workspace, file_id)[:100], len(rows), width_of(rows))
    fill(book, sheet, ((number, typed_cells(book, row)) for number, row in enumerate(rows)))
    finish(book)


def parsed(text: str, mime_type: str) -> list[list[str]]:
    """The rows of a text. In text/csv a first line without commas tells by its semicolons or tabs what parts values."""
    first = text.split("\n", 1)[0]
    parting = "\t" if mime_type == TSV else next((one for one in ",;\t" if one in first), ",")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=parting))
