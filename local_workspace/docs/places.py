"""Where a request points: a tab, a segment and an index, or the end of a segment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from local_workspace.core.errors import BadRequest
from local_workspace.docs.model import Document, Json, Tab, Unit

INVALID_TAB = "Cannot apply request to an invalid tab ID"
"""As the API answers a tab that is not there (github.com/PipedreamHQ/pipedream/pull/21959)."""


@dataclass(frozen=True)
class Place:
    tab: Tab
    segment: str
    index: int

    @property
    def units(self) -> list[Unit]:
        return self.tab.segments[self.segment]


@dataclass(frozen=True)
class Span:
    tab: Tab
    segment: str
    start: int
    end: int

    @property
    def units(self) -> list[Unit]:
        return self.tab.segments[self.segment]


def tab_of(document: Document, raw: Json) -> Tab:
    """The tab that a location names, the first one by default. Raises BadRequest."""
    tab = document.tab(raw.get("tabId", ""))
    if tab is None:
        raise BadRequest(INVALID_TAB)
    return tab


def tabs_of(document: Document, request: Json) -> Iterable[Tab]:
    """The tabs of a request's `tabsCriteria`; all of them by default. Raises BadRequest."""
    asked = request.get("tabsCriteria", {}).get("tabIds")
    return document.tabs if not asked else [tab_of(document, {"tabId": one}) for one in asked]


def place_of(document: Document, request: Json) -> Place:
    """From `location` or `endOfSegmentLocation`. Raises BadRequest where there is neither."""
    if "location" in request:
        return located(document, request["location"])
    if "endOfSegmentLocation" not in request:
        raise BadRequest("An insertion location must be specified.")
    raw = request["endOfSegmentLocation"]
    tab = tab_of(document, raw)
    segment = _segment(tab, raw)
    return Place(tab, segment, len(tab.segments[segment]) - 1)


def located(document: Document, raw: Json) -> Place:
    """From a `location` alone."""
    tab = tab_of(document, raw)
    return Place(tab, _segment(tab, raw), raw.get("index", 0))


def span_of(document: Document, request: Json) -> Span:
    """From a request's `range`, both of whose ends "must be provided" (discovery document, Range). Raises BadRequest."""
    raw = request.get("range", {})
    tab = tab_of(document, raw)
    segment = _segment(tab, raw)
    if "startIndex" not in raw or "endIndex" not in raw:
        raise BadRequest("The range must have a start index and an end index.")
    return Span(tab, segment, raw["startIndex"], raw["endIndex"])


def _segment(tab: Tab, raw: Json) -> str:
    segment: str = raw.get("segmentId", "")
    if segment not in tab.segments:
        raise BadRequest(f"Segment with ID {segment} was not found.")
    return segment
