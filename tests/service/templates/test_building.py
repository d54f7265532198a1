"""A template becomes one batch of requests, and the batch an accessible document.

What the requests mean is the Local Workspace's Docs engine's to say; the expected outcomes are the declarations'. Formats
and limits are Google's: developers.google.com/workspace/docs/api/how-tos/dropdowns and the docs.v1 discovery document.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from service.google import document_requests
from service.google.document_writer import HINT
from service.policy.template import About, Bullets, Choice, Field, Heading, Question, Row, Span, Table, Text

KEYS = ("A/headteachers", "A/job-description", "A/teachers", "A/teaching-assistants", "B", "C", "D")
STYLES = {"TITLE": 0, "HEADING_1": 1, "HEADING_2": 2, "HEADING_3": 3}


def _definitions(template):
    requests = [one["createDropdownDefinition"] for one in document_requests.build(template) if "createDropdownDefinition" in one]
    return [one["dropdownDefinition"] for one in requests]


def _range_text(paper, name):
    place = paper.tab.ranges[name]
    return paper.tab.text(place.start, place.end)


@pytest.mark.parametrize("key", KEYS)
def test_there_is_one_title_and_headings_leave_no_gap(paper, key):
    levels = [STYLES[line.style] for line in paper(key).tab.lines if line.style in STYLES]
    assert levels[0] == 0
    assert levels.count(0) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


@pytest.mark.parametrize("key", KEYS)
def test_a_table_has_a_pinned_header_row_and_two_columns(paper, key):
    content = paper(key).json["tabs"][0]["documentTab"]["body"]["content"]
    for table in [element["table"] for element in content if "table" in element]:
        assert table["columns"] == 2
        assert [row["tableRowStyle"].get("tableHeader", False) for row in table["tableRows"]] == [True] + [False] * (
            table["rows"] - 1
        )


def test_only_the_plan_has_a_table(templates):
    assert [key for key in KEYS if any(isinstance(block, Table) for block in templates[key].blocks)] == ["B"]


def test_hints_have_contrast_enough_and_are_not_told_by_colour_alone():
    """WCAG 2.2, 1.4.3: 4.5 to 1; relative luminance as defined there."""
    channel = HINT["foregroundColor"]["color"]["rgbColor"]["red"]
    luminance = ((channel + 0.055) / 1.055) ** 2.4
    assert 1.05 / (luminance + 0.05) >= 4.5
    assert HINT["italic"]


def test_dropdowns_have_no_colours(templates):
    assert all("textStyle" not in option for key in KEYS for one in _definitions(templates[key]) for option in _options(one))


def _options(definition):
    return definition["dropdownDefinitionProperties"]["options"]


@pytest.mark.parametrize("key", KEYS)
def test_ids_of_dropdowns_are_as_google_wants_them(templates, key):
    definitions = _definitions(templates[key])
    ids = [one["dropdownDefinitionId"] for one in definitions]
    assert len(set(ids)) == len(ids) == len(templates[key].choices)
    assert all(re.fullmatch(r"kix\.[a-zA-Z0-9_-]{2,14}", one) for one in ids)
    for one in definitions:
        options = [option["optionId"] for option in _options(one)]
        assert all(re.fullmatch(r"dropdownItem\.[a-zA-Z0-9_-]{2,14}", option) for option in options)
        assert 2 <= len(set(options)) == len(options) <= 50


def test_a_dropdown_begins_with_nothing_chosen(plan):
    line = plan.line("Main driver: Choose a driver")
    assert [piece.chip.option for piece in line.pieces if piece.chip] == ["dropdownItem.unchosen"]


def test_each_dropdown_has_a_title_of_its_own(templates):
    for key in KEYS:
        titles = [one["dropdownDefinitionProperties"]["title"] for one in _definitions(templates[key])]
        assert len(set(titles)) == len(titles)


def test_the_drivers_meanings_stand_above_their_dropdown(plan):
    line = plan.line("Systemness: Schools learning from each other.")
    assert line.end == plan.line("Main driver: Choose a driver").start


def test_the_ranges_of_fields_hold_their_token_and_nothing_else(plan):
    assert {name: _range_text(plan, f"ggp.field.{name}") for name in plan.template.fields} == {
        name: "{{" + name + "}}" for name in plan.template.fields
    }


@pytest.mark.parametrize("key", KEYS)
def test_the_range_of_a_question_holds_its_heading_and_hint(paper, key):
    document = paper(key)
    for name, asked in document.template.questions.items():
        hint = getattr(asked, "hint", "")
        assert _range_text(document, f"ggp.question.{name}") == (f"{asked.heading}\n{hint}" if hint else asked.heading)


def test_the_range_of_a_dropdown_in_a_question_holds_its_label(paper):
    assert _range_text(paper("A/teachers"), "ggp.choice.high-expectations") == "For me this is:"


def test_labels_are_bold_and_values_are_not(plan):
    paragraph = next(
        element["paragraph"]
        for element in plan.json["tabs"][0]["documentTab"]["body"]["content"]
        if "{{role}}" in str(element.get("paragraph", ""))
    )
    looks = [(one["textRun"]["content"], one["textRun"]["textStyle"].get("bold", False)) for one in paragraph["elements"]]
    assert looks == [("Role:", True), (" {{role}}\n", False)]


def test_an_answer_begins_in_plain_type_under_its_hint(plan):
    body = plan.json["tabs"][0]["documentTab"]["body"]["content"]
    [place] = [number for number, one in enumerate(body) if "Who will be better off" in str(one)]
    [run] = body[place + 1]["paragraph"]["elements"]
    assert run["textRun"] == {"content": "\n", "textStyle": {}}


def test_a_document_ends_with_room_for_its_last_answer_and_no_more(plan):
    assert [line.text for line in plan.tab.lines[-2:]] == ["At the end of the year: what stays, and what comes next?", ""]


def test_places_count_characters_outside_the_basic_plane_twice(templates, paper):
    """docs/api/concepts/structure: indices are measured in UTF-16 code units."""
    odd = replace(
        templates["B"],
        blocks=(
            Heading("🌱 Growing"),
            Text((Span("Grow 🌳 "), Span("boldly 🌲", bold=True), Span(" on."))),
            About((Field("name", "Name 🙂"), Field("priorities", "Ours 🎯", several=True))),
            Question("focus", "My 🎯", "Say 🗣️ it."),
            Choice("driver", "Driver 🚗", "Choose", templates["B"].choices["driver"].options, heading="🚗"),
            Heading("Table"),
            Table(("When ⏰", "What"), (Row("autumn", "Autumn 🍂"), Row("spring", "Spring"))),
        ),
    )
    document = type(paper("B"))(odd)
    assert _range_text(document, "ggp.field.name") == "{{name}}"
    assert _range_text(document, "ggp.field.priorities") == "{{priorities}}"
    assert _range_text(document, "ggp.question.focus") == "My 🎯\nSay 🗣️ it."
    assert _range_text(document, "ggp.choice.driver") == "🚗\nDriver 🚗:"
    assert _range_text(document, "ggp.question.autumn") == "Autumn 🍂"
    assert _range_text(document, "ggp.question.spring") == "Spring"
    bold = [run for run in _runs(document) if run["textStyle"].get("bold")]
    assert [run["content"] for run in bold][:1] == ["boldly 🌲"]


def _runs(document):
    for element in document.json["tabs"][0]["documentTab"]["body"]["content"]:
        for one in element.get("paragraph", {}).get("elements", ()):
            if "textRun" in one:
                yield one["textRun"]


def test_building_is_the_same_every_time(templates):
    assert document_requests.build(templates["B"]) == document_requests.build(templates["B"])


def test_a_list_is_bullets_and_what_follows_is_none(templates, plan):
    blocks = (Bullets(((Span("One"),), (Span("Two"),))), Text((Span("After"),)))
    document = type(plan)(replace(templates["B"], blocks=blocks))
    paragraphs = [element.get("paragraph", {}) for element in document.json["tabs"][0]["documentTab"]["body"]["content"]]
    assert ["bullet" in one for one in paragraphs[2:]] == [True, True, False, False]
