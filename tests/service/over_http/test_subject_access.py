"""Everything about one person, over HTTP: words are planted about two people wherever the service can keep them; all of the one's are
in the pack, and none of the other's."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pypdf
import pytest
import stamina
import structlog
from typer.testing import CliRunner

from local_workspace.core import oauth
from local_workspace.core.server import Served
from service import cli
from service.errors import SetUpError
from service.google.sheet_structure import PEOPLE
from service.jobs.collect import collect
from service.jobs.gather import gather
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.subject_access import subject_access
from service.jobs.track import track
from service.local_seed import SERVICE_ACCOUNT
from service.policy.form_template import question_id
from service.policy.forms import everyone_key, mark_key
from service.policy.people import Person
from service.reconcile.tabs import RUNS
from service.settings import Settings
from service.wiring import House, house
from tests.service.engine.hands import Hands

AGREED = "We talked the plan over and agree on the focus"
PLACES = (
    "role",
    "last import",
    "exemption",
    "reflection",
    "plan",
    "own copy of the template",
    "agreement",
    "not theirs to agree",
    "note",
    "needs a look",
    "line in the lead's Sheet",
)


def word(place: str, person: str) -> str:
    """A word that stands nowhere else: whose it is about, and where it was put."""
    return f"§{place.replace(' ', '-')}-about-{person}§"


@dataclass
class Town:
    """X and Y: in one team, of one line manager, with their own words everywhere. lead: that manager."""

    here: House
    served: Served
    people: dict[str, Person] = field(default_factory=dict)
    lead: Person | None = None

    @property
    def items(self) -> Any:
        return gather(self.here.world).actual.items

    def send(self, form: str, email: str, **said: str) -> str:
        self.served.workspace.clock.advance(timedelta(minutes=1))
        answers = {question_id(key): text for key, text in said.items()}
        body = {"formId": self.items[f"2025-26/form/{form}"].file_id, "email": email, "answers": answers}
        identity: str = self.served.workspace.routes["form-responses"](self.served.workspace, body)["responseId"]
        return identity

    def set_cells(self, staff_id: str, **cells: str) -> None:
        workbook = self.here.world.workbook
        rows = [list(row) for row in workbook.tables().rows["Staff"]]
        row = next(row for row in rows[1:] if row[0] == staff_id)
        row += [""] * (len(rows[0]) - len(row))
        for heading, text in cells.items():
            row[rows[0].index(heading.replace("_", " "))] = text
        workbook.replace_tab("Staff", rows)

    def night(self) -> None:
        provision(self.here.world, Order("a test"), self.here.connection.counts)
        assert collect(self.here.world, Order("a test"), self.here.connection.counts).exit_code == 0
        assert track(self.here.world, Order("a test"), self.here.connection.counts).exit_code == 0


def two_of_one_team(town: Town) -> None:
    """Two people who take part, with the same team and line manager, whoever that is in the sample."""
    found = gather(town.here.world)
    taking_part = [one for one in found.register.people if f"2025-26/B/{one.staff_id}" in found.actual.items]
    managers = {one.line_manager for one in taking_part}
    lead = next(one for one in taking_part if one.staff_id in managers)
    two = [one for one in taking_part if one.staff_id != lead.staff_id][:2]
    for name, person in zip(("X", "Y"), two, strict=True):
        last = f'{{"Role":"{word("last import", name)}"}}'
        role = word("role", name)
        town.set_cells(
            person.staff_id, Team="Team One", Line_manager=lead.staff_id, Role=role, Last_import=last, School=lead.school
        )
    register = gather(town.here.world).register
    town.people = {name: register.person(one.staff_id) for name, one in zip(("X", "Y"), two, strict=True)}  # type: ignore[misc]
    town.lead = register.person(lead.staff_id)


@pytest.fixture(scope="module")
def planted(seeded: Served, trust: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Words planted, collected, tracked. Snapshot: ``planted``."""
    seeded.workspace.restore("seed")
    seeded.workspace.clock.freeze(True)
    seeded.workspace.clock.set(datetime(2025, 10, 6, 7, 30, tzinfo=UTC))
    key = tmp_path_factory.mktemp("key") / "key.json"
    with seeded.workspace.lock:
        oauth.write_key_file(seeded.workspace, key, SERVICE_ACCOUNT, "ggp-local")
    with stamina.set_testing(True, attempts=2):
        made = plant(house(Settings(workspace=seeded.url, key_file=key, trust=trust, _env_file=None)), seeded)
        seeded.workspace.snapshot("planted")
        yield made


