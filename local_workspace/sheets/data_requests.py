"""pasteData, textToColumns and randomizeRange
(developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest, NotWritten
from local_workspace.sheets.areas import Area, area_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.paste_requests import require_room
from local_workspace.sheets.protection import guard
from local_workspace.sheets.rendering import formatted
from local_workspace.sheets.sorting import moved
from local_workspace.sheets.writing import entered

TYPED = frozenset({"PASTE_NORMAL", "PASTE_VALUES", "PASTE_FORMULA", "PASTE_NO_BORDERS"})
"""Pastes that put in what is there as if it were typed; pasted text has no formats or rules to paste."""
DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}
CELLS, ROW = frozenset({"td", "th"}), "tr"


def paste_data(book: Book, request: Json) -> Json:
    """Text with a delimiter, or HTML with a table, from a cell on, as if it were typed."""
    kind = request.get("type", "PASTE_NORMAL")
    if kind not in TYPED:
        raise NotWritten(f"sheets.spreadsheets.batchUpdate pasteData {kind}")
    if bool(request.get("html")) == bool(request.get("delimiter")):
        raise BadRequest("Must specify either a delimiter or html.")
    rows = rows_in_html(request.get("data", "")) if request.get("html") else _delimited(request["data"], request["delimiter"])
    at = request.get("coordinate", {})
    sheet = book.sheet(at.get("sheetId", 0))
    _put(book, Area(sheet, at.get("rowIndex", 0), at.get("columnIndex", 0), 0, 0), rows)
    return {}


def _delimited(text: str, delimiter: str) -> list[list[str]]:
    """As a file of values is read: quotes hold delimiters and line ends together."""
    if len(delimiter) == 1:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return [line.split(delimiter) for line in text.splitlines()]


def rows_in_html(text: str) -> list[list[str]]:
    """The rows of the tables in it; without any, each line of its text is a row."""
    found = _Tables()
    found.feed(text)
    found.close()
    return found.rows or [[line.strip()] for line in found.text.splitlines() if line.strip()]


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.text = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == ROW:
            self.rows.append([])
        elif tag in CELLS and self.rows:
            self.rows[-1].append("")
            self._inside = True
        elif tag in ("br", "p", "div"):
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in CELLS and self._inside:
            self.rows[-1][-1] = self.rows[-1][-1].strip()
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data
        else:
            self.text += data


def text_to_columns(book: Book, request: Json) -> Json:
    """Each cell of one column is cut into itself and the cells to the right of it, which are written over."""
    area = area_of(book, request.get("source", {})).clipped()
    if area.width != 1:
        raise BadRequest("The source of textToColumns must span exactly one column.")
    texts = {number: formatted(cells.get(area.left, {}), book.locale) for number, cells in _rows(book, area)}
    delimiter = _delimiter(request, list(texts.values()))
    for number, text in texts.items():
        if text:
            parts = text.split(delimiter)
            _put(book, Area(area.sheet, number, area.left, 0, 0), [[one.strip() for one in parts]])
    return {}


def _rows(book: Book, area: Area) -> list[tuple[int, Mapping[int, Json]]]:
    return list(book.rows(area.sheet, area.top, area.bottom))


def _delimiter(request: Json, texts: Sequence[str]) -> str:
    kind = request.get("delimiterType", "")
    if kind == "CUSTOM":
        if not request.get("delimiter"):
            raise BadRequest("A delimiter must be specified for delimiterType CUSTOM.")
        return str(request["delimiter"])
    if kind in DELIMITERS:
        return DELIMITERS[kind]
    if kind != "AUTODETECT":
        raise BadRequest("A delimiterType must be specified.")
    return max(DELIMITERS.values(), key=lambda one: sum(one in text for text in texts))


def _put(book: Book, corner: Area, rows: Sequence[Sequence[str]]) -> None:
    """Rows of texts from a corner on, each as if it were typed."""
    width = max((len(row) for row in rows), default=0)
    where = Area(corner.sheet, corner.top, corner.left, corner.top + len(rows), corner.left + width)
    require_room(where)
    guard(book, where)
    for number, row in zip(where.rows, rows, strict=True):
        cells = book.row(where.sheet, number)
        for column, text in enumerate(row, start=where.left):
            cells[column] = entered(book, cells.get(column, {}), text, "USER_ENTERED")
        book.put(where.sheet, number, cells)


def randomize(book: Book, request: Json) -> Json:
    """The rows of a range in another order; cells move whole. The order is the Workspace's own randomness."""
    area = area_of(book, request.get("range", {})).clipped()
    guard(book, area)
    rows = dict(book.rows(area.sheet, area.top, area.bottom))
    order = list(area.rows)
    book.workspace.random.shuffle(order)
    for number, origin in zip(area.rows, order, strict=True):
        rest = {column: cell for column, cell in rows.get(number, {}).items() if column not in area.columns}
        taken = {column: cell for column, cell in rows.get(origin, {}).items() if column in area.columns}
        book.put(area.sheet, number, {**rest, **moved(taken, number - origin)})
    return {}


KINDS: Mapping[str, Perform] = {"pasteData": paste_data, "randomizeRange": randomize, "textToColumns": text_to_columns}
