"""What was kept for long enough, as changes that would dispose of it. Pure: nothing is read and nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from service.policy.days import full_day
from service.policy.register import Register
from service.policy.retention import Retention, is_over
from service.policy.years import Phase, Year, Years
from service.reconcile.actual import Actual, Item, MarkedFile, Sight, Stage
from service.reconcile.change import Change
from service.reconcile.changeset import Changeset, NeedsALook
from service.reconcile.desired import Kind
from service.reconcile.disposal_changes import BEGUN, DONE, NOT_DONE, Dispose, Settle
from service.reconcile.disposal_rows import Rows, kept_for, of_leavers_and_years, of_reviews, of_runs, of_shares, people_in
from service.reconcile.documents_for import LETTERS, person_key
from service.reconcile.tabs import DISPOSAL_HEADINGS, DISPOSALS

OF_A_YEAR = {
    "answers/": "answers",
    "form/": "forms",
    "sheet/": "status_sheets",
    "library": "status_sheets",
    "teams/": "team_sheets",
}
"""The setting by which a year's own things go, by how their keys go on behind the year."""


@dataclass(frozen=True)
class Held:
    """What there is to go through. held_back: staff ids whose register row is wrong; tabs: rows of the control workbook's tabs,
    headings first."""

    actual: Actual
    register: Register
    years: Years
    held_back: frozenset[str] = frozenset()
    tabs: Mapping[str, Rows] = field(default_factory=dict)

    @cached_property
    def listed(self) -> Mapping[str, MarkedFile]:
        return {one.file_id: one for one in self.actual.marked}

    @cached_property
    def blocked(self) -> frozenset[str]:
        """Keys of which the ledger says nothing certain."""
        return self.actual.doubled | frozenset(self.actual.unreadable)


@dataclass(frozen=True)
class Disposals:
    """changeset: what would be disposed of. can_go: sentences about rows of the register that nobody needs here any more, which
    are the admin's to clear."""

    changeset: Changeset
    can_go: tuple[str, ...] = ()


def disposals(held: Held, retention: Retention, today: date) -> Disposals:
    """Everything that is past its retention on a day, and nothing of anybody who is here, or of a year that is not closed."""
    gone, past = _gone(held, retention, today), _Past(held, retention, today)
    changes: list[Change] = []
    looks: list[NeedsALook] = []
    for one in [*_of_leavers(held, gone), *past.things()]:
        doubt = _doubt(held, one)
        if doubt:
            looks.append(NeedsALook(one.key, f"is past its retention and stays, for {doubt}"))
        else:
            changes.append(one)
    changes += of_leavers_and_years(held.tabs, gone, past.years("records"))
    changes += of_shares(held.tabs, gone, retention.shares, today)
    changes += of_runs(held.tabs, retention.runs, today)
    used = frozenset(one.fingerprint for one in held.years if one.phase(today) is not Phase.CLOSED)
    changes += of_reviews(held.tabs, used, retention.reviews, today)
    changes += _settled(held, {one.key for one in changes} | {one.key for one in looks})
    return Disposals(Changeset.of(changes, needs_a_look=looks), tuple(_nothing_left(held, gone)))


def _gone(held: Held, retention: Retention, today: date) -> Mapping[str, str]:
    """Why the things of those go who left long enough ago, by staff id. Whoever has no last day, or one to come, is here."""
    found = {}
    for one in held.register.people:
        if one.ends and one.staff_id not in held.held_back and is_over(one.ends, retention.leavers, today):
            found[one.staff_id] = f"left on {full_day(one.ends)}, and {kept_for(retention.leavers)}"
    return found


def _of_leavers(held: Held, gone: Mapping[str, str]) -> Iterator[Dispose]:
    """A folder goes as one; a document of theirs that lies elsewhere goes by itself."""
    own = _own_documents(held.actual)
    for staff_id, because in gone.items():
        folder = held.actual.items.get(person_key(staff_id))
        inside = [one for one in own.get(staff_id, ()) if folder and _lies_in(one, folder, held.listed)]
        if folder:
            keys = tuple(one.key for one in inside)
            yield Dispose(staff_id, folder.key, "leavers", because, len(keys), folder.kind, folder.file_id, folder.name, keys)
        for one in own.get(staff_id, ()):
            if one not in inside:
                yield Dispose(staff_id, one.key, "leavers", because, 1, one.kind, one.file_id, one.name)


