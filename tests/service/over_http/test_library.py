"""Presentations: the lead records who presented, on the Form of check-ins; and whoever offers theirs to the trust is in its library,
for all staff to open, and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local_workspace.core.errors import Forbidden, NotFound
from local_workspace.core.server import Served
from service.jobs.collect import collect
from service.jobs.gather import gather
from service.jobs.library import LIBRARY
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.track import track
from service.policy.form_template import question_id
from service.policy.forms import everyone_key, presented_key
from service.policy.teams import all_teams
from service.reconcile.forms_for import library_key
from service.wiring import House


@pytest.fixture
def june(here: House, served: Served) -> House:
    """Presentations are open."""
    served.workspace.clock.set(datetime(2026, 6, 15, 7, 0, tzinfo=UTC))
    assert provision(here.world, Order("a test"), here.connection.counts).exit_code == 0
    assert track(here.world, Order("a test"), here.connection.counts).exit_code == 0
    return here


def choose(served: Served, file_id: str, email: str, option: str) -> None:
    """A person chooses how far their page may go."""
    ask = served.dispatcher.as_person
    document = ask("docs.documents.get", email, {"documentId": file_id, "includeTabsContent": True})
    chips = [
        element["dropdown"]
        for one in document["tabs"][0]["documentTab"]["body"]["content"]
        for element in one.get("paragraph", {}).get("elements", ())
        if "dropdown" in element
    ]
    [chip] = chips
    change = {"selectedOptionId": f"dropdownItem.{option}"}
    request = {
        "updateDropdownProperties": {"dropdownId": chip["dropdownId"], "dropdownProperties": change, "fields": "selectedOptionId"}
    }
    ask("docs.documents.batchUpdate", email, {"documentId": file_id}, {"requests": [request]})


def listed(here: House, found: Any) -> list[str]:
    library = found.actual.items[library_key(here.world.cycle)].file_id
    tabs = here.world.books.look(library)
    return [row["name"] for row in here.world.books.rows(library, LIBRARY) if row.get("name")] if LIBRARY in tabs else []


def night(here: House, served: Served) -> None:
    served.workspace.clock.advance(timedelta(days=1))
    assert provision(here.world, Order("a test"), here.connection.counts).exit_code == 0
    assert track(here.world, Order("a test"), here.connection.counts).exit_code == 0


def test_only_what_was_offered_is_in_the_library_and_can_be_opened_and_taken_back(june: House, served: Served) -> None:
    found = gather(june.world)
    people = [one for one in found.register.people if f"2025-26/D/{one.staff_id}" in found.actual.items]
    proud, shy = people[0], people[1]
    page = found.actual.items[f"2025-26/D/{proud.staff_id}"].file_id
    stranger = next(
        one
        for one in found.register.people
        if one.staff_id not in (proud.staff_id, proud.line_manager) and one.staff_id != shy.staff_id
    )

    def opens(who: Any) -> bool:
        try:
            served.dispatcher.as_person("docs.documents.get", who.email, {"documentId": page})
        except (Forbidden, NotFound):
            return False
        return True

    choose(served, page, proud.email, "trust")
    choose(served, found.actual.items[f"2025-26/D/{shy.staff_id}"].file_id, shy.email, "team")
    assert not opens(stranger)
    night(june, served)
    night(june, served)
    assert listed(june, found) == [proud.name]
    assert opens(stranger)
    library = found.actual.items[library_key(june.world.cycle)].file_id
    shown = served.dispatcher.as_person(
        "sheets.spreadsheets.get", stranger.email, {"spreadsheetId": library, "includeGridData": True}
    )
    assert shy.name not in repr(shown)
    assert proud.staff_id not in repr(shown)
    choose(served, page, proud.email, "team")
    night(june, served)
    night(june, served)
    assert listed(june, found) == []
    assert not opens(stranger)


def test_who_presented_is_recorded_by_the_lead_and_shows_as_presented(june: House, served: Served) -> None:
    found = gather(june.world)
    team = next(one for one in all_teams(found.register, found.now.date()).values() if len(one.members) > 1 and one.leads)
    lead, who = found.register.person(sorted(team.leads)[0]), team.members[0]
    assert lead is not None
    form = found.actual.items[f"2025-26/form/check-in/{team.school}"].file_id
    said = {"team": team.name, everyone_key(team.name): "Yes, everyone", presented_key(team.name, who.staff_id): "Presented"}
    body = {"formId": form, "email": lead.email, "answers": {question_id(key): text for key, text in said.items()}}
    served.workspace.routes["form-responses"](served.workspace, body)
    assert collect(june.world, Order("a test"), june.connection.counts).counted == {"check-ins": 1}
    assert track(june.world, Order("a test"), june.connection.counts).exit_code == 0
    sheet = found.actual.items[f"2025-26/sheet/school/{team.school}"].file_id
    grid = june.world.sheets.look(sheet, june.world.sheet_template)
    [row] = [row for row in range(len(grid.rows)) if grid.text(row, grid.columns["staff_id"]) == who.staff_id]
    assert grid.text(row, grid.columns["presentation"]) == "15 June"
    assert grid.text(row, grid.columns["status"]) == "presented"
