"""What people are shown when something cannot be: in words, and without a word about what they may not see."""

from __future__ import annotations

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError  # type: ignore[import-untyped]
from werkzeug.exceptions import HTTPException

from local_workspace.core.errors import NotWritten, Refusal

UNSEEN = frozenset({403, 404})
NOT_BUILT = ("/calendar", "/presentation/")


def refused(refusal: Refusal) -> ResponseReturnValue:
    """A page whose file the person may not open: the same words whether it exists or not."""
    if isinstance(refusal, NotWritten):
        return _page(refusal.code, "Not here yet", refusal.message)
    if refusal.code in UNSEEN:
        return render_template("need_access.html"), refusal.code
    return _page(refusal.code, "That did not work", refusal.message)


def stale(_: CSRFError) -> ResponseReturnValue:
    text = "This page was open for so long that it no longer fits. Nothing was changed. Go back, reload the page and try again."
    return _page(400, "Please try again", text)


def failed(problem: HTTPException) -> ResponseReturnValue:
    code = problem.code or 500
    if code == 404:
        if request.path.startswith(NOT_BUILT):
            return _page(404, "Not here yet", "The Local Workspace has pages for Drive, Docs, Sheets, Forms and Mail.")
        return _page(404, "There is no such page", "Check the address, or start again from Drive.")
    return _page(code, problem.name, problem.description or "")


def _page(code: int, title: str, text: str) -> ResponseReturnValue:
    return render_template("trouble.html", title=title, text=text), code


def register(app: Flask) -> None:
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, stale)
    app.register_error_handler(HTTPException, failed)
