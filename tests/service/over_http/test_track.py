"""Tracking over HTTP: a teacher writes in the plan, and only that plan is read again."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from local_workspace.core.errors import NotFound
from local_workspace.core.server import Served
from service.jobs.gather import contents, gather
from service.jobs.runs import Order
from service.jobs.track import Tracked, track
from service.reconcile.plan_lines import PlanLine, from_row
from service.reconcile.tabs import AGREEMENTS, PLANS
from service.wiring import House

DRIVES = {"supportsAllDrives": True}


def run(here: House) -> Tracked:
    return track(here.world, Order("a test"), here.connection.counts)


def lines(here: House) -> dict[str, PlanLine]:
    rows = contents(here.world, here.world.workbook.tables())[PLANS]
    return {one.staff_id: one for one in map(from_row, rows[1:])}


def write(served: Served, file_id: str, email: str, key: str, text: str) -> None:
    """Someone writes an answer into their plan: right behind the question's hint."""

    def as_them(method: str, body: Any = None, **params: Any) -> Any:
        return served.dispatcher.as_person(method, email, {"documentId": file_id, **params}, body)

    document = as_them("docs.documents.get", includeTabsContent=True)
    named = document["tabs"][0]["documentTab"]["namedRanges"][f"ggp.question.{key}"]["namedRanges"][0]["ranges"][0]
    content = document["tabs"][0]["documentTab"]["body"]["content"]
    place = next(one["startIndex"] for one in content if one.get("startIndex", 0) >= named["endIndex"])
    as_them("docs.documents.batchUpdate", {"requests": [{"insertText": {"location": {"index": place}, "text": text}}]})


def test_only_what_changed_is_read_and_what_it_shows_is_kept_without_its_words(october: House, served: Served) -> None:
    first = run(october)
    assert (first.read, first.exit_code) == (len(lines(october)), 0)
    assert run(october).due == 0
    register = gather(october.world).register
    someone = next(one for one in register.people if one.staff_id in lines(october))
    write(served, lines(october)[someone.staff_id].file_id, someone.email, "focus", "Talk in pairs 🌱")
    served.workspace.calls.clear()
    again = run(october)
    assert (again.due, again.read, again.changed) == (1, 1, 1)
    assert [one.method for one in served.workspace.calls].count("docs.documents.get") == 1
    assert lines(october)[someone.staff_id].evidence.answered == 1
    assert "pairs" not in repr(october.world.workbook.tables().rows)


def test_a_log_that_cannot_be_followed_makes_everything_due(october: House, served: Served) -> None:
    everyone = run(october).read
    rows = october.world.workbook.tables().rows["Tracking"]
    drive = october.world.places.people_drives[0]
    [row] = [number for number, cells in enumerate(rows, start=1) if cells[0] == drive]
    october.world.workbook.write_rows("Tracking", {row: [drive, "999999999", ""]})
    served.workspace.clock.advance(timedelta(days=1))
    assert run(october).read == everyone
    assert run(october).due == 0


def test_the_text_as_agreed_is_a_pdf_that_the_person_and_their_manager_can_read_and_nobody_can_change(
    october: House, served: Served
) -> None:
    run(october)
    register = gather(october.world).register
    someone = next(one for one in register.people if one.line_manager in lines(october) and one.staff_id in lines(october))
    manager = register.person(someone.line_manager)
    assert manager is not None
    write(served, lines(october)[someone.staff_id].file_id, someone.email, "focus", "Talk in pairs, says Łucja")
    agreed = [someone.staff_id, october.world.cycle.id, "2025-10-06", someone.line_manager]
    october.world.workbook.write_rows(AGREEMENTS, {2: agreed})
    assert (run(october).kept, run(october).kept) == (1, 0)
    pdf = lines(october)[someone.staff_id].kept_as
    for reader in (someone, manager):
        media = served.dispatcher.as_person("drive.files.get", reader.email, {"fileId": pdf, "alt": "media", **DRIVES})
        assert "Talk in pairs, says Łucja" in " ".join(PdfReader(BytesIO(media.data)).pages[0].extract_text().split())
    facts = served.dispatcher.as_person(
        "drive.files.get", someone.email, {"fileId": pdf, "fields": "name,capabilities", **DRIVES}
    )
    assert facts["name"].endswith(" · as agreed on 6 October 2025.pdf")
    assert not facts["capabilities"]["canModifyContent"]
    assert not facts["capabilities"]["canModifyContentRestriction"]
    stranger = next(one for one in register.people if one not in (someone, manager))
    with pytest.raises(NotFound):
        served.dispatcher.as_person("drive.files.get", stranger.email, {"fileId": pdf, **DRIVES})
