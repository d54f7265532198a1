"""How a run ended: for a script by its exit code, for an admin as a row in plain English."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from service.errors import LostHold, Refused, Unsure
from service.jobs.report import Failure, Report, plain
from service.jobs.runs import Order, Run, could_not, in_words, run_row, why
from service.reconcile.change import Grant, MakeFolder, Restore, Revoke
from service.reconcile.changeset import Changeset, Held, NeedsALook, Waiting
from service.reconcile.desired import Role
from service.reconcile.safety import Limits, Outsized
from tests.service.builders import NOW
from tests.service.fakes import MemoryWorkspace, a_world

CHANGES = Changeset.of([MakeFolder("S1", "person/S1", "Ann", "people"), Grant("S1", "person/S1", "a@x", Role.WRITER)])
OUTSIZED = (Outsized("things", 90, 100, Limits()),)
FAILED = [Failure("k", "share", "Google refused (x, y)")]
WAITING = Changeset.of([], [Waiting("k", NOW)])


@pytest.mark.parametrize(
    ("report", "code"),
    [
        (Report(Changeset()), 0),
        (Report(CHANGES), 2),
        (Report(CHANGES, OUTSIZED), 3),
        (Report(CHANGES, stale_review=True, applied=True), 3),
        (Report(WAITING), 4),
        (Report(CHANGES, applied=True), 0),
        (Report(CHANGES, applied=True, left=1), 4),
        (Report(CHANGES, applied=True, failures=FAILED), 4),
        (Report(CHANGES, applied=True, unsure=["k"]), 4),
        (Report(CHANGES, applied=True, busy=True), 4),
        (Report(CHANGES, applied=True, stopped="why"), 4),
        (Report(WAITING, applied=True), 4),
    ],
)
def test_the_exit_code_tells_a_script_how_it_ended(report: Report, code: int) -> None:
    assert report.exit_code == code


def test_as_json_it_has_what_was_meant_done_and_left() -> None:
    held = Changeset.of(CHANGES.changes, [Waiting("w", NOW)], [Held("h", "a@x")], [NeedsALook("n", "look")])
    report = Report(held, done=Counter(share=2), failures=FAILED, held=["g"], unsure=["u"], left=3, problems=4, run_id="r")
    told: dict[str, Any] = json.loads(json.dumps(report.as_json()))
    assert (told["run"], told["changes"], told["done"], told["left"]) == ("r", 2, {"share": 2}, 3)
    assert (told["waiting"], told["held"], told["needs_a_look"]) == (["w", "u"], ["g", "h"], ["n: look"])
    assert told["failures"] == [{"key": "k", "verb": "share", "reason": "Google refused (x, y)"}]
    assert (told["register_problems"], told["stopped"], told["refused"]) == (4, "", [])
    assert told["meant"]["fingerprint"] == held.fingerprint


def test_a_run_s_row_is_in_london_s_time_and_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    report = Report(CHANGES, done=Counter({"make folder": 1, "share": 1}), applied=True)
    monkeypatch.setattr("service.jobs.runs.monotonic", lambda: 103.6)
    order, calls = Order("the nightly schedule"), {"drive.files.copy": 20}
    run = Run(a_world(MemoryWorkspace()), order, "r1", NOW, 100.0, calls, Counter({"drive.files.copy": 8}))
    assert run_row(run, report) == [
        "r1", "2025-10-06 03:00", "the nightly schedule", "make folder: 1; share: 1", "make folder: 1; share: 1", "", "", "12", "4",
    ]  # fmt: skip


def test_nothing_is_said_as_nothing() -> None:
    assert in_words({}) == "nothing to do"
    assert could_not(Report(Changeset())) == ""


def test_what_stood_in_the_way_is_counted_by_kind() -> None:
    remarks = Changeset.of([], [Waiting("k", NOW)], [Held("k", "a@x")], [NeedsALook("k", "look")])
    report = Report(remarks, failures=FAILED, held=["h"], unsure=["u"], left=3, problems=5)
    assert could_not(report) == (
        "failed: 1; left for the next run: 3; waiting for certainty: 2; held for an account: 2; need a look: 1; "
        "rows of the register to mend: 5"
    )


def test_reasons_are_told_once_the_commonest_first_and_what_stopped_the_run_before_them() -> None:
    failures = [Failure("a", "v", "rare"), Failure("b", "v", "often"), Failure("c", "v", "often")]
    looks = Changeset.of([], needs_a_look=[NeedsALook("n", "look")])
    assert why(Report(looks, failures=failures, stopped="stopped here")) == "stopped here; often (2); rare (1); n: look"


@pytest.mark.parametrize(
    ("report", "reason"),
    [
        (Report(CHANGES, stale_review=True), "What was reviewed has changed since: look at the preview again."),
        (Report(CHANGES, OUTSIZED), OUTSIZED[0].sentence()),
        (Report(CHANGES, busy=True), "Another run was going on; it does the same work."),
    ],
)
def test_a_run_that_did_not_begin_says_why(report: Report, reason: str) -> None:
    assert why(report) == reason


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (LostHold("m", "another run has taken over"), "the run stopped, for another run has taken over; the next run goes on"),
        (Unsure("m", "ReadTimeout"), "no certain answer from Google (m); the next run finds out what came of it"),
        (Refused("m", "", 403), "Google refused (m, 403)"),
    ],
)
def test_errors_are_told_in_plain_english(problem: Any, words: str) -> None:
    assert plain(problem) == words


def test_what_was_done_is_counted_by_its_verb() -> None:
    report = Report(CHANGES)
    for change in (Revoke("S1", "k", "f", "a@x", "p"), Revoke("S1", "k", "f", "b@x", "p"), Restore("S1", "k", "f", "n")):
        report.did(change)
    assert report.done == {"unshare": 2, "restore": 1}
