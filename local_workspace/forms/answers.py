"""What is a valid answer to a question, and how it is kept: as texts, in the formats of TextAnswer.value
(developers.google.com/workspace/forms/api/reference/rest/v1/forms.responses#textanswer)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from local_workspace.core.call import Json
from local_workspace.forms.form import Form, questions_of

REQUIRED = "This is a required question"
NOT_AN_OPTION = "Choose one of the options"
Values = Mapping[str, Sequence[str]]
"""By question id: the answers that were given, blank ones left out."""


def problems(form: Form, values: Values) -> dict[str, str]:
    """What is wrong, by question id; nothing where the answers can be sent. Pages that are not come to ask nothing."""
    found: dict[str, str] = {}
    for place in places_come_to(form, values):
        item = form.items[place]
        for question in questions_of(item):
            given = values.get(question["questionId"], ())
            if not given and question.get("required"):
                found[question["questionId"]] = REQUIRED
            elif given and (problem := _problem(item, question, given)):
                found[question["questionId"]] = problem
    return found


def places_come_to(form: Form, values: Values) -> list[int]:
    """The places of the items on the pages that these answers lead to, in order."""
    starts, found, page, seen = [0, *form.page_starts()], list[int](), 0, set[int]()
    while page < len(starts) and page not in seen:
        seen.add(page)
        end = starts[page + 1] if page + 1 < len(starts) else len(form.items)
        found += range(starts[page], end)
        page = next_page(form, range(starts[page], end), page, values)
    return found


def next_page(form: Form, places: Sequence[int], page: int, values: Values) -> int:
    """The number of the page behind one: the next, or where the last choice with a way of its own leads."""
    wanted = page + 1
    for place in places:
        for question in questions_of(form.items[place]):
            chosen = values.get(question["questionId"], ())
            for option in question.get("choiceQuestion", {}).get("options", ()):
                if option.get("value") in chosen:
                    wanted = _led_to(form, option, page, wanted)
    return wanted


def _led_to(form: Form, option: Json, page: int, otherwise: int) -> int:
    starts = form.page_starts()
    if "goToSectionId" in option:
        return 1 + next(number for number, place in enumerate(starts) if form.items[place]["itemId"] == option["goToSectionId"])
    action = option.get("goToAction")
    ways = {"NEXT_SECTION": page + 1, "RESTART_FORM": 0, "SUBMIT_FORM": len(starts) + 1}
    return ways.get(str(action), otherwise)


def _problem(item: Json, question: Json, given: Sequence[str]) -> str:
    if "rowQuestion" in question:
        return _of_choices(item["questionGroupItem"]["grid"]["columns"], given)
    kind = next((one for one in CHECKS if one in question), "")
    return CHECKS[kind](question[kind], given) if kind else ""


def _of_choices(body: Json, given: Sequence[str]) -> str:
    if body["type"] != "CHECKBOX" and len(given) > 1:
        return "Choose one"
    values = {one.get("value") for one in body["options"]}
    free = any(one.get("isOther") for one in body["options"])
    return "" if free or set(given) <= values else NOT_AN_OPTION


def _of_text(body: Json, given: Sequence[str]) -> str:
    return "" if body.get("paragraph") or "\n" not in given[0] else "Must be one line"


def _of_scale(body: Json, given: Sequence[str]) -> str:
    return _whole(given[0], int(body.get("low", 0)), int(body["high"]))


def _of_rating(body: Json, given: Sequence[str]) -> str:
    return _whole(given[0], 1, int(body["ratingScaleLevel"]))


def _whole(text: str, low: int, high: int) -> str:
    return "" if text.isdigit() and low <= int(text) <= high else f"Must be a number from {low} to {high}"


def _of_date(body: Json, given: Sequence[str]) -> str:
    """``2025-10-14``, or ``10-14`` where no year is asked; with `` 09:30`` where a time is."""
    day, _, clock = given[0].partition(" ")
    try:
        date.fromisoformat(day if body.get("includeYear") else f"2024-{day}")
    except ValueError:
        return "Must be a date"
    return "" if bool(body.get("includeTime")) == bool(clock) and (not clock or _is_time(clock)) else "Must be a date and a time"


def _of_time(body: Json, given: Sequence[str]) -> str:
    """``09:30``; a duration has seconds too, ``01:30:00``."""
    if body.get("duration"):
        return "" if re.fullmatch(r"\d{1,3}:[0-5]\d:[0-5]\d", given[0]) else "Must be hours, minutes and seconds"
    return "" if _is_time(given[0]) else "Must be a time"


def _is_time(text: str) -> bool:
    return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) is not None


CHECKS: Mapping[str, Callable[[Json, Sequence[str]], str]] = {
    "choiceQuestion": _of_choices,
    "dateQuestion": _of_date,
    "ratingQuestion": _of_rating,
    "scaleQuestion": _of_scale,
    "textQuestion": _of_text,
    "timeQuestion": _of_time,
}
