"""addTable, updateTable and deleteTable (developers.google.com/workspace/sheets/api/guides/tables). The refusals' sentences have
no outside witness.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets import parts
from local_workspace.sheets.areas import Area, area_of, bounded
from local_workspace.sheets.book import Book
from local_workspace.sheets.colours import with_both
from local_workspace.sheets.field_masks import patched, wanted
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.protection import guard
from local_workspace.sheets.rendering import formatted
from local_workspace.sheets.resource import as_shown
from local_workspace.sheets.rows import effective
from local_workspace.sheets.table_parts import (
    COLUMNS,
    ROWS,
    TABLE_ID,
    TABLES,
    body_of,
    find,
    free_name,
    has_footer,
    head_of,
    shown,
)
from local_workspace.sheets.validation import kept as kept_rule
from local_workspace.sheets.writing import clear

NAME = re.compile(r"[^\W\d][\w .\-]*")
DROPDOWN = "DROPDOWN"
DEFAULTS: Mapping[str, Json] = {"BOOLEAN": {"boolValue": False}, "RATINGS_CHIP": {"numberValue": 0}}
"""What fills empty cells of a column: "The ratings and checkbox column types fill in default values of 0 and FALSE"."""
FORMATS: Mapping[str, Json] = {
    "CURRENCY": {"type": "CURRENCY"},
    "DATE": {"type": "DATE"},
    "DATE_TIME": {"type": "DATE_TIME"},
    "DOUBLE": {"type": "NUMBER"},
    "PERCENT": {"type": "PERCENT"},
    "TEXT": {"type": "TEXT"},
    "TIME": {"type": "TIME"},
}
"""How a column's cells are shown where they say nothing else."""


def add_table(book: Book, request: Json) -> Json:
    given = _given(request)
    named = [one for _, one in parts.listed(book, TABLES)]
    name = given.get("name") or free_name(named)
    table_id = str(parts.free(book, TABLES, TABLE_ID, given.get(TABLE_ID), "A table with the ID {} already exists."))
    if "range" not in given:
        raise BadRequest("A table must have a range.")
    made = _sound(book, {**given, "name": name, TABLE_ID: table_id})
    area = area_of(book, made["range"])
    guard(book, area)
    _write_head(book, area, made.get(COLUMNS, []))
    _write_body(book, made)
    parts.add(book, area.sheet, TABLES, _without_names(made))
    return {"addTable": {"table": as_shown(shown(book, made))}}


def _given(request: Json) -> Json:
    """The table that a request gives, its colours cleaned; unlike banding, tables know them in one form only."""
    given = parts.with_sheet_ids(request.get("table", {}))
    if ROWS in given:
        given[ROWS] = {name: one for name, one in with_both(given[ROWS]).items() if name.endswith("Style")}
    return dict(given)


def update_table(book: Book, request: Json) -> Json:
    """A footer that comes or goes makes the range a row longer or shorter."""
    given = _given(request)
    mask = wanted(request, "Table")
    sheet, one = find(book, given.get(TABLE_ID, ""))
    changed = {**patched(one, given, mask), TABLE_ID: one[TABLE_ID]}
    longer = has_footer(changed) - has_footer(one)
    if longer and changed["range"] == one["range"]:
        changed["range"] = {**changed["range"], "endRowIndex": changed["range"]["endRowIndex"] + longer}
    changed = _sound(book, changed)
    area = area_of(book, changed["range"])
    guard(book, area)
    _write_head(book, area, given.get(COLUMNS, []) if COLUMNS in changed else [])
    _write_body(book, changed)
    parts.remove(book, sheet, TABLES, one)
    parts.add(book, area.sheet, TABLES, _without_names(changed))
    return {}


def delete_table(book: Book, request: Json) -> Json:
    """The table with what is in it."""
    sheet, one = find(book, request.get(TABLE_ID, ""))
    clear(book, area_of(book, one["range"]).clipped())
    parts.remove(book, sheet, TABLES, one)
    return {}


def _without_names(table: Json) -> Json:
    """As it is kept: what a column is called stands in its header cell."""
    columns = [{name: value for name, value in one.items() if name != "columnName"} for one in table.get(COLUMNS, [])]
    told = [one for one in columns if one.keys() - {"columnIndex"}]
    return {**{name: one for name, one in table.items() if name != COLUMNS}, **({COLUMNS: told} if told else {})}


