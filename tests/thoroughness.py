"""How much is tried.

GGP_SWEEP says of how many calls one is disturbed: of 48 in an everyday run, of 12 in CI, of 1 with ``make sweeps``. Where it is
set, three years are followed, every state of every page is looked at in a browser at every width, where an everyday run takes
one state in four at a phone's, and properties are tried with more examples.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

EVERYDAY = 48
STRIDE = int(os.environ.get("GGP_SWEEP") or EVERYDAY)
THOROUGH = bool(os.environ.get("GGP_SWEEP"))
EVERY_CALL = STRIDE == 1


def some(calls: Sequence[str], nth: int) -> list[tuple[int, str]]:
    """The calls to disturb, numbered from 1. nth: which of the ways to disturb them it is; each begins one call further on, so
    that together they come to as many of the calls as they can."""
    return list(enumerate(calls, start=1))[nth % STRIDE :: STRIDE]


def some_states(names: Iterable[str]) -> list[str]:
    """The states of pages to look at in a browser."""
    return list(names) if THOROUGH else list(names)[::4]
