"""Who Identity-Aware Proxy says is there: its signed header, verified in full.

The rules are Google's: https://docs.cloud.google.com/iap/docs/signed-headers-howto. `google.oauth2.id_token` is not
used because it checks no issuer and fetches the keys anew for every request.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
import structlog
from google.auth import exceptions, jwt

from service.errors import SetUpError, Unsure

KEYS_URL = "https://www.gstatic.com/iap/verify/public_key"
ISSUER = "https://cloud.google.com/iap"
AUDIENCE = re.compile(r"/projects/\d+/(apps/[a-z][a-z0-9.:-]*|global/backendServices/\d+)")
SKEW = 30
LONGEST_LIFE = 600 + 2 * SKEW
REFETCH_AFTER = 60
DEFAULT_LIFE = 3600

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class FetchedKeys:
    """Public keys in PEM by key id, and for how many seconds they may be kept."""

    keys: Mapping[str, str]
    life: float


Fetch = Callable[[], FetchedKeys]


def fetch_keys() -> FetchedKeys:
    """Google's public keys for IAP. Raises Unsure."""
    try:
        answer = requests.get(KEYS_URL, timeout=10)
        answer.raise_for_status()
        keys = answer.json()
    except (requests.RequestException, ValueError) as problem:
        raise Unsure("iap.public_key", type(problem).__name__) from problem
    age = re.search(r"max-age=(\d+)", answer.headers.get("Cache-Control", ""))
    return FetchedKeys(keys, float(age[1]) if age else DEFAULT_LIFE)


@dataclass
class KeyRing:
    """The keys, fetched when first needed and again when they lapse, or when a token names one that is not here: keys
    rotate. An unknown name costs at most one fetch a minute, so that made-up names cannot cost many."""

    fetch: Fetch
    now: Callable[[], float] = time.monotonic
    _keys: Mapping[str, str] = field(default_factory=dict)
    _lapse: float = 0
    _fetched: float = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def with_key(self, key_id: str) -> Mapping[str, str]:
        """All keys, with this one among them if it exists. Raises Unsure if there are none to be had."""
        with self._lock:
            lapsed = not self._keys or self.now() >= self._lapse
            rotated = key_id not in self._keys and self.now() >= self._fetched + REFETCH_AFTER
            if lapsed or rotated:
                self._refetch()
            return self._keys

    def _refetch(self) -> None:
        fetched = self.fetch()
        self._keys, self._fetched = fetched.keys, self.now()
        self._lapse = self._fetched + fetched.life


def verifier(audience: str, fetch: Fetch = fetch_keys, now: Callable[[], float] = time.monotonic) -> Verifier:
    """A verifier for one application.

    audience: ``/projects/PROJECT_NUMBER/apps/PROJECT_ID``. Raises SetUpError if it is empty or of another shape: an
    empty audience would switch the check off. now: seconds, for the age of the keys; tokens use machine time.
    """
    if not AUDIENCE.fullmatch(audience):
        raise SetUpError(
            "GGP_IAP_AUDIENCE must be '/projects/PROJECT_NUMBER/apps/PROJECT_ID', as Google's console shows it for "
            "Identity-Aware Proxy; without it no one could be let in safely"
        )
    return Verifier(audience, KeyRing(fetch, now))


@dataclass
class Verifier:
    """Calls with a token's text answer with the address it proves, in lower case, or None."""

    audience: str
    ring: KeyRing

    def __call__(self, token: str) -> str | None:
        try:
            claims = self._claims(token)
            return _email(claims)
        except (exceptions.GoogleAuthError, ValueError, TypeError) as problem:
            # google-auth's messages hold the token: only their kind may be told.
            log.warning("a signed header was not accepted", kind=type(problem).__name__)
            return None

    def _claims(self, token: str) -> Mapping[str, Any]:
        header = jwt.decode_header(token)
        key_id = header.get("kid")
        if header.get("alg") != "ES256" or not isinstance(key_id, str) or not key_id:
            raise ValueError("not signed as IAP signs")
        claims: Mapping[str, Any] = jwt.decode(
            token, certs=self.ring.with_key(key_id), audience=self.audience, clock_skew_in_seconds=SKEW
        )
        return claims


def _email(claims: Mapping[str, Any]) -> str:
    """The address, once what google-auth leaves unchecked is checked. Raises ValueError."""
    if claims.get("iss") != ISSUER:
        raise ValueError("another issuer")
    if claims["exp"] - claims["iat"] > LONGEST_LIFE:
        raise ValueError("valid for longer than IAP's tokens are")
    email = claims.get("email")
    if not isinstance(email, str) or "@" not in email:
        raise ValueError("no address")
    return email.lower()
