"""A leaver's copy: everything of theirs and nothing of anybody else's, named where it can't be had, in a zip that opens anywhere."""

from __future__ import annotations

import csv
import io
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from structlog.testing import capture_logs

from service.errors import NotThere, Refused, Throttled, Unsure
from service.jobs.answer_log import LOG
from service.jobs.as_agreed import DIGEST
from service.jobs.csv_file import NOTE, csv_file
from service.jobs.gather import gather
from service.jobs.own_answers import Whose
from service.jobs.portable import Copy, portable_copy
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.zipped import zipped
from service.policy.exemption import Exemption
from service.policy.form_template import question_id
from service.policy.people import Person
from service.policy.record import Part, Record
from service.policy.responses import Response
from service.reconcile.forms_for import check_ins_key, form_key, reflections_key
from service.reconcile.tabs import PLANS
from tests.service.builders import STANDARDS
from tests.service.fakes import DOCX, PDF, MemoryWorkspace, Trouble, a_world, at, set_register
from tests.service.policy.people import a_person, a_register

GROUP = "all-staff@stour.example"
LAST = date(2025, 12, 31)
HEAD = a_person("S9", standards="headteachers", given_name="Hal", line_manager="none")
ANN = a_person("S1", given_name="Ann", family_name="Of", line_manager="S9", ends=LAST)
BEN = a_person("S2", given_name="Ben", family_name="By", line_manager="S9")
SECRET, OTHER = "§Ann's own words§", "§Ben's own words§"


class House:
    """Three people in October, with Forms; words of Ann's and of Ben's wherever the service puts them; then it is December."""

    def __init__(self, day: str = "2025-12-20", **facts: Any) -> None:
        self.workspace = MemoryWorkspace()
        world = a_world(self.workspace, a_register(ANN, BEN, HEAD), staff_groups=(GROUP,), **facts)
        self.world = replace(world, cycle=world.cycle.model_copy(update={"standards": STANDARDS}))
        assert not provision(self.world, Order("a test"), Counter()).failures
        self.items = gather(self.world).actual.items
        for person, words in ((ANN, SECRET), (BEN, OTHER)):
            self.workspace.write(self.file(f"B/{person.staff_id}"), focus=words)
            self.send(person, f"{words} reflected")
            kept = f"kept-{person.staff_id}"
            self.world.writer.keep_pdf(self.file(f"B/{person.staff_id}"), kept, " · as agreed on 14 October 2025", {DIGEST: "d"})
            line = [person.staff_id, "2025-26", self.file(f"B/{person.staff_id}"), "1", "1", "", "", "", "d", "2025-10-15"]
            self.workspace.tabs[PLANS].append([*line, "d", kept, "2025-10-14"])
        self.workspace.now = at(day)

    def file(self, key: str) -> str:
        return str(self.items[f"2025-26/{key}"].file_id)

    def send(self, person: Person, words: str, email: str = "", response: str = "", key: str = "proudest") -> None:
        file_id = self.file(f"form/reflection/{person.standards}")
        identity = response or f"r-{person.staff_id}"
        sent = Response(identity, email or person.email.upper(), at("2025-10-08"), at("2025-10-09"), {question_id(key): [words]})
        self.workspace.forms[file_id].answers[identity] = sent

    def copy(self, email: str = ANN.email) -> dict[str, bytes]:
        found = portable_copy(self.world, email)
        assert found is not None
        return opened(found)


def opened(copy: Copy) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(copy.content)) as archive:
        assert archive.testzip() is None
        return {one: archive.read(one) for one in archive.namelist()}


def readme(files: dict[str, bytes]) -> str:
    return files["README.txt"].decode("utf-8-sig")


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_copy_holds_every_document_twice_the_plan_as_agreed_and_the_answers_in_a_folder_of_the_year() -> None:
    house = House()
    files = house.copy()
    names = [one.name for key, one in sorted(house.items.items()) if one.staff_id == "S1" and key.startswith("2025-26/")]
    assert len(names) == 3
    expected = {f"2025-26/{name}.{ending}" for name in names for ending in ("docx", "pdf")}
    [plan] = [one for one in names if "/B/" in next(key for key, item in house.items.items() if item.name == one)]
    expected |= {f"2025-26/{plan} · as agreed on 14 October 2025.pdf", "README.txt"}
    answers = set(files) - expected
    assert expected <= set(files)
    assert [one.rpartition(".")[2] for one in answers] == ["csv"]
    assert SECRET.encode() in files[f"2025-26/{plan}.docx"]
    assert files[f"2025-26/{plan}.docx"].startswith(DOCX.encode())
    assert files[f"2025-26/{plan}.pdf"].startswith(PDF.encode())
    [headings, row] = table(files[answers.pop()])
    assert headings[:3] == ["First sent", "Last sent", "Set high expectations"]
    assert row[:2] == ["2025-10-08 03:00", "2025-10-09 03:00"]
    assert f"{SECRET} reflected" in row
    assert row[headings.index(next(one for one in headings if "proud" in one.lower()))] == f"{SECRET} reflected"


