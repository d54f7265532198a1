"""Tabs whose rows are made when they are looked at: a large trust's staff.csv is long, and needed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

Rows = Sequence[Sequence[str]]


class LazyTabs(Mapping[str, Rows]):
    """Rows by tab, headings first, made anew at every look."""

    def __init__(self, makers: Mapping[str, Callable[[], Rows]]) -> None:
        """makers: what makes a tab's rows, by tab, in the order in which the tabs stand."""
        self._makers = dict(makers)

    def __getitem__(self, tab: str) -> Rows:
        return self._makers[tab]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def __contains__(self, tab: object) -> bool:
        return tab in self._makers


def together(*parts: Mapping[str, Rows]) -> LazyTabs:
    """The tabs of several mappings, the later ones' rows for those that stand in more than one; none is looked at yet."""
    return LazyTabs({tab: partial(part.__getitem__, tab) for part in parts for tab in part})
