"""Which things are looked at on a night, to see who can open them: those that changed, and a seventh of the rest. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.reconcile.access import Watched
from service.reconcile.actual import MarkedFile
from service.reconcile.tracking import Mark

DAYS = 7
"""Within so many days everything is looked at, whether a log names it or not."""
PREFIX = "access/"
"""Before a drive's id, in the Tracking tab: how far its log was followed for this."""


@dataclass(frozen=True)
class Watch:
    """What has happened since the last time. marks: where to go on; named: ids of files that the drives' logs name; days: those
    whose seventh was not looked at yet; everything: whether a log is new, or was lost."""

    marks: Sequence[Mark]
    named: Collection[str]
    days: Collection[int]
    everything: bool = False


def days_since(marks: Sequence[Mark | None], today: date) -> frozenset[int]:
    """The sevenths that are due: today's, and those of the days that were missed. marks: as they were left, each with the last
    day whose seventh was looked at."""
    last = min((one.all_before or date.min if one else date.min for one in marks), default=date.min)
    missed = min((today - last).days, DAYS)
    return frozenset(seventh_of(today - timedelta(days=ago)) for ago in range(max(missed, 0)))


def seventh_of(day: date) -> int:
    return day.toordinal() % DAYS


def due(things: Sequence[Watched], listed: Mapping[str, MarkedFile], noted: Collection[str], watch: Watch) -> list[Watched]:
    """The things to look at, those first that a log names. listed: the listing, by file id; noted: ids of files that are known to
    be shared by hand. What nobody should open by itself, and nobody was given, needs no look."""
    found = [
        one
        for one in things
        if (watch.everything or one.file_id in watch.named or zlib.crc32(one.key.encode()) % DAYS in watch.days)
        and (one.wanted or one.given or one.file_id in noted or one.file_id not in listed or listed[one.file_id].shared)
    ]
    return sorted(found, key=lambda one: (one.file_id not in watch.named, one.key))
