"""The control routes, and what they keep: calls, clock, snapshots. Ours alone: Google has none of them."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from local_workspace.core.workspace import Clock, Workspace

COPY = ("POST", "/drive/v3/files/1abc/copy", {})


def test_calls_are_counted_by_method_user_and_status(ask, as_caller):
    ask(*COPY)
    ask(*COPY)
    as_caller("lina@stour.example")("GET", "/drive/v3/files/1abc")
    ask("GET", "/drive/v3/files?pageSize=x")
    ask("GET", "/drive/v3/nothing")
    assert ask("GET", "/_local/calls").json == {
        "calls": [
            {"method": "GET /drive/v3/nothing", "user": "tess@stour.example", "status": 404, "count": 1},
            {"method": "drive.files.copy", "user": "tess@stour.example", "status": 200, "count": 2},
            {"method": "drive.files.get", "user": "lina@stour.example", "status": 200, "count": 1},
            {"method": "drive.files.list", "user": "tess@stour.example", "status": 400, "count": 1},
        ]
    }
    assert ask("DELETE", "/_local/calls").json == {"calls": []}


def test_calls_keep_their_order_for_tests(ask, workspace):
    ask(*COPY)
    ask("GET", "/drive/v3/files/1abc")
    assert [one.method for one in workspace.calls] == ["drive.files.copy", "drive.files.get"]


def test_a_route_that_is_not_there_lists_those_that_are(ask):
    answer = ask("GET", "/_local/nothing")
    assert answer.status == 404
    assert "GET /_local/calls" in answer.json["routes"]


@pytest.mark.parametrize(
    ("verb", "route", "body", "error"),
    [
        ("PUT", "clock", {"now": "2025-10-06T08:00:00"}, "now: with a time zone"),
        ("PUT", "clock", {"nwo": 1}, "unknown: nwo; allowed: now, advance_seconds, frozen"),
        ("PUT", "quotas", {}, "'on' is missing"),
        ("POST", "restore", {"name": "x"}, "no snapshot 'x'; there are: none"),
        ("PUT", "settings", {"delegate": {}}, "unknown: delegate; allowed: delegation"),
        ("PUT", "search-lag", b"{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
    ],
)
def test_a_control_request_that_is_wrong_says_how(ask, verb, route, body, error):
    answer = ask(verb, f"/_local/{route}", body)
    assert (answer.status, answer.json["error"]) == (400, error)


def test_the_clock_jumps_moves_on_and_stands_still(ask, workspace):
    ask("PUT", "/_local/clock", {"frozen": True, "now": "2025-10-06T08:00:00Z"})
    assert workspace.clock.stamp() == "2025-10-06T08:00:00.000Z"
    ask("PUT", "/_local/clock", {"advance_seconds": 90})
    assert ask("GET", "/_local/clock").json == {"now": "2025-10-06T08:01:30+00:00", "frozen": True}
    ask("PUT", "/_local/clock", {"frozen": False})
    later = datetime.fromisoformat(ask("GET", "/_local/clock").json["now"])
    assert 0 <= (later - datetime(2025, 10, 6, 8, 1, 30, tzinfo=UTC)).total_seconds() < 5


def test_the_clock_runs_on_from_where_it_was_set():
    machine = [datetime(2026, 1, 1, tzinfo=UTC)]
    clock = Clock(machine=lambda: machine[0])
    clock.set(datetime(2025, 10, 6, 8, tzinfo=UTC))
    machine[0] = datetime(2026, 1, 1, 0, 5, tzinfo=UTC)
    assert clock.stamp() == "2025-10-06T08:05:00.000Z"


def test_search_lag_and_settings_are_told_and_kept(ask, workspace):
    assert ask("PUT", "/_local/search-lag", {"seconds": 600}).json == {"seconds": 600.0}
    assert workspace.search_lag.total_seconds() == 600
    allowed = {"delegation": {"*": ["https://www.googleapis.com/auth/drive"]}}
    assert ask("PUT", "/_local/settings", allowed).json == ask("GET", "/_local/settings").json == allowed


def test_a_snapshot_brings_back_data_clock_and_ids(ask, workspace):
    ask("PUT", "/_local/clock", {"frozen": True, "now": "2025-10-06T08:00:00Z"})
    workspace.remember("kept", 1)
    assert ask("POST", "/_local/snapshot", {"name": "before"}).json == {"snapshots": ["before"]}
    first = workspace.new_id()
    workspace.remember("kept", 2)
    ask("PUT", "/_local/clock", {"advance_seconds": 3600})
    ask("POST", "/_local/restore", {"name": "before"})
    assert workspace.recall("kept") == 1
    assert workspace.clock.stamp() == "2025-10-06T08:00:00.000Z"
    assert workspace.new_id() == first
    ask("POST", "/_local/restore", {"name": "before"})
    assert workspace.new_id() == first


def test_a_reset_goes_back_to_the_seed_with_everything_off(ask, workspace):
    workspace.snapshot("seed")
    workspace.remember("made", 1)
    ask("POST", "/_local/faults", {"method": "*", "times": 9})
    ask("PUT", "/_local/quotas", {"on": True})
    ask("PUT", "/_local/search-lag", {"seconds": 600})
    ask("PUT", "/_local/settings", {"delegation": {"*": ["x"]}})
    assert ask("POST", "/_local/reset").status == 200
    assert workspace.recall("made") is None
    assert ask("GET", "/_local/faults").json == {"faults": []}
    assert ask("GET", "/_local/quotas").json == {"on": False}
    assert ask("GET", "/_local/search-lag").json == {"seconds": 0.0}
    assert ask("GET", "/_local/settings").json == {"delegation": {}}
    assert ask("GET", "/_local/calls").json == {"calls": []}


def test_a_database_that_is_opened_again_keeps_its_clock_and_gives_out_no_id_twice(tmp_path):
    path = str(tmp_path / "workspace.db")
    first = Workspace(path, seed=1)
    first.clock.set(datetime(2025, 10, 6, 8, tzinfo=UTC))
    first.clock.freeze(True)
    first.keep_clock()
    ids = {first.new_id() for _ in range(50)}
    first.db.close()
    second = Workspace(path, seed=1)
    assert second.clock.stamp() == "2025-10-06T08:00:00.000Z"
    assert ids.isdisjoint(second.new_id() for _ in range(50))
    second.db.close()


def test_one_seed_gives_the_same_ids_twice():
    one, two = Workspace(seed=7), Workspace(seed=7)
    assert [one.new_id() for _ in range(9)] == [two.new_id() for _ in range(9)]
    one.db.close()
    two.db.close()


def test_requests_run_one_at_a_time_and_carry_when_they_came(as_caller, seen):
    """Two that overlap: the second came before the first was done, and waited."""
    inside, go_on = threading.Event(), threading.Event()
    done = []

    def slow(call):
        inside.set()
        go_on.wait(5)
        done.append(call)
        return {"id": "1"}

    seen.answers["drive.files.copy"] = slow
    seen.answers["drive.files.update"] = lambda call: done.append(call) or {"id": "2"}
    clients = [as_caller(), as_caller()]
    first = threading.Thread(target=lambda: clients[0](*COPY))
    first.start()
    assert inside.wait(5)
    second = threading.Thread(target=lambda: clients[1]("PATCH", "/drive/v3/files/1abc", {}))
    second.start()
    go_on.set()
    first.join(5)
    second.join(5)
    assert [call.method for call in done] == ["drive.files.copy", "drive.files.update"]
    assert done[0].arrived < done[1].arrived
