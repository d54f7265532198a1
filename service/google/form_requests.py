"""From a Form as it is to the Form as declared: pure, JSON in the shape of forms.batchUpdate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.policy.form_template import OURS, SUBMIT, Ask, FormTemplate, Grid, Item, Kind, Option, Section, item_id, question_id

Json = dict[str, Any]
KINDS = ("questionItem", "questionGroupItem", "pageBreakItem", "textItem", "imageItem", "videoItem")
VERIFIED = {"emailCollectionType": "VERIFIED"}


def requests_for(form: Mapping[str, Any], template: FormTemplate) -> list[Json]:
    """One batch that makes a Form as it was read ask what is declared; nothing where it does.

    What is not ours stays where it is: above ours if it stands at the very top, below otherwise.
    """
    return [*_info(form, template), *_settings(form), *_items(form.get("items", []), template)]


def _info(form: Mapping[str, Any], template: FormTemplate) -> Iterator[Json]:
    wanted = {"title": template.title, "description": template.text}
    there = {name: form.get("info", {}).get(name, "") for name in wanted}
    if there != wanted:
        yield {"updateFormInfo": {"info": wanted, "updateMask": "title,description"}}


def _settings(form: Mapping[str, Any]) -> Iterator[Json]:
    if form.get("settings", {}).get("emailCollectionType") != VERIFIED["emailCollectionType"]:
        yield {"updateSettings": {"settings": VERIFIED, "updateMask": "emailCollectionType"}}


def _items(there: Sequence[Json], template: FormTemplate) -> Iterator[Json]:
    """Out with what is not asked any more; sections first, for options lead to them; then the rest, in order, and in line."""
    wanted = {item_id(one.key): item(one) for one in template.items}
    current = [dict(one) for one in there]
    for place in reversed(range(len(current))):
        one = current[place]
        gone = one["itemId"].startswith(OURS) and one["itemId"] not in wanted
        if gone or (one["itemId"] in wanted and _kind(one) != _kind(wanted[one["itemId"]])):
            yield {"deleteItem": {"location": {"index": place}}}
            del current[place]
    present = {one["itemId"] for one in current}
    missing = [one for identity, one in wanted.items() if identity not in present]
    for one in sorted(missing, key=lambda one: "pageBreakItem" not in one):
        yield {"createItem": {"item": one, "location": {"index": len(current)}}}
        current.append(one)
    yield from _ordered(current, list(wanted))
    for place, one in enumerate(current):
        change = wanted.get(one["itemId"])
        if change is not None and _plain(change) != _plain(one):
            mask = f"title,description,{_kind(change).partition('.')[0]}"
            yield {"updateItem": {"item": change, "location": {"index": place}, "updateMask": mask}}


def _ordered(current: list[Json], order: Sequence[str]) -> Iterator[Json]:
    """Moves; `current` is left as they leave it."""
    top = next((place for place, one in enumerate(current) if one["itemId"] in order), 0)
    for offset, identity in enumerate(order):
        place = next(place for place, one in enumerate(current) if one["itemId"] == identity)
        if place != top + offset:
            yield {"moveItem": {"originalLocation": {"index": place}, "newLocation": {"index": top + offset}}}
            current.insert(top + offset, current.pop(place))


def missing_from(form: Mapping[str, Any], template: FormTemplate) -> list[str]:
    """Titles of what a Form should ask and does not, or not so."""
    there = {one["itemId"]: one for one in form.get("items", [])}
    return [one.title for one in template.items if _plain(there.get(item_id(one.key), {})) != _plain(item(one))]


def item(one: Item) -> Json:
    """An item as the API has it."""
    out: Json = {"itemId": item_id(one.key), "title": one.title}
    if one.hint:
        out["description"] = one.hint
    if isinstance(one, Section):
        return {**out, "pageBreakItem": {}}
    if isinstance(one, Grid):
        rows = [{"questionId": question_id(row.key), "rowQuestion": {"title": row.title}} for row in one.rows]
        columns = {"type": "RADIO", "options": [_option(option) for option in one.options]}
        return {**out, "questionGroupItem": {"questions": rows, "grid": {"columns": columns}}}
    return {**out, "questionItem": {"question": _question(one)}}


def _question(ask: Ask) -> Json:
    asked: Json = {"questionId": question_id(ask.key), **({"required": True} if ask.needed else {})}
    if ask.kind in (Kind.ONE, Kind.LIST):
        kind = "RADIO" if ask.kind is Kind.ONE else "DROP_DOWN"
        return {**asked, "choiceQuestion": {"type": kind, "options": [_option(one) for one in ask.options]}}
    if ask.kind is Kind.DATE:
        return {**asked, "dateQuestion": {"includeYear": True}}
    return {**asked, "textQuestion": {"paragraph": True} if ask.kind is Kind.PARAGRAPH else {}}


def _option(option: Option) -> Json:
    if option.leads_to == SUBMIT:
        return {"value": option.name, "goToAction": "SUBMIT_FORM"}
    return {"value": option.name, **({"goToSectionId": item_id(option.leads_to)} if option.leads_to else {})}


def _kind(one: Mapping[str, Any]) -> str:
    """The kind of an item, and of its question: what is asked in another way is asked anew, under the same ids."""
    name = next((kind for kind in KINDS if kind in one), "")
    question = one.get("questionItem", {}).get("question", {})
    return ".".join([name, *(part for part in question if part.endswith("Question"))])


def _plain(value: Any) -> Any:
    """Without what is off or empty: answers leave that out. A kind without anything to set stays."""
    if isinstance(value, Mapping):
        plain = {name: _plain(one) for name, one in value.items()}
        return {
            name: one for name, one in plain.items() if one not in (False, None, "", 0) or name.endswith(("Item", "Question"))
        }
    return [_plain(one) for one in value] if isinstance(value, list) else value
