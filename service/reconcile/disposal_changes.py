"""Changes by which what was kept for long enough goes. Only a person lets them be made, by the fingerprint of what they saw."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import ClassVar

from service.reconcile.change import Change
from service.reconcile.desired import Kind

BEGUN, DONE, NOT_DONE = "begun", "done", "not done"
"""How far a disposal has come, as the log of them says. BEGUN is written down before anything is done."""


@dataclass(frozen=True)
class Disposal(Change):
    """The common part. what: the setting by whose months it goes; because: since when, in plain English; holds: how many things
    go with it."""

    what: str
    because: str
    holds: int

    @property
    def id(self) -> str:
        """By which the log knows it: the same thing, whenever it is disposed of, has the same."""
        return hashlib.sha256(f"{self.verb} {self.key} {self.thing}".encode()).hexdigest()[:12]

    @property
    def thing(self) -> str:
        """Which very thing it is: a file's id, or a digest of rows."""
        raise TypeError(f"{type(self).__name__} is no thing")


@dataclass(frozen=True)
class Dispose(Disposal):
    """Put a file, or a folder with all that is in it, into Drive's bin and strike its row of the ledger. with_it: keys of what
    lies in it and is struck too."""

    kind: Kind
    file_id: str
    name: str
    with_it: tuple[str, ...] = ()
    verb: ClassVar[str] = "dispose"
    rank: ClassVar[int] = 16

    @property
    def thing(self) -> str:
        return self.file_id

    def sentence(self) -> str:
        inside = f", with the {self.holds} things in it," if self.kind is Kind.FOLDER and self.holds != 1 else ""
        inside = ", with the one thing in it," if self.kind is Kind.FOLDER and self.holds == 1 else inside
        return f"Put '{self.name}'{inside} into the bin: {self.because}"


@dataclass(frozen=True)
class ClearRows(Disposal):
    """Empty rows of one of the control workbook's tabs; where `ids` are given, take those rows out by their first cells.

    rows: their numbers, 2 being the first under the headings; digest: of what stands in them.
    """

    tab: str
    rows: tuple[int, ...]
    digest: str
    ids: tuple[str, ...] = ()
    verb: ClassVar[str] = "clear rows"
    rank: ClassVar[int] = 17

    @property
    def thing(self) -> str:
        return self.digest

    def sentence(self) -> str:
        rows = "one row" if self.holds == 1 else f"{self.holds:,} rows"
        return f"Clear {rows} of {self.tab}: {self.because}"


@dataclass(frozen=True)
class Settle(Change):
    """Write down what came of a disposal that was begun by a run which was stopped. row: of the log; state: DONE, for it is not
    there any more, or NOT_DONE, for it is and is not past its retention any more."""

    row: int
    state: str
    verb: ClassVar[str] = "settle"
    rank: ClassVar[int] = 18

    def sentence(self) -> str:
        return f"Write down that the disposal of {self.key}, which was begun by a run that was stopped, is {self.state}"