def _own_documents(actual: Actual) -> Mapping[str, Sequence[Item]]:
    """Everyone's own documents, of all years, by staff id."""
    found: dict[str, list[Item]] = defaultdict(list)
    for key, item in sorted(actual.items.items()):
        if item.kind is Kind.DOCUMENT and "/" in key and key.split("/")[1] in LETTERS:
            found[item.staff_id].append(item)
    return found


def _lies_in(item: Item, folder: Item, listed: Mapping[str, MarkedFile]) -> bool:
    shown = listed.get(item.file_id)
    return (shown.parent_id if shown else item.parent_id or folder.file_id) == folder.file_id


@dataclass(frozen=True)
class _Past:
    """Years that closed long enough ago."""

    held: Held
    retention: Retention
    today: date

    def years(self, kind: str) -> Mapping[str, str]:
        """Why a kind of record of theirs goes, by year."""
        months = self.retention.months(kind)
        return {
            one.id: f"{one.id} closed on {full_day(one.cycle.closing)}, and {kept_for(months)}"
            for one in self.held.years
            if self._is_shut(one) and is_over(one.cycle.closing, months, self.today)
        }

    def _is_shut(self, year: Year) -> bool:
        return year.phase(self.today) in (Phase.CLOSED, Phase.UNDONE)

    @cached_property
    def _by_kind(self) -> Mapping[str, Mapping[str, str]]:
        return {kind: self.years(kind) for kind in set(OF_A_YEAR.values())}

    def things(self) -> Iterator[Dispose]:
        """Their Forms, Sheets and workbooks."""
        for key, item in sorted(self.held.actual.items.items()):
            cycle, _, rest = key.partition("/")
            kind = next((kind for start, kind in OF_A_YEAR.items() if rest.startswith(start)), "")
            if kind and cycle in self._by_kind[kind]:
                yield Dispose("", key, kind, self._by_kind[kind][cycle], 1, item.kind, item.file_id, item.name)


def _doubt(held: Held, change: Dispose) -> str:
    """Why it is not certain that a thing is ours; '' where it is. What is gone already is only struck."""
    item = held.actual.items[change.key]
    if change.key in held.blocked or (change.staff_id and any(change.staff_id in one.split("/") for one in held.blocked)):
        return "a row of the ledger has to be mended first"
    if item.stage is Stage.INTENDED or not item.file_id:
        return "it is not certain yet whether it exists"
    if held.actual.sights.get(item.file_id) is Sight.UNMARKED:
        return "it has lost its mark, which the next run sets again"
    shown = held.listed.get(item.file_id)
    if shown and (shown.key, shown.mark) != (item.key, item.mark):
        return "its mark and the ledger do not agree"
    return ""


def _settled(held: Held, going: Collection[str]) -> Iterator[Settle]:
    """What an earlier run began and did not write down the end of. going: keys of what is past its retention now."""
    for number, cells in enumerate(held.tabs.get(DISPOSALS, ())[1:], start=2):
        if len(cells) == len(DISPOSAL_HEADINGS) and cells[-1] == BEGUN and cells[2] not in going:
            yield Settle("", cells[2], number, NOT_DONE if cells[2] in held.actual.items else DONE)


def _nothing_left(held: Held, gone: Mapping[str, str]) -> Iterator[str]:
    """Leavers of whom only the register still says anything."""
    told, own = people_in(held.tabs), _own_documents(held.actual)
    for staff_id, because in gone.items():
        if person_key(staff_id) not in held.actual.items and staff_id not in own and staff_id not in told:
            left = because.partition(",")[0]
            yield f"{staff_id} {left}, and nothing of theirs is kept any more: their rows of Staff and Exemptions can go"
