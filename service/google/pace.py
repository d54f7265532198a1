"""How fast we may ask: Google's own quotas, kept to before Google has to say so."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pyrate_limiter import Duration, Limiter, Rate

from service.reconcile.cost import GOOGLE_RATES

Pace = Callable[[str], None]
"""Given an API method (``drive.files.copy``), returns when it may be sent."""

READING = ("get", "list", "batchGet", "generateIds")


def bucket_of(method: str) -> str:
    """``drive.files.copy`` → ``drive write``."""
    api, _, rest = method.partition(".")
    reads = rest.rsplit(".", 1)[-1] in READING
    return f"{api} {'read' if reads else 'write'}"


def unlimited(method: str) -> None:
    """No pacing: what a Local Workspace needs while its quotas are off."""


def paced_while(quotas_are_on: Callable[[], bool]) -> Pace:
    """Google's pace if quotas are on when the first call is sent, none if they are off."""
    chosen: list[Pace] = []

    def wait(method: str) -> None:
        if not chosen:
            chosen.append(paced() if quotas_are_on() else unlimited)
        chosen[0](method)

    return wait


def paced(rates: Mapping[str, tuple[int, int]] = GOOGLE_RATES) -> Pace:
    """Waits so that no bucket is asked faster than its rate."""
    limiters = {name: Limiter(Rate(calls, seconds * Duration.SECOND)) for name, (calls, seconds) in rates.items()}

    def wait(method: str) -> None:
        limiter = limiters.get(bucket_of(method))
        if limiter is not None:
            limiter.try_acquire(method)

    return wait
