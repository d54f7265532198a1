"""Identity behind Identity-Aware Proxy: its signed header, and no other, is proof."""

from __future__ import annotations

from collections.abc import Callable

from flask import Request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Unauthorized

SIGNED_HEADER = "X-Goog-IAP-JWT-Assertion"


class IapIdentity:
    """verify: a token's text to the address it proves, or None; `service.google.iap.verifier` makes one.

    The switch address makes IAP forget its cookie and, where someone has several accounts, ask which:
    https://docs.cloud.google.com/iap/docs/query-parameters-and-headers-howto
    """

    switch_url = "/me?gcp-iap-mode=CLEAR_LOGIN_COOKIE"

    def __init__(self, verify: Callable[[str], str | None]) -> None:
        self._verify = verify

    def email(self, request: Request) -> str | None:
        token = request.headers.get(SIGNED_HEADER, "")
        return self._verify(token) if token else None

    def ask(self) -> ResponseReturnValue:
        raise Unauthorized
