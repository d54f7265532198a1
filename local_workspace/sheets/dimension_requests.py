"""Requests about rows and columns: inserted, deleted, moved, added at the end, sized and hidden; and cells shifted."""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets import cell_shifting
from local_workspace.sheets.areas import Area, area_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.changes import Change
from local_workspace.sheets.dimension_changes import apply
from local_workspace.sheets.field_masks import patched, wanted
from local_workspace.sheets.grid_data import store, stored
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.protection import guard
from local_workspace.sheets.sheet import Sheet
from local_workspace.sheets.text_width import fitting

WORDS = {"ROWS": "row", "COLUMNS": "column"}


def span(book: Book, where: Json) -> tuple[Sheet, str, int, int]:
    """Sheet, dimension, start and end of a DimensionRange, whose open ends are the grid's. Raises BadRequest."""
    sheet = book.sheet(where.get("sheetId", 0))
    dimension = where.get("dimension", "")
    if dimension not in WORDS:
        raise BadRequest("No dimension specified.")
    start, end = where.get("startIndex", 0), where.get("endIndex", sheet.count(dimension))
    if end <= start:
        raise BadRequest(f"range.endIndex[{end}] must be greater than range.startIndex[{start}]")
    return sheet, dimension, start, end


def band(sheet: Sheet, dimension: str, start: int, end: int) -> Area:
    """Whole rows or columns as an area."""
    return Area(sheet, start, 0, end, sheet.columns) if dimension == "ROWS" else Area(sheet, 0, start, sheet.rows, end)


def insert_dimension(book: Book, request: Json) -> Json:
    sheet, dimension, start, end = span(book, request.get("range", {}))
    before, count = bool(request.get("inheritFromBefore")), sheet.count(dimension)
    if start > count or (start == count and not before):
        raise BadRequest("range.startIndex must be less than the grid size if inheritFromBefore is false.")
    if before and start == 0:
        raise BadRequest("inheritFromBefore cannot be true if range.startIndex is 0.")
    apply(book, sheet, Change(sheet.id, dimension, "insert", start, end))
    _inherit(book, sheet, dimension, (start, end), start - 1 if before else end)
    return {}


def _inherit(book: Book, sheet: Sheet, dimension: str, made: tuple[int, int], model: int) -> None:
    """What is inserted looks like its neighbour: its size and the formats of its cells."""
    own = {
        name: one for name, one in stored(book, sheet, dimension, model, model + 1).get(model, {}).items() if name == "pixelSize"
    }
    if own:
        for place in range(*made):
            store(book, sheet, dimension, place, own)
    if dimension == "ROWS":
        styled = {column: look for column, cell in book.row(sheet, model).items() if (look := _look(cell))}
        for place in range(*made) if styled else ():
            book.put(sheet, place, dict(styled))
        return
    for number, cells in book.rows(sheet):
        look = _look(cells.get(model, {}))
        if look:
            book.put(sheet, number, {**cells, **dict.fromkeys(range(*made), look)})


def _look(cell: Json) -> Json:
    return {name: cell[name] for name in ("userEnteredFormat", "dataValidation") if name in cell}


def delete_dimension(book: Book, request: Json) -> Json:
    sheet, dimension, start, end = span(book, request.get("range", {}))
    count, word = sheet.count(dimension), WORDS[dimension]
    if start >= count:
        text = (
            f"Cannot delete a {word} that doesn't exist. Tried to delete {word} index {start} but there are only {count} {word}s."
        )
        raise BadRequest(text)
    end = min(end, count)
    if end - start == count:
        raise BadRequest(f"You can't delete all the {word}s on the sheet.")
    frozen = sheet.grid.get(f"frozen{word.capitalize()}Count", 0)
    if frozen and start <= frozen and end == count:
        raise BadRequest(f"Sorry, it is not possible to delete all non-frozen {word}s.")
    guard(book, band(sheet, dimension, start, end))
    apply(book, sheet, Change(sheet.id, dimension, "delete", start, end))
    if start < frozen:
        sheet.grid[f"frozen{word.capitalize()}Count"] = frozen - (min(end, frozen) - start)
        book.save(sheet)
    return {}


def move_dimension(book: Book, request: Json) -> Json:
    sheet, dimension, start, end = span(book, request.get("source", {}))
    destination = request.get("destinationIndex", 0)
    if end > sheet.count(dimension) or destination > sheet.count(dimension):
        raise BadRequest(f"Cannot move a {WORDS[dimension]} that doesn't exist.")
    if start <= destination <= end:
        return {}
    guard(book, band(sheet, dimension, min(start, destination), max(end, destination)))
    apply(book, sheet, Change(sheet.id, dimension, "move", start, end, destination))
    return {}


def append_dimension(book: Book, request: Json) -> Json:
    sheet, dimension = book.sheet(request.get("sheetId", 0)), request.get("dimension", "")
    if dimension not in WORDS:
        raise BadRequest("No dimension specified.")
    if request.get("length", 0) < 1:
        raise BadRequest("length must be at least 1.")
    sheet.resize(dimension, sheet.count(dimension) + request["length"])
    book.save(sheet)
    book.require_room()
    return {}


def update_dimension_properties(book: Book, request: Json) -> Json:
    mask = wanted(request, "DimensionProperties")
    sheet, dimension, start, end = span(book, request.get("range", {}))
    end = min(end, sheet.count(dimension))
    given = {name: one for name, one in request.get("properties", {}).items() if name in ("pixelSize", "hiddenByUser")}
    known = stored(book, sheet, dimension, start, end)
    for place in range(start, end):
        store(book, sheet, dimension, place, patched(known.get(place, {}), given, mask))
    return {}


def auto_resize_dimensions(book: Book, request: Json) -> Json:
    sheet, dimension, start, end = span(book, request.get("dimensions", {}))
    end = min(end, sheet.count(dimension))
    known = stored(book, sheet, dimension, start, end)
    sizes = fitting(book, sheet, dimension, start, end)
    for place in range(start, end):
        if place in sizes:
            store(book, sheet, dimension, place, {**known.get(place, {}), "pixelSize": sizes[place]})
    return {}


def insert_range(book: Book, request: Json) -> Json:
    """Empty cells in a range; what was there moves right or down."""
    area = area_of(book, request.get("range", {})).clipped()
    dimension = _shift_dimension(request)
    guard(book, _swept(area, dimension))
    cell_shifting.insert(book, area, dimension)
    return {}


def delete_range(book: Book, request: Json) -> Json:
    """Cells taken out of a range; what is beyond moves left or up."""
    area = area_of(book, request.get("range", {})).clipped()
    dimension = _shift_dimension(request)
    guard(book, _swept(area, dimension))
    cell_shifting.delete(book, area, dimension)
    return {}


def _shift_dimension(request: Json) -> str:
    dimension = request.get("shiftDimension", "")
    if dimension not in WORDS:
        raise BadRequest("No shiftDimension specified.")
    return str(dimension)


def _swept(area: Area, dimension: str) -> Area:
    sheet = area.sheet
    if dimension == "ROWS":
        return Area(sheet, area.top, area.left, sheet.rows, area.right)
    return Area(sheet, area.top, area.left, area.bottom, sheet.columns)


KINDS: Mapping[str, Perform] = {
    "appendDimension": append_dimension,
    "autoResizeDimensions": auto_resize_dimensions,
    "deleteDimension": delete_dimension,
    "deleteRange": delete_range,
    "insertDimension": insert_dimension,
    "insertRange": insert_range,
    "moveDimension": move_dimension,
    "updateDimensionProperties": update_dimension_properties,
}
