"""The signed header of Identity-Aware Proxy, checked with keys of our own.

The rules are those of https://docs.cloud.google.com/iap/docs/signed-headers-howto (read November 2026): ES256, a `kid`
among the published keys, `aud`, `iss`, `exp` and `iat` with 30 seconds of skew, at most ten minutes of life.
"""

from __future__ import annotations

import base64
import json
import time

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from google.auth import jwt
from google.auth.crypt import es

from service.errors import SetUpError, Unsure
from service.google import iap

OURS = "/projects/123456789/apps/ggp-stour"


class Key:
    """A key pair and its id."""

    def __init__(self, key_id: str, curve: ec.EllipticCurve | None = None) -> None:
        self.key_id, self._private = key_id, ec.generate_private_key(curve or ec.SECP256R1())
        self.pem = self._private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def sign(self, header=None, **changed) -> str:
        now = int(time.time())
        claims = {"iss": iap.ISSUER, "aud": OURS, "iat": now, "exp": now + 600, "email": "Amara.Okafor@Stour.example", **changed}
        signer = es.EsSigner.from_string(
            self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), self.key_id
        )
        return jwt.encode(signer, {k: v for k, v in claims.items() if v is not None}, header=header).decode()


@pytest.fixture(scope="module")
def key():
    return Key("k1")


class Publisher:
    """Stands for Google's address with the public keys; counts how often it was asked. Its clock stands still."""

    def __init__(self, *keys: Key, life: float = 3600) -> None:
        self.keys, self.life, self.asked, self.time = list(keys), life, 0, 1000.0

    def fetch(self) -> iap.FetchedKeys:
        self.asked += 1
        return iap.FetchedKeys({key.key_id: key.pem for key in self.keys}, self.life)

    def now(self) -> float:
        return self.time


@pytest.fixture
def publisher(key):
    return Publisher(key)


@pytest.fixture
def verify(publisher):
    return iap.verifier(OURS, publisher.fetch, publisher.now)


def unsigned(claims: dict[str, object], **header: str) -> str:
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part(header)}.{part(claims)}."


def test_a_good_token_proves_the_address_in_lower_case(verify, key):
    assert verify(key.sign()) == "amara.okafor@stour.example"


def now_and(seconds: int) -> int:
    return int(time.time()) + seconds


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "/projects/123456789/apps/another"},
        {"aud": [OURS]},
        {"aud": None},
        {"iss": "https://accounts.google.com"},
        {"iss": None},
        {"email": None},
        {"email": ""},
        {"email": 7},
        {"exp": None},
        {"iat": None},
        {"exp": "soon"},
    ],
    ids=lambda changed: " ".join(f"{name} {value}" for name, value in changed.items()),
)
def test_a_token_with_a_wrong_or_missing_claim_proves_nothing(verify, key, changed):
    assert verify(key.sign(**changed)) is None


@pytest.mark.parametrize(
    ("issued", "expires", "accepted"),
    [(-700, -100, False), (-620, -20, True), (20, 620, True), (100, 700, False), (0, 3600, False)],
    ids=["expired", "expired within the skew", "early within the skew", "of the future", "living for too long"],
)
def test_a_token_holds_for_its_time_with_thirty_seconds_of_skew(verify, key, issued, expires, accepted):
    proven = verify(key.sign(iat=now_and(issued), exp=now_and(expires)))
    assert (proven is not None) is accepted


def test_a_token_without_a_signature_proves_nothing(verify):
    claims = {"iss": iap.ISSUER, "aud": OURS, "iat": now_and(0), "exp": now_and(600), "email": "a@stour.example"}
    assert verify(unsigned(claims, alg="none", kid="k1", typ="JWT")) is None
    assert verify(unsigned(claims, alg="ES256", kid="k1", typ="JWT")) is None


def test_a_token_signed_by_another_key_under_a_known_name_proves_nothing(verify):
    assert verify(Key("k1").sign()) is None


def test_a_token_of_another_algorithm_proves_nothing_even_when_its_key_is_known():
    key = Key("big", ec.SECP384R1())
    publisher = Publisher(key)
    assert iap.verifier(OURS, publisher.fetch, publisher.now)(key.sign()) is None
    assert publisher.asked == 0


def test_a_token_that_names_no_key_proves_nothing(verify, key):
    head, rest = key.sign().split(".", 1)
    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    del header["kid"]
    assert verify(f"{base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip('=')}.{rest}") is None


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "..", "é.é.é", "{}.{}.{}", "bm90anNvbg.bm90anNvbg.bm90anNvbg"])
def test_nonsense_proves_nothing(verify, token):
    assert verify(token) is None


def test_a_changed_payload_proves_nothing(verify, key):
    head, claims, signature = key.sign().split(".")
    other = key.sign(email="jo.hale@stour.example").split(".")[1]
    assert verify(f"{head}.{other}.{signature}") is None
    assert verify(f"{head}.{claims}.{signature}") is not None


def test_the_keys_are_fetched_once_and_again_when_they_lapse(verify, publisher, key):
    assert all(verify(key.sign()) for _ in range(3))
    assert publisher.asked == 1
    publisher.time += 3601
    assert verify(key.sign())
    assert publisher.asked == 2


def test_an_unknown_key_causes_one_fetch_and_then_its_token_is_accepted(verify, publisher, key):
    assert verify(key.sign())
    rotated = Key("k2")
    publisher.keys.append(rotated)
    publisher.time += iap.REFETCH_AFTER
    assert verify(rotated.sign()) == "amara.okafor@stour.example"
    assert publisher.asked == 2


def test_made_up_key_names_cost_at_most_one_fetch_a_minute(verify, publisher, key):
    assert verify(key.sign())
    publisher.time += iap.REFETCH_AFTER
    assert [verify(Key(f"made-up-{number}").sign()) for number in range(5)] == [None] * 5
    assert publisher.asked == 2


@pytest.mark.parametrize(
    "audience", ["", "ggp", "/projects/x/apps/y", "/projects/1/apps/", "/projects/PROJECT_NUMBER/apps/PROJECT_ID"]
)
def test_no_verifier_is_made_without_an_audience_of_our_own(audience):
    with pytest.raises(SetUpError, match="GGP_IAP_AUDIENCE"):
        iap.verifier(audience)


class Answered:
    """An answer of requests.get."""

    def __init__(self, body: object, headers: dict[str, str]) -> None:
        self._body, self.headers = body, headers

    def raise_for_status(self) -> None: ...

    def json(self) -> object:
        return self._body


def test_the_keys_come_from_googles_address_and_are_kept_as_long_as_it_says(monkeypatch, key):
    def get(url, timeout):
        assert url == "https://www.gstatic.com/iap/verify/public_key"
        return Answered({"k1": key.pem}, {"Cache-Control": "public, max-age=1234"})

    monkeypatch.setattr(requests, "get", get)
    assert iap.fetch_keys() == iap.FetchedKeys({"k1": key.pem}, 1234)


def test_keys_that_can_not_be_had_are_a_fault_of_the_hour_and_not_of_the_person(monkeypatch):
    def get(url, timeout):
        raise requests.ConnectionError("no way to gstatic")

    monkeypatch.setattr(requests, "get", get)
    with pytest.raises(Unsure, match=r"iap.public_key: ConnectionError"):
        iap.verifier(OURS)(Key("k1").sign())
