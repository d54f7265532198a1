"""Somebody's last days, over HTTP: what their page says, and the copy that they take along, opened with other people's programs."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zipfile import ZipFile

import docx
import pypdf
import pytest
from flask.testing import FlaskClient

from local_workspace.core.faults import Fault
from local_workspace.core.server import Served
from service import desk as desk_module
from service.jobs.as_agreed import DIGEST
from service.jobs.collect import collect
from service.jobs.gather import gather
from service.jobs.runs import Order
from service.jobs.track import track
from service.policy.form_template import question_id
from service.policy.people import Person, line_manager_on
from service.settings import Settings
from service.web.app import create_app
from service.wiring import House, front
from tests.service.engine.hands import Hands

WORDS, OTHERS = "Talk partners in every lesson, §mine§", "§somebody else's§"
ANSWERED = "What I am proudest of"


@dataclass
class Someone:
    """Who is there, as Identity-Aware Proxy would say."""

    who: str
    switch_url: str = "/switch"

    def email(self, request: Any) -> str:
        return self.who

    def ask(self) -> Any:
        raise AssertionError("they are known")


@dataclass
class Stage:
    """Two people who wrote and answered, one of whom leaves on 31 December; their line manager agreed the leaver's plan."""

    here: House
    settings: Settings
    leaver: Person
    stayer: Person

    def client(self, email: str) -> FlaskClient:
        put_together = front(self.settings)
        return create_app(put_together.config, put_together.desk, Someone(email)).test_client()

    def set_cell(self, tab: str, staff_id: str, heading: str, text: str) -> None:
        workbook = self.here.world.workbook
        rows = [list(row) for row in workbook.tables().rows[tab]]
        row = next(row for row in rows[1:] if row and row[0] == staff_id)
        row += [""] * (len(rows[0]) - len(row))
        row[rows[0].index(heading)] = text
        workbook.replace_tab(tab, rows)