def test_nothing_of_anybody_else_s_is_in_it() -> None:
    files = House().copy()
    assert not [path for path, content in files.items() if OTHER.encode() in content or b"Ben" in content]


def test_the_readme_says_what_is_what_until_when_and_that_nothing_is_missing() -> None:
    files = House().copy()
    told = readme(files)
    assert told.startswith("Ann Of: a copy of your Growing Great People documents, made on 20 December 2025.")
    assert "closed to you on the morning after 31 December 2025" in told
    assert "Nothing: all of it is here." in told
    assert NOTE in told
    assert all(path in told for path in files if path != "README.txt")
    assert "\r\n" in told


@pytest.mark.parametrize(
    ("email", "day"),
    [
        (ANN.email, "2025-12-16"),
        (ANN.email, "2026-01-01"),
        (BEN.email, "2025-12-20"),
        ("stranger@stour.example", "2025-12-20"),
        ("", "2025-12-20"),
    ],
    ids=["too early", "the morning after", "somebody who stays", "a stranger", "no address"],
)
def test_nobody_else_gets_a_copy(email: str, day: str) -> None:
    assert portable_copy(House(day).world, email) is None


@pytest.mark.parametrize("day", ["2025-12-17", "2025-12-31"])
def test_from_fourteen_days_before_until_the_last_day_there_is_one(day: str) -> None:
    assert House(day).copy()


def test_an_address_that_two_people_have_gets_neither_s_copy() -> None:
    house = House()
    set_register(house.workspace, a_register(ANN, replace(BEN, email=ANN.email, ends=LAST), HEAD))
    assert portable_copy(house.world, ANN.email) is None


def test_somebody_who_does_not_take_part_gets_theirs_too() -> None:
    house = House()
    away = Exemption("S1", "long absence", "private", date(2025, 11, 1))
    set_register(house.workspace, a_register(ANN, BEN, HEAD, exemptions=(away,)))
    files = house.copy()
    assert "private" not in str(files)
    assert any(SECRET.encode() in content for content in files.values())


def test_the_same_copy_twice_is_the_same_bytes() -> None:
    house = House()
    assert portable_copy(house.world, ANN.email) == portable_copy(house.world, ANN.email)


def test_what_came_back_from_a_form_is_in_the_document_and_a_closed_year_s_name_is_plain() -> None:
    house = House()
    plan = house.file("B/S1")
    house.world.documents.keep_record(plan, Record("r", at("2025-10-09"), "From my reflection", (Part("I said", ("one word",)),)))
    table_of = house.workspace.tabs["Ledger"]
    row = next(row for row in table_of if row and row[0] == "2025-26/B/S1")
    row[7] += " · closed"
    files = house.copy()
    assert not [path for path in files if "closed" in path]
    assert any(b"one word" in content for content in files.values())


# What can't be had


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (Refused("drive.files.export", "exportSizeLimitExceeded", 403), "it is larger than Google exports"),
        (Refused("drive.files.export", "cannotExportFile", 403), "Google refused"),
        (NotThere("drive.files.export", "notFound", 404), "it is not where the service made it"),
        (Unsure("drive.files.export", "internalError", 500), "Google gave no answer"),
        (Throttled("drive.files.export", "rateLimitExceeded", 429), "Google gave no answer"),
    ],
)
def test_a_file_that_can_t_be_had_is_named_and_the_others_are_there(error: Exception, why: str) -> None:
    house = House()
    house.workspace.troubles = [Trouble("export", error, nth=2)]
    files = house.copy()
    [line] = [one for one in readme(files).split("\r\n") if one.endswith(why)]
    assert line.strip().startswith("2025-26/")
    assert sum(path.endswith((".docx", ".pdf")) for path in files) == 6


