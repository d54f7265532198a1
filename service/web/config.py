"""What the pages are told about where they run, and all that one service is made of. `service.wiring` makes both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_urlsafe

from service.web.desk import Desk


def _random() -> str:
    return token_urlsafe(32)


@dataclass(frozen=True)
class WebConfig:
    """workspace_is_google: served over https on App Engine, behind Identity-Aware Proxy. domains: the trust's mail
    domains. contact: whom to ask, as a sentence may end: ``the office``, an address, a phone number.

    secret_key signs the session cookie; log_salt makes the hash that stands for a person in a log. Both are made anew
    at each start unless given: there is one process, nothing of worth is in the session, and no secret need be kept.
    """

    workspace_is_google: bool
    trust_name: str = "our trust"
    domains: frozenset[str] = frozenset()
    contact: str = "your school office"
    secret_key: str = field(default_factory=_random, repr=False)
    log_salt: str = field(default_factory=_random, repr=False)


@dataclass(frozen=True)
class Front:
    """What `service.web.server` needs to make a service. verify: a signed header's text to the address it proves, or
    None for one that proves nothing; None in its place where the Workspace is a local one."""

    config: WebConfig
    desk: Desk
    verify: Callable[[str], str | None] | None = None
