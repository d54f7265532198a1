"""Named ranges (developers.google.com/workspace/docs/api/how-tos/named-ranges)."""

from __future__ import annotations

from local_workspace.core.errors import BadRequest
from local_workspace.docs import editing
from local_workspace.docs.context import Context
from local_workspace.docs.model import END, Json, NamedRange, Tab
from local_workspace.docs.places import span_of, tab_of
from local_workspace.docs.text_requests import put_text

LONGEST_NAME = 256


def create_named_range(context: Context, request: Json) -> Json:
    name = request.get("name", "")
    if not 1 <= len(name.encode("utf-16-le")) // 2 <= LONGEST_NAME:
        raise BadRequest("The name must be at least 1 character and no more than 256 characters.")
    span = span_of(context.document, request.get("range", {}))
    editing.check_range(span.tab, span.segment, span.start, span.end)
    made = NamedRange(context.new_id("kix.", 12), name, span.segment, span.start, span.end)
    span.tab.named_ranges.append(made)
    return {"createNamedRange": {"namedRangeId": made.id}}


def delete_named_range(context: Context, request: Json) -> Json:
    """By id one, by name all of that name; the content stays."""
    for tab, one in _chosen(context, request):
        tab.named_ranges.remove(one)
    return {}


def replace_named_range_content(context: Context, request: Json) -> Json:
    """The text of every range of that name is replaced; the range stays around its new content. A name that no range
    has asks for nothing; an id that no range has is refused (discovery document)."""
    text = request.get("text", "")
    for tab, one in _chosen(context, request):
        start, end = one.start, one.end
        if tab.segments[one.segment][end - 1].kind == END:
            end -= 1
        length = put_text(tab, one.segment, start, text) if text else 0
        tab.named_ranges.remove(one)
        if end > start:
            editing.delete(tab, one.segment, start + length, end + length)
        if length:
            tab.named_ranges.append(NamedRange(one.id, one.name, one.segment, start, start + length))
    return {}


def _chosen(context: Context, request: Json) -> list[tuple[Tab, NamedRange]]:
    tabs = request.get("tabsCriteria", {}).get("tabIds")
    among = context.document.tabs if tabs is None else [tab_of(context.document, {"tabId": one}) for one in tabs]
    name = request.get("name") or request.get("namedRangeName")
    identity = request.get("namedRangeId")
    found = [(tab, one) for tab in among for one in tab.named_ranges if (one.id == identity if identity else one.name == name)]
    if not found and identity:
        raise BadRequest(f"The named range with ID {identity} was not found.")
    return sorted(found, key=lambda pair: -pair[1].start)