@pytest.fixture
def town(planted: Town) -> Town:
    """As it was planted."""
    planted.served.workspace.restore("planted")
    return planted


def plant(here: House, served: Served) -> Town:
    made = Town(here, served)
    provision(here.world, Order("a test"), here.connection.counts)
    two_of_one_team(made)
    made.night()
    hands, lead = Hands(here.connection), made.lead
    assert lead is not None
    away_while_answering(made)
    for name, person in made.people.items():
        whom = f"{person.name} ({person.staff_id})"
        hands.answer(made.items[f"2025-26/B/{person.staff_id}"].file_id, "focus", word("plan", name))
        hands.answer(made.items[f"2025-26/A/{person.staff_id}"].file_id, "proudest", word("own copy of the template", name))
        made.send(f"reflection/{person.standards}", person.email, proudest=word("reflection", name))
        made.send("conversation", lead.email, who=whom, agreed=AGREED, what=word("agreement", name))
        other = made.people["Y" if name == "X" else "X"]
        made.send("conversation", other.email, who=whom, agreed=AGREED, what=word("not theirs to agree", name))
    yes = gather(here.world).asks[f"check-in/{lead.school}"].items
    no = next(option.name for one in yes if one.key == everyone_key("Team One") for option in one.options if option.key == "no")
    marks = {
        mark_key("Team One", made.people["X"].staff_id): "Apologies",
        mark_key("Team One", made.people["Y"].staff_id): "Caught up",
    }
    made.send(f"check-in/{lead.school}", lead.email, team="Team One", **{everyone_key("Team One"): no, **marks})
    made.night()
    note_beside(made)
    served.workspace.clock.advance(timedelta(days=1))
    made.night()
    write_into_the_lead_s_sheet(made)
    return made


def away_while_answering(town: Town) -> None:
    """Both are exempt on the day on which they answer, so that it needs a look; then their exemption turns out to be over."""
    workbook = town.here.world.workbook
    rows = workbook.tables().rows["Exemptions"]
    for ends in ("2025-10-31", "2025-09-10"):
        away = [[one.staff_id, "long absence", word("exemption", name), "2025-09-01", ends] for name, one in town.people.items()]
        workbook.replace_tab("Exemptions", [*rows, *away])
        if ends == "2025-10-31":
            for name, person in town.people.items():
                town.send(f"reflection/{person.standards}", person.email, proudest=word("needs a look", name))
            outcome = collect(town.here.world, Order("a test"), town.here.connection.counts)
            assert outcome.looks == 2


def note_beside(town: Town) -> None:
    """The line manager writes a note beside each."""
    assert town.lead is not None
    file_id = town.items[f"2025-26/sheet/manager/{town.lead.staff_id}"].file_id
    grid = town.here.world.sheets.read(file_id, town.here.world.sheet_template)
    for name, person in town.people.items():
        row = next(row for row in range(len(grid.rows)) if grid.text(row, grid.columns["staff_id"]) == person.staff_id)
        put(town, file_id, (PEOPLE, row, grid.columns["notes"]), word("note", name))


def write_into_the_lead_s_sheet(town: Town) -> None:
    """What is no mark stays there until the next night."""
    assert town.lead is not None
    file_id = town.items[f"2025-26/teams/{town.lead.staff_id}"].file_id
    tab = town.here.world.books.look(file_id)["My teams"]
    for name, person in town.people.items():
        row = next(number for key, number in tab.rows.items() if key.endswith(f"|{person.staff_id}"))
        put(town, file_id, (tab.sheet_id, row, 5), word("line in the lead's Sheet", name))


