"""Chips: dropdowns, people, dates, links to files (developers.google.com/workspace/docs/api/how-tos/dropdowns)."""

from __future__ import annotations

import re

from local_workspace.core.errors import BadRequest
from local_workspace.docs import editing
from local_workspace.docs.context import Context
from local_workspace.docs.model import CHIP, Json, Tab, Unit
from local_workspace.docs.places import Place, place_of, tab_of

DEFINITION_ID = re.compile(r"kix\.[a-zA-Z0-9_-]{2,14}")
OPTION_ID = re.compile(r"dropdownItem\.[a-zA-Z0-9_-]{2,14}")
FEWEST, MOST = 2, 50


def create_dropdown_definition(context: Context, request: Json) -> Json:
    tab = tab_of(context.document, request)
    given = request.get("dropdownDefinition", {})
    identity = given.get("dropdownDefinitionId") or context.new_id("kix.", 12)
    if not DEFINITION_ID.fullmatch(identity):
        raise BadRequest(f"Invalid dropdown definition ID: {identity}")
    if identity in tab.dropdowns:
        raise BadRequest(f"The dropdown definition ID {identity} is not unique.")
    tab.dropdowns[identity] = _properties(context, given.get("dropdownDefinitionProperties", {}))
    return {"createDropdownDefinition": {"dropdownDefinition": definition(identity, tab.dropdowns[identity])}}


def definition(identity: str, properties: Json) -> Json:
    return {"dropdownDefinitionId": identity, "dropdownDefinitionProperties": properties}


def _properties(context: Context, given: Json) -> Json:
    options = [
        {**option, "optionId": option.get("optionId") or context.new_id("dropdownItem.", 10)}
        for option in given.get("options", ())
    ]
    ids = [option["optionId"] for option in options]
    if not FEWEST <= len(options) <= MOST:
        raise BadRequest(f"A dropdown must have between {FEWEST} and {MOST} options.")
    if len(set(ids)) < len(ids) or not all(OPTION_ID.fullmatch(one) for one in ids):
        raise BadRequest("Invalid dropdown option ID.")
    return {**({"title": given["title"]} if "title" in given else {}), "options": options}


def insert_dropdown(context: Context, request: Json) -> Json:
    place = place_of(context.document, request)
    identity = request.get("dropdownDefinitionId", "")
    if identity not in place.tab.dropdowns:
        raise BadRequest(f"The dropdown definition with ID {identity} was not found.")
    options = place.tab.dropdowns[identity]["options"]
    chosen = request.get("selectedOptionId") or options[0]["optionId"]
    _option(place.tab, identity, chosen)
    properties = {"dropdownDefinitionId": identity, "selectedOptionId": chosen}
    dropdown = {"dropdownId": context.new_id("kix.", 12), "dropdownProperties": properties}
    _put(place, {"dropdown": dropdown})
    shown = {
        **dropdown,
        "dropdownProperties": {**properties, "displayValue": _option(place.tab, identity, chosen)["displayValue"]},
    }
    return {"insertDropdown": {"dropdown": shown}}


def _option(tab: Tab, definition_id: str, option_id: str) -> Json:
    for option in tab.dropdowns.get(definition_id, {}).get("options", ()):
        if option["optionId"] == option_id:
            found: Json = option
            return found
    raise BadRequest(f"The option ID {option_id} was not found in the dropdown definition.")


def display_value(tab: Tab, properties: Json) -> str:
    """What a chip shows: the chosen option's text, as its definition now has it."""
    try:
        option = _option(tab, properties["dropdownDefinitionId"], properties["selectedOptionId"])
    except BadRequest:
        return ""
    return str(option.get("displayValue", ""))


def update_dropdown_properties(context: Context, request: Json) -> Json:
    """Choose another option in one chip."""
    tab = tab_of(context.document, request)
    wanted = request.get("dropdownId")
    for units in tab.segments.values():
        for place, unit in enumerate(units):
            if unit.kind == CHIP and unit.value.get("dropdown", {}).get("dropdownId") == wanted:
                old = unit.value["dropdown"]["dropdownProperties"]
                chosen = request.get("dropdownProperties", {}).get("selectedOptionId", "")
                _option(tab, old["dropdownDefinitionId"], chosen)
                changed = {"dropdownId": wanted, "dropdownProperties": {**old, "selectedOptionId": chosen}}
                units[place] = Unit(CHIP, {"dropdown": changed}, unit.style)
                return {}
    raise BadRequest(f"The dropdown with ID {wanted} was not found.")


def update_dropdown_definition_properties(context: Context, request: Json) -> Json:
    tab = tab_of(context.document, request)
    identity = request.get("dropdownDefinitionId", "")
    if identity not in tab.dropdowns:
        raise BadRequest(f"The dropdown definition with ID {identity} was not found.")
    tab.dropdowns[identity] = _properties(context, {**tab.dropdowns[identity], **request.get("dropdownDefinitionProperties", {})})
    return {}


def delete_dropdown_definition(context: Context, request: Json) -> Json:
    """The definition goes; while a chip still uses it that is refused (discovery document)."""
    tab = tab_of(context.document, request)
    identity = request.get("dropdownDefinitionId", "")
    if identity not in tab.dropdowns:
        raise BadRequest(f"The dropdown definition with ID {identity} was not found.")
    if any(_uses(unit, identity) for units in tab.segments.values() for unit in units):
        raise BadRequest(f"The dropdown definition with ID {identity} is referenced by a dropdown.")
    del tab.dropdowns[identity]
    return {}


def _uses(unit: Unit, definition_id: str) -> bool:
    if unit.kind != CHIP or "dropdown" not in unit.value:
        return False
    return bool(unit.value["dropdown"]["dropdownProperties"]["dropdownDefinitionId"] == definition_id)


def _put(place: Place, element: Json) -> None:
    editing.check_insertion(place.tab, place.segment, place.index)
    style = editing.style_for_insertion(place.tab.segments[place.segment], place.index)
    editing.insert(place.tab, place.segment, place.index, [Unit(CHIP, element, style)])


def insert_person(context: Context, request: Json) -> Json:
    properties = request.get("personProperties", {})
    if not properties.get("email"):
        raise BadRequest("The email of the person must be specified.")
    _put(
        place_of(context.document, request), {"person": {"personId": context.new_id("kix.", 12), "personProperties": properties}}
    )
    return {}


def insert_date(context: Context, request: Json) -> Json:
    properties = request.get("dateElementProperties", {})
    _put(
        place_of(context.document, request),
        {"dateElement": {"dateId": context.new_id("kix.", 12), "dateElementProperties": properties}},
    )
    return {}


def insert_rich_link(context: Context, request: Json) -> Json:
    properties = request.get("richLinkProperties", {})
    _put(
        place_of(context.document, request),
        {"richLink": {"richLinkId": context.new_id("kix.", 12), "richLinkProperties": properties}},
    )
    return {}
