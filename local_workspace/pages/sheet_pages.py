"""Sheets: a tab as a table, and its cells to edit, one at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from string import ascii_uppercase as LETTERS  # noqa: N812 what a column is called by
from string import digits as DIGITS  # noqa: N812 and a row
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from local_workspace.core.call import Json
from local_workspace.core.errors import NotFound, Refusal
from local_workspace.pages.drive_pages import one_file, path_to
from local_workspace.pages.person import Person, here
from local_workspace.pages.shades import SHADES, colour
from local_workspace.pages.sheet_view import ROWS, Grid, SheetTab, grid, rows_on, views_of, visible_tabs
from local_workspace.sheets.a1 import parse
from local_workspace.sheets.areas import area_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.filtering import hidden_rows
from local_workspace.sheets.validating import accepts, choices

CELL = re.compile(r"[A-Za-z]{1,3}[1-9][0-9]{0,6}")

blueprint = Blueprint("sheets", __name__, url_prefix="/spreadsheets/d/<file_id>")


@blueprint.get("/edit")
def edit(file_id: str) -> ResponseReturnValue:
    return page_for(file_id)


@blueprint.get("")
def other_address(file_id: str) -> ResponseReturnValue:
    return redirect(url_for("sheets.edit", file_id=file_id))


def page_for(file_id: str, *, problem: str = "", code: int = 200) -> ResponseReturnValue:
    """A page of a tab, and the cell that is being edited: by `gid` (as in Google's addresses), `page` and `cell`."""
    person = here()
    spreadsheet = person.ask("sheets.spreadsheets.get", spreadsheetId=file_id)
    tabs = visible_tabs(spreadsheet)
    this, tab = one_file(person, file_id), chosen_tab(tabs)
    cell = chosen_cell()
    page = page_of(cell) if cell and "page" not in request.values else request.values.get("page", 0, type=int)
    first, last = rows_on(tab, page)
    view = request.values.get("view", 0, type=int)
    found = read_grid(person, file_id, tab, first, last, left_out(person, file_id, spreadsheet, view))
    shown = render_template(
        "sheet.html",
        this=this,
        tabs=tabs,
        tab=tab,
        path=path_to(person, this),
        grid=found,
        views=views_of(spreadsheet, tab),
        view=view,
        columns=sortable(found, tab),
        page=(first - 1) // ROWS,
        pages=-(-tab.rows // ROWS),
        cell=cell,
        value=request.form.get("value", "") if problem else entered(person, file_id, tab, cell),
        choices=proposed(person, file_id, tab, cell),
        shades=list(SHADES),
        problem=problem,
        can_write=bool(this.may.get("canModifyContent")) and not this.in_bin,
    )
    return shown, code


def chosen_tab(tabs: list[SheetTab]) -> SheetTab:
    """The tab that is asked for by its id, else the first. Raises NotFound where all are hidden."""
    if not tabs:
        raise NotFound("Requested entity was not found.")
    asked = request.values.get("gid", "")
    return next((one for one in tabs if str(one.id) == asked), tabs[0])


def chosen_cell() -> str:
    asked = request.values.get("cell", "").strip().upper()
    return asked if CELL.fullmatch(asked) else ""


def page_of(cell: str) -> int:
    return (int(re.sub(r"\D", "", cell)) - 1) // ROWS


def read_grid(person: Person, file_id: str, tab: SheetTab, first: int, last: int, hidden: Collection[int]) -> Grid:
    """The values as they read, and as they were typed; links and looks."""
    where = tab.range(first, last)
    shown, typed = values(person, file_id, where), values(person, file_id, where, valueRenderOption="FORMULA")
    whole = person.ask("sheets.spreadsheets.get", spreadsheetId=file_id, ranges=[where], includeGridData=True)
    return grid(tab, first, last, shown, typed, whole["sheets"][0]["data"][0], hidden)


def left_out(person: Person, file_id: str, spreadsheet: Json, view: int) -> list[int]:
    """The rows, counted from 0, that a filter view leaves out; none for a view that is not there."""
    found = [one for sheet in spreadsheet["sheets"] for one in sheet.get("filterViews", ()) if one["filterViewId"] == view]
    if not found:
        return []
    criteria = {int(column): rule for column, rule in found[0].get("criteria", {}).items()}
    with person.workspace.lock:
        book = Book(person.workspace, file_id, person.email)
        area = area_of(book, found[0]["range"]).clipped()
        return hidden_rows(book, replace(area, top=area.top + 1), criteria)


def sortable(found: Grid, tab: SheetTab) -> list[tuple[str, str]]:
    """The columns that rows can be sorted by: letter and heading, where the headings stay at the top."""
    heads = [cells for number, cells in found.rows if number == tab.frozen]
    return [(letter, one.shown) for letter, one in zip(found.letters, heads[0], strict=True) if one.shown] if heads else []


@blueprint.post("/sort")
def sort(file_id: str) -> ResponseReturnValue:
    """Sort the rows below the headings by one column."""
    person = here()
    tab = chosen_tab(visible_tabs(person.ask("sheets.spreadsheets.get", spreadsheetId=file_id)))
    order = "DESCENDING" if request.form.get("order") == "DESCENDING" else "ASCENDING"
    column = column_number(request.form.get("column", "A"))
    area = {"sheetId": tab.id, "startRowIndex": tab.frozen}
    asked = {"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": column, "sortOrder": order}]}}
    try:
        person.ask("sheets.spreadsheets.batchUpdate", {"requests": [asked]}, spreadsheetId=file_id)
    except Refusal as refusal:
        return page_for(file_id, problem=refusal.message, code=refusal.code)
    flash("The rows are sorted.", "saved")
    return redirect(url_for("sheets.edit", file_id=file_id, gid=tab.id), 303)