@pytest.mark.parametrize("method", ["responses", "inside", "download", "facts"])
def test_whatever_fails_by_itself_is_told_and_the_rest_is_there(method: str) -> None:
    house = House()
    if method == "facts":
        house.workspace.search_lag = timedelta(days=90)
    house.workspace.troubles = [Trouble(method, Refused("x", "forbidden", 403))]
    files = house.copy()
    assert "Google refused" in readme(files)
    assert sum(path.endswith(".docx") for path in files) == 3


def test_where_google_does_not_answer_it_is_no_empty_copy_but_an_error() -> None:
    house = House()
    house.workspace.troubles = [Trouble("export", Unsure("drive.files.export", "ReadTimeout"), nth=nth) for nth in range(1, 4)]
    with pytest.raises(Unsure):
        portable_copy(house.world, ANN.email)


def test_documents_that_are_too_large_as_word_files_and_faults_as_pdfs_do_not_stop_the_rest() -> None:
    house = House()
    large, fault = (
        Refused("drive.files.export", "exportSizeLimitExceeded", 403),
        Unsure("drive.files.export", "backendError", 500),
    )
    house.workspace.troubles = [Trouble("export", error, nth=nth) for nth, error in enumerate([large, fault] * 3, start=1)]
    files = house.copy()
    assert readme(files).count("it is larger than Google exports") == readme(files).count("Google gave no answer") == 3
    assert any("as agreed on" in path for path in files)


def test_where_nothing_at_all_came_for_want_of_an_answer_it_is_an_error_too() -> None:
    house = House()
    for key in ("A/S1", "C/S1"):
        house.workspace.tabs["Ledger"] = [row for row in house.workspace.tabs["Ledger"] if not row or row[0] != f"2025-26/{key}"]
    refused = [Trouble(method, Refused("x", "no", 403)) for method in ("inside", "responses", "facts")]
    lost = [Trouble("export", Unsure("drive.files.export", "ReadTimeout"), nth=nth) for nth in (1, 2)]
    house.workspace.troubles = [*refused, *lost, Trouble("responses", Refused("x", "no", 403), nth=2)]
    with pytest.raises(Unsure):
        portable_copy(house.world, ANN.email)


def test_a_plan_as_agreed_that_the_listing_does_not_show_yet_is_in_it() -> None:
    house = House()
    house.workspace.search_lag = timedelta(days=90)
    assert any("as agreed on" in path for path in house.copy())


def test_an_older_text_as_agreed_is_in_it_and_what_else_lies_in_the_folder_is_named() -> None:
    house = House()
    folder = house.items["person/S1"].file_id
    house.world.writer.keep_pdf(house.file("B/S1"), "older", " · as agreed on 2 October 2025", {DIGEST: "e"})
    house.workspace.files["older"].name = "Some old name.pdf"
    house.world.writer.make_document("My holiday list", folder, {})
    files = house.copy()
    assert "as agreed/Some old name.pdf" in files
    told = readme(files)
    assert "IN YOUR FOLDER, AND NOT IN THIS COPY" in told
    assert told.rstrip().endswith("My holiday list")


def test_somebody_of_whom_nothing_is_kept_gets_a_readme_that_says_so() -> None:
    house = House()
    new = a_person("S5", given_name="Eve", starts=date(2025, 12, 19), ends=LAST)
    set_register(house.workspace, a_register(ANN, BEN, HEAD, new))
    files = house.copy(new.email)
    assert list(files) == ["README.txt"]
    assert "Nothing is kept of you here." in readme(files)


# Whose an answer is


def answers(files: dict[str, bytes]) -> str:
    return "".join(content.decode("utf-8-sig") for path, content in files.items() if path.endswith(".csv"))


def test_answers_from_another_address_of_the_same_account_are_theirs() -> None:
    house = House()
    house.send(ANN, "§by an alias§", "ann.alias@stour.example", "r-alias")
    assert "§by an alias§" not in answers(house.copy())
    aliases = {ANN.email: ["ann.alias@stour.example"]}
    house.world = replace(house.world, addresses=lambda email: aliases.get(email, []))
    assert "§by an alias§" in answers(house.copy())


