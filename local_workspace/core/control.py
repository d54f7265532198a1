"""The control routes under ``/_local/``: what was called, faults, quotas, the clock, snapshots. Plain JSON, no token."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from local_workspace.core.errors import BadRequest, Refusal
from local_workspace.core.exchange import Incoming, Outgoing
from local_workspace.core.faults import fault_from
from local_workspace.core.workspace import Workspace

Json = dict[str, Any]
Route = Callable[[Workspace, Json], Json]


def answer(workspace: Workspace, request: Incoming) -> Outgoing:
    """Answer a control request; 404 lists the routes there are, 400 says what was wrong."""
    name = request.raw_path.removeprefix("/_local/")
    route = ROUTES.get((request.verb, name))
    if route is None:
        there = sorted(f"{verb} /_local/{path}" for verb, path in ROUTES)
        return _json(404, {"error": f"no {request.verb} {request.raw_path}", "routes": there})
    try:
        body = json.loads(request.body) if request.body else {}
        with workspace.lock:
            return _json(200, route(workspace, body))
    except KeyError as missing:
        return _json(400, {"error": f"{missing} is missing"})
    except (Refusal, ValueError, TypeError) as problem:
        return _json(400, {"error": str(problem)})


def _json(status: int, value: Json) -> Outgoing:
    return Outgoing(status, json.dumps(value).encode())


def get_calls(workspace: Workspace, body: Json) -> Json:
    counted = Counter(tuple(workspace.calls))
    rows = [{"method": one.method, "user": one.user, "status": one.status, "count": count} for one, count in counted.items()]
    return {"calls": sorted(rows, key=lambda row: (row["method"], row["user"], row["status"]))}


def delete_calls(workspace: Workspace, body: Json) -> Json:
    workspace.calls.clear()
    return get_calls(workspace, {})


def get_faults(workspace: Workspace, body: Json) -> Json:
    return {"faults": [fault.shown() for fault in workspace.faults]}


def post_faults(workspace: Workspace, body: Json) -> Json:
    workspace.faults.append(fault_from(body))
    return get_faults(workspace, {})


def delete_faults(workspace: Workspace, body: Json) -> Json:
    workspace.faults.clear()
    return get_faults(workspace, {})


def get_quotas(workspace: Workspace, body: Json) -> Json:
    return {"on": workspace.quotas.on}


def put_quotas(workspace: Workspace, body: Json) -> Json:
    workspace.quotas.switch(bool(body["on"]))
    return get_quotas(workspace, {})


def get_clock(workspace: Workspace, body: Json) -> Json:
    return {"now": workspace.clock.now().isoformat(), "frozen": workspace.clock.frozen_at is not None}


def put_clock(workspace: Workspace, body: Json) -> Json:
    """``now``: jump to a moment; ``advance_seconds``: move on; ``frozen``: stand still, or run again."""
    _only(body, "now", "advance_seconds", "frozen")
    if "frozen" in body:
        workspace.clock.freeze(bool(body["frozen"]))
    if "now" in body:
        moment = datetime.fromisoformat(str(body["now"]).replace("Z", "+00:00"))
        if moment.tzinfo is None:
            raise BadRequest("now: with a time zone")
        workspace.clock.set(moment)
    workspace.clock.advance(timedelta(seconds=float(body.get("advance_seconds", 0))))
    workspace.keep_clock()
    return get_clock(workspace, {})


def get_search_lag(workspace: Workspace, body: Json) -> Json:
    return {"seconds": workspace.search_lag.total_seconds()}


def put_search_lag(workspace: Workspace, body: Json) -> Json:
    workspace.search_lag = timedelta(seconds=float(body["seconds"]))
    return get_search_lag(workspace, {})


def get_settings(workspace: Workspace, body: Json) -> Json:
    return {"delegation": {subject: sorted(scopes) for subject, scopes in workspace.delegation.items()}}


def put_settings(workspace: Workspace, body: Json) -> Json:
    """``delegation``: subjects (``*`` for everyone) to the scopes that service accounts may use in their name."""
    _only(body, "delegation")
    workspace.delegation = {subject: frozenset(scopes) for subject, scopes in body["delegation"].items()}
    return get_settings(workspace, {})


def get_editors_route(name: str) -> Route:
    """A route of an editor's own: what its pages do, or what it keeps, for whoever has no browser."""
    return lambda workspace, body: workspace.routes[name](workspace, body)


def get_snapshots(workspace: Workspace, body: Json) -> Json:
    return {"snapshots": sorted(workspace.snapshots)}


def post_snapshot(workspace: Workspace, body: Json) -> Json:
    workspace.snapshot(str(body["name"]))
    return get_snapshots(workspace, {})


def post_restore(workspace: Workspace, body: Json) -> Json:
    if body["name"] not in workspace.snapshots:
        raise BadRequest(f"no snapshot {body['name']!r}; there are: {', '.join(sorted(workspace.snapshots)) or 'none'}")
    workspace.restore(str(body["name"]))
    return get_snapshots(workspace, {})


def post_reset(workspace: Workspace, body: Json) -> Json:
    """Back to the seed, with every fault, quota, lag and setting off and no calls counted. Keys and tokens stay good."""
    post_restore(workspace, {"name": "seed"})
    workspace.faults.clear()
    workspace.calls.clear()
    workspace.quotas.switch(False)
    workspace.search_lag = timedelta()
    workspace.delegation = {}
    workspace.keep_clock()
    return {}


def _only(body: Json, *allowed: str) -> None:
    if unknown := sorted(set(body) - set(allowed)):
        raise BadRequest(f"unknown: {', '.join(unknown)}; allowed: {', '.join(allowed)}")


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
    ("GET", "search-lag"): get_search_lag,
    ("PUT", "search-lag"): put_search_lag,
    ("GET", "settings"): get_settings,
    ("PUT", "settings"): put_settings,
    ("GET", "form-notices"): get_editors_route("form-notices"),
    ("POST", "form-responses"): get_editors_route("form-responses"),
    ("GET", "snapshot"): get_snapshots,
    ("POST", "snapshot"): post_snapshot,
    ("POST", "restore"): post_restore,
    ("POST", "reset"): post_reset,
}
