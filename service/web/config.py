"""What the pages are told about where they run. `service.wiring` makes one from the settings."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class WebConfig:
    """workspace_is_google: served over https on App Engine, behind Identity-Aware Proxy. secret_key signs the session
    cookie; log_salt makes the hash that stands for a person in a log. domains: the trust's mail domains. contact: whom
    to ask, as a sentence may end: ``the office``, an address, a phone number."""

    workspace_is_google: bool
    secret_key: str = field(repr=False)
    log_salt: str = field(repr=False)
    trust_name: str = "our trust"
    domains: frozenset[str] = frozenset()
    contact: str = "your school office"