@pytest.fixture
def stage(october: House, settings: Settings, served: Served, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(desk_module, "FRESH_SECONDS", -1.0)
    found = gather(october.world)
    items, day = found.actual.items, found.now.date()
    people = [one for one in found.register.people if f"2025-26/B/{one.staff_id}" in items]
    leaver = next(one for one in people if line_manager_on(one, day))
    stayer = next(one for one in people if one.staff_id != leaver.staff_id)
    hands = Hands(october.connection)
    for person, words in ((leaver, WORDS), (stayer, OTHERS)):
        hands.answer(items[f"2025-26/B/{person.staff_id}"].file_id, "focus", words)
        form = items[f"2025-26/form/reflection/{person.standards}"].file_id
        body = {"formId": form, "email": person.email, "answers": {question_id("proudest"): f"{ANSWERED}: {words[-8:]}"}}
        served.workspace.routes["form-responses"](served.workspace, body)
    manager = found.register.person(line_manager_on(leaver, day) or "")
    assert manager is not None
    said = {"who": f"{leaver.name} ({leaver.staff_id})", "agreed": "We talked the plan over and agree on the focus"}
    body = {
        "formId": items["2025-26/form/conversation"].file_id,
        "email": manager.email,
        "answers": {question_id(key): text for key, text in said.items()},
    }
    served.workspace.routes["form-responses"](served.workspace, body)
    assert collect(october.world, Order("a test"), october.connection.counts).exit_code == 0
    assert track(october.world, Order("a test"), october.connection.counts).kept == 1
    made = Stage(october, settings, leaver, stayer)
    made.set_cell("Staff", leaver.staff_id, "Ends", "2025-12-31")
    served.workspace.clock.set(datetime(2025, 12, 18, 9, 0, tzinfo=UTC))
    return made


def press(client: FlaskClient) -> Any:
    found = re.search(r'action="/me/copy">\s*<input type="hidden" name="csrf_token" value="([^"]+)"', client.get("/me").text)
    assert found is not None
    return client.post("/me/copy", data={"csrf_token": found[1]})


def files_of(answer: Any) -> dict[str, bytes]:
    assert answer.status_code == 200
    with ZipFile(io.BytesIO(answer.data)) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


def word_text(content: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_a_leaver_is_told_downloads_the_copy_and_it_opens_in_other_programs(stage: Stage) -> None:
    client = stage.client(stage.leaver.email)
    assert "Your last day here is 31 December." in client.get("/me").text
    files = files_of(press(client))
    words = {path: word_text(content) for path, content in files.items() if path.endswith(".docx")}
    pdfs = {path: pdf_text(content) for path, content in files.items() if path.endswith(".pdf")}
    assert (len(words), len(pdfs)) == (3, 4)
    [plan] = [path for path, text in words.items() if WORDS in text]
    assert plan.startswith("2025-26/")
    assert stage.leaver.name in words[plan]
    assert "Talk partners" in pdfs[plan.replace(".docx", ".pdf")]
    [agreed] = [path for path in pdfs if "as agreed on 6 October 2025" in path]
    assert "Talk partners" in pdfs[agreed]
    [table] = [path for path in files if path.endswith(".csv")]
    rows = list(csv.reader(io.StringIO(files[table].decode("utf-8-sig"), newline="")))
    assert len(rows) == 2
    assert f"{ANSWERED}: {WORDS[-8:]}" in rows[1]
    told = files["README.txt"].decode("utf-8-sig")
    assert "Nothing: all of it is here." in told
    everything = "\n".join([*words.values(), *pdfs.values(), *map(str, rows), told])
    assert OTHERS not in everything
    assert "somebody else" not in everything


def test_nobody_else_is_told_or_gets_it(stage: Stage) -> None:
    client = stage.client(stage.stayer.email)
    page = client.get("/me").text
    assert "last day" not in page
    client.application.config["WTF_CSRF_ENABLED"] = False
    assert client.post("/me/copy", data={"email": stage.leaver.email}).status_code == 404


def test_someone_who_does_not_take_part_and_leaves_sees_only_that_and_gets_the_copy(stage: Stage) -> None:
    rows = stage.here.world.workbook.tables().rows["Exemptions"]
    away = [stage.leaver.staff_id, "long absence", "private", "2025-11-01", ""]
    stage.here.world.workbook.replace_tab("Exemptions", [*rows, away])
    client = stage.client(stage.leaver.email)
    page = client.get("/me").text
    assert "Your last day here is 31 December." in page
    assert "private" not in page
    assert "Yours today" not in page
    assert len([path for path in files_of(press(client)) if path.endswith(".docx")]) == 3


def test_before_the_fortnight_and_from_the_morning_after_there_is_no_message_and_no_copy(stage: Stage, served: Served) -> None:
    for moment in (datetime(2025, 12, 16, 23, 59, tzinfo=UTC), datetime(2026, 1, 1, 0, 0, tzinfo=UTC)):
        served.workspace.clock.set(moment)
        client = stage.client(stage.leaver.email)
        assert "last day" not in client.get("/me").text
        client.application.config["WTF_CSRF_ENABLED"] = False
        assert client.post("/me/copy").status_code == 404


def test_a_document_that_is_gone_is_named_and_a_workspace_that_does_not_answer_is_a_page(stage: Stage, served: Served) -> None:
    items = gather(stage.here.world).actual.items
    Hands(stage.here.connection).delete(items[f"2025-26/A/{stage.leaver.staff_id}"].file_id)
    client = stage.client(stage.leaver.email)
    told = files_of(press(client))["README.txt"].decode("utf-8-sig")
    assert told.count("it is not where the service made it") == 2
    served.workspace.faults.append(Fault(method="drive.files.export", status=503, times=99))
    failed = press(client)
    assert (failed.status_code, "Google is not answering just now" in failed.text) == (503, True)
    served.workspace.faults.clear()
    assert press(client).status_code == 200


def test_an_older_text_as_agreed_is_found_by_its_mark(stage: Stage) -> None:
    items = gather(stage.here.world).actual.items
    writer = stage.here.world.writer
    [older] = writer.new_ids(1)
    writer.keep_pdf(items[f"2025-26/B/{stage.leaver.staff_id}"].file_id, older, " · as agreed on 2 October 2025", {DIGEST: "e"})
    files = files_of(press(stage.client(stage.leaver.email)))
    assert sorted(path.rpartition("as agreed on ")[2] for path in files if "as agreed on" in path) == [
        "2 October 2025.pdf",
        "6 October 2025.pdf",
    ]
