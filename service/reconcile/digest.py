"""Short hashes of values, so that the ledger can tell whether a value changed without keeping it."""

from __future__ import annotations

import hashlib


def digest(text: str) -> str:
    """Ten hexadecimal letters for a text, its surrounding white space left out."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:10]
