"""The doctor: what is well, what is not, what mends it, and what is believed of Google, tried."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from local_workspace.core.faults import Fault
from local_workspace.core.server import Served
from service.errors import SetUpError
from service.jobs.doctor import Finding, examine
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.wiring import House, patient

BELIEFS = 8


def by_check(findings: list[Finding]) -> dict[str, Finding]:
    return {one.check: one for one in findings}


def test_before_the_first_run_it_says_what_is_not_made_yet_and_what_makes_it(here: House) -> None:
    findings = list(examine(patient(here), trying=False))
    unwell = [one for one in findings if not one.well]
    assert len(unwell) == 2 + 7 + 7, "drives, templates, Forms"
    assert {one.mend for one in unwell} == {"`ggp apply --yes` sets this"}


def test_after_the_first_run_all_is_well_and_every_belief_was_tried(october: House) -> None:
    findings = list(examine(patient(october)))
    assert [one.check for one in findings if not one.well] == []
    assert sum(one.check.startswith("believed: ") for one in findings) == BELIEFS


def test_trying_leaves_nothing_but_a_folder_in_the_bin_and_nothing_to_look_at(october: House) -> None:
    list(examine(patient(october)))
    report = provision(october.world, Order("a test"), october.connection.counts)
    assert (dict(report.done), report.changeset.needs_a_look) == ({}, ())


def test_looking_only_writes_nothing(here: House, served: Served) -> None:
    list(examine(patient(here), trying=False))
    assert {one.method.rsplit(".", 1)[-1] for one in served.workspace.calls} <= {"get", "list", "batchGet"}


def test_a_token_that_is_not_given_is_the_first_and_only_finding(here: House) -> None:
    broken = replace(patient(here), who=lambda: _raise(SetUpError("no token")))
    [one] = examine(broken)
    assert (one.well, one.found) == (False, "no token")
    assert "three scopes" in one.mend


def _raise(problem: Exception) -> str:
    raise problem


def test_a_missing_drive_is_named_with_what_to_do(here: House) -> None:
    declared = here.declared
    drives = declared.trust.drives.model_copy(update={"people": ("Elsewhere",)})
    other = replace(here, declared=replace(declared, trust=declared.trust.model_copy(update={"drives": drives})))
    found = by_check(list(examine(patient(other))))["shared drives and control workbook"]
    assert found.found == "no shared drive 'Elsewhere': make it and add the service account to it as Manager"


def test_a_template_that_lost_its_main_question_is_named(october: House) -> None:
    documents = october.connection.collection("docs", "v1", "documents")
    item = _template(october, "template/B")
    document = documents.get(documentId=item, includeTabsContent=True).execute()
    tab = document["tabs"][0]["documentTab"]
    [named] = tab["namedRanges"]["ggp.question.focus"]["namedRanges"]
    [span] = named["ranges"]
    requests = [{"deleteContentRange": {"range": {"startIndex": span["startIndex"], "endIndex": span["endIndex"]}}}]
    documents.batchUpdate(documentId=item, body={"requests": requests}).execute()
    found = by_check(list(examine(patient(october), trying=False)))[october.declared.templates["B"].name]
    assert not found.well
    assert "lacks the question" in found.found


def _template(here: House, key: str) -> str:
    from service.jobs.gather import gather

    return gather(here.world).actual.items[key].file_id


@pytest.mark.parametrize(("minutes", "well"), [(0, True), (10, False)])
def test_against_google_a_clock_that_is_wrong_is_a_finding(here: House, minutes: int, well: bool) -> None:
    there = here.world.clock.now()
    one = replace(patient(here), is_google=True, machine_now=lambda: there + timedelta(minutes=minutes))
    assert by_check(list(examine(one, trying=False)))["clock"].well is well


def test_a_fault_while_trying_is_a_finding_and_no_traceback(october: House, served: Served) -> None:
    served.workspace.faults.append(Fault(method="drive.files.copy", status=403, reason="forbidden"))
    found = by_check(list(examine(patient(october))))["beliefs"]
    assert found.found == "drive.files.copy: forbidden"


def test_a_workbook_that_cannot_be_read_is_a_finding(here: House, served: Served) -> None:
    served.workspace.faults.append(Fault(method="sheets.spreadsheets.get", nth=1, status=403, reason="forbidden", times=9))
    findings = by_check(list(examine(patient(here), trying=False)))
    assert not findings["Sheets API and the control workbook's tabs"].well
