"""What a person answered in the reflection Forms, of all years, as tables: one row a response, the questions on top."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from service.jobs.answer_log import LOG, LOOKS, WHO_COLUMNS, shown_time
from service.jobs.basket import Basket
from service.jobs.world import World
from service.policy.form_template import FormTemplate, question_id
from service.policy.forms import REFLECTION, reflection_form
from service.policy.people import Person
from service.policy.responses import Response
from service.policy.returning import day_of_sending
from service.policy.years import Year, Years
from service.reconcile.actual import Item, Stage
from service.reconcile.forms_for import check_ins_key, form_key, reflections_key

GONE = "A question that is not asked any more"
SENT = ("First sent", "Last sent")


@dataclass(frozen=True)
class Whose:
    """By what a response is known to be somebody's. An address may have been another's before them, so the log of what was
    collected counts first: it says whose each was by the register of that day.

    addresses: lower case; logged: staff ids by the response's id; starts: their first day, None where it is not known.
    """

    staff_id: str
    addresses: frozenset[str] = frozenset()
    starts: date | None = None
    logged: Mapping[str, str] = field(default_factory=dict)

    def has_sent(self, response: Response) -> bool:
        by = self.logged.get(response.id)
        if by:
            return by == self.staff_id
        here = self.starts is None or self.starts <= day_of_sending(response.sent)
        return here and response.email.lower() in self.addresses


def whose(world: World, person: Person | None, staff_id: str, years: Years, items: Mapping[str, Item]) -> Whose:
    """person: None where the register does not know them any more. Raises what reading the logs raises."""
    logged: dict[str, str] = {}
    for year in years:
        book = items.get(check_ins_key(year.cycle))
        if book and book.file_id and book.stage is not Stage.INTENDED:
            rows = world.books.rows(book.file_id, LOG) if LOG in world.books.look(book.file_id) else ()
            logged.update({row["response"]: row.get("staff_id", "") for row in rows if row.get("response")})
    if person is None:
        return Whose(staff_id, logged=logged)
    addresses = {person.email.lower(), *(one.lower() for one in world.addresses(person.email))} - {""}
    return Whose(staff_id, frozenset(addresses), person.starts, logged)


@dataclass(frozen=True)
class Answers:
    """One Form's. name: what it is called; rows: headings first."""

    cycle: str
    name: str
    rows: Sequence[Sequence[str]]


def reflections_of(world: World, years: Years, items: Mapping[str, Item], by: Whose, basket: Basket) -> Iterator[Answers]:
    """From the Forms themselves."""
    for year in years:
        prefix = form_key(year.cycle, f"{REFLECTION}/")
        for key, item in sorted(items.items()):
            if key.startswith(prefix) and item.file_id and item.stage is not Stage.INTENDED:
                asked = basket.ask(f"answers to '{item.name}'", partial(sent_by, world, item.file_id, by))
                if asked:
                    template = _template(world, year, key.removeprefix(prefix))
                    yield Answers(year.id, item.name, table_of(asked, template))


def reflections_kept(world: World, years: Years, items: Mapping[str, Item], staff_id: str, basket: Basket) -> Iterator[Answers]:
    """From the workbooks of years whose Forms are gone."""
    for year in years:
        book = items.get(reflections_key(year.cycle))
        there = any(key.startswith(form_key(year.cycle, f"{REFLECTION}/")) for key in items)
        if book and book.file_id and not there:
            yield from kept_in(world, year.id, book, staff_id, basket)


def kept_in(world: World, cycle: str, book: Item, staff_id: str, basket: Basket) -> Iterator[Answers]:
    """A person's rows of a workbook of reflections, tab by tab."""
    looked = basket.ask(f"'{book.name}'", partial(world.books.look, book.file_id)) or {}
    own = {one.id for one in WHO_COLUMNS}
    for title, tab in looked.items():
        if title == LOOKS:
            continue
        rows = basket.ask(f"'{book.name}', {title}", partial(world.books.rows, book.file_id, title)) or ()
        mine = [row for row in rows if row.get("staff_id") == staff_id]
        if mine:
            columns = tab.columns or tuple(dict.fromkeys(name for row in mine for name in row))
            headings = dict(zip(columns, tab.headings or columns, strict=False))
            asked = [one for one in columns if one not in own]
            table = [[row.get(one, "") for one in ("first", "sent", *asked)] for row in mine]
            yield Answers(cycle, f"My reflection, {title}", [[*SENT, *(headings.get(one, one) for one in asked)], *table])


def sent_by(world: World, file_id: str, by: Whose) -> list[Response]:
    """Someone's responses to a Form, the first one first."""
    found = {one.id: one for page in world.forms.responses(file_id) for one in page if by.has_sent(one)}
    return sorted(found.values(), key=lambda one: (one.first, one.id))


def table_of(responses: Sequence[Response], template: FormTemplate | None) -> list[list[str]]:
    """One row a response, headings first: when it was sent, then every question that is asked or was answered."""
    titles = {question_id(one.key): one.title for one in template.questions()} if template else {}
    more = sorted({one for response in responses for one in response.answers} - set(titles))
    questions = [*titles, *more]
    rows = [
        [shown_time(one.first), shown_time(one.sent), *("\n".join(one.answers.get(question, ())) for question in questions)]
        for one in responses
    ]
    return [[*SENT, *(titles.get(one, GONE) for one in questions)], *rows]


def _template(world: World, year: Year, standards: str) -> FormTemplate | None:
    """What the Form of a standards set asks."""
    declared, found = world.forms_declared, year.cycle.standards.get(standards)
    return reflection_form(declared.reflection, standards, found, year.cycle) if declared and found else None
