"""Signed JSON Web Tokens, RS256 only, as service accounts sign them (RFC 7519; developers.google.com/identity/protocols/
oauth2/service-account). Written here, not taken from google-auth: what is tested must not share code with the test's judge.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

Json = dict[str, Any]


class Unverified(ValueError):
    """Not a JWT, or not signed by a key that is known."""


def verified(token: str, keys: Mapping[str, str]) -> Json:
    """The claims of a token. keys: PEM public keys by key id. Raises Unverified."""
    try:
        signed, _, signature = token.rpartition(".")
        header, claims = (_json(part) for part in signed.split("."))
        key = load_pem_public_key(keys[header["kid"]].encode())
    except (KeyError, TypeError, ValueError, binascii.Error) as problem:
        raise Unverified("not a JWT of a known key") from problem
    if header.get("alg") != "RS256" or not isinstance(key, rsa.RSAPublicKey):
        raise Unverified("not signed with RS256")
    try:
        key.verify(_bytes(signature), signed.encode(), padding.PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error) as problem:
        raise Unverified("signature does not fit") from problem
    return claims


def _json(part: str) -> Json:
    value = json.loads(_bytes(part))
    if not isinstance(value, dict):
        raise Unverified("not an object")
    return value


def _bytes(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
