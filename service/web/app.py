"""The app, put together from its config, its desk and its identity. Nothing happens at import: one app a test."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask, g, request
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect  # type: ignore[import-untyped]
from jinja2 import ChainableUndefined, PackageLoader, PrefixLoader
from jinja2.loaders import BaseLoader, ChoiceLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from service.errors import SetUpError
from service.web import admin, assets, chooser, cron, errors, headers, health, logs, me, year
from service.web.config import WebConfig
from service.web.desk import Desk
from service.web.identity import Identity
from service.web.worker import Worker

LONDON = ZoneInfo("Europe/London")
OPEN = frozenset({"static", "health.alive", "health.start", "health.stop", "cron.run", "chooser.choose", "chooser.take"})
"""Endpoints that ask no one who they are: cron's check a header that only App Engine can set."""


class Service(Flask):
    """A Flask app that owns one worker."""

    jinja_options = {"undefined": ChainableUndefined, "trim_blocks": True, "lstrip_blocks": True}  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__("service.web", static_folder=None)
        self.worker = Worker()

    def create_global_jinja_loader(self) -> BaseLoader:  # type: ignore[override]
        design_system = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
        return ChoiceLoader([super().create_global_jinja_loader(), design_system])


def create_app(config: WebConfig, desk: Desk, identity: Identity) -> Service:
    """One service. Raises SetUpError if people could choose who they are on Google's Workspace."""
    local = isinstance(identity, chooser.LocalIdentity)
    if local and config.workspace_is_google:
        raise SetUpError("on Google, who someone is comes from Identity-Aware Proxy: it can't be chosen")
    app = Service()
    configure(app, config)
    logs.install(app, config.log_salt)
    headers.install(app, https=config.workspace_is_google)
    let_in(app, desk, identity)
    CSRFProtect(app)
    errors.install(app)
    assets.install(app)
    name_the_house(app, config, identity)
    parts = [health.pages(), cron.pages(desk), me.pages(desk, config), admin.pages(desk, app.worker)]
    parts.append(year.pages(desk, app.worker, config))
    for part in [*parts, chooser.pages(desk)] if local else parts:
        app.register_blueprint(part)
    return app


def configure(app: Flask, config: WebConfig) -> None:
    """Cookies that only this host gets back, and on Google only over https; small requests; App Engine's https noticed."""
    app.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME="__Host-ggp" if config.workspace_is_google else "ggp",
        SESSION_COOKIE_SECURE=config.workspace_is_google,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=64 * 1024,
    )
    if config.workspace_is_google:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=1)  # type: ignore[method-assign]


def let_in(app: Flask, desk: Desk, identity: Identity) -> None:
    """Ask everyone who they are before anything is shown."""

    @app.before_request
    def who_is_there() -> ResponseReturnValue | None:
        if request.endpoint in OPEN:
            return None
        g.email = identity.email(request)
        if g.email is None:
            return identity.ask()
        g.admin = desk.is_admin(g.email)
        return None


def name_the_house(app: Flask, config: WebConfig, identity: Identity) -> None:
    """What every page may show."""

    @app.context_processor
    def common() -> dict[str, object]:
        return {
            "trust_name": config.trust_name,
            "contact": config.contact,
            "signed_in": g.get("email"),
            "admin": g.get("admin", False),
            "switch_url": identity.switch_url,
            "is_local": not config.workspace_is_google,
        }

    app.jinja_env.globals["as_person"] = me.as_person
    app.jinja_env.filters["in_london"] = in_london


def in_london(moment: datetime) -> datetime:
    """The trust's own time. moment: aware."""
    return moment.astimezone(LONDON)
