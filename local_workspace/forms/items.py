"""What an item may be: each kind with its own rules, and ids that are chosen by the caller or given here.

The kinds and what they require are the discovery document's; the bounds of scales and ratings are those of the Forms editor
(support.google.com/docs/answer/7322334). That ids are hexadecimal is how Google gives them; whether it takes others, no witness
says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.core.workspace import Workspace
from local_workspace.forms.form import Form, new_id, questions_of

KINDS = ("imageItem", "pageBreakItem", "questionGroupItem", "questionItem", "textItem", "videoItem")
ID = re.compile(r"[0-9a-f]{1,8}")
ICONS = ("STAR", "HEART", "THUMB_UP")
SCALE_LOW, SCALE_HIGH = (0, 1), range(2, 11)
RATINGS = range(3, 11)


def check(form: Form, item: Json) -> None:
    """Raises BadRequest for an item that the form cannot have."""
    kinds = [one for one in KINDS if one in item]
    if len(kinds) != 1:
        raise BadRequest("Must specify exactly one kind of item.")
    _one_line(item.get("title", ""))
    WHOLE[kinds[0]](form, item[kinds[0]])
    for question in questions_of(item):
        if "grading" in question and not form.is_quiz:
            raise BadRequest("Grading can only be set on the questions of a quiz.")


def give_ids(workspace: Workspace, form: Form, item: Json, others: Iterable[Json]) -> None:
    """Ids for an item and its questions where they have none. Raises BadRequest for one that is used or is none."""
    taken = {identity for one in others for identity in ids_of(one)}
    for holder, name in [(item, "itemId"), *((question, "questionId") for question in questions_of(item))]:
        identity = holder.get(name) or new_id(workspace, taken)
        if not ID.fullmatch(identity):
            raise BadRequest(f"Invalid ID: {identity}")
        if identity in taken:
            raise BadRequest(f"Duplicate ID: {identity}. An ID must not be already used in the form.")
        holder[name] = identity
        taken.add(identity)


def ids_of(item: Json) -> list[str]:
    """Every id that an item takes."""
    return [item.get("itemId", ""), *(question.get("questionId", "") for question in questions_of(item))]


def _one_line(text: str) -> None:
    """What the editor shows as one line cannot have two (third parties report the sentence)."""
    if "\n" in text:
        raise BadRequest("Displayed text cannot contain newlines.")


def _question_item(form: Form, body: Json) -> None:
    question = body.get("question")
    if not question:
        raise BadRequest("A question item needs a question.")
    if "rowQuestion" in question:
        raise BadRequest("A row question can only stand in a question group.")
    _question(form, question)


def _group(form: Form, body: Json) -> None:
    questions, grid = body.get("questions", []), body.get("grid")
    if not questions:
        raise BadRequest("A question group needs at least one question.")
    if grid is None:
        raise BadRequest("A question group needs its grid.")
    columns = grid.get("columns", {})
    if columns.get("type") not in ("RADIO", "CHECKBOX"):
        raise BadRequest("The columns of a grid are of type RADIO or CHECKBOX.")
    _choices(form, columns, in_group=True)
    for question in questions:
        if "rowQuestion" not in question:
            raise BadRequest("Every question of a grid must be a row question.")
        if not question["rowQuestion"].get("title"):
            raise BadRequest("A row needs a title.")
        _one_line(question["rowQuestion"]["title"])


def _question(form: Form, question: Json) -> None:
    kinds = [one for one in QUESTIONS if one in question]
    if len(kinds) != 1:
        raise BadRequest("Must specify exactly one kind of question.")
    QUESTIONS[kinds[0]](form, question[kinds[0]])


def _choice(form: Form, body: Json) -> None:
    if body.get("type") not in ("RADIO", "CHECKBOX", "DROP_DOWN"):
        raise BadRequest("A choice question needs its type.")
    _choices(form, body)


def _choices(form: Form, body: Json, *, in_group: bool = False) -> None:
    options = body.get("options", [])
    if not options:
        raise BadRequest("A choice question needs at least one option.")
    values = [one.get("value", "") for one in options if not one.get("isOther")]
    for value in values:
        if not value.strip():
            raise BadRequest("An option needs a value.")
        _one_line(value)
    if len(set(values)) < len(values):
        raise BadRequest("Options must be different from each other.")
    for one in options:
        if one.get("isOther") and (in_group or body["type"] == "DROP_DOWN"):
            raise BadRequest("'Other' is only for radio and checkbox questions outside of groups.")
        _goes_to(form, body, one, in_group=in_group)


def _goes_to(form: Form, body: Json, option: Json, *, in_group: bool) -> None:
    """Section navigation is for questions with one answer (the editor's 'Go to section based on answer')."""
    ways = [one for one in ("goToAction", "goToSectionId") if one in option]
    if not ways:
        return
    if len(ways) > 1:
        raise BadRequest("An option goes to an action or to a section, not both.")
    if in_group or body["type"] == "CHECKBOX":
        raise BadRequest("Only radio and drop-down questions can go to a section.")
    section = option.get("goToSectionId")
    if section and section not in {one["itemId"] for one in form.items if "pageBreakItem" in one}:
        raise BadRequest(f"There is no section {section}.")


def _scale(form: Form, body: Json) -> None:
    if body.get("low", 0) not in SCALE_LOW or body.get("high") not in SCALE_HIGH:
        raise BadRequest("A scale begins with 0 or 1 and ends with 2 to 10.")


def _rating(form: Form, body: Json) -> None:
    if body.get("iconType") not in ICONS or body.get("ratingScaleLevel") not in RATINGS:
        raise BadRequest("A rating needs an icon and a scale of 3 to 10.")


def _file_upload(form: Form, body: Json) -> None:
    raise BadRequest("The API does not support creating file upload questions.")


def _image(form: Form, body: Json) -> None:
    image = body.get("image", {})
    if not (image.get("sourceUri") or image.get("contentUri")):
        raise BadRequest("An image needs its source.")
    _width(image)
    _take_in(image)


def _video(form: Form, body: Json) -> None:
    if "youtube.com/" not in body.get("video", {}).get("youtubeUri", ""):
        raise BadRequest("A video needs the address of a YouTube video.")
    _width(body["video"])


def _width(media: Json) -> None:
    if not 0 <= media.get("properties", {}).get("width", 0) <= 740:
        raise BadRequest("The width must be between 0 and 740.")


def _take_in(image: Json) -> None:
    """The source is for inserting only; what is shown has an address of its own. Nothing is fetched here."""
    source = image.pop("sourceUri", None)
    if source:
        image["contentUri"] = source


def _anything(form: Form, body: Any) -> None:
    """Kinds without rules of their own."""


QUESTIONS: Mapping[str, Callable[[Form, Any], None]] = {
    "choiceQuestion": _choice,
    "dateQuestion": _anything,
    "fileUploadQuestion": _file_upload,
    "ratingQuestion": _rating,
    "scaleQuestion": _scale,
    "textQuestion": _anything,
    "timeQuestion": _anything,
}
WHOLE: Mapping[str, Callable[[Form, Any], None]] = {
    "imageItem": _image,
    "pageBreakItem": _anything,
    "questionGroupItem": _group,
    "questionItem": _question_item,
    "textItem": _anything,
    "videoItem": _video,
}
