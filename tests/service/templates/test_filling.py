"""The service writes in its own block, and nowhere else."""

from __future__ import annotations

import pytest

from service.google import document_requests
from service.policy.about import FIELDS

ABOUT = {
    **{name: f"the {name}" for name in FIELDS},
    "name": "Zoë O'Neill-Ødegård",
    "priorities": "Reading for joy\nCalm corridors\nOne more",
    "check_ins": "Autumn 1: 1 September 2025 to 24 October 2025\nAutumn 2: 3 November 2025 to 19 December 2025",
}


@pytest.fixture
def filled(plan):
    plan.do(document_requests.fill(ABOUT))
    return plan


def _bullets(paper):
    content = paper.json["tabs"][0]["documentTab"]["body"]["content"]
    for one in content:
        if "bullet" in one.get("paragraph", {}):
            yield "".join(part["textRun"]["content"] for part in one["paragraph"]["elements"]).strip()


def test_the_first_fill_puts_every_value_where_its_token_was(filled):
    assert filled.read().fields == ABOUT
    assert not any("{{" in line.text for line in filled.tab.lines)


def test_filling_twice_is_filling_once(filled):
    before = filled.tab.lines
    filled.do(document_requests.fill(ABOUT))
    assert filled.tab.lines == before


def test_each_line_of_a_value_with_several_is_a_bullet(filled):
    bullets = list(_bullets(filled))
    assert bullets[:5] == [*ABOUT["priorities"].split("\n"), *ABOUT["check_ins"].split("\n")]


def test_values_are_not_bold_though_their_label_is(filled):
    for element in filled.json["tabs"][0]["documentTab"]["body"]["content"]:
        for one in element.get("paragraph", {}).get("elements", ()):
            if "textRun" in one and any(value in one["textRun"]["content"] for value in ("Zoë", "Calm corridors")):
                assert not one["textRun"]["textStyle"].get("bold")


def test_a_template_without_a_field_takes_no_value_for_it(paper):
    document = paper("D")
    document.do(document_requests.fill({name: ABOUT[name] for name in document.template.fields}))
    assert set(document.read().fields) == {"name", "school", "cycle", "who_can_open"}


def test_an_empty_value_keeps_its_place(filled):
    filled.do(document_requests.fill({"team": ""}))
    assert filled.read().fields["team"] == ""
    filled.do(document_requests.fill({"team": "Year 4"}))
    assert filled.read().fields["team"] == "Year 4"


def test_characters_that_docs_strips_are_not_sent():
    """InsertTextRequest in the discovery document: U+0000-8, U+000C-1F and the private use area are stripped."""
    [request] = document_requests.fill({"name": " Zo\u0007ë\r \ue000"})
    assert request["replaceNamedRangeContent"]["text"] == "Zoë"


def test_a_refresh_writes_only_what_changed(filled):
    requests = document_requests.refresh(filled.json, {"line_manager": "Kai Osei"})
    assert len(requests) == 1
    filled.do(requests)
    assert filled.read().fields == {**ABOUT, "line_manager": "Kai Osei"}


def test_a_refresh_of_a_line_that_somebody_took_out_does_nothing(filled):
    line = filled.line("Team: the team")
    filled.delete(line.start, line.end)
    assert document_requests.refresh(filled.json, {"team": "Year 4"}) == []


def test_a_refresh_leaves_another_tabs_copy_alone(filled):
    first = filled.json["tabs"][0]
    ranges = first["documentTab"]["namedRanges"]
    other = {name: {**one, "namedRanges": [{**one["namedRanges"][0], "namedRangeId": "other"}]} for name, one in ranges.items()}
    second = {"tabProperties": {"tabId": "t.1"}, "documentTab": {**first["documentTab"], "namedRanges": other}}
    [request] = document_requests.refresh({"tabs": [first, second]}, {"team": "Year 4"})
    assert request["replaceNamedRangeContent"]["namedRangeId"] != "other"


def test_words_right_beside_a_value_stay(filled):
    line = filled.line("Team: the team")
    filled.type(line.end - 1, " and choir")
    filled.do(document_requests.refresh(filled.json, {"team": "Year 4"}))
    assert filled.line("Team: Year 4 and choir")


def test_what_somebody_typed_inside_a_value_shows_when_it_is_read(filled):
    line = filled.line("Team: the team")
    filled.type(line.end - 5, "dream ")
    assert filled.read().fields["team"] == "the dream team"
