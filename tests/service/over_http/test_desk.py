"""The desk behind the pages, on a Workspace over HTTP: what each person and the admin are told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from local_workspace.core.faults import Fault
from local_workspace.core.server import Served
from service import desk as desk_module
from service.desk import ServiceDesk
from service.desk_words import summary
from service.errors import WorkspaceError
from service.jobs.report import Report
from service.policy.people import NO_MANAGER
from service.reconcile.changeset import Changeset
from service.settings import Settings
from service.wiring import front

ADMIN = "ggp-admin@stour.example"


@pytest.fixture
def desk(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> ServiceDesk:
    """The desk of the pages; every question is answered from a new look."""
    monkeypatch.setattr(desk_module, "FRESH_SECONDS", -1.0)
    found = front(settings).desk
    assert isinstance(found, ServiceDesk)
    return found


@pytest.fixture
def provisioned(desk: ServiceDesk, served: Served) -> ServiceDesk:
    """The desk after a night: lived through once, put back from then on."""
    if "a night gone by" not in served.workspace.snapshots:
        assert desk.provision_tonight().finished
        served.workspace.snapshot("a night gone by")
    served.workspace.restore("a night gone by")
    served.workspace.calls.clear()
    return desk


def someone(desk: ServiceDesk) -> str:
    """The address of a person with a line manager, who takes part."""
    register = desk.look().register
    exempt = {one.staff_id for one in register.exemptions}
    return next(one.email for one in register.people if one.line_manager != NO_MANAGER and one.staff_id not in exempt)


def links(desk: ServiceDesk, email: str) -> dict[str, str]:
    """Where a person's page leads, by the key of each thing."""
    mine = desk.person_by_email(email)
    assert mine is not None
    return {one.key: one.link for one in mine.documents}


def set_cell(desk: ServiceDesk, tab: str, row: int, heading: str, text: str) -> None:
    """Type into the control workbook, as an admin does."""
    workbook = desk.runs().workbook
    rows = [list(one) for one in workbook.tables().rows[tab]]
    width = len(rows[0])
    rows[row - 1] += [""] * (width - len(rows[row - 1]))
    rows[row - 1][rows[0].index(heading)] = text
    workbook.replace_tab(tab, rows)


def test_before_anything_is_made_a_person_s_documents_have_no_link_and_say_when_they_open(desk: ServiceDesk) -> None:
    mine = desk.person_by_email(someone(desk))
    assert mine is not None
    assert [(one.key, one.link) for one in mine.documents] == [
        (key, "") for key in ("reflect", "plan", "conversation", "reflection", "presentation")
    ]
    assert all(one.opens for one in mine.documents[1:])


def test_a_person_s_page_leads_to_what_is_due_and_says_who_else_reads(provisioned: ServiceDesk, served: Served) -> None:
    mine = provisioned.person_by_email(someone(provisioned).upper())
    assert mine is not None
    links = {one.key: one.link for one in mine.documents if one.key not in ("people", "school")}
    assert all(links[key].startswith(f"{served.url}/document/d/") for key in ("plan", "conversation", "reflection"))
    assert links["presentation"] == ""
    assert "who can read and comment" in mine.line_manager
    assert mine.half_term.startswith("It is ")
    assert "your team's check-in is some time before" in mine.half_term
    assert mine.school


def test_whoever_came_to_another_role_is_led_to_the_reflection_about_its_standards(
    provisioned: ServiceDesk, served: Served
) -> None:
    email = someone(provisioned)
    person = provisioned.look().register.by_email(email)
    assert person is not None
    other = "headteachers" if person.standards != "headteachers" else "teachers"
    change = [person.staff_id, "2025-10-07", "Standards", other]
    provisioned.runs().workbook.write_rows("Dated changes", {2: change})
    before = links(provisioned, email)
    served.workspace.clock.set(datetime(2025, 10, 7, 0, 15, tzinfo=UTC))
    assert links(provisioned, email)["reflection"] == "", "it is made in the night"
    assert provisioned.provision_tonight().finished
    after, items = links(provisioned, email), provisioned.look().items
    assert items[f"2025-26/A/{person.staff_id}/{other}"].file_id in after["reflection"]
    assert items[f"2025-26/A/{person.staff_id}"].file_id in before["reflection"]
    assert after["plan"] == before["plan"]


def test_a_line_manager_and_a_school_s_leader_are_led_to_their_sheets_and_others_see_none(
    provisioned: ServiceDesk, served: Served
) -> None:
    register = provisioned.look().register
    managers = {one.line_manager for one in register.people}
    for one in register.people:
        mine = provisioned.person_by_email(one.email)
        if mine is None:
            continue
        sheets = {one.key: one.link for one in mine.documents if "/spreadsheets/d/" in one.link}
        assert ("people" in sheets) == (one.staff_id in managers)
        assert ("school" in sheets) == (one.standards == "headteachers")
        assert all(link.startswith(f"{served.url}/spreadsheets/d/") for link in sheets.values())


def test_whoever_is_unknown_has_left_or_does_not_take_part_is_told_nothing(provisioned: ServiceDesk) -> None:
    assert provisioned.person_by_email("stranger@stour.example") is None
    email = someone(provisioned)
    number = 2 + [one.email for one in provisioned.look().register.people].index(email)
    set_cell(provisioned, "Staff", number, "Ends", "2025-10-05")
    assert provisioned.person_by_email(email) is None
    set_cell(provisioned, "Staff", number, "Ends", "")
    assert provisioned.person_by_email(email) is not None
    staff_id = provisioned.look().register.people[number - 2].staff_id
    exemptions = [*provisioned.runs().workbook.tables().rows["Exemptions"], [staff_id, "other", "private", "2025-09-01", ""]]
    provisioned.runs().workbook.replace_tab("Exemptions", exemptions)
    assert provisioned.person_by_email(email) is None


