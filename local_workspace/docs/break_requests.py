"""Page breaks, which stand in the body alone."""

from __future__ import annotations

from local_workspace.core.errors import BadRequest
from local_workspace.docs import editing
from local_workspace.docs.context import Context
from local_workspace.docs.model import CHIP, TABLE, TABLE_END, Json, Unit
from local_workspace.docs.places import Place, place_of
from local_workspace.docs.text_requests import put_text


def insert_page_break(context: Context, request: Json) -> Json:
    """A page break and a newline behind it."""
    place = body_place(context, request)
    style = editing.style_for_insertion(place.units, place.index)
    put_text(context, place, "\n")
    editing.insert(place.tab, place.segment, place.index, [Unit(CHIP, {"pageBreak": {}}, style)])
    return {}


def body_place(context: Context, request: Json) -> Place:
    """Where something goes that may stand neither in a table nor in a header, footer or footnote. Raises BadRequest."""
    place = place_of(context.document, request)
    if place.segment:
        raise BadRequest("The segment ID must be empty: this can only be inserted in the document body.")
    index = editing.insertion_index(place.tab, place.segment, place.index)
    before = [unit.kind for unit in place.units[:index]]
    if before.count(TABLE) > before.count(TABLE_END):
        raise BadRequest("This cannot be inserted inside a table.")
    return Place(place.tab, place.segment, index)
