"""The difference between desired and actual, as a changeset. Pure: nothing is read and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from service.reconcile.actual import Actual, Item, Stage
from service.reconcile.change import (
    AddTabs,
    Build,
    Change,
    Grant,
    KeepTabs,
    MakeBlankForm,
    MakeDocument,
    MakeFolder,
    MakeForm,
    MakeSheet,
    MakeTemplate,
    MoveWorkbook,
    Refresh,
    Rename,
    Restrict,
    Revoke,
    ShapeForm,
)
from service.reconcile.changeset import Changeset, Held
from service.reconcile.closing import WRITTEN
from service.reconcile.desired import CONTROL_FOLDER, Desired, Kind, Turn, Wanted
from service.reconcile.digest import digest
from service.reconcile.forms_for import FORM
from service.reconcile.identify import identify
from service.reconcile.year_changes import CarryForward, Close, KeepOpen, Reopen, TurnYear

CARRIED = "carried forward"
"""Among an item's digests: from which plan a focus was carried forward into it."""


def between(desired: Desired, actual: Actual, now: datetime, lag: timedelta = timedelta(minutes=15)) -> Changeset:
    """What has to change so that `actual` becomes `desired`.

    now: aware, UTC. lag: the bound on how long Drive's search may trail behind a write.
    """
    found = identify(desired, actual, now, lag)
    changes: list[Change] = [change for change in found.changes if change.staff_id not in desired.held_back]
    held: list[Held] = []
    changes += _foundations(actual)
    changes += [_turn(one) for one in desired.turns]
    for key, wanted in desired.wanted.items():
        if key in found.undecided or wanted.staff_id in desired.held_back:
            continue
        item = found.items.get(key)
        if item is None:
            changes += _make(wanted)
        else:
            changes += _keep(wanted, item, found.named.get(key, item.name))
            if key in desired.keep_open and WRITTEN not in item.digests:
                changes.append(KeepOpen(wanted.staff_id, key, item.name))
            held += [Held(key, email) for email in item.held if email in wanted.grants and email not in item.grants]
        changes += _grants(wanted, item, now)
    changes += _closed(desired, found.items)
    return Changeset.of(changes, found.waiting, held, found.needs_a_look)


def _turn(one: Turn) -> TurnYear:
    return TurnYear("", f"cycle/{one.cycle}", one.row, one.state, one.since, one.fingerprint, one.data)


def _foundations(actual: Actual) -> Iterator[Change]:
    """What the ledger itself stands on."""
    if actual.missing_tabs:
        yield AddTabs("", "", tuple(actual.missing_tabs))
    elif actual.tabs_to_keep:
        yield KeepTabs("", "", *actual.tabs_to_keep)
    for drive_id in actual.drives_to_restrict:
        yield Restrict("", f"drive/{drive_id}", drive_id)
    if not actual.workbook_at_home:
        yield MoveWorkbook("", "place/workbook", CONTROL_FOLDER)


def _make(wanted: Wanted) -> Iterator[Change]:
    if not wanted.make:
        return
    whose, key = wanted.staff_id, wanted.key
    if wanted.kind is Kind.FOLDER:
        yield MakeFolder(whose, key, wanted.name, wanted.parent)
    elif wanted.kind is Kind.SHEET:
        yield MakeSheet(whose, key, wanted.name, wanted.parent)
    elif wanted.kind is Kind.FORM and not wanted.template:
        yield MakeBlankForm(whose, key, wanted.name, wanted.parent)
    elif wanted.kind is Kind.FORM:
        yield MakeForm(whose, key, wanted.name, wanted.parent, wanted.template, wanted.fields.get(FORM, ""))
    elif wanted.kind is Kind.TEMPLATE:
        yield MakeTemplate(whose, key, wanted.name, wanted.parent, wanted.template)
    else:
        yield MakeDocument(whose, key, wanted.name, wanted.parent, wanted.template, dict(wanted.fields))
        if wanted.carries:
            yield CarryForward(whose, key, wanted.carries)


def _keep(wanted: Wanted, item: Item, shown: str) -> Iterator[Change]:
    """A thing that exists: its name, as far as the service gave it, and the service's own block.

    shown: what it is called in Drive; a name that is neither the one given nor the one wanted is somebody's own. What was
    closed stays as it was then.
    """
    whose, key = wanted.staff_id, wanted.key
    if wanted.kind is Kind.TEMPLATE:
        if item.stage is Stage.MADE:
            yield Build(whose, key, item.file_id, wanted.template)
        return
    yield from _named(wanted, item, shown)
    if not wanted.closed:
        yield from _shaped(wanted, item) if wanted.kind is Kind.FORM else _filled(wanted, item)


def _named(wanted: Wanted, item: Item, shown: str) -> Iterator[Change]:
    """Closed or opened again, with the name that goes with it, or only renamed."""
    whose, key = wanted.staff_id, wanted.key
    name = wanted.name if shown in (item.name, wanted.name) else ""
    if wanted.closed and not item.closed:
        yield Close(whose, key, wanted.kind, item.file_id, shown, name)
    elif item.closed and not wanted.closed:
        yield Reopen(whose, key, wanted.kind, item.file_id, shown, name)
    elif name and name != item.name and not item.closed:
        yield Rename(whose, key, item.file_id, item.name, name)


def _shaped(wanted: Wanted, item: Item) -> Iterator[Change]:
    declared = wanted.fields.get(FORM, "")
    if declared and item.digests.get(FORM) != digest(declared):
        yield ShapeForm(wanted.staff_id, wanted.key, item.file_id, wanted.name, wanted.template, declared)


def _filled(wanted: Wanted, item: Item) -> Iterator[Change]:
    stale = {name: text for name, text in wanted.fields.items() if item.digests.get(name) != digest(text)}
    if stale:
        yield Refresh(wanted.staff_id, wanted.key, item.file_id, wanted.template, stale)
    if wanted.carries and item.digests.get(CARRIED) != digest(wanted.carries):
        yield CarryForward(wanted.staff_id, wanted.key, wanted.carries)


def _grants(wanted: Wanted, item: Item | None, now: datetime) -> Iterator[Change]:
    if item is None and not wanted.make:
        return
    whose, key = wanted.staff_id, wanted.key
    have = item.grants if item else {}
    held = item.held if item else {}
    for email, access in have.items():
        if item and wanted.grants.get(email) != access.role:
            yield Revoke(whose, key, item.file_id, email, access.permission_id)
    for email, role in wanted.grants.items():
        already = email in have and have[email].role == role
        tried_today = email in held and held[email] >= now.date()
        if not already and not tried_today:
            yield Grant(whose, key, email, role)


def _closed(desired: Desired, items: Mapping[str, Item]) -> Iterator[Change]:
    """Leavers: everything of theirs stays, and is shared with no one; and nothing of anybody's is shared with them, not even
    where a wrong row holds everything else back."""
    leavers = desired.closed - desired.held_back
    for key, item in items.items():
        left = item.staff_id in leavers and key not in desired.wanted
        for email, access in item.grants.items():
            held_back = item.staff_id in desired.held_back or key not in desired.wanted
            if left or (held_back and email in desired.gone):
                yield Revoke(item.staff_id, key, item.file_id, email, access.permission_id)
