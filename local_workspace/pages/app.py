"""The pages' WSGI application: Flask, with everything it needs under its own roof and nothing from outside."""

from __future__ import annotations

import secrets

from flask import Flask
from flask.wrappers import Response
from flask_wtf import CSRFProtect  # type: ignore[import-untyped]

from local_workspace.core.app import Pages
from local_workspace.core.dispatch import Dispatcher
from local_workspace.core.workspace import Workspace
from local_workspace.pages import (
    access_pages,
    assets,
    doc_pages,
    drive_pages,
    form_pages,
    identity,
    mail_pages,
    sheet_pages,
    troubles,
    words,
)

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
BLUEPRINTS = (
    drive_pages.blueprint,
    access_pages.blueprint,
    doc_pages.blueprint,
    sheet_pages.blueprint,
    form_pages.blueprint,
    mail_pages.blueprint,
)


def make_pages(dispatcher: Dispatcher) -> Pages:
    """The pages over the same handlers as the API."""
    app = Flask(__name__, static_folder=None)
    app.config.update(
        SECRET_KEY=_key(dispatcher.workspace),
        # Cookies know no ports: on loopback this one lives beside the service's.
        SESSION_COOKIE_NAME="local_workspace",
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(moment=words.moment, role=words.role, soft_breaks=words.soft_breaks, safe_link=words.safe_link)
    CSRFProtect(app)
    identity.register(app, dispatcher)
    troubles.register(app)
    assets.register(app)
    for one in BLUEPRINTS:
        app.register_blueprint(one)
    app.after_request(_headers)
    return app.wsgi_app  # type: ignore[return-value]


def _key(workspace: Workspace) -> str:
    """What signs the cookies: kept with the Workspace, so that whoever was chosen still is after a restart."""
    with workspace.lock:
        kept: str = workspace.recall("pages key") or secrets.token_hex(32)
        workspace.remember("pages key", kept)
    return kept


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    if response.mimetype in ("text/html", "application/json"):
        response.headers["Cache-Control"] = "no-store"
    return response
