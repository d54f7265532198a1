"""Is the service up. Nothing else is asked or told here."""

from __future__ import annotations

from flask import Blueprint, Response


def pages() -> Blueprint:
    """`/healthz`, and what App Engine asks an instance with basic scaling: any answer to `/_ah/start` but 2xx and 404
    would count as a failed start."""
    health = Blueprint("health", __name__)
    for address, name in (("/healthz", "alive"), ("/_ah/start", "start"), ("/_ah/stop", "stop")):
        health.add_url_rule(address, name, lambda: Response("ok\n", mimetype="text/plain"))
    return health
