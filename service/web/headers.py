"""The security headers of every answer, and the nonce that lets our own scripts run."""

from __future__ import annotations

from secrets import token_urlsafe

from flask import Flask, Response, g
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

YEAR = 31_536_000


def install(app: Flask, *, https: bool) -> None:
    """Give every answer its headers. https: also tell browsers to come back over https alone."""

    @app.before_request
    def make_nonce() -> None:
        g.nonce = token_urlsafe(18)

    @app.context_processor
    def name_nonce() -> dict[str, str]:
        return {"cspNonce": nonce()}  # the design system's templates ask for it by this name

    @app.after_request
    def add(response: Response) -> Response:
        policy(nonce(), https=https).set_headers(response)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def nonce() -> str:
    return str(g.get("nonce", ""))


def policy(nonce: str, *, https: bool) -> Secure:
    """Nothing from elsewhere, no frame, no script but those that bear this answer's nonce.

    Referrer: our own forms need it (CSRF over https), and Google's documents are not told where one comes from.
    """
    return Secure(
        csp=content_policy(nonce),
        hsts=StrictTransportSecurity().max_age(YEAR).include_subdomains() if https else None,
        referrer=ReferrerPolicy().same_origin(),
        permissions=PermissionsPolicy().camera().microphone().geolocation().browsing_topics(),
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )


def content_policy(nonce: str) -> ContentSecurityPolicy:
    return (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src(f"'nonce-{nonce}'" if nonce else "'none'")
        .style_src("'self'")
        .img_src("'self'")
        .connect_src("'self'")
        .form_action("'self'")
        .base_uri("'none'")
        .frame_ancestors("'none'")
    )
