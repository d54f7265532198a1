"""`make witnesses`: replays every recording of the real Google, prints what is masked, each miss by name, and `N of M`."""

from __future__ import annotations

import sys

from tests.witnesses.comparing import BOUND, MASKED
from tests.witnesses.recordings import FOLDER, available, recordings
from tests.witnesses.replaying import Replay, stage


def main(names: list[str]) -> int:
    """Replay the recordings whose name contains one of the names, or all. 1 where any exchange was not equal."""
    if not available():
        print(f"There are no recordings at {FOLDER}: nothing was replayed.")
        return 1
    print("Masked:", "; ".join(f"{name} ({why})" for name, why in MASKED.items()))
    print("Bound, each of Google's ids to one of ours:", "; ".join(f"{name} ({whose})" for name, whose in BOUND.items()))
    equal = total = 0
    with stage() as served:
        for recording in recordings():
            if names and not any(name in recording.name for name in names):
                continue
            for outcome in Replay(served).run(recording):
                total += 1
                equal += not outcome.differences
                if outcome.differences:
                    exchange = outcome.exchange
                    print(f"{outcome.recording} {exchange.place}: {exchange.verb} {exchange.target[:100]} {exchange.body[:100]}")
                    print(*(f"    {one}" for one in outcome.differences[:5]), sep="\n")
    print(f"{equal} of {total}")
    return int(equal < total)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
