"""What the real Google answered to 2,130 requests, and whether the Local Workspace answers the same."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.witnesses.comparing import BOUND, MASKED
from tests.witnesses.recordings import FOLDER, Recording, available, recordings
from tests.witnesses.replaying import Outcome, Replay, stage

pytestmark = [
    pytest.mark.witness,
    pytest.mark.skipif(not available(), reason=f"NOTHING OF GOOGLE'S WAS REPLAYED: there are no recordings at {FOLDER}"),
]
ALL = 2130
MISSES: frozenset[tuple[str, int]] = frozenset()
"""Recording and place of each exchange that may differ, because Google changed its mind between two recordings: none has to."""


@pytest.fixture(scope="module")
def served() -> Iterator[Any]:
    with stage() as running:
        yield running


@pytest.fixture(scope="module")
def played(served: Any) -> list[tuple[Recording, list[Outcome]]]:
    return [(one, Replay(served).run(one)) for one in recordings()]


def test_every_recorded_exchange_is_answered_as_google_did(played, say):
    outcomes = [one for _, found in played for one in found]
    missed = {(one.recording, one.exchange.place): one.differences[:3] for one in outcomes if one.differences}
    say(f"{len(outcomes) - len(missed)} of {len(outcomes)} recorded exchanges with the real Google were answered as it did")
    assert set(missed) == MISSES, missed
    assert len(outcomes) == ALL


def test_one_altered_value_in_each_methods_answer_is_noticed(served, played):
    """The comparison must see what it compares: for each method, one value of a recorded answer is changed."""
    seen: set[str] = set()
    for recording, outcomes in played:
        for outcome in outcomes:
            altered = altered_answer(outcome.exchange.json)
            if outcome.method in seen or outcome.differences or altered is None:
                continue
            seen.add(outcome.method)
            place = recording.exchanges.index(outcome.exchange)
            exchanges = list(recording.exchanges)
            exchanges[place] = replace(outcome.exchange, answer=json.dumps(altered))
            again = Replay(served).run(Recording(recording.name, exchanges))
            assert again[place].differences, outcome.method
    assert len(seen) >= 14


def altered_answer(answer: Any) -> Any:
    """The same answer with its last value that is compared another; None for one without any."""
    changed = copy.deepcopy(answer)
    return changed if isinstance(changed, dict) and alter(changed) else None


def alter(value: Any) -> bool:
    members = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    for name, one in reversed(members):
        if isinstance(one, (dict, list)):
            if alter(one):
                return True
        elif name not in MASKED and name not in BOUND:
            value[name] = (not one) if isinstance(one, bool) else (f"{one}x" if isinstance(one, str) else one + 1)
            return True
    return False
