"""A spreadsheet as an Excel workbook (developers.google.com/workspace/drive/api/guides/ref-export-formats)."""

from __future__ import annotations

import io
import re

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from local_workspace.core.call import Json
from local_workspace.core.workspace import Workspace
from local_workspace.sheets import formula_text, xlsx_formulas
from local_workspace.sheets.a1 import column_letters
from local_workspace.sheets.areas import area_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.formats import number_format
from local_workspace.sheets.formula_translation import named_cells
from local_workspace.sheets.grid_data import stored
from local_workspace.sheets.rendering import ERRORS, link_of
from local_workspace.sheets.rows import effective
from local_workspace.sheets.sheet import Sheet
from local_workspace.sheets.xlsx_styles import styled

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TITLE = 31
PIXELS_PER_LETTER = 7
PIXELS_PER_POINT = 4 / 3


def export(workspace: Workspace, file_id: str) -> bytes:
    """Every sheet with values, formulas with what they give, looks, sizes, merges, notes, lists to choose from, and names."""
    book = Book(workspace, file_id)
    out = openpyxl.Workbook()
    out.remove(out.worksheets[0])
    grids = [one for one in book.sheets() if one.kind == "GRID"]
    titles = _titles(grids)
    values = {place: _write(book, sheet, out.create_sheet(titles[sheet.id]), titles) for place, sheet in enumerate(grids)}
    for one in book.facts.get("namedRanges", []):
        area = area_of(book, one["range"]).clipped()
        where = named_cells(area)
        text = str(type(where)(titles[area.sheet.id], where.first, where.last))
        out.defined_names[one["name"]] = DefinedName(one["name"], attr_text=text)
    data = io.BytesIO()
    out.save(data)
    return xlsx_formulas.with_values(data.getvalue(), values)


def _titles(sheets: list[Sheet]) -> dict[int, str]:
    """Titles as Excel takes them: 31 letters, without those that mean something, each once."""
    out: dict[int, str] = {}
    for sheet in sheets:
        title = re.sub(r"[\[\]:*?/\\]", " ", sheet.title)[:LONGEST_TITLE]
        number = 2
        while title.lower() in (one.lower() for one in out.values()):
            title = f"{title[: LONGEST_TITLE - 4]} ({number})"
            number += 1
        out[sheet.id] = title
    return out


def _write(book: Book, sheet: Sheet, page: Worksheet, titles: dict[int, str]) -> dict[str, Json]:
    """One sheet; what its formulas give, by A1."""
    given: dict[str, Json] = {}
    for number, cells in book.rows(sheet):
        for column, cell in cells.items():
            target = page.cell(number + 1, column + 1)
            _write_value(book, target, cell, titles)
            look = {**cell.get("userEnteredFormat", {})}
            if shown := number_format(cell):
                look["numberFormat"] = shown
            styled(target, look, book.locale)
            if target.data_type == "f":
                given[f"{column_letters(column)}{number + 1}"] = effective(cell)
            _write_extras(page, target, cell)
    _write_shape(book, sheet, page)
    return given


def _write_value(book: Book, target: openpyxl.cell.Cell, cell: Json, titles: dict[int, str]) -> None:
    value = effective(cell)
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    if formula:
        for sheet in book.sheets():
            if titles.get(sheet.id, sheet.title) != sheet.title:
                formula = formula_text.renamed(formula, sheet.title, titles[sheet.id])
        target.value = xlsx_formulas.to_excel(formula, value)
    elif "_from" in cell:
        target.value = xlsx_formulas.computed(value)
    elif value:
        [(kind, content)] = value.items()
        if kind == "stringValue":
            target.value = ILLEGAL_CHARACTERS_RE.sub("", content)
            target.data_type = "s"
        else:
            target.value = ERRORS.get(content.get("type", "")) if kind == "errorValue" else content


def _write_extras(page: Worksheet, target: openpyxl.cell.Cell, cell: Json) -> None:
    if note := cell.get("note"):
        target.comment = Comment(note, "")
    if "formulaValue" not in cell.get("userEnteredValue", {}) and (link := link_of(cell)):
        target.hyperlink = link
    rule = cell.get("dataValidation", {}).get("condition", {})
    if rule.get("type") == "ONE_OF_LIST":
        listed = ",".join(one["userEnteredValue"] for one in rule["values"])
        if len(listed) <= 255:
            page.add_data_validation(DataValidation("list", f'"{listed}"', allow_blank=True, sqref=target.coordinate))


def _write_shape(book: Book, sheet: Sheet, page: Worksheet) -> None:
    """Merges, what is frozen or hidden, and sizes."""
    for one in sheet.parts.get("merges", []):
        area = area_of(book, one)
        page.merge_cells(None, area.top + 1, area.left + 1, area.bottom, area.right)
    frozen = (sheet.grid.get("frozenRowCount", 0), sheet.grid.get("frozenColumnCount", 0))
    if any(frozen):
        page.freeze_panes = f"{column_letters(frozen[1])}{frozen[0] + 1}"
    if sheet.hidden:
        page.sheet_state = "hidden"
    for place, one in stored(book, sheet, "COLUMNS").items():
        dimension = page.column_dimensions[get_column_letter(place + 1)]
        dimension.hidden = bool(one.get("hiddenByUser"))
        if "pixelSize" in one:
            dimension.width = one["pixelSize"] / PIXELS_PER_LETTER
    for place, one in stored(book, sheet, "ROWS").items():
        row = page.row_dimensions[place + 1]
        row.hidden = bool(one.get("hiddenByUser") or one.get("hiddenByFilter"))
        if "pixelSize" in one:
            row.height = one["pixelSize"] / PIXELS_PER_POINT
