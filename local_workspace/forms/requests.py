"""The kinds of batchUpdate request (developers.google.com/workspace/forms/api/reference/rest/v1/forms/batchUpdate)."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.core.findings import camel
from local_workspace.core.workspace import Workspace
from local_workspace.forms import items
from local_workspace.forms.form import Form, questions_of

INFO = ("title", "description")


def perform(workspace: Workspace, form: Form, requests: Sequence[Json]) -> list[Json]:
    """Do every request in order and return the replies. Raises BadRequest, naming the request; the caller keeps the form only
    if all went well."""
    replies = []
    for place, request in enumerate(requests):
        if len(request) != 1:
            raise BadRequest(f"Invalid requests[{place}]: Must specify exactly one request.")
        [(kind, body)] = request.items()
        try:
            replies.append(KINDS[kind](workspace, form, body))
        except BadRequest as problem:
            raise BadRequest(f"Invalid requests[{place}].{kind}: {problem.message}") from problem
    return replies


def create_item(workspace: Workspace, form: Form, body: Json) -> Json:
    item = copy.deepcopy(body.get("item", {}))
    index = _index(body.get("location"), len(form.items) + 1)
    items.check(form, item)
    items.give_ids(workspace, form, item, form.items)
    form.items.insert(index, item)
    asked = [one["questionId"] for one in questions_of(item)]
    return {"createItem": {"itemId": item["itemId"], **({"questionId": asked} if asked else {})}}


def update_item(workspace: Workspace, form: Form, body: Json) -> Json:
    """An id in the mask is used; one that is blank there gives way to a new one (UpdateItemRequest.item)."""
    index = _index(body.get("location"), len(form.items))
    item = copy.deepcopy(form.items[index])
    given = copy.deepcopy(body.get("item", {}))
    kept = {one for one in items.KINDS if one in item}
    merge(item, given, _mask(body))
    if len([one for one in items.KINDS if one in item]) > 1:
        for one in kept - set(given):
            del item[one]
    items.check(form, item)
    items.give_ids(workspace, form, item, [one for place, one in enumerate(form.items) if place != index])
    form.items[index] = item
    return {}


def move_item(workspace: Workspace, form: Form, body: Json) -> Json:
    index = _index(body.get("originalLocation"), len(form.items))
    target = _index(body.get("newLocation"), len(form.items))
    form.items.insert(target, form.items.pop(index))
    return {}


def delete_item(workspace: Workspace, form: Form, body: Json) -> Json:
    """Options that led to a section that goes lead on to the next one."""
    gone = form.items.pop(_index(body.get("location"), len(form.items)))
    for question in form.questions():
        for option in question.get("choiceQuestion", {}).get("options", ()):
            if option.get("goToSectionId") == gone["itemId"]:
                del option["goToSectionId"]
    return {}


def update_form_info(workspace: Workspace, form: Form, body: Json) -> Json:
    mask = _mask(body)
    named = list(INFO) if "*" in mask else list(mask)
    unknown = [one for one in named if one not in INFO]
    if unknown:
        raise BadRequest(f"Cannot update {unknown[0]}.")
    for name in named:
        setattr(form, name, body.get("info", {}).get(name, ""))
    if not form.title:
        raise BadRequest("A form needs a title.")
    return {}


def update_settings(workspace: Workspace, form: Form, body: Json) -> Json:
    """Once a form is no quiz any more, "all question Grading is deleted" (QuizSettings.isQuiz)."""
    merge(form.settings, body.get("settings", {}), _mask(body))
    if form.settings.get("emailCollectionType") == "EMAIL_COLLECTION_TYPE_UNSPECIFIED":
        raise BadRequest("The email collection type must be specified.")
    if not form.is_quiz:
        for question in form.questions():
            question.pop("grading", None)
    return {}


def _index(location: Json | None, end: int) -> int:
    index = (location or {}).get("index")
    if location is None or not 0 <= (index or 0) < end:
        raise BadRequest(f"The index is not in the range [0..{end}).")
    return int(index or 0)


def _mask(body: Json) -> Json:
    """``title,questionItem.question.required`` → nested; {} takes all of a member."""
    text = str(body.get("updateMask", ""))
    if not text:
        raise BadRequest("At least one field must be listed in 'update_mask'.")
    out: Json = {}
    for path in text.split(","):
        inner = out
        for part in _parts(path):
            inner = inner.setdefault(part, {})
    return out


def _parts(path: str) -> Iterator[str]:
    for part in path.strip().split("."):
        yield part if part == "*" else camel(part)


def merge(target: Json, given: Json, mask: Json) -> None:
    """Set in `target` what the mask names, as it is in `given`; what is named and not given is cleared."""
    if "*" in mask:
        target.clear()
        target.update(given)
        return
    for name, inner in mask.items():
        if name not in given:
            target.pop(name, None)
        elif not inner or not isinstance(given[name], dict):
            target[name] = given[name]
        else:
            merge(target.setdefault(name, {}), given[name], inner)


KINDS: Mapping[str, Callable[[Workspace, Form, Json], Json]] = {
    "createItem": create_item,
    "deleteItem": delete_item,
    "moveItem": move_item,
    "updateFormInfo": update_form_info,
    "updateItem": update_item,
    "updateSettings": update_settings,
}
