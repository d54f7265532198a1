"""People do what they like with their documents: nothing of theirs is overwritten, and what they wrote is read.

Hypothesis makes the people up. Their edits go through the Local Workspace's Docs engine, which moves named ranges along
as Google documents it (developers.google.com/workspace/docs/api/how-tos/named-ranges).
"""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from local_workspace.core.errors import BadRequest
from service.google import document_requests
from service.policy.template import Row
from tests.thoroughness import THOROUGH

KEYS = ("A/teachers", "B", "C", "D")
ABOUT = {"name": "Zoë Ødegård", "team": "Year 4, choir", "priorities": "Reading\nCalm corridors", "who_can_open": "Zoë."}
WORDS = st.text(alphabet="aé🌱 \n", min_size=1, max_size=8)
EDITS = st.lists(st.tuples(st.sampled_from("tttdrcmlb"), st.integers(0, 10_000), WORDS), max_size=12)
people = settings(
    max_examples=60 if THOROUGH else 15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def _edit(paper, kind, number, words):
    """One thing a person does: type, delete a line, retype it, choose, move a line, lose a range, delete a stretch."""
    line = paper.tab.lines[number % len(paper.tab.lines)]
    if kind == "t":
        paper.type(1 + number % (paper.tab.end - 1), words)
    elif kind == "d":
        paper.delete(line.start, line.end)
    elif kind == "r":
        paper.retype(line, words)
    elif kind == "c":
        chips = paper.dropdowns()
        chip, definition = chips[number % len(chips)]
        options = paper.tab.definitions[definition]["options"]
        chosen = {"selectedOptionId": options[number % len(options)]["optionId"]}
        paper.do([{"updateDropdownProperties": {"dropdownId": chip, "dropdownProperties": chosen, "fields": "*"}}])
    elif kind == "m":
        paper.cut_and_paste(line, paper.tab.lines[number // 7 % len(paper.tab.lines)].start)
    elif kind == "l":
        paper.lose_range(sorted(paper.tab.ranges)[number % len(paper.tab.ranges)])
    elif kind == "b":
        paper.delete(line.start + 1, line.start + 1 + number % 40)


def _edited(paper, edits):
    for kind, number, words in edits:
        try:
            _edit(paper, kind, number, words)
        except (BadRequest, ZeroDivisionError):
            continue  # an editor would not have let them
    return paper


def _outside_fields(paper):
    """All that stands in a document but not in a field's value: words and dropdowns."""
    tab = paper.tab
    fields = [place for name, place in tab.ranges.items() if name.startswith("ggp.field.")]
    return tab.text(0, tab.end, fields)


@people
@given(key=st.sampled_from(KEYS), edits=EDITS)
def test_a_fill_changes_nothing_outside_the_fields(paper, key, edits):
    document = _edited(paper(key), edits)
    before = _outside_fields(document)
    present = {name: text for name, text in ABOUT.items() if f"ggp.field.{name}" in document.tab.ranges}
    document.do(document_requests.fill(present))
    assert _outside_fields(document) == before


@people
@given(key=st.sampled_from(KEYS), edits=EDITS)
def test_a_refresh_changes_nothing_outside_the_fields_and_is_read_back(paper, key, edits):
    document = paper(key)
    document.do(document_requests.fill({name: ABOUT[name] for name in ABOUT if name in document.template.fields}))
    _edited(document, edits)
    before = _outside_fields(document)
    there = document.read().fields
    changed = {"name": "Zoë Berg", "who_can_open": "Zoë and Kai."}
    document.do(document_requests.refresh(document.json, changed))
    assert _outside_fields(document) == before
    assert document.read().fields == {**there, **{name: text for name, text in changed.items() if name in there}}


@people
@given(key=st.sampled_from(KEYS), edits=EDITS)
def test_whatever_was_done_a_document_can_be_read(paper, key, edits):
    document = _edited(paper(key), edits)
    read = document.read()
    assert set(read.answers) <= set(document.template.questions)
    needed = [*document.template.about, *document.template.questions.values(), *document.template.choices.values()]
    assert len(read.missing) <= sum(one.needed for one in needed)


@people
@given(key=st.sampled_from(KEYS), edits=EDITS)
@example(key="B", edits=[("d", 29, "a")])
@example(key="B", edits=[("d", 119, "a")])
def test_a_mended_template_needs_no_second_mending(paper, key, edits):
    document = _edited(paper(key), edits)
    document.repair()
    assert document.repair() == []


ANSWER = st.text(alphabet="abé🌱 .", min_size=1, max_size=20).filter(lambda text: text.strip())
LAYOUT = st.lists(
    st.tuples(st.sampled_from(["range", "heading", "choose", "field", "line"]), st.integers(0, 10_000)), max_size=15
)


@people
@given(key=st.sampled_from(KEYS), answers=st.dictionaries(st.integers(0, 30), ANSWER, max_size=6), layout=LAYOUT)
def test_what_was_written_is_read_whatever_became_of_ranges_headings_and_lines_around_it(paper, key, answers, layout):
    document = paper(key)
    keys = list(document.template.questions)
    written = {keys[number % len(keys)]: text for number, text in answers.items()}
    for name, text in written.items():
        document.type(_room(document, document.template.questions[name]), text)
    for kind, number in layout:
        _layout(document, kind, number)
    read = document.read().answers
    assert {name: read[name] for name in written} == {name: text.strip() for name, text in written.items()}
    assert not any(read[name] for name in keys if name not in written)


def _room(document, asked):
    """Where a person starts to write: beside a label in a table, else the empty line below."""
    lines = document.tab.lines
    place = lines.index(document.line(asked.heading))
    if isinstance(asked, Row):
        return lines[place + 1].start
    has_more = [asked.hint, getattr(asked, "choice", None)]
    return lines[place + 1 + sum(map(bool, has_more))].start


def _layout(document, kind, number):
    """What people do to a document's layout: no answer is touched."""
    headings = [line for line in document.tab.lines if line.style == "HEADING_2"]
    line = headings[number % len(headings)]
    if kind == "range" and document.tab.ranges:
        document.lose_range(sorted(document.tab.ranges)[number % len(document.tab.ranges)])
    elif kind == "heading":
        document.retype(line, line.text.upper())
    elif kind == "choose":
        _edit(document, "c", number, "")
    elif kind == "field":
        label = next((one for one in document.tab.lines if one.text.startswith("Name:")), None)
        if label:
            document.cut_and_paste(label, document.tab.lines[1].start)
    elif kind == "line":
        document.type(document.tab.lines[1].start, "A note of my own.\n")


@people
@given(choice=st.sampled_from(["driver", "status", "driver2"]), number=st.integers(0, 3), by=st.sampled_from(["chip", "text"]))
def test_a_choice_reads_the_same_by_dropdown_and_by_words(plan, choice, number, by):
    asked = plan.template.choices[choice]
    option = asked.options[number % len(asked.options)]
    fresh = type(plan)(plan.template)
    if by == "chip":
        fresh.choose(f"kix.ggp-{choice}", f"dropdownItem.{option.key}")
    else:
        line = fresh.lose_dropdown(f"{asked.label}:")
        fresh.type(line.end - 2, option.name.upper())
    made = fresh.read().choices[choice]
    assert (made.option, made.by.value) == (option.key, by)
