"""What exists, as far as the ledger and the marks say, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from service.reconcile.desired import Kind, Role


class Stage(StrEnum):
    """How far a thing has come. INTENDED: written down before it was asked for; it may or may not exist. MADE: it
    exists; whether it was filled is not known. READY: made and filled."""

    INTENDED = "intended"
    MADE = "made"
    READY = "ready"


@dataclass(frozen=True)
class Access:
    """One permission as the service made it. permission_id: Drive's, needed to change or take it back. since: the day it was
    given, None where that was before it was written down."""

    role: Role
    permission_id: str
    since: date | None = None


PUBLISHED, METADATA = "published", "metadata"
"""Views of a file: what of it can be answered, of a Form; that it is there, of a folder with limited access
(developers.google.com/workspace/drive/api/guides/limited-expansive-access)."""


@dataclass(frozen=True)
class Permission:
    """One way in which a file can be opened, as Drive has it. address: an e-mail, a domain, '' for anyone who has the link.

    kind: ``user``, ``group``, ``domain`` or ``anyone``; role: in Drive's own words; inherited: given on something above the
    file; view: `PUBLISHED` or `METADATA` where it opens only that, else ''. Who holds a role on the file and inherits one has
    two.
    """

    permission_id: str
    address: str
    kind: str
    role: str
    inherited: bool = False
    view: str = ""


@dataclass(frozen=True)
class Item:
    """One line of the ledger: a thing that the service made or is about to make.

    mark: a nonce, also set as a file property in the very call that makes the thing. since: when it was intended.
    digests: a short hash of each value last written in the document's own block, by field. held: when a share was last
    refused for want of an account, by e-mail. closed: whether it was closed as a past year's.
    """

    key: str
    kind: Kind
    stage: Stage
    mark: str
    since: datetime
    file_id: str = ""
    parent_id: str = ""
    name: str = ""
    staff_id: str = ""
    template: str = ""
    grants: Mapping[str, Access] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    held: Mapping[str, date] = field(default_factory=dict)
    closed: bool = False

    def with_grant(self, email: str, access: Access) -> Item:
        held = {who: day for who, day in self.held.items() if who != email}
        return replace(self, grants={**self.grants, email: access}, held=held)

    def without_grant(self, email: str) -> Item:
        return replace(self, grants={who: access for who, access in self.grants.items() if who != email})

    def holding(self, email: str, day: date) -> Item:
        return replace(self, held={**self.held, email: day})


@dataclass(frozen=True)
class MarkedFile:
    """A file in one of our drives that bears a mark. It may be ours, or someone's own copy: a copy carries the mark.

    shared: whether it was shared with anybody beside what it inherits, True where that is not known; locked: read-only.
    """

    file_id: str
    key: str
    mark: str
    parent_id: str
    name: str
    created: datetime
    trashed: bool = False
    shared: bool = True
    locked: bool = False


class Sight(StrEnum):
    """What a direct look at a ledger id says, where the listing did not show it. Unlike a search, a look never lags."""

    THERE = "there"
    IN_THE_BIN = "in the bin"
    UNMARKED = "unmarked"
    GONE = "gone"


@dataclass(frozen=True)
class Actual:
    """The two sides of what exists: the ledger's items by key, and every marked file; `sights` for ids looked up one by
    one. doubled: keys that stand in the ledger more than once; unreadable: those of rows that can't be read, with the row's
    number. tabs_to_keep: where the workbook's tabs may not be as declared, the version to bring them to and the row of the
    Tracking tab that remembers it. drives_to_restrict: drives whose restrictions are not as they should be."""

    items: Mapping[str, Item] = field(default_factory=dict)
    marked: Sequence[MarkedFile] = ()
    sights: Mapping[str, Sight] = field(default_factory=dict)
    doubled: frozenset[str] = frozenset()
    unreadable: Mapping[str, int] = field(default_factory=dict)
    drives_to_restrict: Sequence[str] = ()
    missing_tabs: Sequence[str] = ()
    workbook_at_home: bool = True
    tabs_to_keep: tuple[str, int] | None = None
