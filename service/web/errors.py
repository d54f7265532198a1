"""Every error to its answer, in one function: a page in plain English with a way out, and never a detail of anyone's."""

from __future__ import annotations

from dataclasses import dataclass, replace

import structlog
from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError  # type: ignore[import-untyped]
from werkzeug.exceptions import HTTPException

from service.errors import SetUpError, WorkspaceError

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Page:
    """What an error's page says. way_out: the text and address of the one link that leads on."""

    code: int
    title: str
    text: str
    way_out: tuple[str, str] = ("Go to my page", "/me")


UNFORESEEN = Page(
    500,
    "Something went wrong on our side",
    "It isn't anything you did, and nothing of yours is lost. It has been noted, and trying again in a few minutes often works.",
)
BY_KIND: dict[type[Exception], Page] = {
    CSRFError: Page(
        400,
        "That page was open for too long",
        "To be safe, nothing was done. Go back, look again, and press the button once more.",
        ("Look again", "/admin/preview"),
    ),
    SetUpError: Page(
        503,
        "This is not quite set up yet",
        "Someone who looks after the service has to put one thing right first. Please come back later.",
        ("Try again", "/me"),
    ),
    WorkspaceError: Page(
        503,
        "Google is not answering just now",
        "Your documents are safe. Please try again in a few minutes.",
        ("Try again", "/me"),
    ),
}
BY_CODE = {
    401: Page(
        401,
        "We can't tell who you are",
        "Please sign in again with your school Google account.",
        ("Sign in again", "/me?gcp-iap-mode=CLEAR_LOGIN_COOKIE"),
    ),
    403: Page(
        403,
        "This page is for the trust's admins",
        "If that should be you, ask for your address to be added to the control workbook. Your own documents are on your page.",
    ),
    404: Page(
        404,
        "There is no page here",
        "The address may have a typing slip, or the page has moved. Everything of yours is on your page.",
    ),
}


def install(app: Flask) -> None:
    app.register_error_handler(Exception, respond)


def respond(error: Exception) -> Response:
    """The one place where an error becomes an answer."""
    page = page_for(error)
    if isinstance(error, CSRFError) and request.blueprint == "me":
        page = replace(page, way_out=("Go to my page", "/me"))
    if page.code >= 500:
        log.error("a page failed", exc_info=error, page=request.endpoint)
    if request.blueprint == "cron":
        return Response(f"{page.title}\n", page.code, mimetype="text/plain")
    note = str(error) if isinstance(error, SetUpError) else ""
    return make_response(render_template("error.html", page=page, note=note, admin=g.get("admin", False)), page.code)


def page_for(error: Exception) -> Page:
    for kind, page in BY_KIND.items():
        if isinstance(error, kind):
            return page
    code = error.code if isinstance(error, HTTPException) and error.code else 500
    if code >= 500:
        return UNFORESEEN
    return BY_CODE.get(code, Page(code, "That can't be done", "Nothing was changed. Your own documents are on your page."))
