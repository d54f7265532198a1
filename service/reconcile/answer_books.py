"""The workbooks that hold what came in with the Forms: tabs whose rows and columns are known by ids, whatever they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST = 49_000
"""A cell of Google's holds 50,000 characters; the whole of a longer answer is in the person's Doc and in the Form."""


@dataclass(frozen=True)
class AnswerColumn:
    """One column. id: by which it is known, in a hidden first row, while its heading may change. hidden: it is for the service
    alone."""

    id: str
    heading: str
    hidden: bool = False


@dataclass(frozen=True)
class BookTab:
    """A tab as it is. columns, headings: by place; rows: each row's place by its id, which is its first cell, the two rows on
    top counted; end: the first free row; height: how many there are."""

    sheet_id: int
    columns: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    end: int = 2
    height: int = 2


@dataclass(frozen=True)
class Upsert:
    """Rows to put into a tab, by their ids: what is there under that id is written over, column by column. hidden: the tab is
    for the service alone."""

    title: str
    columns: tuple[AnswerColumn, ...]
    rows: Mapping[str, Mapping[str, str]]
    hidden: bool = False
