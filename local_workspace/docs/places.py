"""Where a request points: a tab, a segment and an index, or the end of a segment."""

from __future__ import annotations

from dataclasses import dataclass

from local_workspace.core.errors import BadRequest
from local_workspace.docs.model import Document, Json, Tab


@dataclass(frozen=True)
class Place:
    tab: Tab
    segment: str
    index: int


@dataclass(frozen=True)
class Span:
    tab: Tab
    segment: str
    start: int
    end: int


def tab_of(document: Document, raw: Json) -> Tab:
    """The tab that a location names, the first one by default."""
    tab = document.tab(raw.get("tabId", ""))
    if tab is None:
        raise BadRequest(f"Tab with ID {raw.get('tabId')} was not found.")
    return tab


def place_of(document: Document, request: Json) -> Place:
    """From `location` or `endOfSegmentLocation`."""
    if "location" in request:
        raw = request["location"]
        tab = tab_of(document, raw)
        return Place(tab, _segment(tab, raw), raw.get("index", 0))
    raw = request.get("endOfSegmentLocation", {})
    tab = tab_of(document, raw)
    segment = _segment(tab, raw)
    return Place(tab, segment, len(tab.segments[segment]) - 1)


def span_of(document: Document, raw: Json) -> Span:
    """From a `range`."""
    tab = tab_of(document, raw)
    return Span(tab, _segment(tab, raw), raw.get("startIndex", 0), raw.get("endIndex", 0))


def _segment(tab: Tab, raw: Json) -> str:
    segment: str = raw.get("segmentId", "")
    if segment not in tab.segments:
        raise BadRequest(f"Segment with ID {segment} was not found.")
    return segment