def put(town: Town, file_id: str, where: tuple[int, int, int], text: str) -> None:
    """The line manager types into a cell."""
    assert town.lead is not None
    start = dict(zip(("sheetId", "rowIndex", "columnIndex"), where, strict=True))
    cell = {"userEnteredValue": {"stringValue": text}}
    request = {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}}
    params = {"spreadsheetId": file_id}
    town.served.dispatcher.as_person("sheets.spreadsheets.batchUpdate", town.lead.email, params, {"requests": [request]})


def read(path: str, content: bytes) -> str:
    """A file's text, by what it is."""
    if path.endswith(".docx"):
        document = docx.Document(io.BytesIO(content))
        cells = [cell.text for one in document.tables for row in one.rows for cell in row.cells]
        return "\n".join([*(one.text for one in document.paragraphs), *cells])
    if path.endswith(".pdf"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8-sig")


def opened(content: bytes) -> dict[str, str]:
    with ZipFile(io.BytesIO(content)) as archive:
        return {path: read(path, archive.read(path)) for path in archive.namelist()}


def pack_of(town: Town, name: str) -> dict[str, str]:
    order = Order("a test")
    return opened(subject_access(town.here.world, town.people[name].staff_id, order, town.here.connection.counts).content)


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_every_planted_word_about_a_person_is_in_their_pack_and_none_about_the_other(town: Town) -> None:
    for name, other in (("X", "Y"), ("Y", "X")):
        files = pack_of(town, name)
        missing = [place for place in PLACES if not [path for path, text in files.items() if word(place, name) in text]]
        assert missing == []
        leaked = {path: place for place in PLACES for path, text in files.items() if word(place, other) in text}
        assert leaked == {}


def test_each_word_is_where_one_would_look_for_it(town: Town) -> None:
    files = pack_of(town, "X")

    def where(place: str) -> set[str]:
        return {path.rpartition(".")[0].split("/")[0] for path, text in files.items() if word(place, "X") in text}

    assert where("role") >= {"1 Register"}
    assert where("last import") == {"1 Register"}
    assert where("exemption") == {"1 Register"}
    assert where("reflection") == {"3 Answers", "5 Documents"}
    assert where("agreement") == {"3 Answers", "5 Documents"}
    assert where("needs a look") == {"3 Answers", "5 Documents"}, "it counted in the end"
    assert where("note") == {"4 Sheets"}
    notes = [row for row in table(files["4 Sheets/Status Sheets 2025-26.csv"]) if word("note", "X") in row]
    assert {row[1] for row in notes} == {"in the line", "kept out of sight since the last night"}
    assert {row[4] for row in notes} == {"a manager's note"}


def test_of_a_check_in_only_one_s_own_mark_is_there_with_who_recorded_it(town: Town) -> None:
    assert town.lead is not None
    for name, mark in (("X", "apologies"), ("Y", "caught up")):
        files = pack_of(town, name)
        [headings, row] = table(files["3 Answers/2025-26/Check-ins.csv"])
        said = dict(zip(headings, row, strict=True))
        assert (said["Team"], said["Recorded by"], said["Your mark"]) == ("Team One", town.lead.name, mark)
    lead = opened(subject_access(town.here.world, town.lead.staff_id, Order("a test"), town.here.connection.counts).content)
    assert len(table(lead["3 Answers/2025-26/Check-ins you recorded.csv"])) == 2
    assert len(table(lead["3 Answers/2025-26/Conversations you recorded.csv"])) == 3
    assert len(table(lead["2 Record/Agreements you recorded.csv"])) == 3
    everything = "\n".join(lead.values())
    assert not [place for place in PLACES for name in "XY" if word(place, name) in everything]
    assert "Line manager of,2 people" in lead["1 Register/Named elsewhere.csv"].replace("3 people", "2 people")


def test_who_can_open_what_is_told_and_of_others_things_only_that_they_are_shared(town: Town) -> None:
    assert town.lead is not None
    files, x, y = pack_of(town, "X"), town.people["X"], town.people["Y"]
    can = table(files["2 Record/Who can open.csv"])
    assert {row[1]: row[2] for row in can[1:] if "Growing Great People" in row[0] and x.name in row[0]} == {
        x.email: "writer",
        town.lead.email: "commenter",
    }
    lead = opened(subject_access(town.here.world, town.lead.staff_id, Order("a test"), town.here.connection.counts).content)
    shared = lead["2 Record/Shared with you.csv"]
    assert "person/…" in shared
    assert "2025-26/C/…" in shared
    assert x.staff_id not in shared
    assert y.name not in "\n".join(text for path, text in files.items() if not path.startswith("5 Documents"))


def test_the_readme_says_what_each_is_where_it_is_kept_and_for_how_long(town: Town) -> None:
    files = pack_of(town, "X")
    told = files["README.txt"]
    assert all(path in told for path in files if path != "README.txt")
    for part in (
        "kept in: control workbook, tab Exemptions",
        "for: 36 months after the year's closing day; a leaver's 24 months after their last day",
        "the workbook Reflections",
        "Runs: its rows never name anyone",
        "Nothing: all of it is here.",
        "Comments beside Docs and on cells of Sheets are Drive's own",
        f"{town.people['X'].name} ({town.people['X'].staff_id})",
    ):
        assert part in told
    assert sum(path.endswith(".docx") for path in files) == 3
    assert any("as agreed on" in path for path in files)


def test_a_pack_leaves_a_row_that_does_not_say_whose_and_changes_nothing_else(town: Town) -> None:
    before = {tab: rows for tab, rows in town.here.world.workbook.tables().rows.items() if tab != RUNS}
    town.served.workspace.calls.clear()
    pack_of(town, "X")
    rows = town.here.world.workbook.tables().rows
    assert {tab: found for tab, found in rows.items() if tab != RUNS} == before
    assert rows[RUNS][-1][3] == "packs made for a subject access request: 1"
    assert not [one for one in (town.people["X"].staff_id, town.people["X"].name) if one in str(rows[RUNS][-1])]
    reading = ("get", "list", "batchGet", "export", "token")
    writes = {one.method for one in town.served.workspace.calls if one.method.rpartition(".")[2] not in reading}
    assert writes == {"sheets.spreadsheets.values.append"}


def test_a_person_whom_the_register_forgot_is_still_found_by_what_is_kept(town: Town) -> None:
    x = town.people["X"]
    workbook = town.here.world.workbook
    rows = [list(row) for row in workbook.tables().rows["Staff"]]
    workbook.replace_tab("Staff", [[""] * len(row) if row[0] == x.staff_id else row for row in rows])
    files = pack_of(town, "X")
    assert any(word("plan", "X") in text for text in files.values())
    assert any(word("reflection", "X") in text for path, text in files.items() if path.startswith("3 Answers"))
    assert not [path for path, text in files.items() if "about-Y§" in text]


def test_nobody_is_told_as_such(town: Town) -> None:
    with pytest.raises(SetUpError, match="nobody has the staff id 'S99999'"):
        subject_access(town.here.world, "S99999", Order("a test"), town.here.connection.counts)


def test_the_command_writes_one_file_for_its_owner_alone_and_never_over_another(
    town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    logging = structlog.get_config()
    cli.log_warnings()
    monkeypatch.chdir(tmp_path)
    for name in ("workspace", "key_file", "trust"):
        monkeypatch.setenv(f"GGP_{name.upper()}", str(getattr(town.here.settings, name)))
    staff_id = town.people["X"].staff_id
    done = CliRunner().invoke(cli.app, ["subject-access", staff_id])
    assert done.exit_code == 0, done.output
    [made] = tmp_path.glob("subject-access-*.zip")
    assert made.name == f"subject-access-{staff_id}-2025-10-07.zip"
    assert made.stat().st_mode & 0o777 == 0o600
    assert "Read them before you hand them over" in " ".join(done.output.split())
    assert word("plan", "X") in "\n".join(opened(made.read_bytes()).values())
    again = CliRunner().invoke(cli.app, ["subject-access", staff_id])
    assert "is there already" in str(again.exception)
    elsewhere = CliRunner().invoke(cli.app, ["subject-access", staff_id, "--out", str(tmp_path / "no" / "x.zip")])
    assert "its folder is not" in str(elsewhere.exception)
    other = CliRunner().invoke(cli.app, ["subject-access", staff_id, "--out", str(tmp_path / "other.zip")])
    assert (other.exit_code, (tmp_path / "other.zip").is_file()) == (0, True)
    structlog.configure(**logging)
