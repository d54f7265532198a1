"""One thread for work that outlasts a request. One piece of work at a time; how far it is can be asked at any moment.

The thread is lost with the instance, and nothing else is: a run is resumable, and the next one goes on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import structlog

from service.errors import SetUpError, WorkspaceError
from service.web.desk import Outcome, Progress

log = structlog.get_logger(__name__)

Work = Callable[[Progress], Outcome]
QUARTERS = ("It has begun.", "A quarter is done.", "Half is done.", "Three quarters are done.", "Nearly finished.")


@dataclass(frozen=True)
class Ticket:
    """How far a piece of work is. trouble: why it stopped, in plain English."""

    state: Literal["running", "finished", "failed"] = "running"
    done: int = 0
    of: int = 0
    outcome: Outcome | None = None
    trouble: str = ""

    @property
    def quarter(self) -> int:
        return self.done * 4 // self.of if self.of else 0

    @property
    def said(self) -> str:
        """What a screen reader is told: it changes four times in a run, not at every change."""
        return QUARTERS[self.quarter]


class Worker:
    """Owned by the app: one app, one worker."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ticket: Ticket | None = None
        self._thread: threading.Thread | None = None

    @property
    def ticket(self) -> Ticket | None:
        """The work that is going on, or the last that ended; None if there was none yet."""
        with self._lock:
            return self._ticket

    @property
    def busy(self) -> bool:
        ticket = self.ticket
        return ticket is not None and ticket.state == "running"

    def start(self, work: Work) -> bool:
        """Begin, unless something is going on already. Answers whether it was begun."""
        with self._lock:
            if self._ticket is not None and self._ticket.state == "running":
                return False
            self._ticket = Ticket()
            self._thread = threading.Thread(target=self._run, args=(work,), name="run", daemon=True)
            self._thread.start()
        return True

    def wait(self, seconds: float) -> None:
        """Wait for the work to end."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, work: Work) -> None:
        try:
            outcome = work(self._progress)
        except Exception as problem:
            log.exception("a run from the page stopped", kind=type(problem).__name__)
            self._change(state="failed", trouble=in_plain_words(problem))
        else:
            self._change(state="finished", outcome=outcome)

    def _progress(self, done: int, of: int) -> None:
        self._change(done=done, of=of)

    def _change(self, **changes: object) -> None:
        with self._lock:
            self._ticket = replace(self._ticket or Ticket(), **changes)  # type: ignore[arg-type]


def in_plain_words(problem: Exception) -> str:
    """Why something stopped, for an admin. Only the service's own errors are quoted: another's may hold a name."""
    if isinstance(problem, SetUpError):
        return str(problem)
    if isinstance(problem, WorkspaceError):
        return f"Google did not do what was asked ({problem.attempted}: {problem.reason}). The next run tries again."
    return "Something happened that was not foreseen. It is in the log; what was done so far stays done."
