"""The copy that a leaver takes along: their own documents of all years, the plans as agreed, and what they answered, as one zip.

It is made while its person waits, and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from service.jobs.basket import Basket
from service.jobs.csv_file import NOTE, csv_file
from service.jobs.gather import read_ledger, read_register, years_in
from service.jobs.own_answers import reflections_kept, reflections_of, whose
from service.jobs.own_documents import Own, take_out
from service.jobs.world import World
from service.jobs.zipped import zipped
from service.policy.days import full_day
from service.policy.leaving import leaves_soon
from service.policy.people import Person
from service.policy.register_table import TABS
from service.reconcile.plan_lines import PlanLine
from service.reconcile.plan_lines import from_row as plan_line
from service.reconcile.tabs import CYCLES, LEDGER, PLANS

NAME = "Growing Great People, my copy.zip"
README = "README"


@dataclass(frozen=True)
class Copy:
    """What is handed over: a file's name and its bytes."""

    name: str
    content: bytes


def portable_copy(world: World, email: str) -> Copy | None:
    """The copy of whoever has an address; None for everybody but those who leave soon. Raises where Google does not answer, or
    gives nothing at all; a file that alone can't be had is named in the copy."""
    tables = world.workbook.tables(dict.fromkeys((*TABS, LEDGER, PLANS, CYCLES), "")).rows
    register, _ = read_register(world, {tab: tables.get(tab, ()) for tab in TABS})
    person = register.only_by_email(email)
    if person is None or not leaves_soon(person, world.today()):
        return None
    items, _, _, _ = read_ledger(tables.get(LEDGER, [()]))
    years, basket = years_in(world, tables), Basket()
    others = take_out(world, Own(person.staff_id, items, plan_lines(tables.get(PLANS, ()))), basket)
    by = whose(world, person, person.staff_id, years, items)
    for one in [
        *reflections_of(world, years, items, by, basket),
        *reflections_kept(world, years, items, person.staff_id, basket),
    ]:
        basket.put(one.cycle, f"Answers, {one.name}", "csv", csv_file(one.rows))
    basket.must_hold_something()
    files = {f"{README}.txt": _readme(world, person, basket, others), **dict(sorted(basket.files.items()))}
    return Copy(NAME, zipped(files, world.clock.now()))


def plan_lines(rows: Sequence[Sequence[str]]) -> list[PlanLine]:
    """Every line of the Plans tab that can be read. rows: headings first."""
    found = []
    for cells in rows[1:]:
        with suppress(ValueError):
            found.append(plan_line(cells))
    return found


def _readme(world: World, person: Person, basket: Basket, others: Sequence[str]) -> bytes:
    """What is what, for people."""
    assert person.ends is not None  # noqa: S101 they leave
    lines = [
        f"{person.name}: a copy of your Growing Great People documents, made on {full_day(world.today())}.",
        "",
        "It is yours. Nothing in it is a grade, a score or a rank, and nothing in it is evidence for pay or capability.",
        f"Your documents themselves are closed to you on the morning after {full_day(person.ends)}.",
        "",
        "WHAT IS IN IT",
        "There is a folder for each year.",
        "  .docx   a document of yours, to edit in Word, Google Docs or LibreOffice",
        "  .pdf    the same, to read; 'as agreed on' is your plan as it was on the day that you and your line manager agreed it",
        "  .csv    what you answered in the reflection Form: a row for each time you sent it, the questions on top",
        f"          It opens in any spreadsheet. {NOTE}",
        "",
        *(f"  {path}" for path in sorted(basket.files)),
    ]
    if not basket.files:
        lines.append("  Nothing is kept of you here.")
    lines += ["", "WHAT COULD NOT BE HAD", *(f"  {one}" for one in basket.missing or ["Nothing: all of it is here."])]
    if others:
        lines += ["", "IN YOUR FOLDER, AND NOT IN THIS COPY: take it from Drive yourself", *(f"  {one}" for one in others)]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")
