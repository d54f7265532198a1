"""The Workspace itself: one SQLite database, a clock that can be moved, ids that a seed repeats."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from local_workspace.core.call import Media
from local_workspace.core.faults import Fault
from local_workspace.core.quotas import Quotas

ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass
class Clock:
    """The Workspace's own time: the machine's plus an offset, or frozen at a moment. Always aware, in UTC."""

    frozen_at: datetime | None = None
    offset: timedelta = timedelta()
    machine: Callable[[], datetime] = lambda: datetime.now(UTC)

    def now(self) -> datetime:
        return (self.frozen_at or self.machine()) + self.offset

    def stamp(self) -> str:
        """RFC 3339 in UTC with milliseconds, as Drive writes times."""
        return self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


@dataclass(frozen=True)
class Called:
    """One request as it was answered. method: the discovery id, or the path where there is none."""

    method: str
    user: str
    status: int


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
        self.clock = clock or Clock()
        self.random = random.Random(seed)
        self.kinds: dict[str, Kind] = {}
        self.lock = threading.RLock()
        self.base_url = ""
        self.search_lag = timedelta()
        self.delegation: dict[str, frozenset[str]] = {}
        self.calls: list[Called] = []
        self.faults: list[Fault] = []
        self.quotas = Quotas()
        self.snapshots: dict[str, sqlite3.Connection] = {}
        self.permission_writes: dict[str, tuple[float, list[tuple[object, ...]]]] = {}

    def new_id(self, length: int = 33, prefix: str = "1") -> str:
        """A fresh id in Drive's alphabet."""
        return prefix + "".join(self.random.choices(ID_LETTERS, k=length - len(prefix)))

    def snapshot(self, name: str) -> None:
        """Keep the whole database under a name, in memory."""
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        with self.lock:
            self.db.backup(copy)
        self.snapshots[name] = copy

    def restore(self, name: str) -> None:
        """Put the database back as it was. Raises KeyError for a name that was not kept."""
        with self.lock:
            self.snapshots[name].backup(self.db)

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