def test_outside_term_there_is_no_half_term_to_speak_of(provisioned: ServiceDesk, served: Served) -> None:
    served.workspace.clock.set(datetime(2025, 12, 26, 9, 0, tzinfo=UTC))
    mine = provisioned.person_by_email(someone(provisioned))
    assert mine is not None
    assert mine.half_term == ""


def test_admins_are_those_whom_the_control_workbook_names(provisioned: ServiceDesk) -> None:
    assert (provisioned.is_admin(ADMIN), provisioned.is_admin("head@stour.example")) == (True, False)
    provisioned.runs().workbook.replace_tab("Admins", [["E-mail", "Note"], ["Head@stour.example", "since September"]])
    assert (provisioned.is_admin(ADMIN), provisioned.is_admin("head@stour.example")) == (False, True)


def test_a_newcomer_may_play_the_admin_or_anyone_of_the_register(provisioned: ServiceDesk) -> None:
    seats = provisioned.people()
    assert (seats[0].email, seats[0].plays) == (ADMIN, "admin: runs, preview and apply")
    assert len(seats) == 1 + len(provisioned.look().register.people)
    assert "a line manager" in {one.plays for one in seats}


def test_each_run_is_a_row_that_an_admin_can_read_the_latest_first(provisioned: ServiceDesk) -> None:
    assert provisioned.provision_tonight().summary == "There was nothing to do."
    latest, first = provisioned.recent_runs()
    assert (latest.started_by, latest.did, latest.went_well) == ("the nightly schedule", (), True)
    assert any(line.startswith("Documents made: ") for line in first.did)
    assert first.calls > latest.calls > 0
    assert first.when.tzinfo is not None


def test_a_row_of_the_runs_that_someone_spoilt_is_passed_over(provisioned: ServiceDesk) -> None:
    rows = [*provisioned.runs().workbook.tables().rows["Runs"], ["note to self"]]
    provisioned.runs().workbook.replace_tab("Runs", rows)
    assert len(provisioned.recent_runs()) == 1


def test_the_places_an_admin_goes_to_open_where_they_are(desk: ServiceDesk, served: Served) -> None:
    assert [one.title for one in desk.places()] == ["Control workbook", "Trust drive"]
    desk.provision_tonight()
    places = {one.title: one.link for one in desk.places()}
    assert list(places) == [
        "Control workbook",
        "Templates",
        "The trust's overview",
        "Reflections",
        "Check-ins",
        "Template for our Forms",
        "Trust drive",
    ]
    assert places["Control workbook"].startswith(f"{served.url}/spreadsheets/d/")
    assert places["Templates"].startswith(f"{served.url}/drive/folders/")


def test_a_problem_of_the_register_is_told_with_its_row(provisioned: ServiceDesk) -> None:
    set_cell(provisioned, "Staff", 3, "School", "NOWHERE")
    [problem] = [one for one in provisioned.register_problems() if "School" in one.what]
    assert problem.row == 3
    page = provisioned.preview()
    assert [one.row for one in page.problems if "School" in one.what] == [3]


def test_what_was_previewed_is_applied_and_what_has_changed_since_is_not(desk: ServiceDesk) -> None:
    page = desk.preview()
    assert sum(one.number for one in page.counts) == page.total > 0
    assert page.lines
    stale = desk.apply("0000", lambda done, of: None)
    assert stale.summary.startswith("What you reviewed has changed since")
    steps: list[tuple[int, int]] = []
    outcome = desk.apply(page.fingerprint, lambda done, of: steps.append((done, of)))
    assert (outcome.finished, outcome.summary) == (True, f"{page.total} changes were made.")
    assert steps[-1][0] == steps[-1][1]


def test_what_failed_is_left_for_the_next_run_and_the_summary_says_so(desk: ServiceDesk, served: Served) -> None:
    served.workspace.faults.append(Fault(method="drive.files.copy", nth=1, status=403, reason="forbidden"))
    outcome = desk.provision_tonight()
    assert (outcome.finished, "left for the next run" in outcome.summary) == (False, True)
    [run] = desk.recent_runs()
    assert not run.went_well
    assert run.why


def test_a_look_is_kept_for_a_moment_and_thrown_away_after_a_run(settings: Settings, served: Served) -> None:
    desk = front(settings).desk
    assert isinstance(desk, ServiceDesk)
    first = desk.look()
    served.workspace.calls.clear()
    assert desk.look() is first
    assert not served.workspace.calls
    desk.provision_tonight()
    assert desk.look() is not first


def test_a_workspace_that_cannot_be_reached_is_no_empty_page(desk: ServiceDesk, served: Served) -> None:
    desk.today()
    served.workspace.faults.append(Fault(method="sheets.spreadsheets.values.batchGet", status=403, reason="forbidden", times=9))
    with pytest.raises(WorkspaceError):
        desk.recent_runs()


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (
            Report(Changeset(), stale_review=True),
            "What you reviewed has changed since; nothing was done. Look at the preview again.",
        ),
        (Report(Changeset(), busy=True), "Another run is going on; it does the same work."),
        (Report(Changeset()), "There was nothing to do."),
    ],
)
def test_an_end_is_one_plain_sentence(report: Report, sentence: str) -> None:
    assert summary(report) == sentence
