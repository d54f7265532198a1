"""The drives and the workbook are adopted, never made; whatever is missing is named with what to do."""

from __future__ import annotations

from typing import Any

import pytest

from service.errors import SetUpError
from service.jobs.places import find_places
from service.jobs.world import Places, TrustFacts
from service.ports import Drive
from tests.service.builders import LONG_AGO
from tests.service.fakes import PEOPLE, SPREADSHEET, TRUST, WORKBOOK, File, MemoryReader, MemoryWorkspace, a_world


def the_trust(workspace: MemoryWorkspace, **more: Any) -> TrustFacts:
    return a_world(workspace, **{"control_workbook": "Control", **more}).trust


def test_they_are_found_by_the_names_in_trust_yaml() -> None:
    workspace = MemoryWorkspace()
    places = find_places(MemoryReader(workspace), the_trust(workspace))
    assert places == Places(TRUST, [PEOPLE], WORKBOOK)
    assert places.drives == (TRUST, PEOPLE)


def test_a_workbook_s_id_needs_no_search() -> None:
    workspace = MemoryWorkspace()
    known = "1AbcDefGhiJklMnoPqrStuVwxYz0123456789_-AbcdE"
    assert find_places(MemoryReader(workspace), the_trust(workspace, control_workbook=known)).workbook_id == known
    assert workspace.calls["sheet_named"] == 0


def test_a_missing_drive_is_named() -> None:
    workspace = MemoryWorkspace()
    with pytest.raises(SetUpError, match="no shared drive 'Elsewhere': make it and add the service account to it as Manager"):
        find_places(MemoryReader(workspace), the_trust(workspace, people_drives=["Elsewhere"]))


def test_two_drives_of_one_name_are_a_question_for_a_person() -> None:
    workspace = MemoryWorkspace(drives=(TRUST, PEOPLE, PEOPLE))
    with pytest.raises(SetUpError, match="2 shared drives are called 'people-drive': put the right one's id into trust.yaml"):
        find_places(MemoryReader(workspace), the_trust(workspace))


def test_the_service_has_to_be_a_manager() -> None:
    class Guest(MemoryReader):
        def drives(self) -> list[Drive]:
            return [Drive(one, one, one != TRUST, True) for one in (TRUST, PEOPLE)]

    workspace = MemoryWorkspace()
    with pytest.raises(SetUpError, match="not a Manager of the shared drive 'trust-drive'"):
        find_places(Guest(workspace), the_trust(workspace))


def test_a_missing_workbook_is_named_with_the_drive() -> None:
    workspace = MemoryWorkspace()
    with pytest.raises(SetUpError, match="no spreadsheet 'Another' in the shared drive 'trust-drive'"):
        find_places(MemoryReader(workspace), the_trust(workspace, control_workbook="Another"))


def test_two_workbooks_of_one_name_are_a_question_for_a_person() -> None:
    workspace = MemoryWorkspace()
    workspace.files["second"] = File("second", "Control", TRUST, SPREADSHEET, LONG_AGO)
    with pytest.raises(SetUpError, match="2 spreadsheets are called 'Control'"):
        find_places(MemoryReader(workspace), the_trust(workspace))