def test_whose_an_answer_was_when_it_was_collected_counts_before_any_address() -> None:
    """An address that somebody else had before, and one that the person had before."""
    house = House()
    house.send(ANN, "§somebody before me§", ANN.email, "r-before")
    house.send(ANN, "§under my old name§", "ann.before@stour.example", "r-old-name")
    book = house.items[check_ins_key(house.world.cycle)].file_id
    house.workspace.books[book] = {
        LOG: {
            "r-before": {"response": "r-before", "staff_id": "S7"},
            "r-old-name": {"response": "r-old-name", "staff_id": "S1"},
            "": {"response": ""},
        }
    }
    told = answers(house.copy())
    assert "§under my old name§" in told
    assert "§somebody before me§" not in told


def test_what_was_sent_from_an_address_before_its_person_came_is_not_theirs() -> None:
    mine = Whose("S1", frozenset({"a@x"}), date(2025, 10, 9))
    sent = Response("r", "A@x", at("2025-10-08"), at("2025-10-08"))
    assert not mine.has_sent(sent)
    assert mine.has_sent(replace(sent, sent=at("2025-10-09")))
    assert Whose("S1", frozenset({"a@x"})).has_sent(sent)
    assert not Whose("S1").has_sent(replace(sent, email=""))


def test_answers_of_a_year_whose_forms_are_gone_come_from_the_workbook() -> None:
    house = House()
    for standards in STANDARDS:
        key = form_key(house.world.cycle, f"reflection/{standards}")
        house.workspace.tabs["Ledger"] = [row for row in house.workspace.tabs["Ledger"] if not row or row[0] != key]
    who = {"school": "Oxbourne", "first": "2025-10-08 03:00", "sent": "2025-10-09 03:00"}
    rows = {
        one: {"response": one, "staff_id": staff_id, "name": name, **who, question_id("proudest"): words}
        for one, staff_id, name, words in (("r1", "S1", "Ann", SECRET), ("r2", "S2", "Ben", OTHER))
    }
    book = house.items[reflections_key(house.world.cycle)].file_id
    house.workspace.books[book] = {"Teachers' Standards": rows, "Needs a look": {"r3": {"staff_id": "S1", "answers": "no"}}}
    files = house.copy()
    [path] = [path for path in files if path.endswith(".csv")]
    assert path == "2025-26/Answers, My reflection, Teachers' Standards.csv"
    assert table(files[path])[1] == ["2025-10-08 03:00", "2025-10-09 03:00", SECRET]
    assert OTHER not in answers(files)


def test_a_question_that_is_not_asked_any_more_keeps_its_answer() -> None:
    house = House()
    house.send(ANN, "§to an old question§", response="r-old", key="gone")
    files = house.copy()
    [path] = [path for path in files if path.endswith(".csv")]
    [headings, *rows] = table(files[path])
    assert headings[-1] == "A question that is not asked any more"
    assert "§to an old question§" in {row[-1] for row in rows}


def test_nobody_s_words_name_or_address_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    house = House()
    house.workspace.troubles = [Trouble("export", NotThere("drive.files.export", "notFound", 404))]
    with capture_logs() as logged:
        house.copy()
    said = caplog.text + repr(logged)
    assert not [one for one in (SECRET, "Ann", ANN.email, "Growth plan") if one in said]


# The files themselves


@pytest.mark.parametrize("cell", ["=1+1", "+44 1234", "-5", "@SUM(A1)", "\tx", "\rx"])
def test_a_cell_that_would_be_a_formula_is_a_text(cell: str) -> None:
    assert table(csv_file([[cell, "plain = 1"]])) == [[f"'{cell}", "plain = 1"]]


def test_a_table_opens_in_excel_with_every_letter_and_line() -> None:
    content = csv_file([["Zoë", 'says "hello"', "two\nlines"], ["Łukasz, 🌱", "", ""]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert table(content) == [["Zoë", 'says "hello"', "two\nlines"], ["Łukasz, 🌱", "", ""]]


def test_a_zip_is_from_the_moment_in_london_and_for_its_owner_s_eyes() -> None:
    make: Callable[[], bytes] = lambda: zipped({"b/ö.txt": b"1", "a.txt": b"2"}, at("2025-07-01"))  # noqa: E731
    assert make() == make()
    with ZipFile(io.BytesIO(make())) as archive:
        assert archive.namelist() == ["b/ö.txt", "a.txt"]
        assert archive.getinfo("a.txt").date_time == (2025, 7, 1, 3, 0, 0)
        assert archive.getinfo("a.txt").external_attr >> 16 == 0o600
