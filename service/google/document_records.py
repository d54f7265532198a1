"""Records of what came in with a Form, in a Doc: pure, from the Doc as it was read to requests.

Each is a section under a named range that says when it was sent, which response it is, and what was written: so the same
record twice is once, a changed answer takes the place of one that nobody touched, and whatever a person wrote into one stays.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from service.google.document_names import FIELD, OURS, as_written
from service.google.document_text import Extent, TabText, tabs_of
from service.google.document_writer import Json, Writer, between
from service.policy.record import ANCHOR, Record
from service.policy.template import Span

RECORD = f"{OURS}record."
_NAME = re.compile(rf"{re.escape(RECORD)}(\d{{20}})\.([0-9a-f]{{12}})\.([0-9a-f]{{12}})")


@dataclass(frozen=True)
class Kept:
    """A record as it stands in a Doc. sent: digits that sort as time does; touched: whether somebody wrote in it."""

    sent: str
    response: str
    digest: str
    extent: Extent
    range_ids: Sequence[str]
    touched: bool


def requests_for(document: Mapping[str, Any], record: Record) -> list[Json]:
    """What puts a record in its place; nothing where it is there already, or where a later version of it is."""
    tab = next((one for one in tabs_of(document) if FIELD + ANCHOR in one.ranges), tabs_of(document)[0])
    there = list(_records(tab))
    name = _name(record)
    mine = [one for one in there if one.response == _short(record.id)]
    if any(name.endswith(one.digest) or one.sent > _sent(record) for one in mine):
        return []
    replaced = next((one for one in mine if not one.touched), None)
    if replaced is not None:
        out = _taken_out(tab, replaced)
        return [*out, *_put_in(tab, record, name, replaced.extent.start - 1, behind_all=replaced.extent.end + 1 >= tab.end)]
    return _put_in(tab, record, name, *_place(tab, there, _sent(record)))


def has_records(document: Mapping[str, Any]) -> bool:
    """Whether anything came in with a Form."""
    return any(True for tab in tabs_of(document) for _ in _records(tab))


def _place(tab: TabText, there: Sequence[Kept], sent: str) -> tuple[int, bool]:
    """Where a new record begins: before the first that is older, behind the last one, or behind the anchor. And whether that
    is behind everything in the Doc."""
    older = [one.extent.start - 1 for one in there if one.sent < sent]
    if older:
        return min(older), False
    ends = [one.extent.end for one in there] or [tab.ranges[FIELD + ANCHOR].end] if FIELD + ANCHOR in tab.ranges else []
    line = tab.line_at(max(ends)) if ends else None
    at = line.end if line else tab.end
    return at, at >= tab.end


def _put_in(tab: TabText, record: Record, name: str, at: int, behind_all: bool = False) -> list[Json]:
    """The section, as paragraphs from a place on. Behind everything it begins with a line of its own: a Doc's last newline
    can't be written behind."""
    writer = Writer(at=at)
    if behind_all:
        writer.add({"insertText": {"location": {"index": tab.end - 1}, "text": "\n"}})
        writer.at = tab.end
    start = writer.at
    last = writer.line(as_written(record.heading), "HEADING_2")
    for part in record.parts:
        last = writer.line(as_written(part.label), "HEADING_3")
        lines = [(Span(as_written(one)),) for one in part.lines]
        if part.listed:
            last = writer.bullets(lines)[-1]
        else:
            for words in lines:
                last = writer.paragraph(words)
    whole = {"deleteParagraphBullets": {"range": between(start, writer.at)}}
    requests = writer.requests
    first_list = next((place for place, one in enumerate(requests) if "createParagraphBullets" in one), len(requests))
    plain = [whole] if first_list == len(requests) else []
    named = {"createNamedRange": {"name": name, "range": between(start + 1, last.end)}}
    return [*requests, *plain, named]


def _taken_out(tab: TabText, kept: Kept) -> list[Json]:
    """The record's paragraphs go; a Doc's last newline cannot."""
    end = min(kept.extent.end + 1, tab.end - 1)
    names = [{"deleteNamedRange": {"namedRangeId": one}} for one in kept.range_ids]
    return [*names, {"deleteContentRange": {"range": between(kept.extent.start - 1, end)}}]


def _records(tab: TabText) -> Iterator[Kept]:
    for name, extent in tab.ranges.items():
        found = _NAME.fullmatch(name)
        if found:
            text = "".join(piece.cut(extent.start, extent.end) for piece in tab.pieces(extent.start, extent.end))
            touched = len(tab.range_ids[name]) > 1 or _digest(text) != found[3]
            yield Kept(found[1], found[2], found[3], extent, tab.range_ids[name], touched)


def _name(record: Record) -> str:
    """The range begins behind the heading's first letter and ends before the last newline: what is put in right before or
    behind a record is then never taken for a part of it."""
    text = "\n".join(as_written(one) for one in record.lines)[1:]
    return f"{RECORD}{_sent(record)}.{_short(record.id)}.{_digest(text)}"


def _sent(record: Record) -> str:
    return record.sent.astimezone(UTC).strftime("%Y%m%d%H%M%S%f")


def _short(response: str) -> str:
    return hashlib.sha256(response.encode()).hexdigest()[:12]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