def column_number(letters: str) -> int:
    """``A`` → 0; 0 for what is no column."""
    if not re.fullmatch(r"[A-Z]{1,3}", letters):
        return 0
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def values(person: Person, file_id: str, where: str, **params: Any) -> list[list[Any]]:
    found = person.ask("sheets.spreadsheets.values.get", spreadsheetId=file_id, range=where, **params)
    out: list[list[Any]] = found.get("values", [])
    return out


def entered(person: Person, file_id: str, tab: SheetTab, cell: str) -> str:
    """What was typed into a cell; '' for none and for one beyond the grid."""
    if not cell:
        return ""
    try:
        found = values(person, file_id, tab.at(cell), valueRenderOption="FORMULA")
    except Refusal:
        return ""
    value = found[0][0] if found else ""
    return str(value).upper() if isinstance(value, bool) else str(value)


@blueprint.post("/cell")
def write(file_id: str) -> ResponseReturnValue:
    """Put a value into one cell, as if it were typed there."""
    person, cell = here(), chosen_cell()
    if not cell:
        return page_for(file_id, problem="Name one cell, such as C5.", code=422)
    tab = chosen_tab(visible_tabs(person.ask("sheets.spreadsheets.get", spreadsheetId=file_id)))
    where = tab.at(cell)
    value = request.form.get("value", "")
    refused = why_refused(person, file_id, where, value)
    if refused:
        return page_for(file_id, problem=refused, code=422)
    body = {"values": [[value]]}
    try:
        person.ask("sheets.spreadsheets.values.update", body, spreadsheetId=file_id, range=where, valueInputOption="USER_ENTERED")
    except Refusal as refusal:
        return page_for(file_id, problem=refusal.message, code=refusal.code)
    flash(f"{cell} is saved.", "saved")
    page, then = request.form.get("page"), request.form.get("then", "")
    next_cell = then if CELL.fullmatch(then) else below(cell, tab)
    return redirect(url_for("sheets.edit", file_id=file_id, gid=tab.id, page=page, cell=next_cell), 303)


