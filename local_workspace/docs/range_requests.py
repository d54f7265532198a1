"""Named ranges (developers.google.com/workspace/docs/api/how-tos/named-ranges)."""

from __future__ import annotations

from local_workspace.core.errors import BadRequest
from local_workspace.docs import editing
from local_workspace.docs.context import Context
from local_workspace.docs.model import Json, NamedRange, Tab
from local_workspace.docs.places import Place, span_of, tabs_of
from local_workspace.docs.text_requests import put_text

LONGEST_NAME = 256
UNSET = "ID or name for named range must be set"
"""github.com/zotero/zotero-google-docs-integration/issues/66."""


def create_named_range(context: Context, request: Json) -> Json:
    name = request.get("name", "")
    if not 1 <= len(name.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST_NAME:
        raise BadRequest(f"The name must be at least 1 character and no more than {LONGEST_NAME} characters.")
    span = span_of(context.document, request)
    editing.check_range(span.tab, span.segment, span.start, span.end)
    made = NamedRange(context.new_id("kix.", 12), name, span.segment, span.start, span.end)
    span.tab.named_ranges.append(made)
    return {"createNamedRange": {"namedRangeId": made.id}}


def delete_named_range(context: Context, request: Json) -> Json:
    """By id one, by name all of that name; the content stays."""
    for tab, one in _chosen(context, request, request.get("name", "")):
        tab.named_ranges.remove(one)
    return {}


def replace_named_range_content(context: Context, request: Json) -> Json:
    """The text of every range of that name is replaced; the range stays around its new content. A name that no range
    has asks for nothing; an id that no range has is refused, and so is what would break the document's structure
    (discovery document)."""
    text = request.get("text", "")
    for tab, one in _chosen(context, request, request.get("namedRangeName", "")):
        start, end = one.start, one.end
        if one not in tab.named_ranges:
            continue  # it went with the content of another range of that name
        editing.check_deletion(tab, one.segment, start, end)
        length = put_text(context, Place(tab, one.segment, start), text) if text else 0
        tab.named_ranges.remove(one)
        editing.delete(tab, one.segment, start + length, end + length)
        if length:
            tab.named_ranges.append(NamedRange(one.id, one.name, one.segment, start, start + length))
    return {}


def _chosen(context: Context, request: Json, name: str) -> list[tuple[Tab, NamedRange]]:
    """The ranges that a request names, the last of a segment first. Raises BadRequest."""
    identity = request.get("namedRangeId", "")
    if not identity and not name:
        raise BadRequest(UNSET)
    among = [(tab, one) for tab in tabs_of(context.document, request) for one in tab.named_ranges]
    found = [(tab, one) for tab, one in among if (one.id == identity if identity else one.name == name)]
    if not found and identity:
        raise BadRequest(f"The named range with ID {identity} was not found.")
    return sorted(found, key=lambda pair: -pair[1].start)
