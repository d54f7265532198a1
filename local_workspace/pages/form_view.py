"""A form as its page shows it: one page of questions at a time, with what was answered and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from local_workspace.core.call import Json
from local_workspace.forms.answers import Values, next_page, problems
from local_workspace.forms.form import Form, questions_of

OTHER = "__other_option__"
"""What a choice's own 'Other' sends; the words come in a field beside it."""


def entry(question_id: str) -> str:
    """A question's field: its id as a decimal number (so it is in prefilled links; not documented)."""
    return f"entry.{int(question_id, 16)}"


@dataclass(frozen=True)
class Field:
    """One question to answer. name: its field; kind: which control; options: what can be chosen; wrong: what is, or ''."""

    id: str
    name: str
    title: str
    kind: str
    required: bool
    given: tuple[str, ...]
    wrong: str = ""
    options: tuple[str, ...] = ()
    other: bool = False
    low: str = ""
    high: str = ""

    @property
    def other_words(self) -> str:
        """What was written under 'Other'."""
        return next((one for one in self.given if one not in self.options), "") if self.other else ""


@dataclass(frozen=True)
class Block:
    """One item of the page. kind: ``text``, ``image``, ``video``, ``question`` or ``grid``."""

    kind: str
    title: str
    description: str
    fields: tuple[Field, ...] = ()
    link: str = ""
    words: str = ""


@dataclass(frozen=True)
class Page:
    """One page. number: its place among all; carried: (field, text) of what was answered on others."""

    number: int
    title: str
    description: str
    blocks: tuple[Block, ...]
    carried: tuple[tuple[str, str], ...]
    last: bool
    wrong: tuple[Field, ...]


def read(form: Form, sent: MultiDict[str, str]) -> dict[str, list[str]]:
    """The answers in a request, by question id; blank ones are left out."""
    found: dict[str, list[str]] = {}
    for question in form.questions():
        name = entry(question["questionId"])
        texts = [sent.get(f"{name}.other_option_response", "") if one == OTHER else one for one in sent.getlist(name)]
        texts = [_as_kept(question, one.replace("\r\n", "\n")) for one in texts if one.strip()]
        if texts:
            found[question["questionId"]] = texts
    return found


def _as_kept(question: Json, text: str) -> str:
    """A date's field says ``2025-10-14T09:30`` where Forms keeps ``2025-10-14 09:30``."""
    return text.replace("T", " ") if question.get("dateQuestion", {}).get("includeTime") else text


def spans(form: Form) -> list[range]:
    """The places of each page's items, the page break itself left out."""
    starts = form.page_starts()
    ends = [*starts, len(form.items)]
    return [range(first, end) for first, end in zip([0, *(one + 1 for one in starts)], ends, strict=True)]


def path_to(form: Form, values: Values) -> list[int]:
    """The numbers of the pages that the answers lead over, from the first to the last."""
    pages, found = spans(form), [0]
    while (then := next_page(form, pages[found[-1]], found[-1], values)) < len(pages) and then not in found:
        found.append(then)
    return found


def page(form: Form, number: int, values: Values, *, telling: bool) -> Page:
    """A page to show. telling: whether to say what is wrong on it."""
    wrong = problems(form, values) if telling else {}
    places = spans(form)[number]
    blocks = tuple(_block(form.items[place], values, wrong) for place in places)
    here = {question["questionId"] for place in places for question in questions_of(form.items[place])}
    carried = tuple((entry(one), text) for one, texts in values.items() if one not in here for text in texts)
    head = form.items[places.start - 1] if number else {}
    fields = tuple(one for block in blocks for one in block.fields if one.wrong)
    last = _always_ends(form, places) or (path_to(form, values)[-1] == number and not _may_lead_elsewhere(form, places))
    return Page(number, head.get("title", ""), head.get("description", ""), blocks, carried, last, fields)


