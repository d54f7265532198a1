"""Who can open what: how a thing is shared beside how it should be. Pure.

Ours is what the ledger or the register names for a thing. What else was given on it is somebody's own doing, and foreign. The
managers of a drive reach everything in it, and that is as it should be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from service.reconcile.actual import METADATA, PUBLISHED, Access, Actual, Item, MarkedFile, Permission, Sight, Stage
from service.reconcile.change import Change, Grant, Revoke
from service.reconcile.changeset import NeedsALook
from service.reconcile.desired import Desired, Kind, Role
from service.reconcile.identify import Identified
from service.reconcile.year_changes import Close

MANAGES = frozenset({"organizer", "owner"})
TO_MEND = "a row of the register has to be mended first"
NOBODY_S = "the register does not say who should open it"
TO_REVIEW = "what the register changes is too big to go ahead unreviewed"


@dataclass(frozen=True)
class Watched:
    """A thing of the service's. wanted: who should open it, as what; given: what the ledger says was given; held: when a share
    was last refused for want of an account.

    left_for: why nothing is put right there, in plain English, '' where it is. ours: False for what the trust made itself.
    """

    key: str
    file_id: str
    staff_id: str = ""
    folder: bool = False
    wanted: Mapping[str, Role] = field(default_factory=dict)
    given: Mapping[str, Access] = field(default_factory=dict)
    held: Mapping[str, date] = field(default_factory=dict)
    left_for: str = ""
    ours: bool = True


@dataclass(frozen=True)
class Foreign:
    """A permission that nobody asked the service for. removable: whether the service could take it back."""

    thing: Watched
    permission: Permission
    removable: bool


@dataclass(frozen=True)
class Judged:
    """What is to be said of a thing that was looked at. repairs: what puts right what is ours."""

    repairs: tuple[Change, ...] = ()
    foreign: tuple[Foreign, ...] = ()
    looks: tuple[NeedsALook, ...] = ()


def watched(desired: Desired, actual: Actual, found: Identified, *, refused: bool) -> Iterator[Watched]:
    """Every thing in the ledger that is there, but for those of which it is not decided what they are, and what is in the bin:
    it is taken out first. refused: whether provisioning refuses what the register changes today; then only what ledger and
    register agree on is put right."""
    binned = {one.file_id for one in actual.marked if one.trashed}
    binned |= {file_id for file_id, sight in actual.sights.items() if sight is Sight.IN_THE_BIN}
    for key, item in sorted(actual.items.items()):
        if key in found.items and key not in found.undecided and item.stage is not Stage.INTENDED and item.file_id not in binned:
            yield _watched(key, item, desired, refused=refused)


def _watched(key: str, item: Item, desired: Desired, *, refused: bool) -> Watched:
    given = {email: access.role for email, access in item.grants.items()}
    wanted, left_for = given, NOBODY_S
    if item.staff_id in desired.held_back:
        left_for = TO_MEND
    elif key in desired.wanted:
        wanted, left_for = dict(desired.wanted[key].grants), ""
    elif item.staff_id in desired.closed:
        wanted, left_for = {}, ""
    if refused and not left_for and wanted != given:
        left_for = TO_REVIEW
    folder = item.kind is Kind.FOLDER
    return Watched(key, item.file_id, item.staff_id, folder, wanted, item.grants, item.held, left_for)


def judge(thing: Watched, permissions: Sequence[Permission], today: date) -> Judged:
    """What has to be put right, and what is foreign. today: the day by which a share that waits for an account was tried."""
    managers = {one.address.casefold() for one in permissions if one.inherited and one.role in MANAGES}
    mine, others = _sorted_out(thing, permissions, managers)
    repairs = tuple(_repairs(thing, mine, managers, today))
    ids = {one.permission_id for one in mine.values()}
    foreign = tuple(Foreign(thing, one, _is_removable(thing, one, ids)) for one in others)
    if not thing.left_for:
        return Judged(repairs, foreign)
    message = f"who can open it is not as the service gave it, and is left so: {thing.left_for}"
    return Judged((), foreign, (NeedsALook(thing.key, message),) if repairs else ())


def removal(one: Foreign) -> Revoke:
    """The change that takes a foreign permission back."""
    return Revoke(one.thing.staff_id, one.thing.key, one.thing.file_id, whom(one.permission), one.permission.permission_id)


def whom(permission: Permission) -> str:
    """Who can open something by a permission, in plain English."""
    return whom_by(permission.kind, permission.address)


def whom_by(kind: str, address: str) -> str:
    if kind == "anyone":
        return "anybody who has the link"
    return f"everybody at {address}" if kind == "domain" else address


def unlocked(desired: Desired, actual: Actual, found: Identified) -> list[Close]:
    """What was closed as a past year's and is not locked any more, as far as the listing shows it. It keeps its name."""
    listed: Mapping[str, MarkedFile] = {one.file_id: one for one in actual.marked}
    changes = []
    for key, item in sorted(actual.items.items()):
        wanted, file = desired.wanted.get(key), listed.get(item.file_id)
        closed = item.closed and wanted is not None and wanted.closed and item.kind is not Kind.FORM
        if closed and file and not file.locked and not file.trashed and key in found.items and key not in found.undecided:
            changes.append(Close(item.staff_id, key, item.kind, item.file_id, item.name, ""))
    return changes


