"""What someone wrote, why someone does not take part, and when someone worked reach no Sheet, no log line and no run's row."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from local_workspace.core.server import Served
from service.jobs.collect import collect
from service.jobs.gather import gather
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.track import track
from service.local_seed import SERVICE_ACCOUNT
from service.policy.form_template import question_id
from service.policy.people import line_manager_on
from service.reconcile.plan_lines import from_row
from service.wiring import House

ANSWER, NOTE, REASON, TYPED = "Xanthippe's secret", "a §private§ jotting", "a §medical§ matter", "§my own driver§"
ASKED = ("focus", "why", "change", "notice", "support", "priority", "learn", "with", "notes")
WORKED = datetime(2025, 10, 8, 23, 47, 11, tzinfo=UTC)
"""A late evening, which nobody is to know of. No run is on that day."""


def write_everywhere(served: Served, file_id: str, email: str) -> None:
    """A person writes below every question, and over their dropdown."""

    def as_them(method: str, body: Any = None) -> Any:
        params = {"documentId": file_id, **({"includeTabsContent": True} if body is None else {})}
        return served.dispatcher.as_person(method, email, params, body)

    document = as_them("docs.documents.get")["tabs"][0]["documentTab"]
    ranges = {name: one["namedRanges"][0]["ranges"][0] for name, one in document["namedRanges"].items()}
    ends = sorted((one["endIndex"] for name, one in ranges.items() if name.removeprefix("ggp.question.") in ASKED), reverse=True)
    inserts = []
    for at, end in enumerate(ends):
        inserts.append({"insertText": {"location": {"index": end + 1}, "text": NOTE if at == 0 else ANSWER}})
    as_them("docs.documents.batchUpdate", {"requests": inserts})
    document = as_them("docs.documents.get")["tabs"][0]["documentTab"]
    label = next(
        element
        for one in document["body"]["content"]
        for element in one.get("paragraph", {}).get("elements", ())
        if "dropdown" in element
    )
    span = {"startIndex": label["startIndex"], "endIndex": label["endIndex"]}
    taken = {"deleteContentRange": {"range": span}}
    typed = {"insertText": {"location": {"index": label["startIndex"]}, "text": TYPED}}
    as_them("docs.documents.batchUpdate", {"requests": [taken, typed]})


def every_cell(served: Served, here: House) -> dict[str, list[str]]:
    """The texts of every spreadsheet of the trust's, hidden tabs and notes on cells included, by the Sheet's and tab's name."""
    found = {}
    for key, item in gather(here.world).actual.items.items():
        if "/sheet/" in key:
            found.update(texts(served, item.file_id, key))
    found.update(texts(served, here.world.places.workbook_id, "control"))
    return found


def texts(served: Served, file_id: str, name: str) -> dict[str, list[str]]:
    params = {"spreadsheetId": file_id, "includeGridData": True}
    whole = served.dispatcher.as_person("sheets.spreadsheets.get", SERVICE_ACCOUNT, params)
    return {
        f"{name} {one['properties']['title']}": [
            f"{cell.get('formattedValue', '')} {cell.get('note', '')} {cell.get('hyperlink', '')}"
            for row in one["data"][0].get("rowData", ())
            for cell in row.get("values", ())
        ]
        for one in whole["sheets"]
    }


@pytest.fixture
def night(here: House, served: Served, caplog: pytest.LogCaptureFixture) -> tuple[dict[str, list[str]], str]:
    """A person writes, another is exempt, the night passes: every cell there is, and everything that was logged."""
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logged:
        structlog.get_logger("test").info("the capture works")
        provision(here.world, Order("a test"), here.connection.counts)
        track(here.world, Order("a test"), here.connection.counts)
        found = gather(here.world)
        lines = [from_row(row) for row in here.world.workbook.tables().rows["Plans"][1:]]
        writer = next(one for one in found.register.people if one.staff_id == lines[0].staff_id)
        exempt = next(one for one in found.register.people if one.staff_id == lines[1].staff_id)
        served.workspace.clock.set(WORKED)
        write_everywhere(served, lines[0].file_id, writer.email)
        rows = [*here.world.workbook.tables().rows["Exemptions"], [exempt.staff_id, "other", REASON, "2025-09-01", ""]]
        here.world.workbook.replace_tab("Exemptions", rows)
        served.workspace.clock.set(datetime(2025, 10, 10, 1, 0, tzinfo=UTC))
        provision(here.world, Order("a test"), here.connection.counts)
        outcome = track(here.world, Order("a test"), here.connection.counts)
        assert (outcome.read, outcome.exit_code) == (1, 0)
    said = "\n".join([*(repr(one) for one in logged), caplog.text])
    assert "the capture works" in said
    return every_cell(served, here), said


