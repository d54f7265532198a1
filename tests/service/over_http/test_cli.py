"""The command line as a person and as a script use it: over HTTP, with its exit codes."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from local_workspace.core.faults import Fault
from local_workspace.core.server import Served
from service import cli
from service.jobs.gather import gather
from service.policy.form_template import question_id


def test_preview_shows_what_is_pending_and_apply_does_it_and_then_there_is_nothing_to_do(ggp: Any) -> None:
    shown = ggp("preview")
    assert shown.exit_code == 2
    assert "Changes pending · fingerprint" in shown.output
    assert "make document" in shown.output
    done = ggp("apply", "--yes", "--json")
    assert done.exit_code == 0
    made = json.loads(done.stdout)["done"]
    assert (made["make folder"] > 0, made["make document"] > 0) == (True, True)
    again = ggp("apply", "--yes")
    assert (again.exit_code, "Nothing to do." in again.output) == (0, True)
    assert "Nothing to do." in ggp("preview").output


@pytest.mark.usefixtures("october")
def test_applying_again_makes_no_write_call_but_the_run_s_own_row(ggp: Any, served: Served) -> None:
    served.workspace.calls.clear()
    again = json.loads(ggp("apply", "--yes", "--json").stdout)
    writes = {one.method for one in served.workspace.calls if one.method.rpartition(".")[2] not in ("get", "list", "batchGet")}
    writes -= {"oauth2.token"}
    assert (again["done"], writes) == ({}, {"sheets.spreadsheets.values.append"})


def test_apply_without_a_word_only_shows(ggp: Any, served: Served) -> None:
    shown = ggp("apply")
    assert (shown.exit_code, "Changes pending" in shown.output) == (2, True)
    assert not [one for one in served.workspace.calls if one.method.rpartition(".")[2] in ("create", "copy", "batchUpdate")]


def test_a_reviewed_fingerprint_is_applied_and_a_stale_one_is_not(ggp: Any) -> None:
    fingerprint = json.loads(ggp("preview", "--json").stdout)["fingerprint"]
    stale = ggp("apply", "--reviewed", "0" * len(fingerprint))
    assert (stale.exit_code, "has changed since" in stale.output) == (3, True)
    assert ggp("apply", "--reviewed", fingerprint).exit_code == 0


def test_what_failed_is_said_in_plain_english_and_the_exit_code_says_partly(ggp: Any, served: Served) -> None:
    served.workspace.faults.append(Fault(method="drive.files.copy", nth=1, status=403, reason="forbidden"))
    partly = ggp("apply", "--yes")
    assert partly.exit_code == 4
    assert "not done: make form" in partly.output
    assert ggp("apply", "--yes").exit_code == 0


@pytest.mark.usefixtures("october")
def test_an_import_is_shown_written_and_then_nothing_to_do(ggp: Any, trust: Path, tmp_path: Path) -> None:
    with (trust / "staff.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    rows[2][rows[0].index("Role")] = "Head of Year [9]"
    export = tmp_path / "export.csv"
    with export.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)
    shown = ggp("import-staff", str(export))
    assert (shown.exit_code, "becomes 'Head of Year [9]'" in shown.output) == (2, True)
    written = json.loads(ggp("import-staff", str(export), "--yes", "--json").stdout)
    assert (written["applied"], written["counts"]) == (True, {"change": 1})
    assert "nothing to do" in ggp("import-staff", str(export)).output


def test_an_import_takes_a_file_or_the_directory_not_both_nor_neither(ggp: Any, tmp_path: Path) -> None:
    for arguments in ([], ["--directory", str(tmp_path / "x.csv")]):
        (tmp_path / "x.csv").write_text("Staff id\n", "utf-8")
        assert "give a CSV file, or --directory" in str(ggp("import-staff", *arguments).exception)
    shown = ggp("import-staff", "--directory")
    assert shown.exit_code in (0, 2)


def test_an_export_without_a_mapped_column_is_told_by_its_name(tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text("Payroll No,Forename\n1,Ann\n", "utf-8")
    with pytest.raises(cli.SetUpError, match=r"export\.csv has no column 'Surname'"):
        cli.read_export(export, {"Staff id": "Payroll No", "Family name": "Surname"})
    assert cli.read_export(export, {"Staff id": "Payroll No"}) == [{"Staff id": "1"}]


def test_the_doctor_says_what_to_mend_and_ends_well_after_a_run(ggp: Any) -> None:
    before = ggp("doctor", "--look-only")
    assert (before.exit_code, "MEND" in before.output, "ggp apply --yes" in before.output) == (1, True, True)
    ggp("apply", "--yes")
    after = ggp("doctor", "--json", "--look-only")
    assert (after.exit_code, all(one["well"] for one in json.loads(after.stdout))) == (0, True)


def test_a_sample_is_written_once(ggp: Any, tmp_path: Path) -> None:
    made = ggp("sample", "--out", str(tmp_path / "mine"), "--staff", "12", "--schools", "2", "--seed", "3")
    assert (made.exit_code, (tmp_path / "mine" / "trust.yaml").is_file()) == (0, True)
    again = ggp("sample", "--out", str(tmp_path / "mine"))
    assert "choose another folder" in str(again.exception)


@pytest.mark.parametrize(
    ("environment", "code", "told"),
    [
        ({"GGP_WORKSPACE": "http://workspace.example"}, 1, "Not set up: GGP_WORKSPACE must be"),
        ({"GGP_KEY_FILE": "/nowhere/key.json"}, 1, "Not set up: the key file in GGP_KEY_FILE"),
    ],
)
def test_what_is_not_set_up_is_one_sentence_and_no_traceback(
    ggp: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    environment: dict[str, str],
    code: int,
    told: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["ggp", "preview"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = " ".join(capsys.readouterr().err.split())
    assert (ended.value.code, told in said, "Traceback" in said) == (code, True, False)


def test_a_workspace_that_refuses_stops_the_command_with_a_way_on(
    ggp: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], served: Served
) -> None:
    served.workspace.faults.append(Fault(method="drive.drives.list", status=403, reason="forbidden", times=9))
    monkeypatch.setattr(sys, "argv", ["ggp", "preview"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = " ".join(capsys.readouterr().err.split())
    assert (ended.value.code, "What was done stays done" in said) == (4, True)


def test_local_starts_a_workspace_that_its_key_opens(trust: Path, tmp_path: Path) -> None:
    """As a process of its own, as people start it; ended by its own id."""
    key = tmp_path / "key.json"
    command = [sys.executable, "-m", "service.cli", "local", "--key", str(key), "--db", str(tmp_path / "workspace.db")]
    environment = {"GGP_TRUST": str(trust), "PATH": "", "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        process.terminate()
        process.stdout.read()
    assert address.startswith("http://127.0.0.1:")
    assert json.loads(key.read_text("utf-8"))["token_uri"].startswith(address)


def test_collect_says_what_came_in_and_the_second_time_that_nothing_did(ggp: Any, served: Served, here: Any) -> None:
    assert "There are no Forms yet." in ggp("collect").output
    ggp("apply", "--yes")
    found = gather(here.world)
    person = next(one for one in found.register.people if f"2025-26/A/{one.staff_id}" in found.actual.items)
    form = found.actual.items[f"2025-26/form/reflection/{person.standards}"].file_id
    body = {"formId": form, "email": person.email, "answers": {question_id("proudest"): "Reading"}}
    served.workspace.routes["form-responses"](served.workspace, body)
    told = ggp("collect", "--json")
    assert json.loads(told.stdout)["counted"] == {"reflections": 1}
    again = ggp("collect")
    assert (again.exit_code, "Nothing new was sent." in again.output) == (0, True)


@pytest.fixture
def left_long_ago(ggp: Any, served: Served, here: Any) -> str:
    """Somebody who left at the end of 2025, two years and some days ago."""
    cli.log_warnings()
    ggp("apply", "--yes")
    found = gather(here.world)
    staff_id = next(one.staff_id for one in found.register.people if f"2025-26/B/{one.staff_id}" in found.actual.items)
    rows = [list(row) for row in here.world.workbook.tables().rows["Staff"]]
    row = next(row for row in rows[1:] if row[0] == staff_id)
    row += [""] * (len(rows[0]) - len(row))
    row[rows[0].index("Ends")] = "2025-12-31"
    here.world.workbook.replace_tab("Staff", rows)
    served.workspace.clock.set(datetime(2028, 1, 10, 9, 0, tzinfo=UTC))
    ggp("apply", "--yes")
    return str(staff_id)


def test_what_is_past_its_retention_is_shown_disposed_of_by_its_fingerprint_and_then_there_is_nothing(
    ggp: Any, left_long_ago: str, here: Any
) -> None:
    shown = ggp("retention", "--json")
    assert shown.exit_code == 2
    told = json.loads(shown.stdout)
    assert told["meant"]["counts"] == {"clear rows": 1, "dispose": 1}
    folder = gather(here.world).actual.items[f"person/{left_long_ago}"].file_id
    stale = ggp("retention", "--apply", "0" * 12)
    assert (stale.exit_code, "has changed since" in stale.output) == (3, True)
    assert not here.world.reader.facts(folder).trashed
    assert "into the bin: left on 31 December 2025" in " ".join(ggp("retention").output.split())
    done = ggp("retention", "--apply", told["fingerprint"])
    assert (done.exit_code, "dispose: 1" in done.output) == (0, True)
    assert here.world.reader.facts(folder).trashed
    again = ggp("retention")
    assert (again.exit_code, "Nothing to do." in again.output) == (0, True)
    assert f"register: {left_long_ago} left on 31 December 2025" in again.output
    assert json.loads(ggp("retention", "--apply", "0" * 12, "--json").stdout)["exit"] == 0
    assert json.loads(ggp("apply", "--yes", "--json").stdout)["done"] == {}
