"""Requests about the spreadsheet as a whole: its properties, its named ranges."""

from __future__ import annotations

import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets.areas import area_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.field_masks import names, patched, wanted
from local_workspace.sheets.formats import DEFAULT_FORMAT, THEME
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.locales import known
from local_workspace.sheets.resource import PROPERTIES, as_shown

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
LOOKS_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d+[Cc]\d+|TRUE|FALSE", re.IGNORECASE)
STYLES = {"defaultFormat": DEFAULT_FORMAT, "spreadsheetTheme": THEME}


def update_spreadsheet_properties(book: Book, request: Json) -> Json:
    given = request.get("properties", {})
    mask = wanted(request, "SpreadsheetProperties")
    named = names(mask, {*given})
    set_properties(book, {name: given.get(name) for name in named if name not in STYLES})
    for name in named & STYLES.keys():
        if name == "defaultFormat":
            raise BadRequest("properties.defaultFormat is read-only.")
        book.facts[name] = patched(book.facts.get(name, STYLES[name]), given.get(name), mask.get(name, {}))
    book.save_facts()
    return {}


def set_properties(book: Book, given: Json) -> None:
    """Set what is given of title, locale, time zone and so on. The title waits for the end of the batch: Drive keeps it."""
    for name, value in given.items():
        if name == "title":
            if not value:
                raise BadRequest("properties.title cannot be empty.")
            book.facts["_title"] = value
        elif name in PROPERTIES:
            check = CHECKS.get(name)
            if check is not None:
                check(value or "")
            book.facts[name] = value
    book.facts = {name: one for name, one in book.facts.items() if one is not None}
    book.reshaped = True


def _check_locale(value: str) -> None:
    try:
        known(value)
    except ValueError:
        raise BadRequest(f"Invalid locale: {value}") from None


def _check_zone(value: str) -> None:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadRequest(f"Invalid time zone: {value}") from None


CHECKS = {"locale": _check_locale, "timeZone": _check_zone}


def add_named_range(book: Book, request: Json) -> Json:
    given = request.get("namedRange", {})
    _require_name(book, given.get("name", ""), None)
    area_of(book, given.get("range", {}))
    own_id = given.get("namedRangeId") or str(book.new_id())
    if any(one["namedRangeId"] == own_id for one in _named(book)):
        raise BadRequest(f"Cannot add named range with id {own_id}, a named range with that id already exists.")
    made = {"namedRangeId": own_id, "name": given["name"], "range": {"sheetId": 0, **given.get("range", {})}}
    book.facts["namedRanges"] = [*_named(book), made]
    _note(book)
    return {"addNamedRange": {"namedRange": as_shown(made)}}


def _named(book: Book) -> list[Json]:
    listed: list[Json] = book.facts.get("namedRanges", [])
    return listed


def _note(book: Book) -> None:
    book.save_facts()
    book.reshaped = True


def _require_name(book: Book, name: str, own_id: str | None) -> None:
    if not NAME.fullmatch(name) or LOOKS_LIKE_A_CELL.fullmatch(name) or len(name) > 250:
        raise BadRequest(f"{name} is not a valid name for a named range.")
    if any(one["name"].lower() == name.lower() and one["namedRangeId"] != own_id for one in _named(book)):
        raise BadRequest(f"Cannot add named range with name {name}, a named range with that name already exists.")


def _find(book: Book, named_range_id: str) -> Json:
    for one in _named(book):
        if one["namedRangeId"] == named_range_id:
            return one
    raise BadRequest(f"No named range with id: {named_range_id}")


def update_named_range(book: Book, request: Json) -> Json:
    given = request.get("namedRange", {})
    mask = wanted(request, "NamedRange")
    one = _find(book, given.get("namedRangeId", ""))
    changed = {**patched(one, given, mask), "namedRangeId": one["namedRangeId"]}
    _require_name(book, changed.get("name", ""), one["namedRangeId"])
    area_of(book, changed.get("range", {}))
    one.clear()
    one.update({**changed, "range": {"sheetId": 0, **changed["range"]}})
    _note(book)
    return {}


def delete_named_range(book: Book, request: Json) -> Json:
    one = _find(book, request.get("namedRangeId", ""))
    book.facts["namedRanges"] = [other for other in _named(book) if other is not one]
    _note(book)
    return {}


KINDS: Mapping[str, Perform] = {
    "addNamedRange": add_named_range,
    "deleteNamedRange": delete_named_range,
    "updateNamedRange": update_named_range,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
}