def _sound(book: Book, table: Json) -> Json:
    """A table as it is meant. Raises BadRequest."""
    if not NAME.fullmatch(table["name"]):
        raise BadRequest(f"Invalid table name: '{table['name']}'. It must begin with a letter.")
    where = bounded(book, table["range"])
    area = area_of(book, where)
    if area.height < 1 or area.width < 1:
        raise BadRequest("A table must have at least one row and one column.")
    for _, other in parts.listed(book, TABLES):
        if other[TABLE_ID] == table[TABLE_ID]:
            continue
        if other["name"].lower() == table["name"].lower():
            raise BadRequest(f"A table with the name '{table['name']}' already exists.")
        if area_of(book, other["range"]).meets(area):
            raise BadRequest("You can't create a table on top of another table.")
    for one in table.get(COLUMNS, []):
        _require_column(book, one, area)
    return {name: one for name, one in {**table, "range": where}.items() if one not in ({}, [], None)}


def _require_column(book: Book, one: Json, area: Area) -> None:
    place, kind = one.get("columnIndex", 0), one.get("columnType", "")
    if not 0 <= place < area.width:
        raise BadRequest(f"columnIndex {place} is outside of the table, which has {area.width} columns.")
    condition = one.get("dataValidationRule", {}).get("condition", {})
    if kind == DROPDOWN and condition.get("type") != "ONE_OF_LIST":
        raise BadRequest("A dropdown column must have a data validation rule with a ONE_OF_LIST condition.")
    if kind != DROPDOWN and condition:
        raise BadRequest("Only a dropdown column can have a data validation rule.")
    if condition:
        kept_rule(book, {"condition": condition})


def _write_head(book: Book, area: Area, columns: list[Json]) -> None:
    """What columns are called; one that nothing names is ``Column 1``, and of two of a name the second is ``name 2``."""
    head = head_of(area)
    names = {one.get("columnIndex", 0): one["columnName"] for one in columns if one.get("columnName")}
    cells = book.row(area.sheet, head.top)
    taken: set[str] = set()
    for place, column in enumerate(head.columns):
        cell = cells.get(column, {})
        wanted_name = names.get(place) or formatted(cell, book.locale) or f"Column {place + 1}"
        name, number = wanted_name, 2
        while name.lower() in taken:
            name, number = f"{wanted_name} {number}", number + 1
        taken.add(name.lower())
        if effective(cell) != {"stringValue": name}:
            rest = {key: value for key, value in cell.items() if key not in ("userEnteredValue", "effectiveValue")}
            cells[column] = {**rest, "userEnteredValue": {"stringValue": name}}
    book.put(area.sheet, head.top, cells)


def _write_body(book: Book, table: Json) -> None:
    """What the type of a column gives its cells: a rule, a format, a value where there is none."""
    typed = [(one.get("columnIndex", 0), one) for one in table.get(COLUMNS, []) if one.get("columnType")]
    body = body_of(area_of(book, table["range"]), footer=has_footer(table))
    for number in body.rows if typed else ():
        cells = book.row(body.sheet, number)
        for place, one in typed:
            cells[body.left + place] = _typed(book, cells.get(body.left + place, {}), one)
        book.put(body.sheet, number, cells)


def _typed(book: Book, cell: Json, column: Json) -> Json:
    kind = column["columnType"]
    out = dict(cell)
    if kind == DROPDOWN:
        out["dataValidation"] = {"condition": column["dataValidationRule"]["condition"], "showCustomUi": True, "strict": True}
    if kind == "BOOLEAN":
        out["dataValidation"] = {"condition": {"type": "BOOLEAN"}, "strict": True}
    if kind in DEFAULTS and not effective(cell):
        out["userEnteredValue"] = DEFAULTS[kind]
    own = cell.get("userEnteredFormat", {})
    if kind in FORMATS and "numberFormat" not in own:
        out["userEnteredFormat"] = {**own, "numberFormat": FORMATS[kind]}
    return out


KINDS: Mapping[str, Perform] = {"addTable": add_table, "deleteTable": delete_table, "updateTable": update_table}
