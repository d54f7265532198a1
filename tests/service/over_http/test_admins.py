"""The admins whom the control workbook names work in the trust's own folders; whoever is taken off the list does not."""

from __future__ import annotations

import pytest

from local_workspace.core.errors import Refusal
from local_workspace.core.server import Served
from service.jobs.gather import gather
from service.jobs.provision import provision
from service.jobs.report import Report
from service.jobs.runs import Order
from service.reconcile.desired import CONTROL_FOLDER, TEMPLATES_FOLDER
from service.wiring import House

ADMIN, MANAGER, COLLEAGUE = "ggp-admin@stour.example", "break-glass@stour.example", "S00002"


def run(here: House) -> Report:
    return provision(here.world, Order("a test"), here.connection.counts)


def name_admins(here: House, *emails: str) -> None:
    blank = [["", ""]] * (3 - len(emails))
    here.world.workbook.replace_tab("Admins", [["E-mail", "Note"], *([one, ""] for one in emails), *blank])


def may_write(served: Served, file_id: str, email: str) -> bool:
    """Whether someone may write in a file, as Drive tells them themselves."""
    params = {"fileId": file_id, "supportsAllDrives": True, "fields": "capabilities/canEdit"}
    try:
        answer = served.dispatcher.as_person("drive.files.get", email, params)
    except Refusal:
        return False
    return bool(answer["capabilities"]["canEdit"])


def own_things(here: House) -> list[str]:
    items = gather(here.world).actual.items
    return [here.world.places.workbook_id, items[CONTROL_FOLDER].file_id, items[TEMPLATES_FOLDER].file_id]


def test_an_admin_may_edit_the_workbook_and_the_templates_and_a_colleague_may_not(here: House, served: Served) -> None:
    run(here)
    colleague = next(one.email for one in gather(here.world).register.people if one.staff_id == COLLEAGUE)
    assert [may_write(served, one, ADMIN) for one in own_things(here)] == [True] * 3
    assert [may_write(served, one, colleague) for one in own_things(here)] == [False] * 3


def test_a_new_admin_is_let_in_by_the_next_run_and_one_who_is_taken_off_is_not(here: House, served: Served) -> None:
    run(here)
    colleague = next(one.email for one in gather(here.world).register.people if one.staff_id == COLLEAGUE)
    name_admins(here, colleague)
    assert run(here).exit_code == 0
    assert [may_write(served, one, colleague) for one in own_things(here)] == [True] * 3
    assert [may_write(served, one, ADMIN) for one in own_things(here)] == [False] * 3


def test_an_admin_who_manages_the_drive_anyway_is_no_reason_to_fail(here: House, served: Served) -> None:
    """A permission on an item never lowers what a member of the shared drive has
    (developers.google.com/workspace/drive/api/guides/manage-sharing)."""
    run(here)
    name_admins(here, ADMIN, MANAGER)
    assert run(here).exit_code == 0
    assert not run(here).done
    name_admins(here, ADMIN)
    assert run(here).exit_code == 0
    assert [may_write(served, one, MANAGER) for one in own_things(here)] == [True] * 3


def test_where_nobody_is_named_the_admins_of_the_trust_s_file_are_and_that_is_told(here: House, served: Served) -> None:
    run(here)
    name_admins(here)
    found = gather(here.world)
    assert found.register.admins == {ADMIN}
    assert [one.message for one in found.problems if one.tab == "Admins"] == [
        "nobody is named here: until somebody is, the admins of trust.yaml are"
    ]
    assert not run(here).done


@pytest.mark.parametrize("email", ["someone@mail.example", "nobody"])
def test_an_address_outside_the_trust_is_nobody_s(here: House, email: str) -> None:
    run(here)
    name_admins(here, ADMIN, email)
    found = gather(here.world)
    assert found.register.admins == {ADMIN}
    assert any(one.tab == "Admins" and one.row == 3 for one in found.problems)
