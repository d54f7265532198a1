"""The ledger as one run sees it: items in memory, written to the workbook in blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from service.reconcile.actual import Item

Write = Callable[[Mapping[int, Item | None]], None]


@dataclass
class Notebook:
    """Items by key with their row numbers. `note` and `strike` change memory; `save` writes what changed, in one call."""

    items: dict[str, Item]
    rows: dict[str, int]
    next_row: int
    write: Write
    _unsaved: dict[int, Item | None] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Item:
        return self.items[key]

    def get(self, key: str) -> Item | None:
        return self.items.get(key)

    def note(self, item: Item) -> None:
        """Remember an item; it gets a row of its own the first time."""
        if item.key not in self.rows:
            self.rows[item.key] = self.next_row
            self.next_row += 1
        self.items[item.key] = item
        self._unsaved[self.rows[item.key]] = item

    def strike(self, key: str) -> None:
        """Forget an item that was certainly not made. Its row stays free."""
        self.items.pop(key, None)
        self._unsaved[self.rows[key]] = None

    def save(self) -> None:
        """Write what changed since the last time. Writing twice is writing once, for every row is named."""
        if self._unsaved:
            self.write(dict(self._unsaved))
            self._unsaved.clear()
