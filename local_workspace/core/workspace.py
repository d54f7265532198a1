"""The Workspace itself: one SQLite database, a clock that can be moved, ids that a seed repeats."""

from __future__ import annotations

import json
import random
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from local_workspace.core.call import Media, Principal
from local_workspace.core.faults import Fault
from local_workspace.core.quotas import Quotas
from local_workspace.core.tables import SCHEMA

ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass
class Clock:
    """The Workspace's own time: the machine's plus an offset, or frozen at a moment. Always aware, in UTC."""

    frozen_at: datetime | None = None
    offset: timedelta = timedelta()
    machine: Callable[[], datetime] = lambda: datetime.now(UTC)

    def now(self) -> datetime:
        return (self.frozen_at or self.machine()) + self.offset

    def set(self, moment: datetime) -> None:
        """Jump to a moment (aware) and go on from there; a frozen clock stays frozen."""
        self.offset += moment - self.now()

    def advance(self, by: timedelta) -> None:
        self.offset += by

    def freeze(self, frozen: bool) -> None:
        """Stand still at this moment, or run again from it."""
        stands = self.now()
        self.frozen_at = stands if frozen else None
        self.offset = timedelta() if frozen else stands - self.machine()

    def stamp(self) -> str:
        """RFC 3339 in UTC with milliseconds, as Drive writes times."""
        return self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


@dataclass(frozen=True)
class Called:
    """One request as it was answered. method: the discovery id, or verb and path where there is none.

    user: the caller's address, empty where the token did not say. status: 0 where the socket was closed instead.
    """

    method: str
    user: str
    status: int


@dataclass(frozen=True)
class Token:
    """A bearer token's owner and the machine's time (seconds) at which it ends."""

    principal: Principal
    expires: float


@dataclass(frozen=True)
class Snapshot:
    """A kept Workspace: its database, its clock, and where its randomness stood."""

    db: sqlite3.Connection
    frozen_at: datetime | None
    offset: timedelta
    random_state: object


@dataclass(frozen=True)
class Kind:
    """What Drive asks of an editor (Docs, Sheets, Forms) about its own files."""

    create: Callable[[Workspace, str, str], None]
    """(workspace, file id, title): an empty document for a file that Drive has just made."""
    copy: Callable[[Workspace, str, str], None]
    """(workspace, source id, target id)."""
    exports: Mapping[str, Callable[[Workspace, str], bytes]] = field(default_factory=dict)
    """By MIME type: (workspace, file id) to bytes."""
    imports: Mapping[str, Callable[[Workspace, str, Media], None]] = field(default_factory=dict)
    """By MIME type: fills a new file from an upload that is converted."""


class Workspace:
    """Holds the database, the clock, the ids and the editors' kinds. One request at a time runs in `transaction`."""

    def __init__(self, path: str = ":memory:", *, seed: int | None = None, clock: Clock | None = None) -> None:
        self.db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=OFF")
        self.db.executescript(SCHEMA)
        self.clock = clock or Clock()
        self.random = random.Random(seed)
        self.kinds: dict[str, Kind] = {}
        self.routes: dict[str, Callable[[Workspace, dict[str, Any]], dict[str, Any]]] = {}
        self.renamed: list[Callable[[Workspace, str, str], None]] = []
        self.lock = threading.RLock()
        self.base_url = ""
        self.search_lag = timedelta()
        self.delegation: dict[str, frozenset[str]] = {}
        self.tokens: dict[str, Token] = {}
        self.uploads: MutableMapping[str, Any] = {}
        self.calls: list[Called] = []
        self.faults: list[Fault] = []
        self.quotas = Quotas()
        self.snapshots: dict[str, Snapshot] = {}
        self.permission_writes: dict[str, tuple[float, list[tuple[object, ...]]]] = {}
        self._resume(seed)

    def _resume(self, seed: int | None) -> None:
        """A database that was closed goes on: its clock where it was set, and ids that it has not given out yet."""
        times_opened = int(self.recall("opened") or 0)
        if times_opened and seed is not None:
            self.random.seed(f"{seed} opened {times_opened}")
        self.remember("opened", times_opened + 1)
        if (kept := self.recall("clock")) is not None:
            self.clock.offset = timedelta(seconds=kept["offset"])
            self.clock.frozen_at = datetime.fromisoformat(kept["frozen"]) if kept["frozen"] else None

    def remember(self, name: str, value: Any) -> None:
        """Keep a fact (JSON) about this Workspace in its database."""
        self.db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, json.dumps(value)))

    def recall(self, name: str) -> Any:
        """A fact that was kept, or None."""
        row = self.db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return json.loads(row["value"]) if row else None

    def keep_clock(self) -> None:
        """Let a restart go on with the clock as it is set now."""
        frozen = self.clock.frozen_at
        self.remember("clock", {"offset": self.clock.offset.total_seconds(), "frozen": frozen.isoformat() if frozen else None})

    def new_id(self, length: int = 33, prefix: str = "1") -> str:
        """A fresh id in Drive's alphabet."""
        return prefix + "".join(self.random.choices(ID_LETTERS, k=length - len(prefix)))

    def snapshot(self, name: str) -> None:
        """Keep database, clock and randomness under a name, in memory."""
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        with self.lock:
            self.db.backup(copy)
            clock = self.clock
            self.snapshots[name] = Snapshot(copy, clock.frozen_at, clock.offset, self.random.getstate())

    def restore(self, name: str) -> None:
        """Put all of it back as it was. Raises KeyError for a name that was not kept.

        Tokens and service accounts' keys stay: they are the callers', who know nothing of it.
        """
        with self.lock:
            kept = self.snapshots[name]
            keys = [tuple(row) for row in self.db.execute("SELECT key_id, email, public_pem FROM service_keys")]
            kept.db.backup(self.db)
            self.db.executemany("INSERT OR REPLACE INTO service_keys VALUES (?, ?, ?)", keys)
            self.clock.frozen_at, self.clock.offset = kept.frozen_at, kept.offset
            self.random.setstate(kept.random_state)  # type: ignore[arg-type]
            self.permission_writes.clear()
            self.uploads.clear()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, and alone: every request runs in one."""
        with self.lock:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield self.db
            except BaseException:
                self.db.execute("ROLLBACK")
                raise
            self.db.execute("COMMIT")
