"""The page on the year: an outlook in plain English, for the admin, and for headteachers to read before anything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from service.jobs.outlook import Outlook
from service.policy.cycle import Cycle
from service.policy.days import full_day
from service.policy.people import NO_MANAGER, Person, is_employed, line_managers_on
from service.policy.register import Register
from service.policy.years import Phase, Years
from service.reconcile.change import (
    Change,
    Grant,
    MakeDocument,
    MakeFolder,
    MakeForm,
    MakeSheet,
    MakeTemplate,
    Refresh,
    Rename,
    Revoke,
    ShapeForm,
)
from service.reconcile.review import Step
from service.reconcile.year_changes import CarryForward, Close, Reopen
from service.web.desk import CycleRow, Section, Table, YearPage, YearsPage

SHOWN = 300
KINDS: Mapping[str, tuple[type[Change], ...]] = {
    "Made": (MakeDocument, MakeFolder, MakeForm, MakeSheet, MakeTemplate),
    "Shared": (Grant,),
    "Unshared": (Revoke,),
    "Closed": (Close,),
    "Opened again": (Reopen,),
    "Updated": (Refresh, Rename, ShapeForm, CarryForward),
}
STATES = {
    Phase.COMING: "begins later",
    Phase.OPEN: "under way",
    Phase.LATE: "over, open for what is late",
    Phase.CLOSED: "closed",
    Phase.UNDONE: "taken back",
}


def years_page(years: Years, today: date, next_cycle: str) -> YearsPage:
    """The years as they stand. next_cycle: the one that may be turned to."""
    rows = [CycleRow(one.id, STATES[one.phase(today)], one.cycle.starts, one.cycle.ends, one.cycle.closing) for one in years]
    current, begun = years.current(today), list(years.begun())
    now = f"{current.id} is {STATES[current.phase(today)]}. It ends on {full_day(current.cycle.ends)}."
    return YearsPage(now, rows, next_cycle, begun[-1].id if len(begun) > 1 else "")


def year_page(outlook: Outlook) -> YearPage:
    """The page of one outlook."""
    undo = outlook.turning.undo
    old, new = outlook.old.id, outlook.new.id
    lead = (
        f"Taking {new} back opens {old} again, and closes what was made for {new} and nobody has written in. Nothing is deleted."
        if undo
        else f"{new} begins on {full_day(outlook.new.cycle.starts)}. {old} stays open for what is late until "
        f"{full_day(outlook.old.cycle.closing)}; then it is locked, and the same people can go on reading it. Nothing is deleted."
    )
    return YearPage(
        outlook.turning.what,
        new,
        f"Taking {new} back" if undo else f"From {old} to {new}",
        lead,
        outlook.fingerprint,
        len(outlook.changes),
        len(outlook.trips),
        list(_sections(outlook)),
    )


def _sections(outlook: Outlook) -> Iterator[Section]:
    yield _short(outlook)
    if not outlook.turning.undo:
        yield _check(outlook)
        yield from _people(outlook)
        yield _cycle(outlook.new.cycle)
    yield from _access(outlook)
    for step in outlook.steps:
        yield _everything(step, outlook)


def _short(outlook: Outlook) -> Section:
    """Day by day, in numbers."""
    kinds = [name for name in KINDS if any(isinstance(one, KINDS[name]) for one in outlook.changes)]
    rows = []
    for step in outlook.steps:
        counted = Counter(name for one in step.changes for name in kinds if isinstance(one, KINDS[name]))
        rows.append([_day(step.day), step.what, *(f"{counted[name]:,}" for name in kinds)])
    text = [f"{len(outlook.changes):,} changes: {outlook.cost.sentence()}."]
    if outlook.pending.changes:
        text.append(f"Besides, the next nightly run has {len(outlook.pending.changes):,} changes to make anyway.")
    return Section("short", "What happens when", text, Table(["When", "What", *kinds], rows))


def _day(day: date | None) -> str:
    return full_day(day) if day else "Straight away"


def _check(outlook: Outlook) -> Section:
    if not outlook.trips:
        return Section("check", "Data check", ["Nothing was found that would trip it."])
    rows = [[one.school, one.what, one.who] for one in outlook.trips]
    text = [f"{len(rows)} things to mend first, or to know. None of them stops the year; each holds back only what it is about."]
    return Section("check", "Data check", text, Table(["School", "What would trip it", "Who can mend it"], rows))


def _people(outlook: Outlook) -> Iterator[Section]:
    register, day = outlook.register, outlook.new.cycle.starts
    without = [one for one in register.people if is_employed(one, day) and not _managed(one, register, day)]
    yield _listed("managers", "Who has no line manager", "Everyone has one.", without, register)
    rows = [
        [_school(register, one.person), one.person.name, full_day(one.exemption.ends)]
        for one in outlook.endings
        if one.exemption.ends
    ]
    none = "Nobody's does."
    table = Table(["School", "Name", "Last day"], sorted(rows)) if rows else None
    text = ["They join by themselves on the day after."] if rows else [none]
    yield Section("exemptions", "Whose exemption ends", text, table)
    leaving = [one for one in register.people if one.ends and outlook.today <= one.ends <= outlook.old.cycle.closing]
    yield _listed("leavers", "Who leaves", "Nobody does, as far as the register says.", leaving, register)


def _managed(person: Person, register: Register, day: date) -> bool:
    if person.line_manager == NO_MANAGER and not person.new_line_manager:
        return True
    return any(one and is_employed(one, day) for one in map(register.person, line_managers_on(person, day)))


def _listed(key: str, title: str, nobody: str, people: Sequence[Person], register: Register) -> Section:
    rows = sorted([_school(register, one), one.name, one.role] for one in people)
    return Section(key, title, [] if rows else [nobody], Table(["School", "Name", "Role"], rows) if rows else None)


def _school(register: Register, person: Person) -> str:
    school = register.school(person.school)
    return school.name if school else person.school


def _cycle(cycle: Cycle) -> Section:
    """The cycle that is to begin, for whoever drew it up to check."""
    rows = [
        [f"{one.value} {one.title}", full_day(window.opens), full_day(window.closes)] for one, window in cycle.windows.items()
    ]
    text = [
        f"{cycle.id} goes from {full_day(cycle.starts)} to {full_day(cycle.ends)} and closes on {full_day(cycle.closing)}.",
        f"Drivers: {', '.join(one.name for one in cycle.drivers)}.",
    ]
    return Section("cycle", f"The cycle {cycle.id}", text, Table(["Appendix", "Opens", "Asked for until"], rows))


def _access(outlook: Outlook) -> Iterator[Section]:
    """Who is given access to what, and from whom it is taken."""
    for key, title, kind in (("given", "What is shared", Grant), ("taken", "What is unshared", Revoke)):
        found = [
            f"{_day(step.day)}: {told(one, outlook)}" for step in outlook.steps for one in step.changes if isinstance(one, kind)
        ]
        if found:
            yield Section(key, f"{title} ({len(found):,})", (), None, found[:SHOWN], max(0, len(found) - SHOWN), folded=True)


def _everything(step: Step, outlook: Outlook) -> Section:
    lines = [told(one, outlook) for one in step.changes]
    title = f"{_day(step.day)}: {step.what}" if step.day else _day(None)
    return Section(
        f"step-{step.day or 'now'}",
        f"{title} ({len(lines):,} changes)",
        [] if lines else ["Nothing."],
        None,
        lines[:SHOWN],
        max(0, len(lines) - SHOWN),
        folded=bool(lines),
    )


def told(change: Change, outlook: Outlook) -> str:
    """A change for people who know names rather than keys."""
    name = outlook.names.get(change.key, change.key)
    if isinstance(change, Grant):
        return f"Share '{name}' with {outlook.person(change.email)} as {change.role}"
    if isinstance(change, Revoke):
        return f"Stop sharing '{name}' with {outlook.person(change.email)}"
    if isinstance(change, CarryForward):
        return f"Carry last year's focus forward into '{name}', as its person chose"
    if isinstance(change, Refresh):
        return f"Bring {', '.join(sorted(change.fields)).replace('_', ' ')} up to date in '{name}'"
    return change.sentence()
