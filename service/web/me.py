"""`/me`: the one link that never changes. It shows, or opens, what is theirs today."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from threading import Lock
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Blueprint, abort, make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from service.web.config import WebConfig
from service.web.desk import Desk, MyDocument, MyPage
from service.web.identity import here


def pages(desk: Desk, config: WebConfig) -> Blueprint:
    me = Blueprint("me", __name__)
    copying = Lock()

    @me.get("/")
    def start() -> ResponseReturnValue:
        return redirect(url_for("me.mine"))

    @me.get("/me")
    def mine() -> ResponseReturnValue:
        return my_page(desk, config, here(), request.args.get("go", ""))

    @me.post("/me/copy")
    def copy() -> ResponseReturnValue:
        return my_copy(desk, here(), copying)

    return me


def my_copy(desk: Desk, email: str, copying: Lock) -> ResponseReturnValue:
    """The copy that a leaver takes along: their own, for no address comes in with the request. One is made at a time."""
    if not copying.acquire(blocking=False):
        return make_response(render_template("me_copy_wait.html"), 503, {"Retry-After": "60"})
    try:
        copy = desk.copy_for(email) or abort(404)
    finally:
        copying.release()
    answer = send_file(BytesIO(copy.content), "application/zip", as_attachment=True, download_name=copy.name, etag=False)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def my_page(desk: Desk, config: WebConfig, email: str, go: str) -> ResponseReturnValue:
    """A person's page, or the document they asked for by its key, or a page that says kindly that nothing is here."""
    page = desk.person_by_email(email)
    if page is None:
        return render_template("me_nothing.html", email=email, foreign=is_foreign(email, config.domains))
    today = desk.today()
    asked = next((one for one in page.documents if one.key == go and one.link and one.is_due(today)), None)
    if asked:
        return redirect(as_person(asked.link, email))
    return render_template("me.html", email=email, page=page, **sorted_out(page, today))


def sorted_out(page: MyPage, today: date) -> dict[str, list[MyDocument]]:
    """A person's documents by what can be done with them today. The order within each is the Desk's."""
    due = [one for one in page.documents if one.is_due(today)]
    return {
        "ready": [one for one in due if one.link],
        "on_their_way": [one for one in due if not one.link],
        "later": [one for one in page.documents if not one.is_due(today)],
    }


def as_person(link: str, email: str) -> str:
    """The link, telling Google which of the accounts in this browser is meant."""
    parts = urlsplit(link)
    query = [(key, value) for key, value in parse_qsl(parts.query) if key != "authuser"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("authuser", email)])))


def is_foreign(email: str, domains: frozenset[str]) -> bool:
    """Whether the account is not one of the trust's."""
    return bool(domains) and email.rpartition("@")[2] not in domains