def why_refused(person: Person, file_id: str, where: str, value: str) -> str:
    """Why a strict rule does not take a value, in plain English; '' where it does."""
    try:
        with person.workspace.lock:
            book = Book(person.workspace, file_id, person.email)
            area = parse(book, where)
            if accepts(book, area, value):
                return ""
            rule = book.cell(area.sheet, area.top, area.left)["dataValidation"]
            offered = choices(book, area)
    except Refusal:
        return ""
    said = rule.get("inputMessage") or (f"It can be one of: {', '.join(offered)}." if offered else "")
    return f"A rule of this sheet does not take that. {said}".strip()


def proposed(person: Person, file_id: str, tab: SheetTab, cell: str) -> list[str]:
    """What the rule of the cell that is being edited proposes."""
    if not cell:
        return []
    try:
        with person.workspace.lock:
            book = Book(person.workspace, file_id, person.email)
            return choices(book, parse(book, tab.at(cell)))
    except Refusal:
        return []


@blueprint.post("/colour")
def paint(file_id: str) -> ResponseReturnValue:
    """Give one cell, or its whole row, a shade; white takes it away."""
    wanted = colour(request.form.get("colour", ""))
    look = {"userEnteredFormat": {"backgroundColor": wanted}} if wanted else {}

    def ask(area: Json, cell: str) -> tuple[Json, str]:
        row = request.form.get("whole") == "row"
        where = {name: one for name, one in area.items() if not (row and "Column" in name)}
        done = f"Row {cell.lstrip(LETTERS)} has its colour." if row else f"{cell} has its colour."
        return {"repeatCell": {"range": where, "cell": look, "fields": "userEnteredFormat.backgroundColor"}}, done

    return change(file_id, ask)


@blueprint.post("/row")
def row(file_id: str) -> ResponseReturnValue:
    """Put an empty row above a cell's, or take its row out."""

    def ask(area: Json, cell: str) -> tuple[Json, str]:
        at = {"startIndex": area["startRowIndex"], "endIndex": area["endRowIndex"]}
        where = {"sheetId": area["sheetId"], "dimension": "ROWS", **at}
        if request.form.get("do") == "delete":
            return {"deleteDimension": {"range": where}}, f"Row {cell.lstrip(LETTERS)} is taken out."
        above = {"range": where, "inheritFromBefore": area["startRowIndex"] > 0}
        return {"insertDimension": above}, f"There is an empty row {cell.lstrip(LETTERS)}."

    return change(file_id, ask)


def change(file_id: str, ask: Callable[[Json, str], tuple[Json, str]]) -> ResponseReturnValue:
    """Do one request of batchUpdate about the cell that was named. ask: from its GridRange and its name to the request and what
    to say when it is done."""
    person, cell = here(), chosen_cell()
    if not cell:
        return page_for(file_id, problem="Name one cell, such as C5.", code=422)
    tab = chosen_tab(visible_tabs(person.ask("sheets.spreadsheets.get", spreadsheetId=file_id)))
    number, column = int(cell.lstrip(LETTERS)), column_number(cell.rstrip(DIGITS))
    rows = {"startRowIndex": number - 1, "endRowIndex": number}
    request_, done = ask({"sheetId": tab.id, **rows, "startColumnIndex": column, "endColumnIndex": column + 1}, cell)
    try:
        person.ask("sheets.spreadsheets.batchUpdate", {"requests": [request_]}, spreadsheetId=file_id)
    except Refusal as refusal:
        return page_for(file_id, problem=refusal.message, code=refusal.code)
    flash(done, "saved")
    return redirect(url_for("sheets.edit", file_id=file_id, gid=tab.id, page=request.form.get("page"), cell=cell), 303)


def below(cell: str, tab: SheetTab) -> str:
    """The cell under one, as Enter goes on in every spreadsheet; the last row's own cell."""
    letters, number = re.sub(r"\d", "", cell), int(re.sub(r"\D", "", cell))
    return f"{letters}{min(number + 1, tab.rows)}"
