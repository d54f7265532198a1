"""A status Sheet as declared: its columns and who owns each, its filters, and what its Read me says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

ID = "staff_id"
"""The column by whose cell a row is known. It moves with the row, whatever people do to it."""


class Owner(Enum):
    """Who writes in a column. MACHINE: the service keeps every cell. PEOPLE: it writes the heading and nothing else."""

    MACHINE = "machine"
    PEOPLE = "people"


class Kind(Enum):
    """What a cell shows: plain text, or text that leads somewhere."""

    TEXT = "text"
    LINK = "link"


@dataclass(frozen=True)
class Column:
    """One column. width: in pixels."""

    key: str
    heading: str
    width: int = 120
    owner: Owner = Owner.MACHINE
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Filter:
    """A filter view that is ready to be chosen: the rows in which a column says something."""

    title: str
    column: str
    shows: str


@dataclass(frozen=True)
class SheetTemplate:
    """A status Sheet. as_of: the line on top, with {time} and {day}. read_me: lines of its own tab."""

    title: str
    as_of: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    read_me: tuple[str, ...] = ()

    @property
    def by_key(self) -> Mapping[str, Column]:
        return {one.key: one for one in self.columns}

    @property
    def machine(self) -> tuple[Column, ...]:
        """The columns that the service keeps."""
        return tuple(one for one in self.columns if one.owner is Owner.MACHINE)


@dataclass(frozen=True)
class OverviewTemplate:
    """The trust's overview. statuses, drivers: what the two tables and their charts are called."""

    title: str
    as_of: str
    statuses: str
    drivers: str
    read_me: tuple[str, ...]
