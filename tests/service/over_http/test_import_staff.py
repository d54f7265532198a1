"""Importing staff into the control workbook, from a file and from the Directory."""

from __future__ import annotations

from dataclasses import replace

from local_workspace.core.server import Served
from service.jobs.gather import gather
from service.jobs.import_staff import import_staff
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.wiring import House, directory

CHANGED = [{"Staff id": "S00006", "Family name": "Newname"}, {"Staff id": "S00099", "Given name": "Jo", "Family name": "Iner"}]


def test_a_preview_writes_nothing_and_applying_writes_once(october: House, served: Served) -> None:
    served.workspace.calls.clear()
    preview = import_staff(october.world, CHANGED, apply=False)
    assert preview.exit_code == 2
    assert not [one for one in served.workspace.calls if one.method.endswith("Update")]
    done = import_staff(october.world, CHANGED, apply=True)
    assert (done.exit_code, done.counts["add"], done.counts["change"], done.counts["missing"]) == (0, 1, 1, 5)
    again = import_staff(october.world, CHANGED, apply=False)
    assert (again.exit_code, again.counts["add"] + again.counts["change"]) == (0, 0)


def test_a_renamed_person_s_things_are_renamed_by_the_next_run(october: House) -> None:
    key = next(key for key in gather(october.world).actual.items if key.startswith("person/"))
    import_staff(october.world, [{"Staff id": key.removeprefix("person/"), "Family name": "Newname"}], apply=True)
    report = provision(october.world, Order("a test"), october.connection.counts)
    assert report.done["rename"] == 1 + 3 + 2, "a folder, three documents, the Sheets of their people and of their teams"
    assert " Newname · " in october.world.reader.facts(gather(october.world).actual.items[key].file_id).name


def test_new_rows_that_lack_an_admin_s_column_are_told_and_hold_back_only_themselves(october: House) -> None:
    outcome = import_staff(october.world, CHANGED, apply=True)
    assert {one.staff_id for one in outcome.problems} == {"S00099"}


def test_the_first_import_into_an_empty_workbook_makes_its_tabs(here: House) -> None:
    assert import_staff(here.world, CHANGED, apply=True).applied
    assert {"Staff", "Ledger", "Runs"} <= set(here.world.workbook.tables().rows)


def test_half_of_everyone_changing_at_once_is_refused_with_the_numbers(october: House) -> None:
    many = [{"Staff id": f"X{number}", "Given name": "A"} for number in range(60)]
    import_staff(october.world, many, apply=True)
    renamed = [{"Staff id": f"X{number}", "Given name": "B"} for number in range(60)]
    refused = import_staff(october.world, renamed, apply=True)
    assert refused.exit_code == 3
    assert refused.refused.startswith("60 of 66 people would change: more than 25 and more than 30% at once.")
    assert import_staff(october.world, renamed, apply=True, however_big=True).exit_code == 0


def test_the_outcome_as_json_has_differences_and_counts(here: House) -> None:
    told = import_staff(here.world, CHANGED, apply=False).as_json()
    assert told["counts"] == {"change": 1, "missing": 5, "add": 1}
    assert {"staff_id", "kind", "column", "before", "after", "row"} == set(told["differences"][0])


def test_the_directory_knows_everyone_who_has_an_account(october: House) -> None:
    incoming = directory(october).staff()
    assert {row["Staff id"] for row in incoming} == {person.staff_id for person in gather(october.world).register.people}
    assert import_staff(october.world, incoming, apply=False).exit_code == 0


def test_suspended_accounts_and_those_without_an_employee_id_are_passed_over(here: House, served: Served) -> None:
    from local_workspace.directory import accounts

    everyone = directory(here).staff()
    first, second = everyone[0]["E-mail"], everyone[1]["E-mail"]
    with served.workspace.transaction():
        for email, changes in ((first, {"suspended": True}), (second, {"externalIds": []})):
            account = accounts.find(served.workspace, email)
            assert account is not None
            accounts.save(served.workspace, email, "user", {**account, **changes})
    assert len(directory(here).staff()) == len(everyone) - 2


def test_the_scope_for_the_directory_is_asked_for_by_it_alone(here: House) -> None:
    assert directory(replace(here)) is not None
    from service.google.connect import SCOPES

    assert not any("directory" in scope for scope in SCOPES)
