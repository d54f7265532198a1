"""The admin's pages: what the runs did, what the next would do, and applying it."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.web.desk import Desk
from service.web.worker import Ticket, Worker

EARLIER = 20


def pages(desk: Desk, worker: Worker) -> Blueprint:
    admin = Blueprint("admin", __name__, url_prefix="/admin")

    @admin.before_request
    def admins_only() -> None:
        if not g.admin:
            abort(403)

    @admin.get("")
    def runs() -> ResponseReturnValue:
        return runs_page(desk, worker)

    @admin.get("/runs/<run_id>")
    def run(run_id: str) -> ResponseReturnValue:
        return run_page(desk, run_id)

    @admin.get("/preview")
    def preview() -> ResponseReturnValue:
        return preview_page(desk, worker)

    @admin.post("/apply")
    def apply() -> ResponseReturnValue:
        return begin(desk, worker)

    @admin.get("/apply")
    def applying() -> ResponseReturnValue:
        return progress_page(worker)

    @admin.get("/apply/progress")
    def progress() -> ResponseReturnValue:
        return progress_part(worker)

    return admin


def runs_page(desk: Desk, worker: Worker) -> str:
    """The last run on top."""
    runs = desk.recent_runs()
    return render_template(
        "admin_runs.html",
        last=runs[0] if runs else None,
        earlier=runs[1 : EARLIER + 1],
        problems=desk.register_problems(),
        shared=desk.shared_by_hand(),
        places=desk.places(),
        busy=worker.busy,
    )


def run_page(desk: Desk, run_id: str) -> str:
    row = next((one for one in desk.recent_runs() if one.run_id == run_id), None)
    return render_template("admin_run.html", run=row or abort(404))


def preview_page(desk: Desk, worker: Worker, *, unsure: bool = False) -> str:
    """What a run would do now. unsure: someone pressed the button of an outsized one without ticking the box."""
    return render_template("admin_preview.html", preview=desk.preview(), busy=worker.busy, unsure=unsure)


def begin(desk: Desk, worker: Worker) -> ResponseReturnValue:
    """Start what was shown. Where a run is going on already, its page is shown instead."""
    fingerprint = request.form.get("fingerprint") or abort(400)
    if request.form.get("outsized") and not request.form.get("sure"):
        return preview_page(desk, worker, unsure=True), 422
    worker.start(partial(desk.apply, fingerprint))
    return redirect(url_for("admin.applying"), 303)


def progress_page(worker: Worker) -> ResponseReturnValue:
    ticket = worker.ticket
    if ticket is None:
        return redirect(url_for("admin.preview"))
    return render_template("admin_apply.html", ticket=ticket)


def progress_part(worker: Worker) -> ResponseReturnValue:
    """What the page asks for every few seconds. said: the quarter that a screen reader was told of last."""
    ticket = worker.ticket
    if ticket is None or ticket.state != "running":
        return leave_for(url_for("admin.applying"))
    return render_template("admin_progress.html", ticket=ticket, news=has_news(ticket))


def has_news(ticket: Ticket) -> bool:
    return request.args.get("said") != str(ticket.quarter)


def leave_for(address: str) -> Response:
    """Tell htmx to go to another page."""
    response = make_response("", 200)
    response.headers["HX-Redirect"] = address
    return response
