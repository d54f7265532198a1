"""An Excel workbook that becomes a spreadsheet. Charts, pivot tables, pictures and conditional formats are left out."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from local_workspace.core.call import Json, Media
from local_workspace.core.workspace import Workspace
from local_workspace.drive import refusals
from local_workspace.sheets.a1 import parse
from local_workspace.sheets.areas import range_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.conversion import add_sheet, emptied, fill, finish
from local_workspace.sheets.date_text import serial
from local_workspace.sheets.grid_data import store
from local_workspace.sheets.rows import Cells
from local_workspace.sheets.sheet import Sheet
from local_workspace.sheets.xlsx_formulas import from_excel
from local_workspace.sheets.xlsx_styles import format_of
from local_workspace.sheets.xlsx_writing import PIXELS_PER_LETTER, PIXELS_PER_POINT


def import_workbook(workspace: Workspace, file_id: str, media: Media) -> None:
    """Every worksheet, in order. Raises BadRequest for what is no workbook, NotWritten for a function that is not built."""
    try:
        source = openpyxl.load_workbook(io.BytesIO(media.data))
    except (InvalidFileException, KeyError, OSError, ValueError, zipfile.BadZipFile) as problem:
        raise refusals.unsupported_conversion() from problem
    book = emptied(workspace, file_id)
    for page in source.worksheets:
        sheet = add_sheet(book, page.title, page.max_row, page.max_column)
        _shape(book, sheet, page)
        fill(book, sheet, ((number, _cells(row)) for number, row in enumerate(page.iter_rows())))
        _validation(book, sheet, page)
    _names(book, source)
    finish(book)


def _cells(row: tuple[Any, ...]) -> Cells:
    out: Cells = {}
    for column, cell in enumerate(row):
        if isinstance(cell, openpyxl.cell.MergedCell):
            continue
        made: Json = {}
        if value := _value(cell):
            made["userEnteredValue"] = value
        look = format_of(cell) if cell.has_style else {}
        if cell.hyperlink is not None and cell.hyperlink.target:
            look["textFormat"] = {**look.get("textFormat", {}), "link": {"uri": cell.hyperlink.target}}
        if look:
            made["userEnteredFormat"] = look
        if cell.comment is not None:
            made["note"] = cell.comment.text
        if made:
            out[column] = made
    return out


def _value(cell: Any) -> Json:
    """As ExtendedValue; {} for nothing, and for what an array filled."""
    value = cell.value
    if isinstance(value, ArrayFormula):
        text = from_excel(value.text or "")
        return {"formulaValue": f"=ARRAYFORMULA({text[1:]})"} if text else {}
    if cell.data_type == "f" and isinstance(value, str):
        text = from_excel(value)
        return {"formulaValue": text} if text else {}
    if cell.data_type == "e":
        return {"formulaValue": f"={value}"}
    if value is None or value == "":
        return {}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, (datetime, date, time, timedelta)):
        return {"numberValue": serial(value)}
    return {"numberValue": value} if isinstance(value, (int, float)) else {"stringValue": str(value)}


def _shape(book: Book, sheet: Sheet, page: Worksheet) -> None:
    """Merges, what is frozen or hidden, and sizes."""
    merges = [parse(book, f"'{sheet.title.replace(chr(39), chr(39) * 2)}'!{one}") for one in page.merged_cells.ranges]
    if merges:
        sheet.parts["merges"] = [range_of(area) for area in merges]
    if page.freeze_panes:
        pane = page[page.freeze_panes]
        counts = {"frozenRowCount": pane.row - 1, "frozenColumnCount": pane.column - 1}
        sheet.grid |= {name: count for name, count in counts.items() if count}
    sheet.hidden = page.sheet_state != "visible"
    book.save(sheet)
    for letters, column in page.column_dimensions.items():
        size = round(column.width * PIXELS_PER_LETTER) if column.customWidth else 0
        first = column_index_from_string(letters)
        for place in range(first, min(column.max or first, sheet.columns) + 1):
            store(book, sheet, "COLUMNS", place - 1, _said(size, column.hidden))
    for number, row in page.row_dimensions.items():
        store(book, sheet, "ROWS", number - 1, _said(round((row.height or 0) * PIXELS_PER_POINT), row.hidden))


def _said(pixels: int, hidden: bool) -> Json:
    return {name: value for name, value in (("pixelSize", pixels), ("hiddenByUser", hidden)) if value}


def _validation(book: Book, sheet: Sheet, page: Worksheet) -> None:
    """Lists of values to choose from; other rules are left out."""
    for rule in page.data_validations.dataValidation:
        if rule.type != "list" or not str(rule.formula1).startswith('"'):
            continue
        values = [{"userEnteredValue": one.strip()} for one in rule.formula1.strip('"').split(",")]
        kept = {
            "condition": {"type": "ONE_OF_LIST", "values": values},
            "showCustomUi": True,
            "strict": rule.errorStyle != "warning",
        }
        for part in rule.sqref.ranges:
            for number in range(part.min_row, min(part.max_row, sheet.rows) + 1):
                cells = book.row(sheet, number - 1)
                for column in range(part.min_col, part.max_col + 1):
                    cells[column - 1] = {**cells.get(column - 1, {}), "dataValidation": kept}
                book.put(sheet, number - 1, cells)


def _names(book: Book, source: openpyxl.Workbook) -> None:
    """Names of one range each."""
    named = []
    for name, one in source.defined_names.items():
        for title, where in one.destinations:
            sheet = book.titled(title)
            if sheet is not None and len(list(one.destinations)) == 1:
                area = parse(book, f"'{title.replace(chr(39), chr(39) * 2)}'!{where.replace('$', '')}")
                named.append({"namedRangeId": str(book.new_id()), "name": name, "range": range_of(area)})
    if named:
        book.facts["namedRanges"] = named
        book.save_facts()