def _sorted_out(
    thing: Watched, permissions: Sequence[Permission], managers: Collection[str]
) -> tuple[dict[str, Permission], list[Permission]]:
    """What is ours, by the address that the ledger or the register has for it, and what is not."""
    mine: dict[str, Permission] = {}
    others = []
    for one in permissions:
        if one.view == METADATA or one.role in MANAGES or one.address.casefold() in managers:
            continue
        if one.inherited:
            if thing.folder and one.address.casefold() not in {email.casefold() for email in thing.wanted}:
                others.append(one)
            continue
        email = _whose(thing, one)
        if email is None or email in mine:
            others.append(one)
        else:
            mine[email] = one
    return mine, others


def _whose(thing: Watched, one: Permission) -> str | None:
    """First by the permission's id, for addresses change; it is its holder's on every file, and in every view of it
    (developers.google.com/workspace/drive/api/reference/rest/v3/permissions)."""
    for email, access in thing.given.items():
        if access.permission_id and access.permission_id == one.permission_id and _same_view(access.role, one):
            return email
    roles = [*thing.wanted.items(), *((email, access.role) for email, access in thing.given.items())]
    named = (email for email, role in roles if email.casefold() == one.address.casefold() and _same_view(role, one))
    return next(named, None)


def _same_view(role: Role, one: Permission) -> bool:
    return (role is Role.RESPONDER) == (one.view == PUBLISHED)


def _fits(one: Permission, role: Role) -> bool:
    """Whoever may answer a Form holds a role of the published view, whatever it is called."""
    return role is Role.RESPONDER or one.role == ("reader" if role is Role.GROUP_READER else role.value)


def _is_written_down(thing: Watched, email: str, one: Permission) -> bool:
    """Whether the ledger has it so. Where the answer to a share was lost it has not; sharing once more writes it down."""
    known = thing.given.get(email)
    return known is not None and _fits(one, known.role) and known.permission_id in ("", one.permission_id)


def _repairs(thing: Watched, mine: Mapping[str, Permission], managers: Collection[str], today: date) -> Iterator[Change]:
    for email, one in mine.items():
        role = thing.wanted.get(email)
        if role is None or not _same_view(role, one) or not _fits(one, role):
            yield Revoke(thing.staff_id, thing.key, thing.file_id, email, one.permission_id)
    for email, role in thing.wanted.items():
        there = mine.get(email)
        right = there is not None and _same_view(role, there) and _fits(there, role) and _is_written_down(thing, email, there)
        waits = email in thing.held and thing.held[email] >= today
        if not right and not waits and email.casefold() not in managers:
            yield Grant(thing.staff_id, thing.key, email, role)


def _is_removable(thing: Watched, one: Permission, ids: Collection[str]) -> bool:
    """What comes from above is taken back there; and no id may be used that is one of ours, too."""
    return thing.ours and not thing.left_for and not one.inherited and one.permission_id not in ids
