"""The mark that says a file is ours: file properties, set in the very call that makes the file.

They are Drive's public `properties`, not `appProperties`: those are private to one Cloud project, and a change of
project would make every file a stranger. The names begin with ``ggp`` so that they meet no one else's.
"""

from __future__ import annotations

OURS, KEY, NONCE = "ggp", "ggp-key", "ggp-mark"


def mark_of(key: str, nonce: str) -> dict[str, str]:
    """The properties that mark a file: that it is ours, what it is, and which making of it this is."""
    return {OURS: "1", KEY: key, NONCE: nonce}
