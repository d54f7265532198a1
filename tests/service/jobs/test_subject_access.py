"""A subject access pack in memory: every place that is looked through, what is left out, and what a person has to look at."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any
from zipfile import ZipFile

import pytest

from service.errors import NotThere, Refused, SetUpError, Unsure
from service.jobs.answer_log import CHECK_INS, LOG, LOOKS, check_in_cells
from service.jobs.gather import gather
from service.jobs.library import LIBRARY, OFFERS
from service.jobs.pack import Part, Subject, table
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.subject_access import Pack, subject_access
from service.policy.check_ins import CheckIn, Mark
from service.policy.form_template import question_id
from service.policy.register import Register
from service.policy.responses import Response
from service.policy.retention import Retention
from service.policy.schools import School
from service.reconcile.change import MakeFolder, Rename
from service.reconcile.forms_for import check_ins_key, library_key, reflections_key
from service.reconcile.grid import Kept
from service.reconcile.review import Step, review_of
from service.reconcile.tabs import AGREEMENTS, DISPOSALS, LEDGER, PLANS, REVIEWS, RUNS, TODAY
from tests.service.builders import STANDARDS
from tests.service.fakes import MemoryWorkspace, Trouble, a_world, at
from tests.service.policy.people import a_person, a_register

GROUP = "all-staff@stour.example"
HEAD = a_person("S9", standards="headteachers", given_name="Hal", family_name="Head", line_manager="none")
ANN = a_person("S1", given_name="Ann", family_name="Of", line_manager="S9")
BEN = a_person("S2", given_name="Ben", family_name="By", line_manager="S9")


class House:
    """Three people in October with Forms and Sheets; what is in the workbooks is written by the tests."""

    def __init__(self, register: Register | None = None, **facts: Any) -> None:
        self.workspace = MemoryWorkspace()
        register = register or a_register(ANN, BEN, HEAD)
        world = a_world(self.workspace, register, staff_groups=(GROUP,), status_sheets=True, **facts)
        self.world = replace(world, cycle=world.cycle.model_copy(update={"standards": STANDARDS}))
        assert not provision(self.world, Order("a test"), Counter()).failures
        self.items = gather(self.world).actual.items
        self.cycle = self.world.cycle
        self.register = register

    def file(self, key: str) -> str:
        return str(self.items[f"2025-26/{key}"].file_id)

    def book(self, key: str, **tabs: list[dict[str, str]]) -> None:
        named = {"looks": LOOKS, "log": LOG, "check_ins": CHECK_INS, "offers": OFFERS, "library": LIBRARY, "teams": "My teams"}
        file_id = self.items[key].file_id
        self.workspace.books.setdefault(file_id, {}).update(
            {named[name]: {str(number): row for number, row in enumerate(rows)} for name, rows in tabs.items()}
        )

    def pack(self, staff_id: str = "S1") -> Pack:
        return subject_access(self.world, staff_id, Order("a test"), Counter())

    def files(self, staff_id: str = "S1") -> dict[str, str]:
        with ZipFile(io.BytesIO(self.pack(staff_id).content)) as archive:
            return {path: archive.read(path).decode("utf-8-sig") for path in archive.namelist()}

    def rows(self, path: str, staff_id: str = "S1") -> list[list[str]]:
        found = self.files(staff_id).get(path)
        return list(csv.reader(io.StringIO(found, newline="")))[1:] if found else []


def test_a_tab_that_an_admin_added_is_looked_through_too() -> None:
    house = House()
    house.workspace.tabs["Parking"] = [["Bay", "Staff id "], ["7", "S1"], ["8", "S2"]]
    house.workspace.tabs["Keys"] = [["E-mail"], [ANN.email.upper()], [BEN.email]]
    house.workspace.tabs["Notes"] = [["Anything"], ["S1"]]
    house.workspace.tabs["Blank"] = []
    assert house.rows("2 Record/Parking.csv") == [["7", "S1"]]
    assert house.rows("2 Record/Keys.csv") == [[ANN.email.upper()]]
    assert not [path for path in house.files() if "Notes" in path or "Blank" in path]


def test_the_register_s_rows_of_others_tell_only_that_they_name_somebody_and_how_often() -> None:
    school = School("OXB", "Oxbourne Primary School", leaders=("S2", "S9"))
    acting = {"acting_manager": "S2", "acting_from": date(2025, 9, 1)}
    house = House(Register((replace(ANN, **acting), BEN, HEAD, a_person("S3", line_manager="S9")), (school,)))
    assert house.rows("1 Register/Named elsewhere.csv", "S9") == [
        ["Line manager of", "3 people"],
        ["Sees the school's status Sheet", "OXB"],
    ]
    assert house.rows("1 Register/Named elsewhere.csv", "S2")[0] == ["Acting manager of", "1 person"]
    assert house.rows("1 Register/Named elsewhere.csv", "S1") == []


def test_a_last_import_that_cannot_be_read_is_told_as_it_is() -> None:
    house = House()
    staff = house.workspace.tabs["Staff"]
    staff[1:] = [[*row, *[""] * (len(staff[0]) - len(row))] for row in staff[1:]]
    staff[1][-1] = "someone wrote here"
    assert house.rows("1 Register/Last import.csv") == [["not readable", "someone wrote here"]]
    staff[1][-1] = '{"Role": "Teacher"}'
    assert house.rows("1 Register/Last import.csv") == [["Role", "Teacher"]]


def test_what_the_admin_was_told_names_them_by_id_name_or_address_and_by_nothing_else() -> None:
    house = House()
    lines = [
        "To mend: Staff, row 2: the one with S1 .",
        f"To mend: (found '{ANN.email}').",
        "To mend: ann  of, twice.",
        "To mend: S10 and Ann Offord.",
        "To mend: S2.",
    ]
    house.workspace.tabs[TODAY] = [["What needs you today"], *([line] for line in lines), []]
    assert [row[0] for row in house.rows("2 Record/Today.csv")] == lines[:3]


def test_reviews_disposals_agreements_and_admins_tell_what_is_theirs() -> None:
    house = House()
    steps = [
        Step(
            date(2026, 9, 1),
            "then",
            (MakeFolder("S1", "person/S1", "Ann Of", "people"), Rename("S2", "2026-27/B/S2", "f", "a", "b")),
        )
    ]
    house.workspace.tabs[REVIEWS] += review_of("2026-27", "turn", steps, date(2026, 7, 1)).to_rows()
    house.workspace.tabs[DISPOSALS] += [
        ["x", "leavers", "rows/Plans/S1", "", "2028-01-01", "left"],
        ["y", "leavers", "person/S2"],
        [],
    ]
    house.workspace.tabs[AGREEMENTS] += [["S1", "2025-26", "2025-10-14", "S9", "r1"], ["S2", "2025-26", "2025-10-15", "S1", "r2"]]
    house.workspace.tabs["Admins"] += [[ANN.email, "since May"], [BEN.email, ""]]
    [review] = house.rows("2 Record/Reviews.csv")
    assert review[:2] == ["2026-07-01", "2026-27"]
    assert "make folder person/S1" in review[2]
    assert [row[2] for row in house.rows("2 Record/Disposals.csv")] == ["rows/Plans/S1"]
    assert [row[3] for row in house.rows("2 Record/Agreements.csv")] == ["S9"]
    assert house.rows("2 Record/Agreements you recorded.csv") == [["2025-26", "2025-10-15"]]
    assert house.rows("1 Register/Admins.csv") == [[ANN.email, "since May"]]


def test_who_could_open_before_it_was_written_down_since_when_is_told_so() -> None:
    house = House()
    table_of = house.workspace.tabs[LEDGER]
    row = next(row for row in table_of if row and row[0] == "person/S1")
    row[10] = f'{{"{ANN.email}":["writer","p"]}}'
    assert [ANN.email, "writer", "before it was written down"] in [one[1:] for one in house.rows("2 Record/Who can open.csv")]


# The workbooks of answers


def recorded(
    house: House, identity: str, by: str, marks: dict[str, Mark], presented: frozenset[str] = frozenset()
) -> dict[str, str]:
    one = CheckIn("OXB", "Team 1", 1, at("2025-10-14"), marks, presented)
    return check_in_cells(identity, one, by, house.register, house.cycle.half_terms)


def test_of_check_ins_their_own_mark_and_that_they_recorded_one_and_nobody_else_s() -> None:
    house = House()
    both = {"S1": Mark.APOLOGIES, "S2": Mark.PRESENT}
    house.book(
        check_ins_key(house.cycle),
        check_ins=[
            recorded(house, "r1", "Hal Head", both, frozenset({"S1"})),
            recorded(house, "r2", "Hal Head", {"S2": Mark.PRESENT}),
            recorded(house, "r3", "Ann Of", {"S2": Mark.PRESENT}),
            recorded(house, "r4", "Ann Of", {"S2": Mark.PRESENT}),
            recorded(house, "sheet-5", "Ann Of, in the Sheet", {"S2": Mark.PRESENT}),
            {"response": "r6", "met": "Ann Of, Ben By", "marks": "somebody wrote here"},
            {"response": "r7", "met": "Ben By", "marks": "somebody wrote here"},
        ],
        log=[
            {"response": "r3", "staff_id": "S2", "form": "check-in/OXB"},
            {"response": "r4", "staff_id": "S1", "form": "check-in/OXB"},
        ],
        offers=[{"staff_id": "S1", "offered": "yes"}, {"staff_id": "S2", "offered": "yes"}],
    )
    [mine] = house.rows("3 Answers/2025-26/Check-ins.csv")
    assert mine == ["Oxbourne Primary School", "Team 1", "Autumn 1", "2025-10-14 03:00", "Hal Head", "apologies", "yes"]
    assert len(house.rows("3 Answers/2025-26/Check-ins you recorded.csv")) == 2
    assert [row[0] for row in house.rows("3 Answers/2025-26/Sent.csv")] == ["r4"]
    assert [row[2] for row in house.rows("3 Answers/2025-26/Offers.csv")] == ["yes"]
    assert house.pack().by_hand == ["'Check-ins 2025-26': a row of Check-ins that can't be read names them"]
    assert "Ben" not in "".join(text for path, text in house.files().items() if path.startswith("3 Answers"))


def test_where_two_people_have_one_name_a_check_in_is_nobody_s_to_have_recorded_by_it() -> None:
    house = House(a_register(ANN, replace(BEN, given_name="Ann", family_name="Of"), HEAD))
    house.book(check_ins_key(house.cycle), check_ins=[recorded(house, "r1", "Ann Of", {})])
    assert house.rows("3 Answers/2025-26/Check-ins you recorded.csv") == []


def test_what_they_sent_and_did_not_count_is_there_without_whom_else_it_names() -> None:
    house = House()
    looks = {"state": "look", "reason": "why", "form": "a Form", "sent": "2025-10-14 03:00"}
    house.book(
        reflections_key(house.cycle),
        looks=[{"email": ANN.email, "answers": "§mine§", **looks}, {"email": BEN.email, "answers": "§his§", **looks}],
    )
    house.book(
        check_ins_key(house.cycle),
        looks=[
            {"email": ANN.email, "answers": "Ben By: Apologies", **looks},
            {"email": "x@y", "answers": "Ann Of: there", **looks},
        ],
    )
    files = house.files()
    assert "§mine§" in files["3 Answers/2025-26/Needs a look, reflections.csv"]
    assert "It stays in the Form." in files["3 Answers/2025-26/Needs a look, check-ins.csv"]
    assert not [path for path, text in files.items() if "§his§" in text or "Ben By" in text]
    assert house.pack().by_hand == ["'Check-ins 2025-26': in the tab Needs a look something that somebody else sent names them"]


def test_the_library_and_the_leads_sheets_show_their_own_line() -> None:
    house = House()
    house.workspace.now = at("2026-06-10")
    assert not provision(house.world, Order("a test"), Counter()).failures
    house.items = gather(house.world).actual.items
    house.book(
        library_key(house.cycle),
        library=[{"file": house.file("D/S1"), "focus": "§reading§"}, {"file": house.file("D/S2"), "focus": "§his§"}],
    )
    house.book(
        "2025-26/teams/S9",
        teams=[{"id": "OXB|Team 1|S1", "half_term_1": "there"}, {"id": "OXB|Team 1|S2", "half_term_1": "§his§"}],
    )
    files = house.files()
    assert "§reading§" in files["3 Answers/2025-26/Library.csv"]
    assert "there" in files["3 Answers/2025-26/Lead's Sheet.csv"]
    assert not [path for path, text in files.items() if "§his§" in text]


# The Forms


def said(house: House, form: str, identity: str, email: str, **answers: str) -> None:
    texts = {question_id(key): [text] for key, text in answers.items()}
    response = Response(identity, email, at("2025-10-14"), at("2025-10-14"), texts)
    house.workspace.forms[house.file(f"form/{form}")].answers[identity] = response


def test_what_was_recorded_about_their_conversation_is_there_whatever_it_names_them_by() -> None:
    house = House()
    said(house, "conversation", "r1", HEAD.email, who="Ann Of (S1)", what="§by id and name§")
    said(house, "conversation", "r2", HEAD.email, who="ann of", what="§by name§")
    said(house, "conversation", "r3", HEAD.email, who="Ben By", what="§about him§")
    said(house, "conversation", "r4", HEAD.email, who="Ben By", what="§agreed for her§")
    said(house, "conversation", "r5", HEAD.email, who="Ann Of", what="§agreed for him§")
    said(house, "conversation", "r6", ANN.email, who="Ben By", what="§by her about him§")
    said(house, "conversation", "r7", HEAD.email, who="somebody (S1)", what="§by id alone§")
    house.workspace.tabs[AGREEMENTS] += [["S1", "2025-26", "2025-10-14", "S9", "r4"], ["S2", "2025-26", "2025-10-14", "S9", "r5"]]
    told = house.files()["3 Answers/2025-26/Conversations about your plan.csv"]
    assert [one for one in ("by id and name", "by name", "agreed for her", "by id alone") if f"§{one}§" not in told] == []
    assert not [one for one in ("about him", "agreed for him", "by her about him") if f"§{one}§" in told]
    assert len(house.rows("3 Answers/2025-26/Conversations you recorded.csv")) == 1


def test_a_conversation_that_could_be_about_two_people_of_one_name_is_for_a_person_to_look_at() -> None:
    house = House(a_register(ANN, replace(BEN, given_name="Ann", family_name="Of"), HEAD))
    said(house, "conversation", "r1", HEAD.email, who="Ann Of", what="§either§")
    assert "§either§" not in "".join(house.files().values())
    assert house.pack().by_hand == ["'Growth conversation 2025-26': an answer names somebody of their name, without a staff id"]


def test_that_a_lead_sent_check_ins_is_told_and_not_who_was_there() -> None:
    house = House()
    said(house, "check-in/OXB", "r1", HEAD.email, team="Team 1", secret="§who was there§")
    assert [row[0] for row in house.rows("3 Answers/2025-26/Check-in Forms you sent.csv", "S9")] == [
        house.items["2025-26/form/check-in/OXB"].name
    ]
    assert "§who was there§" not in "".join(house.files("S9").values())


# Status Sheets


def put_in(house: House, key: str, rows: list[list[str]], kept: dict[str, Kept]) -> None:
    template = house.world.sheet_template
    headings = [one.heading for one in template.columns]
    house.workspace.sheets[house.file(key)] = ([["As of"], headings, *rows], kept)


def line(house: House, **cells: str) -> list[str]:
    return [cells.get(one.key, "") for one in house.world.sheet_template.columns]


def test_their_line_the_notes_beside_it_and_what_is_kept_of_it_are_there_and_others_are_not() -> None:
    house = House()
    rows = [
        line(house, staff_id="S1", name="Ann Of", notes="§a note about her§"),
        line(house, staff_id="S2", name="Ben By", notes="§a note about him§"),
        line(house, notes="ask Ann Of and Ben By"),
    ]
    put_in(
        house, "sheet/manager/S9", rows, {"S2": Kept(3, {"notes": "§his old one§"}), "S1": Kept(2, {"notes": "§an older note§"})}
    )
    found = house.rows("4 Sheets/Status Sheets 2025-26.csv")
    assert {(row[1], row[3], row[4]) for row in found} == {
        ("in the line", "S1", "the service's"),
        ("in the line", "Ann Of", "the service's"),
        ("in the line", "§a note about her§", "a manager's note"),
        ("kept out of sight since the last night", "§an older note§", "a manager's note"),
    }
    name = house.items["2025-26/sheet/manager/S9"].name
    assert house.pack().by_hand == [f"'{name}': row 5 names them, and is not their line"]
    assert not [path for path, text in house.files().items() if "about him" in text or "his old one" in text]


def test_a_sheet_whose_column_of_ids_was_taken_out_is_for_a_person_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House()
    put_in(house, "sheet/manager/S9", [line(house, staff_id="S1", name="Ann Of")], {})
    sheets = house.world.sheets

    class Without:
        def __getattr__(self, name: str) -> Any:
            return getattr(sheets, name)

        def read(self, *arguments: Any) -> Any:
            grid = sheets.read(*arguments)
            return replace(grid, columns={key: place for key, place in grid.columns.items() if key != "staff_id"})

    house.world = replace(house.world, sheets=Without())  # type: ignore[arg-type]
    assert any("names them, and is not their line" in one for one in house.pack().by_hand)


# What can't be had


def test_what_can_t_be_had_is_named_and_the_run_s_row_says_how_much() -> None:
    house = House()
    house.workspace.troubles = [
        Trouble("read_sheet", Refused("sheets.spreadsheets.get", "forbidden", 403)),
        Trouble("responses", NotThere("forms.forms.responses.list", "notFound", 404)),
        Trouble("look_at_book", Refused("sheets.spreadsheets.get", "forbidden", 403)),
        Trouble("look_at_book", Refused("sheets.spreadsheets.get", "forbidden", 403), nth=2),
    ]
    pack = house.pack()
    assert len(pack.missing) == 4
    assert house.workspace.tabs[RUNS][-1][5] == "could not be had: 4"
    assert pack.files > 6


def test_where_google_does_not_answer_there_is_no_half_a_pack() -> None:
    house = House()
    house.workspace.troubles = [Trouble("export", Unsure("drive.files.export", "ReadTimeout"), nth=nth) for nth in (1, 2, 3)]
    with pytest.raises(Unsure):
        house.pack()


def test_other_things_in_their_folder_are_named() -> None:
    house = House()
    house.world.writer.make_document("My holiday list", house.items["person/S1"].file_id, {})
    assert house.pack().by_hand == ["My holiday list"]
    assert "My holiday list: theirs, in their folder" in house.files()["README.txt"]


@pytest.mark.parametrize("staff_id", ["", "  ", "S77"])
def test_an_id_that_nobody_has_makes_no_pack(staff_id: str) -> None:
    with pytest.raises(SetUpError):
        House().pack(staff_id)


def test_for_how_long_each_is_kept_is_as_the_trust_set_it() -> None:
    told = House(retention=Retention(leavers=7, status_sheets=0, records=1)).files()["README.txt"]
    assert "as long as you are here, and then 7 months after your last day" in told
    assert "for: for ever" not in told
    house = House(retention=Retention(records=1))
    house.workspace.tabs[PLANS].append(["S1", "2025-26"])
    assert "for: 1 month after the year's closing day; a leaver's 24 months after their last day" in house.files()["README.txt"]


def test_a_subject_is_named_by_whole_words_alone() -> None:
    who = Subject("S1", ANN, frozenset({"s1@stour.example"}))
    assert who.is_named_in("it is (S1)")
    assert who.is_named_in("s1@stour.example,")
    assert not who.is_named_in("S11, AnnOf and xs1@stour.example.org")
    assert who.is_in("2025-26/A/S1/teachers")
    assert not who.is_in("S1")
    assert Subject("S7").name == ""
    assert not Part("f", "n", "w", "w", "k", table(["A"], []))