def test_what_was_written_and_why_someone_is_away_are_nowhere_but_where_they_were_put(
    night: tuple[dict[str, list[str]], str],
) -> None:
    cells, said = night
    for secret in (ANSWER, "§private§", "§my own driver§", "§medical§"):
        where = {name for name, values in cells.items() if any(secret in value for value in values)}
        assert where == ({"control Exemptions"} if secret == "§medical§" else set()), secret
        assert secret not in said


def test_when_someone_worked_is_nowhere(night: tuple[dict[str, list[str]], str]) -> None:
    cells, said = night
    for sign in ("23:47", "00:47", "8 October", "2025-10-08", "2025-10-09"):
        assert not [name for name, values in cells.items() if any(sign in value for value in values)], sign
        assert sign not in said


def test_the_person_s_line_says_that_a_look_is_needed_and_why(night: tuple[dict[str, list[str]], str]) -> None:
    cells, _ = night
    [line] = {value.strip() for values in cells.values() for value in values if "is not one of its options" in value}
    assert "'My main driver' says something that is not one of its options" in line


def test_the_test_would_see_a_leak(night: tuple[dict[str, list[str]], str], served: Served, here: House) -> None:
    key = next(key for key in gather(here.world).actual.items if "/sheet/manager/" in key)
    file_id = gather(here.world).actual.items[key].file_id
    body = {"values": [[ANSWER]]}
    params = {"spreadsheetId": file_id, "range": "People!Z40", "valueInputOption": "RAW"}
    served.dispatcher.as_person(
        "sheets.spreadsheets.batchUpdate",
        SERVICE_ACCOUNT,
        {"spreadsheetId": file_id},
        {"requests": [{"appendDimension": {"sheetId": 7101, "dimension": "COLUMNS", "length": 30}}]},
    )
    served.dispatcher.as_person("sheets.spreadsheets.values.update", SERVICE_ACCOUNT, params, body)
    assert any(ANSWER in value for values in every_cell(served, here).values() for value in values)


def test_what_is_sent_with_forms_is_in_the_person_s_doc_and_the_admins_workbook_alone(
    here: House, served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    """A reflection, an agreement, and one that does not count: no status Sheet, no lead's Sheet, not the control workbook, not the
    workbook of check-ins, no log line, no run's row."""
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logged:
        provision(here.world, Order("a test"), here.connection.counts)
        found = gather(here.world)
        items, day = found.actual.items, found.now.date()
        person = next(one for one in found.register.people if line_manager_on(one, day) and f"2025-26/C/{one.staff_id}" in items)
        manager = found.register.person(line_manager_on(person, day) or "")
        assert manager is not None

        def send(form: str, email: str, **said: str) -> None:
            answers = {question_id(key): text for key, text in said.items()}
            body = {"formId": items[f"2025-26/form/{form}"].file_id, "email": email, "answers": answers}
            served.workspace.routes["form-responses"](served.workspace, body)

        agreed = {"who": f"{person.name} ({person.staff_id})", "agreed": "We talked the plan over and agree on the focus"}
        send(f"reflection/{person.standards}", person.email, proudest=ANSWER)
        send("conversation", manager.email, **agreed, what="§we agreed§")
        send("conversation", person.email, **agreed, what="§not mine to say§")
        outcome = collect(here.world, Order("a test"), here.connection.counts)
        assert (outcome.new, outcome.looks, outcome.exit_code) == (3, 1, 0)
        assert track(here.world, Order("a test"), here.connection.counts).exit_code == 0
    cells, said = every_cell(served, here), "\n".join([*(repr(one) for one in logged), caplog.text])
    books = {key: texts(served, item.file_id, key) for key, item in items.items() if "/answers/" in key or "/teams/" in key}
    for secret in (ANSWER, "§we agreed§", "§not mine to say§"):
        assert not [name for name, values in cells.items() if any(secret in value for value in values)]
        where = {key for key, tabs in books.items() if any(secret in value for values in tabs.values() for value in values)}
        assert where == ({"2025-26/answers/reflections"} if secret == ANSWER else set())
        assert secret not in said
    for known in (person.name, person.email, manager.email):
        assert known not in said
