"""One suite over both implementations of Forms, of the workbooks of answers, and of records in Docs: Google's adapters over HTTP, and
the tests' own in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.errors import NotThere, Refused
from service.policy.form_template import SUBMIT, Ask, FormTemplate, Grid, Kind, Option, Row, Section, question_id
from service.policy.record import Part, Record
from service.policy.responses import Response
from service.ports import AnswerBooks, Documents, FileWriter, Forms
from service.reconcile.answer_books import AnswerColumn, Upsert
from service.reconcile.desired import Role
from service.reconcile.mark import mark_of
from tests.service.builders import a_template
from tests.service.fakes import TRUST, MemoryDocuments, MemoryWorkspace, MemoryWriter
from tests.service.form_fakes import MemoryBooks, MemoryForms

NOW = datetime(2025, 10, 6, 9, 0, tzinfo=UTC)
MARK = mark_of("2025-26/form/x", "nonce")
PLAN = a_template("B", ("name", "from_form"))
ASKS = FormTemplate(
    "check-in/X",
    "Check-ins",
    "Our team met",
    "Short.",
    (
        Ask(
            "team",
            "Which team?",
            Kind.LIST,
            "One.",
            needed=True,
            options=(Option("a", "Alpha", "section a"), Option("b", "Beta", SUBMIT)),
        ),
        Ask("day", "The day", Kind.DATE),
        Section("section a", "Alpha"),
        Ask("everyone", "Everyone?", Kind.ONE, options=(Option("yes", "Yes", SUBMIT), Option("no", "No", SUBMIT))),
        Grid("grid", "Who?", (Row("r1", "Ann"), Row("r2", "Ben")), (Option("there", "There"), Option("apologies", "Apologies"))),
        Ask("words", "Words", Kind.PARAGRAPH),
        Ask("line", "A line", Kind.LINE),
    ),
)


@dataclass
class Desk:
    """The ports of one implementation; answer: somebody sends a Form."""

    writer: FileWriter
    documents: Documents
    forms: Forms
    books: AnswerBooks
    drive: str
    group: str
    answer: Callable[[str, dict[str, str], str], str]
    pass_time: Callable[[timedelta], None]

    def form(self) -> str:
        made = self.writer.make_form("A form", self.drive, MARK)
        self.forms.shape(made, ASKS)
        self.writer.grant(made, self.group, Role.RESPONDER)
        return made

    def sheet(self) -> str:
        return self.writer.make_sheet("Answers", self.drive, MARK)

    def all(self, file_id: str, since: datetime | None = None) -> dict[str, Response]:
        return {one.id: one for page in self.forms.responses(file_id, since) for one in page}


def in_memory() -> Desk:
    workspace = MemoryWorkspace(now=NOW)
    numbers = iter(range(1000))

    def answer(file_id: str, said: dict[str, str], response: str = "") -> str:
        there = workspace.forms[file_id].answers
        identity = response or f"response-{next(numbers)}"
        first = there[identity].first if identity in there else workspace.now
        answers = {question_id(key): [text] for key, text in said.items()}
        there[identity] = Response(identity, "someone@stour.example", first, workspace.now, answers)
        return identity

    def pass_time(by: timedelta) -> None:
        workspace.now += by

    return Desk(
        MemoryWriter(workspace),
        MemoryDocuments(workspace),
        MemoryForms(workspace),
        MemoryBooks(workspace),
        TRUST,
        "all@stour.example",
        answer,
        pass_time,
    )


def over_http(town: Any) -> Desk:
    town.back("seeded", NOW.replace(tzinfo=None).isoformat())
    here = town.fresh()
    world, workspace = here.world, town.served.workspace
    someone = here.declared.starting_tabs["Staff"][1][3]

    def answer(file_id: str, said: dict[str, str], response: str = "") -> str:
        answers = {question_id(key): text for key, text in said.items()}
        body = {"formId": file_id, "email": someone, "answers": answers, **({"responseId": response} if response else {})}
        found: str = workspace.routes["form-responses"](workspace, body)["responseId"]
        return found

    return Desk(
        world.writer,
        world.documents,
        world.forms,
        world.books,
        world.places.trust_drive,
        here.declared.trust.staff_groups[0],
        answer,
        workspace.clock.advance,
    )


@pytest.fixture(params=["in memory", "Google's, over HTTP"])
def desk(request: pytest.FixtureRequest) -> Desk:
    return in_memory() if request.param == "in memory" else over_http(request.getfixturevalue("answering"))


def test_a_form_asks_what_is_declared_is_open_and_answered_by_its_group(desk: Desk) -> None:
    made = desk.form()
    state = desk.forms.state(made, ASKS)
    assert (state.published, state.accepting, state.verified, state.responders) == (True, True, True, {desk.group})
    assert list(state.missing) == []
    desk.forms.shape(made, ASKS)
    assert list(desk.forms.state(made, ASKS).missing) == []


def test_changed_wording_order_and_questions_are_brought_in_line_and_answers_stay(desk: Desk) -> None:
    made = desk.form()
    identity = desk.answer(made, {"team": "Beta", "words": "Before", "r1": "There"}, "")
    reworded = replace(ASKS.items[5], title="In your own words", hint="Short.")
    grid = ASKS.items[4]
    assert isinstance(grid, Grid)
    more = replace(grid, rows=(Row("r3", "Cat"), *grid.rows[:1]))
    changed = replace(ASKS, title="We met", items=(reworded, *ASKS.items[:4], more, Ask("new", "New", Kind.LINE, needed=True)))
    assert desk.forms.state(made, changed).missing
    desk.forms.shape(made, changed)
    assert list(desk.forms.state(made, changed).missing) == []
    answers = desk.all(made)[identity].answers
    assert answers[question_id("words")] == ["Before"]
    assert answers[question_id("r1")] == ["There"]
    desk.answer(made, {"team": "Beta", "new": "Needed now", "r3": "Apologies"}, "")
    assert len(desk.all(made)) == 2


def test_a_question_that_is_asked_in_another_way_keeps_its_answers(desk: Desk) -> None:
    made = desk.form()
    identity = desk.answer(made, {"team": "Beta", "line": "As it was"}, "")
    changed = replace(ASKS, items=(*ASKS.items[:6], replace(ASKS.items[6], kind=Kind.PARAGRAPH)))
    desk.forms.shape(made, changed)
    assert list(desk.forms.state(made, changed).missing) == []
    other = replace(ASKS, items=(*ASKS.items[:6], Ask("line", "A line", Kind.ONE, options=(Option("a", "A"),))))
    desk.forms.shape(made, other)
    assert list(desk.forms.state(made, other).missing) == []
    assert desk.all(made)[identity].text("line") == "As it was"


def test_responses_come_whole_since_a_moment_and_one_by_one(desk: Desk) -> None:
    made = desk.form()
    assert desk.all(made) == {}
    first = desk.answer(made, {"team": "Beta", "words": "=One\n🌱", "day": "2025-10-14"}, "")
    desk.pass_time(timedelta(minutes=5))
    second = desk.answer(made, {"team": "Beta", "words": "Two"}, "")
    found = desk.all(made)
    assert set(found) == {first, second}
    assert (found[first].text("words"), found[first].text("day")) == ("=One\n🌱", "2025-10-14")
    assert found[second].sent - found[first].sent == timedelta(minutes=5)
    assert found[first].email
    assert set(desk.all(made, found[second].sent)) == {second}
    assert desk.forms.response(made, first) == found[first]
    with pytest.raises(NotThere):
        desk.forms.response(made, "nothing")


def test_a_response_that_is_changed_keeps_its_id_and_its_first_time(desk: Desk) -> None:
    made = desk.form()
    identity = desk.answer(made, {"team": "Beta", "words": "One"}, "")
    before = desk.all(made)[identity]
    desk.pass_time(timedelta(minutes=5))
    assert desk.answer(made, {"team": "Beta", "words": "Two"}, identity) == identity
    after = desk.all(made)[identity]
    assert (after.first, after.text("words")) == (before.first, "Two")
    assert after.sent == before.sent + timedelta(minutes=5)
    assert set(desk.all(made, after.sent)) == {identity}


def test_many_responses_come_in_pages_each_once(desk: Desk) -> None:
    made = desk.form()
    ids = [desk.answer(made, {"team": "Beta", "words": str(number)}, "") for number in range(90)]
    assert set(desk.all(made)) == set(ids)


# The workbooks of answers

COLUMNS = (AnswerColumn("id", "Id"), AnswerColumn("a", "First"), AnswerColumn("b", "Second"))


def rows_of(desk: Desk, book: str, title: str = "Tab") -> dict[str, dict[str, str]]:
    return {row["id"]: {name: text for name, text in row.items() if text} for row in desk.books.rows(book, title)}


def put(desk: Desk, book: str, *upserts: Upsert) -> None:
    desk.books.write(book, desk.books.look(book), upserts)


def test_rows_are_put_in_and_written_over_by_their_ids_whatever_they_hold(desk: Desk) -> None:
    book = desk.sheet()
    with pytest.raises(Refused):
        desk.books.rows(book, "Tab")
    first = {"x": {"id": "x", "a": "=1+1", "b": "0012"}, "y": {"id": "y", "a": "two\nlines 🌱"}}
    put(desk, book, Upsert("Tab", COLUMNS, first), Upsert("Hidden", COLUMNS, {}, hidden=True))
    assert rows_of(desk, book) == first
    put(desk, book, Upsert("Tab", COLUMNS, {"y": {"id": "y", "a": "2025-10-06", "b": "more"}, "z": {"id": "z", "b": "TRUE"}}))
    assert rows_of(desk, book) == {
        "x": first["x"],
        "y": {"id": "y", "a": "2025-10-06", "b": "more"},
        "z": {"id": "z", "b": "TRUE"},
    }
    assert rows_of(desk, book, "Hidden") == {}
    assert set(desk.books.look(book)["Tab"].rows) == {"x", "y", "z"}


def test_a_column_that_is_not_asked_for_any_more_keeps_what_it_has(desk: Desk) -> None:
    book = desk.sheet()
    put(desk, book, Upsert("Tab", COLUMNS, {"x": {"id": "x", "a": "kept", "b": "too"}}))
    fewer = (COLUMNS[0], AnswerColumn("b", "Second, reworded"), AnswerColumn("c", "Third"))
    put(desk, book, Upsert("Tab", fewer, {"x": {"id": "x", "b": "now", "c": "new"}}))
    assert rows_of(desk, book) == {"x": {"id": "x", "a": "kept", "b": "now", "c": "new"}}


def test_more_rows_than_a_tab_has_room_for_fit(desk: Desk) -> None:
    book = desk.sheet()
    put(desk, book, Upsert("Tab", COLUMNS, {"x": {"id": "x"}}))
    many = {f"n{number}": {"id": f"n{number}", "a": str(number)} for number in range(700)}
    put(desk, book, Upsert("Tab", COLUMNS, many))
    assert len(rows_of(desk, book)) == 701
    put(desk, book, Upsert("Tab", COLUMNS, {"n699": {"id": "n699", "a": "changed"}}))
    assert rows_of(desk, book)["n699"]["a"] == "changed"


# Records in Docs


def test_a_record_is_kept_once_and_an_older_version_of_it_never_comes_back(desk: Desk) -> None:
    made = desk.writer.make_document("A doc", desk.drive, MARK)
    desk.documents.build(made, PLAN)
    desk.documents.fill(made, PLAN, {"name": "Ann", "from_form": "below"})
    record = Record("r1", NOW, "On 6 October", (Part("I said", ("One", "Two")), Part("A list", ("a", "b"), listed=True)))
    later = Record("r1", NOW + timedelta(minutes=1), "On 6 October", (Part("I said", ("Three",)),))
    assert desk.documents.keep_record(made, record)
    assert not desk.documents.keep_record(made, record)
    assert desk.documents.keep_record(made, later)
    assert not desk.documents.keep_record(made, later)
    assert not desk.documents.keep_record(made, record)
    assert desk.documents.keep_record(made, replace(record, id="r2"))
    assert desk.documents.read(made, PLAN).fields["name"] == "Ann"


def test_a_form_that_is_closed_takes_no_answers_keeps_those_it_has_and_can_be_opened_again(desk: Desk) -> None:
    form = desk.form()
    desk.answer(form, {"team": "Beta"}, "")
    desk.forms.close(form)
    desk.forms.close(form)
    state = desk.forms.state(form, ASKS)
    assert (state.published and state.accepting, len(desk.all(form))) == (False, 1)
    desk.forms.reopen(form)
    desk.forms.reopen(form)
    assert desk.forms.state(form, ASKS).accepting
    desk.answer(form, {"team": "Beta"}, "")
    assert len(desk.all(form)) == 2
