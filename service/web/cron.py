"""The entry points of App Engine's cron, and of no one else.

App Engine sets `X-Appengine-Cron` itself and strips it from requests from outside:
https://docs.cloud.google.com/appengine/docs/standard/scheduling-jobs-with-cron-yaml. An answer that is not 2xx is tried
again as cron.yaml says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import structlog
from flask import Blueprint, Response, abort, request

from service.web.desk import Desk, Outcome

log = structlog.get_logger(__name__)


def jobs(desk: Desk) -> Mapping[str, Callable[[], Outcome]]:
    """Every job of cron/table.py, by its name."""
    return {
        "provision": desk.provision_tonight,
        "track": desk.track_tonight,
        "access": desk.look_at_access_tonight,
        "collect": desk.collect_now,
        "collect-hourly": desk.collect_now,
    }


def pages(desk: Desk) -> Blueprint:
    cron = Blueprint("cron", __name__, url_prefix="/cron")
    by_name = jobs(desk)

    @cron.get("/<job>")
    def run(job: str) -> Response:
        if request.headers.get("X-Appengine-Cron") != "true":
            abort(403)
        return answer(by_name[job]() if job in by_name else abort(404))

    return cron


def answer(outcome: Outcome) -> Response:
    """200 when nothing is left that another try would do, else 500, so that cron tries again."""
    log.info("cron's run ended", finished=outcome.finished, run=outcome.run_id)
    return Response(f"{outcome.summary}\n", 200 if outcome.finished else 500, mimetype="text/plain")
