"""Which of the files that exist are ours: the ledger's id and the mark have to agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from service.reconcile.actual import Actual, Item, MarkedFile, Sight, Stage
from service.reconcile.change import Adopt, Change, Mark, Restore
from service.reconcile.changeset import NeedsALook, Waiting
from service.reconcile.desired import Desired, Kind, Wanted


@dataclass
class Identified:
    """The items that can be worked with, by key, and what was found on the way.

    undecided: keys of which nothing may be made now, because a thing may exist already or a person has to look. named:
    what things are called in Drive, by key, as far as the listing shows it.
    """

    items: dict[str, Item] = field(default_factory=dict)
    undecided: set[str] = field(default_factory=set)
    changes: list[Change] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    needs_a_look: list[NeedsALook] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)

    def look(self, key: str, message: str) -> None:
        self.undecided.add(key)
        self.needs_a_look.append(NeedsALook(key, message))


def identify(desired: Desired, actual: Actual, now: datetime, lag: timedelta) -> Identified:
    """Match the ledger's items with the marked files.

    lag: for how long after it was made a thing may be missing from a listing. An intention without a file is *waiting*
    until then, for Drive's search is no proof of absence before.
    """
    found = Identified()
    marked = _by_key(actual.marked)
    for key in sorted(actual.doubled):
        found.look(key, "stands in the ledger more than once; keep one row and clear the others")
    for key, row in sorted(actual.unreadable.items()):
        found.look(key, f"row {row} of the ledger can't be read; left alone")
    blocked = actual.doubled | set(actual.unreadable)
    for key, item in sorted(actual.items.items()):
        if key not in blocked:
            _place(found, item, marked.get(key, ()), actual.sights, now, lag)
    for key in sorted(set(marked) - set(actual.items) - blocked):
        _unknown(found, key, marked[key], desired.wanted.get(key))
    found.changes = list(_outermost(found))
    return found


def _outermost(found: Identified) -> Iterator[Change]:
    """What lies in the bin because its folder does comes out with it; taken out by itself it would lose its place."""
    binned = {change.file_id for change in found.changes if isinstance(change, Restore)}
    for change in found.changes:
        if not (isinstance(change, Restore) and found.items[change.key].parent_id in binned):
            yield change


def _by_key(files: Sequence[MarkedFile]) -> Mapping[str, Sequence[MarkedFile]]:
    grouped: dict[str, list[MarkedFile]] = defaultdict(list)
    for one in files:
        grouped[one.key].append(one)
    return grouped


def _place(
    found: Identified,
    item: Item,
    marked: Sequence[MarkedFile],
    sights: Mapping[str, Sight],
    now: datetime,
    lag: timedelta,
) -> None:
    if item.stage is Stage.INTENDED:
        _settle(found, item, marked, sights, now, lag)
        return
    found.needs_a_look.extend(_copies(item, marked))
    sight = sights.get(item.file_id, Sight.THERE)
    if sight is Sight.GONE:
        found.look(item.key, "was deleted by a manager of the drive; clear its row in the ledger to have it made anew")
        return
    found.items[item.key] = item
    _put_right(found, item, sight, next((one for one in marked if one.file_id == item.file_id), None))


def _put_right(found: Identified, item: Item, sight: Sight, listed: MarkedFile | None) -> None:
    """Out of the bin, and marked. What the listing does not show and is in the bin may have lost its mark too."""
    if sight in (Sight.UNMARKED, Sight.IN_THE_BIN):
        found.changes.append(Mark(item.staff_id, item.key, item.file_id, item.mark))
    if sight is Sight.IN_THE_BIN or (listed is not None and listed.trashed):
        found.changes.append(Restore(item.staff_id, item.key, item.file_id, item.name))
    if listed is not None:
        found.named[item.key] = listed.name


def _settle(
    found: Identified,
    item: Item,
    marked: Sequence[MarkedFile],
    sights: Mapping[str, Sight],
    now: datetime,
    lag: timedelta,
) -> None:
    """An intention: the file exists (by its chosen id, or by its mark), may exist, or does not."""
    if item.kind is Kind.FOLDER and item.file_id:
        sight = sights.get(item.file_id, Sight.THERE)
        if sight is not Sight.GONE:
            _adopt(found, item, sight, next((one for one in marked if one.file_id == item.file_id), None))
        return
    made = sorted((one for one in marked if one.mark == item.mark), key=lambda one: (one.created, one.file_id))
    if made:
        known = replace(item, file_id=made[0].file_id)
        _adopt(found, known, Sight.THERE, made[0])
        found.needs_a_look.extend(_copies(known, marked))
    elif now < item.since + lag:
        found.undecided.add(item.key)
        found.waiting.append(Waiting(item.key, item.since + lag))


def _adopt(found: Identified, item: Item, sight: Sight, listed: MarkedFile | None) -> None:
    parent_id, name = (listed.parent_id, listed.name) if listed else (item.parent_id, item.name)
    adopted = replace(item, stage=Stage.MADE, parent_id=parent_id, name=name)
    found.items[item.key] = adopted
    found.changes.append(Adopt(item.staff_id, item.key, item.kind, item.file_id, parent_id, name, item.mark, item.template))
    _put_right(found, adopted, sight, listed)


def _unknown(found: Identified, key: str, marked: Sequence[MarkedFile], wanted: Wanted | None) -> None:
    """Marked files whose key the ledger does not know: one that is wanted is ours, its row was lost."""
    if wanted is None:
        if not all(one.trashed for one in marked):
            found.needs_a_look.append(NeedsALook(key, "bears our mark and nobody wants it; left alone"))
        return
    if len(marked) > 1:
        found.look(key, f"{len(marked)} files bear its mark and the ledger knows none; enter the right one by hand")
        return
    [only] = marked
    item = Item(
        key=key,
        kind=wanted.kind,
        stage=Stage.MADE,
        mark=only.mark,
        since=only.created,
        file_id=only.file_id,
        staff_id=wanted.staff_id,
        template=wanted.template,
    )
    _adopt(found, item, Sight.THERE, only)


def _copies(item: Item, marked: Sequence[MarkedFile]) -> Iterator[NeedsALook]:
    others = [one for one in marked if one.file_id != item.file_id and not one.trashed]
    if others:
        copies = "someone's own copy was" if len(others) == 1 else f"{len(others)} copies of somebody's were"
        yield NeedsALook(item.key, f"{copies} found and left alone")
