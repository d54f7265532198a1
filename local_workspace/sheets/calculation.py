"""Formulas are calculated anew whenever the spreadsheet changes, and their results kept in the cells.

The engine of a spreadsheet is kept between changes; a token in the database tells whether it still knows what is there
(after a rollback, or a snapshot put back, it does not). What no formula looks at is not read, and calculates nothing.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from local_workspace.core.workspace import Workspace
from local_workspace.sheets.areas import area_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.calculation_results import keep
from local_workspace.sheets.formula_engine import Engine, new_engine
from local_workspace.sheets.formula_translation import Scene, Translation
from local_workspace.sheets.rows import Cells
from local_workspace.sheets.sheet import Sheet

KEPT = 32
"""How many spreadsheets' engines a Workspace keeps; those that were not used for longest go."""
MOST_PASSES = 4
"""How often in a row is calculated because an array was found to have no room."""
_ENGINES: WeakKeyDictionary[Workspace, OrderedDict[str, Engine]] = WeakKeyDictionary()
_TOKENS = itertools.count()


def recalculate(book: Book) -> None:
    """After a change: every formula's result as it is now. Raises NotWritten for a function that is not built."""
    if not book.touched and not book.reshaped:
        return
    if book.has_calculated():
        settle(book, engine_of(book))
    else:
        _ENGINES.setdefault(book.workspace, OrderedDict()).pop(book.file_id, None)
    book.touched.clear()
    book.reshaped = False


def refresh(book: Book) -> None:
    """Before reading: a TODAY that has become yesterday is calculated anew."""
    if book.facts.get("_today", "") not in ("", _today(book)):
        engine = engine_of(book)
        engine.stale = True
        settle(book, engine)


def settle(book: Book, engine: Engine) -> None:
    """Calculate what is stale and keep the results; the token then says that engine and database agree."""
    if not engine.stale:
        return
    set_clock(book, engine)
    passes = 0
    while engine.stale and passes < MOST_PASSES:
        fresh = engine.fresh
        engine.calculate()
        keep(book, engine, fresh=fresh)
        passes += 1
    engine.stale = False
    engine.token = f"{id(engine)}-{next(_TOKENS)}"
    book.facts |= {"_engine": engine.token, "_today": _today(book) if engine.volatile else ""}
    book.save_facts()


def engine_of(book: Book) -> Engine:
    """The engine as it was kept, told what was written since; or a new one. Raises NotWritten."""
    engines = _ENGINES.setdefault(book.workspace, OrderedDict())
    engine = engines.pop(book.file_id, None)
    if engine is None or not _agrees(book, engine) or not _told(book, engine):
        engine = build(book)
    engines[book.file_id] = engine
    while len(engines) > KEPT:
        engines.popitem(last=False)
    return engine


def _today(book: Book) -> str:
    return str(book.workspace.clock.now().date())


def _agrees(book: Book, engine: Engine) -> bool:
    """Whether it is of this state of the database, and knows the sheets as they are but for their size."""
    titles = {one.id: one.title for one in book.sheets()}
    known = {one.id: one.title for one in engine.scene.sheets.values()}
    return not book.reshaped and engine.token == book.facts.get("_engine") and titles == known


def _told(book: Book, engine: Engine) -> bool:
    """Tell an engine what was written. False where it has to begin anew: with arrays, whose room may have changed."""
    if book.touched and engine.arrays:
        return False
    token, engine.token = engine.token, ""
    _resize(book, engine)
    for sheet_id, number in sorted(book.touched):
        _tell(book, engine, engine.scene.sheets[sheet_id], number)
    if not engine.stale:
        engine.token = token
    return True


def _resize(book: Book, engine: Engine) -> None:
    """What looks to the edge of a sheet looks further where the sheet has grown."""
    grown = set()
    for sheet in book.sheets():
        known = engine.scene.sheets[sheet.id]
        if (known.rows, known.columns) != (sheet.rows, sheet.columns):
            known.rows, known.columns = sheet.rows, sheet.columns
            grown.add(sheet.id)
    if grown:
        for place, formula in list(engine.each()):
            if formula.translation is not None and formula.translation.open & grown:
                widen(book, engine, [engine.put(formula.sheet, place[1], place[2], formula.text)])


def _tell(book: Book, engine: Engine, sheet: Sheet, number: int) -> None:
    """One row that was written."""
    cells = book.row(sheet, number)
    now = _formulas_of(cells)
    line = engine.formulas.get((sheet.id, number), {})
    for column in line.keys() - now.keys():
        engine.take_out(sheet, number, column)
    for column, text in now.items():
        if column in line and line[column].text == text:
            if "effectiveValue" not in cells[column]:
                line[column].result, engine.stale = None, True
        else:
            widen(book, engine, [engine.put(sheet, number, column, text)])
    _, kept = next(book.kept_rows(sheet, number, number + 1), (number, []))
    engine.feed(sheet, number, kept)


def _formulas_of(cells: Cells) -> dict[int, str]:
    found = ((column, cell.get("userEnteredValue", {}).get("formulaValue")) for column, cell in cells.items())
    return {column: text for column, text in found if text}


def build(book: Book) -> Engine:
    """An engine for all of a spreadsheet's formulas. Raises NotWritten."""
    iterations = book.facts.get("iterativeCalculationSettings", {})
    engine = new_engine(scene_of(book), book.workspace.clock.now().year, iterations)
    sheets = engine.scene.sheets
    widen(book, engine, [engine.put(sheets[own], row, column, text) for own, row, column, text in _formulas_in(book)])
    return engine


def _formulas_in(book: Book) -> Iterator[tuple[int, int, int, str]]:
    for sheet in book.sheets():
        for number in book.calculated_rows(sheet):
            for column, text in _formulas_of(book.row(sheet, number)).items():
                yield sheet.id, number, column, text


def widen(book: Book, engine: Engine, translations: Iterable[Translation | None]) -> None:
    """Feed the columns that formulas look at and that the engine was not fed yet."""
    new: dict[int, set[int]] = {}
    for one in translations:
        if one is not None and one.anywhere:
            new = {sheet.id: set(range(sheet.columns)) for sheet in engine.scene.sheets.values()}
            break
        for area in one.areas if one is not None else ():
            new.setdefault(area.sheet.id, set()).update(area.columns)
    for sheet_id, columns in new.items():
        known = engine.wanted.setdefault(sheet_id, set())
        if columns <= known:
            continue
        known |= columns
        sheet = engine.scene.sheets[sheet_id]
        for number, row in book.kept_rows(sheet):
            engine.feed(sheet, number, row)


def scene_of(book: Book) -> Scene:
    """What a spreadsheet's formulas can name."""
    sheets = {one.id: replace(one) for one in book.sheets()}
    named = {one["name"].lower(): area_of(book, one["range"]).clipped() for one in book.facts.get("namedRanges", [])}
    return Scene(sheets, {one.title.lower(): one for one in sheets.values()}, named, book.locale)


def set_clock(book: Book, engine: Engine) -> None:
    """The library's clock at the Workspace's time, in the spreadsheet's zone."""
    now = book.workspace.clock.now().replace(microsecond=0)
    offset = now.astimezone(ZoneInfo(book.facts.get("timeZone", "Etc/GMT"))).utcoffset()
    engine.workbook.set_deterministic_clock(now, int(offset.total_seconds()) if offset else 0)
