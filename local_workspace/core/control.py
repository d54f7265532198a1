"""The control routes under ``/_local/``: what was called, faults, quotas, the clock, snapshots. Plain JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from local_workspace.core.errors import BadRequest, Refusal
from local_workspace.core.exchange import Incoming, Outgoing
from local_workspace.core.faults import fault_from
from local_workspace.core.workspace import Workspace

Json = dict[str, Any]
Route = Callable[[Workspace, Json], Json]


def answer(workspace: Workspace, request: Incoming) -> Outgoing:
    """Answer a control request; 404 lists the routes there are."""
    name = request.raw_path.removeprefix("/_local/")
    route = ROUTES.get((request.verb, name))
    if route is None:
        there = sorted(f"{verb} /_local/{path}" for verb, path in ROUTES)
        return _json(404, {"error": f"no {request.verb} {request.raw_path}", "routes": there})
    try:
        body = json.loads(request.body) if request.body else {}
        with workspace.lock:
            return _json(200, route(workspace, body))
    except (Refusal, ValueError, KeyError, TypeError) as problem:
        return _json(400, {"error": str(problem)})


def _json(status: int, value: Json) -> Outgoing:
    return Outgoing(status, json.dumps(value).encode())


def get_calls(workspace: Workspace, body: Json) -> Json:
    counted = Counter(workspace.calls)
    rows = [{"method": one.method, "user": one.user, "status": one.status, "count": count} for one, count in counted.items()]
    return {"calls": sorted(rows, key=lambda row: (row["method"], row["user"], row["status"]))}


def delete_calls(workspace: Workspace, body: Json) -> Json:
    workspace.calls.clear()
    return {}


def get_faults(workspace: Workspace, body: Json) -> Json:
    return {"faults": [vars(fault) for fault in workspace.faults]}


def post_faults(workspace: Workspace, body: Json) -> Json:
    workspace.faults.append(fault_from(body))
    return get_faults(workspace, {})


def delete_faults(workspace: Workspace, body: Json) -> Json:
    workspace.faults.clear()
    return {}


def get_quotas(workspace: Workspace, body: Json) -> Json:
    return {"on": workspace.quotas.on}


def put_quotas(workspace: Workspace, body: Json) -> Json:
    workspace.quotas.on = bool(body["on"])
    workspace.quotas.spent.clear()
    return get_quotas(workspace, {})


def get_clock(workspace: Workspace, body: Json) -> Json:
    return {"now": workspace.clock.now().isoformat(), "frozen": workspace.clock.frozen_at is not None}


def put_clock(workspace: Workspace, body: Json) -> Json:
    """``now``: jump to a moment; ``advance_seconds``: move on; ``frozen``: stand still, or run again."""
    clock = workspace.clock
    if "now" in body:
        moment = datetime.fromisoformat(str(body["now"]).replace("Z", "+00:00"))
        if moment.tzinfo is None:
            raise BadRequest("now: with a time zone")
        clock.offset += moment - clock.now()
    clock.offset += timedelta(seconds=float(body.get("advance_seconds", 0)))
    if "frozen" in body:
        stands = clock.now()
        clock.frozen_at = stands if body["frozen"] else None
        clock.offset = timedelta() if body["frozen"] else stands - datetime.now(UTC)
    workspace.save_clock()
    return get_clock(workspace, {})


def put_search_lag(workspace: Workspace, body: Json) -> Json:
    workspace.search_lag = timedelta(seconds=float(body["seconds"]))
    return {"seconds": workspace.search_lag.total_seconds()}


def put_delegation(workspace: Workspace, body: Json) -> Json:
    """Subjects to the scopes that service accounts may use in their name."""
    workspace.delegation = {subject: frozenset(scopes) for subject, scopes in body.items()}
    return {subject: sorted(scopes) for subject, scopes in workspace.delegation.items()}


def post_snapshot(workspace: Workspace, body: Json) -> Json:
    workspace.snapshot(str(body["name"]))
    return {"name": body["name"]}


def post_restore(workspace: Workspace, body: Json) -> Json:
    workspace.restore(str(body["name"]))
    return {"name": body["name"]}


def post_reset(workspace: Workspace, body: Json) -> Json:
    """Back to the seed: what `seed` kept when it was done."""
    workspace.restore("seed")
    workspace.faults.clear()
    workspace.calls.clear()
    workspace.quotas.on = False
    workspace.search_lag = timedelta()
    return {}


ROUTES: Mapping[tuple[str, str], Route] = {
    ("GET", "calls"): get_calls,
    ("DELETE", "calls"): delete_calls,
    ("GET", "faults"): get_faults,
    ("POST", "faults"): post_faults,
    ("DELETE", "faults"): delete_faults,
    ("GET", "quotas"): get_quotas,
    ("PUT", "quotas"): put_quotas,
    ("GET", "clock"): get_clock,
    ("PUT", "clock"): put_clock,
    ("PUT", "search-lag"): put_search_lag,
    ("PUT", "delegation"): put_delegation,
    ("POST", "snapshot"): post_snapshot,
    ("POST", "restore"): post_restore,
    ("POST", "reset"): post_reset,
}