def _may_lead_elsewhere(form: Form, places: Sequence[int]) -> bool:
    """Whether an answer on these places decides which page comes next."""
    ways = ("goToSectionId", "goToAction")
    questions = (question for place in places for question in questions_of(form.items[place]))
    return any(
        way in one for question in questions for one in question.get("choiceQuestion", {}).get("options", ()) for way in ways
    )


def _always_ends(form: Form, places: Sequence[int]) -> bool:
    """Whether a needed question here sends the form, whatever is chosen."""
    questions = (question for place in places for question in questions_of(form.items[place]) if question.get("required"))
    choices = (question.get("choiceQuestion", {}).get("options", ()) for question in questions)
    return any(options and all(one.get("goToAction") == "SUBMIT_FORM" for one in options) for options in choices)


def all_blocks(form: Form) -> Iterator[Block]:
    """Every item, for the editor's page; a page break is a heading there."""
    for item in form.items:
        yield (
            Block("break", item.get("title", ""), item.get("description", ""))
            if "pageBreakItem" in item
            else _block(item, {}, {})
        )


def _block(item: Json, values: Values, wrong: Mapping[str, str]) -> Block:
    title, description = item.get("title", ""), item.get("description", "")
    if "questionGroupItem" in item:
        columns = item["questionGroupItem"]["grid"]["columns"]
        rows = item["questionGroupItem"]["questions"]
        fields = tuple(_choice(one, columns, one["rowQuestion"]["title"], values, wrong) for one in rows)
        return Block("grid", title, description, fields)
    if "questionItem" in item:
        return Block("question", title, description, (_field(item["questionItem"]["question"], title, values, wrong),))
    if "imageItem" in item:
        image = item["imageItem"]["image"]
        return Block("image", title, description, link=image["contentUri"], words=image.get("altText", ""))
    if "videoItem" in item:
        return Block(
            "video", title, description, link=item["videoItem"]["video"]["youtubeUri"], words=item["videoItem"].get("caption", "")
        )
    return Block("text", title, description)


def _field(question: Json, title: str, values: Values, wrong: Mapping[str, str]) -> Field:
    if "choiceQuestion" in question:
        return _choice(question, question["choiceQuestion"], title, values, wrong)
    if "scaleQuestion" in question:
        body = question["scaleQuestion"]
        numbers = tuple(str(one) for one in range(body.get("low", 0), body["high"] + 1))
        return _made(question, title, "RADIO", values, wrong, numbers, body.get("lowLabel", ""), body.get("highLabel", ""))
    if "ratingQuestion" in question:
        numbers = tuple(str(one) for one in range(1, question["ratingQuestion"]["ratingScaleLevel"] + 1))
        return _made(question, title, "RADIO", values, wrong, numbers)
    return _made(question, title, _control(question), values, wrong)


def _control(question: Json) -> str:
    """Which control a question without options gets."""
    if "dateQuestion" in question:
        body = question["dateQuestion"]
        return ("datetime-local" if body.get("includeTime") else "date") if body.get("includeYear") else "text"
    if "timeQuestion" in question:
        return "text" if question["timeQuestion"].get("duration") else "time"
    return "area" if question.get("textQuestion", {}).get("paragraph") else "text"


def _choice(question: Json, body: Json, title: str, values: Values, wrong: Mapping[str, str]) -> Field:
    options = tuple(one["value"] for one in body["options"] if not one.get("isOther"))
    other = any(one.get("isOther") for one in body["options"])
    return _made(question, title, body["type"], values, wrong, options, other=other)


def _made(
    question: Json,
    title: str,
    kind: str,
    values: Values,
    wrong: Mapping[str, str],
    options: tuple[str, ...] = (),
    low: str = "",
    high: str = "",
    *,
    other: bool = False,
) -> Field:
    identity = question["questionId"]
    return Field(
        identity,
        entry(identity),
        title,
        kind,
        bool(question.get("required")),
        tuple(values.get(identity, ())),
        wrong.get(identity, ""),
        options,
        other,
        low,
        high,
    )
