"""What goes back into people's own Docs from the Forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from service.policy.days import full_day
from service.policy.form_template import Ask, FormTemplate, Kind
from service.policy.forms import GROW, WHO, sentence_key, standard_key
from service.policy.record import Part, Record
from service.policy.responses import Response

LONDON = ZoneInfo("Europe/London")
NO_WORDS = "Nothing more was written."


def day_of_sending(moment: datetime) -> date:
    """The day in London."""
    return moment.astimezone(LONDON).date()


def reflection_record(response: Response, template: FormTemplate) -> Record:
    """A reflection as it goes into the person's Appendix A: what they chose, strengths first, then what they wrote."""
    heading = f"My reflection of {full_day(day_of_sending(response.sent))}"
    parts = (*_by_choice(response, template), *_words(response, template))
    return Record(response.id, response.sent, heading, parts)


def offer_record(response: Response, template: FormTemplate) -> Record | None:
    """What a person wants to grow, as it is offered in their plan; None where they named nothing."""
    grow = next((part for key, part in _chosen(response, template).items() if key == GROW), None)
    pull = response.text("pull").strip()
    if grow is None and not pull:
        return None
    parts = [Part("Where I want to grow", grow.lines, listed=True)] if grow else []
    parts += [Part("What pulls at me", tuple(pull.split("\n")))] if pull else []
    return Record(response.id, response.sent, f"From my reflection of {full_day(day_of_sending(response.sent))}", tuple(parts))


def conversation_record(response: Response, template: FormTemplate, manager: str, on: date) -> Record:
    """What was agreed, as it goes into the Appendix C that the two share."""
    parts = tuple(_words(response, template, without=(WHO, "day"))) or (Part("Recorded", (NO_WORDS,)),)
    return Record(response.id, response.sent, f"Agreed on {full_day(on)}, recorded by {manager}", parts)


def agreed_on(response: Response) -> date:
    """The day the two talked, as it was given, or the day it was sent; never one that is still to come."""
    sent = day_of_sending(response.sent)
    try:
        return min(date.fromisoformat(response.text("day")), sent)
    except ValueError:
        return sent


def _by_choice(response: Response, template: FormTemplate) -> Iterator[Part]:
    yield from _chosen(response, template).values()


def _chosen(response: Response, template: FormTemplate) -> Mapping[str, Part]:
    """The headings under each thing that could be chosen, in the Form's order, with what was written about them."""
    asked = [one for one in template.items if isinstance(one, Ask) and one.options and one.key == standard_key(one.title)]
    found: dict[str, Part] = {}
    for option in asked[0].options if asked else ():
        lines = [
            f"{one.title}: {said}" if (said := " ".join(response.text(sentence_key(one.title)).split())) else one.title
            for one in asked
            if response.text(one.key) == option.name
        ]
        if lines:
            found[option.key] = Part(option.name, tuple(lines), listed=True)
    return found


def _words(response: Response, template: FormTemplate, without: tuple[str, ...] = ()) -> Iterator[Part]:
    """What was written under the other questions; a sentence about a standard for which nothing was chosen, too."""
    standards = {one.title: one for one in template.items if isinstance(one, Ask) and one.key == standard_key(one.title)}
    told = {sentence_key(title) for title, one in standards.items() if response.text(one.key)}
    for one in template.items:
        if isinstance(one, Ask) and one.kind in (Kind.LINE, Kind.PARAGRAPH, Kind.DATE) and one.key not in {*told, *without}:
            text = response.text(one.key).strip()
            if text:
                title = next((title for title in standards if one.key == sentence_key(title)), one.title)
                yield Part(title, tuple(text.split("\n")))
