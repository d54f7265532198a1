"""Formulas calculated beside cells: the conditions of filters, conditional formats and validation."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from local_workspace.core.call import Json
from local_workspace.sheets import calculation, number_text
from local_workspace.sheets.areas import Area
from local_workspace.sheets.book import Book
from local_workspace.sheets.conditions import meets
from local_workspace.sheets.formula_engine import Engine
from local_workspace.sheets.formula_syntax import Cells, Unreadable, parse
from local_workspace.sheets.formula_text import offset
from local_workspace.sheets.formula_translation import Translation
from local_workspace.sheets.rendering import formatted
from local_workspace.sheets.rows import cell_of
from local_workspace.sheets.sheet import Sheet

Place = tuple[int, int]
_ASIDE: WeakKeyDictionary[Book, tuple[int, Engine]] = WeakKeyDictionary()
"""An engine for a request's spreadsheet, with how often it had been written to by then."""


def condition_holds(book: Book, sheet: Sheet, condition: Json, corner: Place, place: Place, cell: Json) -> bool:
    """Whether a condition with a formula holds for a cell. corner: where the formula was written for.

    A formula that cannot be read, or gives an error, holds for nothing. Raises NotWritten for a function that is not built.
    """
    texts = [str(one.get("userEnteredValue", "")) for one in condition.get("values", [])]
    if condition.get("type") == "ONE_OF_RANGE":
        return formatted(cell, book.locale) in listed(book, sheet, texts[0])
    found = [_calculated(book, sheet, text, corner, place) if text.startswith("=") else {"stringValue": text} for text in texts]
    if condition.get("type") == "CUSTOM_FORMULA":
        return bool(found and (found[0].get("boolValue") or found[0].get("numberValue")))
    values = [{"userEnteredValue": _written(book, one)} for one in found]
    return bool(meets(book, {**condition, "values": values}, cell))


def _written(book: Book, value: Json) -> str:
    """An ExtendedValue as a person would type it."""
    if "numberValue" in value:
        return number_text.general(value["numberValue"], book.locale)
    return "".join(str(content) for content in value.values())


def _calculated(book: Book, sheet: Sheet, text: str, corner: Place, place: Place) -> Json:
    engine = _engine(book)
    own = engine.scene.sheets[sheet.id]
    try:
        node = parse(offset(text, place[0] - corner[0], place[1] - corner[1]), book.locale)
    except Unreadable:
        return {"errorValue": {"type": "ERROR"}}
    translation = Translation(engine.scene, own, *place).translate(node)
    calculation.widen(book, engine, [translation])
    return engine.aside(translation)


def _engine(book: Book) -> Engine:
    edition, engine = _ASIDE.get(book, (-1, None))
    if engine is None or edition != book.edition:
        engine = calculation.build(book)
        _ASIDE[book] = (book.edition, engine)
    return engine


def listed(book: Book, own: Sheet, text: str) -> set[str]:
    """The texts in the range that a ONE_OF_RANGE condition names."""
    scene = calculation.scene_of(book)
    translation = Translation(scene, own, 0, 0)
    try:
        node = parse(text, book.locale)
    except Unreadable:
        return set()
    translation.write(node, True)
    areas = translation.areas if isinstance(node, Cells) or translation.areas else []
    return {shown for area in areas for shown in _texts(book, area)} - {""}


def _texts(book: Book, area: Area) -> list[str]:
    rows = (kept for _, kept in book.kept_rows(area.sheet, area.top, area.bottom))
    return [formatted(cell_of(one), book.locale) for row in rows for one in row[area.left : area.right]]
