"""The admin's page *Year*: what turning it would do, doing it, and taking it back."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.web.config import WebConfig
from service.web.desk import Desk, YearPage
from service.web.worker import Worker
from service.web.year_page import as_html, as_markdown

KINDS = ("turn", "undo")
FILES = {"md": (as_markdown, "text/markdown"), "html": (as_html, "text/html")}


def pages(desk: Desk, worker: Worker, config: WebConfig) -> Blueprint:
    year = Blueprint("year", __name__, url_prefix="/admin/year")

    @year.before_request
    def admins_only() -> None:
        if not g.admin:
            abort(403)

    @year.get("")
    def years() -> ResponseReturnValue:
        return render_template("admin_years.html", years=desk.years(), busy=worker.busy)

    @year.get("/<what>")
    def outlook(what: str) -> ResponseReturnValue:
        return outlook_page(page_of(desk, what), worker)

    @year.get("/<what>.<kind>")
    def sent(what: str, kind: str) -> Response:
        return as_file(page_of(desk, what), kind, config.trust_name)

    @year.post("/<what>")
    def turn(what: str) -> ResponseReturnValue:
        return begin(desk, worker, what)

    return year


def page_of(desk: Desk, what: str) -> YearPage:
    return desk.year_page(what) if what in KINDS else abort(404)


def outlook_page(page: YearPage, worker: Worker, *, unsure: bool = False) -> str:
    """What would be done. unsure: someone pressed the button without ticking the box."""
    return render_template("admin_year.html", year=page, busy=worker.busy, unsure=unsure)


def as_file(page: YearPage, kind: str, trust: str) -> Response:
    """The page to keep or to send."""
    if kind not in FILES:
        abort(404)
    render, mime = FILES[kind]
    response = Response(render(page, trust), mimetype=mime)
    name = f"rollover-{page.to}{'-undo' if page.what == 'undo' else ''}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def begin(desk: Desk, worker: Worker, what: str) -> ResponseReturnValue:
    """Start what was shown. Where a run is going on already, its page is shown instead."""
    if what not in KINDS:
        abort(404)
    fingerprint = request.form.get("fingerprint") or abort(400)
    if not request.form.get("sure"):
        return outlook_page(page_of(desk, what), worker, unsure=True), 422
    worker.start(partial(desk.turn_year, what, fingerprint))
    return redirect(url_for("admin.applying"), 303)
