"""References inside a formula's text: found and rewritten, without understanding the formula."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from local_workspace.sheets.a1 import column_letters, column_number, quoted
from local_workspace.sheets.book import FAR
from local_workspace.sheets.changes import Change

CORNER = r"\$?[A-Za-z]{1,3}\$?[1-9]\d*"
COLUMN, ROW = r"\$?[A-Za-z]{1,3}", r"\$?[1-9]\d*"
REFERENCE = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
    rf"(?<![\w.$])(?P<ref>{CORNER}(?::(?:{CORNER}|{COLUMN}|{ROW}))?|{COLUMN}:{COLUMN}|{COLUMN}:{CORNER}|{ROW}:{ROW}|{ROW}:{CORNER})"
    r"(?![\w.(!])"
)
PART = re.compile(r"(\$?)([A-Za-z]*)(\$?)(\d*)")


@dataclass(frozen=True)
class End:
    """One corner of a reference. None: open. fixed: with a dollar sign."""

    row: int | None
    column: int | None
    fixed_row: bool = False
    fixed_column: bool = False

    def __str__(self) -> str:
        column = "" if self.column is None else ("$" if self.fixed_column else "") + column_letters(self.column)
        row = "" if self.row is None else ("$" if self.fixed_row else "") + str(self.row + 1)
        return column + row


@dataclass(frozen=True)
class Reference:
    """A reference as it is written. sheet: the title it names, or '' for the formula's own. last: None for a single cell."""

    sheet: str
    first: End
    last: End | None

    def __str__(self) -> str:
        prefix = f"{quoted(self.sheet)}!" if self.sheet else ""
        return prefix + str(self.first) + (f":{self.last}" if self.last else "")


def _end(text: str) -> End:
    found = PART.fullmatch(text)
    if found is None:
        raise ValueError(text)
    dollar, letters, second, digits = found.groups()
    fixed_row = bool(second) or (bool(dollar) and not letters)
    return End(
        int(digits) - 1 if digits else None, column_number(letters) if letters else None, fixed_row, bool(dollar and letters)
    )


def _found(found: re.Match[str]) -> Reference:
    title = (found["sheet"] or "")[:-1]
    title = title[1:-1].replace("''", "'") if title.startswith("'") else title
    first, _, last = found["ref"].partition(":")
    return Reference(title, _end(first), _end(last) if last else None)


def reference_of(text: str) -> Reference | None:
    """A text that is one reference and nothing else."""
    found = REFERENCE.fullmatch(text)
    return _found(found) if found and found["ref"] else None


def rewritten(formula: str, change: Callable[[Reference], Reference | None]) -> str:
    """The formula with every reference as `change` gives it back; None becomes ``#REF!``."""

    def one(found: re.Match[str]) -> str:
        if found["ref"] is None:
            return found[0]
        old = _found(found)
        new = change(old)
        return found[0] if new == old else ("#REF!" if new is None else str(new))

    return REFERENCE.sub(one, formula)


def after_change(formula: str, change: Change, own_sheet: str, changed_sheet: str) -> str:
    """A formula on one sheet after rows or columns of a sheet were inserted, deleted or moved."""

    def moved(old: Reference) -> Reference | None:
        if (old.sheet or own_sheet).lower() != changed_sheet.lower():
            return old
        return _moved(old, change)

    return rewritten(formula, moved)


def _moved(old: Reference, change: Change) -> Reference | None:
    rows = change.dimension == "ROWS"
    last = old.last or old.first
    start, end = (old.first.row, last.row) if rows else (old.first.column, last.column)
    if start is None and end is None:
        return old
    if old.last is None:
        place = change.index(start or 0)
        return None if place is None else replace(old, first=_at(old.first, rows, place))
    span = change.span(start or 0, FAR if end is None else end + 1)
    if span is None:
        return None
    first = old.first if start is None else _at(old.first, rows, span[0])
    return replace(old, first=first, last=last if end is None else _at(last, rows, span[1] - 1))


def _at(end: End, rows: bool, place: int) -> End:
    return replace(end, row=place) if rows else replace(end, column=place)


def offset(formula: str, rows: int, columns: int) -> str:
    """A formula as it is when it is copied so many rows down and columns to the right: only what is fixed stays."""

    def end(old: End) -> End | None:
        row = old.row if old.row is None or old.fixed_row else old.row + rows
        column = old.column if old.column is None or old.fixed_column else old.column + columns
        inside = (row is None or row >= 0) and (column is None or column >= 0)
        return replace(old, row=row, column=column) if inside else None

    def moved(old: Reference) -> Reference | None:
        first, last = end(old.first), end(old.last) if old.last else None
        if first is None or (old.last is not None and last is None):
            return None
        return replace(old, first=first, last=last)

    return rewritten(formula, moved)


def renamed(formula: str, old_title: str, new_title: str) -> str:
    """A formula after a sheet got another title."""
    return rewritten(formula, lambda one: replace(one, sheet=new_title) if one.sheet.lower() == old_title.lower() else one)


def without_sheet(formula: str, title: str) -> str:
    """A formula after a sheet was deleted."""
    return rewritten(formula, lambda one: None if one.sheet.lower() == title.lower() else one)
