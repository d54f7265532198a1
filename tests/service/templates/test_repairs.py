"""A trust edits a template in Drive; what its copies need is put right, and what cannot be is told."""

from __future__ import annotations

import pytest

from service.google import document_requests

HINT = "One sentence: what, with whom, by when, and what you hope to see."


@pytest.mark.parametrize("key", ["A/job-description", "A/teachers", "B", "C", "D"])
def test_a_template_as_it_was_built_needs_no_repair(paper, key):
    assert paper(key).repair() == []


def test_other_wording_and_other_looks_need_no_repair(plan):
    plan.type(plan.line("My focus").start + 3, "one ")
    plan.type(plan.line(HINT).start + 4, "short ")
    line = plan.line("My plan")
    plan.retype(line, "Our plans")
    assert plan.repair() == []
    assert plan.problems() == ()


def test_a_field_that_was_cut_and_pasted_can_be_filled_again(plan):
    line = plan.line("Team: {{team}}")
    plan.cut_and_paste(line, plan.line("Name: {{name}}").end - 1)
    assert "ggp.field.team" not in plan.tab.ranges
    assert plan.problems() == ("Template B (growth plan) shows {{team}} where the service can no longer fill it in",)
    plan.repair()
    plan.do(document_requests.fill({"team": "Year 4"}))
    assert plan.read().fields["team"] == "Year 4"
    assert plan.repair() == []


def test_a_question_whose_heading_was_cut_and_pasted_is_marked_again_with_its_hint(plan):
    plan.lose_range("ggp.question.focus")
    plan.repair()
    place = plan.tab.ranges["ggp.question.focus"]
    assert plan.tab.text(place.start, place.end) == f"My focus\n{HINT}"


def test_a_line_added_to_a_hint_is_wording_and_nobodys_answer(plan):
    plan.type(plan.line(HINT).end - 1, "\nTalk it over with your coach.")
    assert plan.problems() == (
        "Template B (growth plan) has words where the answer to 'My focus' goes: they would count as everyone's answer",
    )
    plan.repair()
    assert plan.problems() == ()
    assert plan.read().answers["focus"] == ""
    plan.type(plan.below("Talk it over with your coach.").start, "Talk in pairs.")
    assert plan.read().answers["focus"] == "Talk in pairs."


def test_words_added_to_the_line_of_a_hint_are_wording_too(plan):
    plan.type(plan.line(HINT).end - 1, " Be brave.")
    plan.repair()
    assert plan.read().answers["focus"] == ""


def test_a_line_added_under_a_choice_in_a_question_is_wording_too(paper):
    document = paper("A/teachers")
    document.type(document.below("High expectations", 2).start, "One sentence is plenty.")
    document.repair()
    read = document.read()
    assert read.answers["high-expectations"] == ""
    assert document.repair() == []
    document.type(document.below("One sentence is plenty.", 0).end - 1, "\nI say it often.")
    assert document.read().answers["high-expectations"] == "I say it often."


def test_a_label_that_was_typed_again_is_marked_again(plan):
    plan.lose_range("ggp.choice.driver")
    plan.repair()
    place = plan.tab.ranges["ggp.choice.driver"]
    assert plan.tab.text(place.start, place.end) == "Main driver:"


def test_a_dropdown_that_was_deleted_is_put_back(plan):
    plan.lose_dropdown("Main driver:")
    plan.lose_dropdown("Status:")
    plan.repair()
    assert plan.line("Main driver: Choose a driver")
    assert plan.line("Status: Choose one")
    assert plan.repair() == []


def test_a_dropdown_is_put_back_where_its_definition_is_gone_too(plan):
    plan.lose_dropdown("Main driver:")
    plan.do([{"deleteDropdownDefinition": {"dropdownDefinitionId": "kix.ggp-driver"}}])
    plan.repair()
    plan.choose("kix.ggp-driver", "dropdownItem.systemness")
    assert plan.read().choices["driver"].option == "systemness"


def test_words_in_the_place_of_a_dropdown_are_left_alone(plan):
    line = plan.lose_dropdown("Main driver:")
    plan.type(line.end - 2, "write it here")
    assert plan.repair() == []


def test_a_template_that_lacks_a_needed_question_is_told_by_its_name_and_the_questions(plan):
    start, end = plan.line("My focus").start, plan.line("Why it matters for the children").start
    plan.delete(start, end)
    assert plan.repair() == []
    assert plan.problems() == ("Template B (growth plan) lacks the question 'My focus'",)


def test_a_template_may_lose_what_is_optional(plan):
    start, end = plan.line("If it helps").start, plan.line("Through the year").start
    plan.delete(start, end)
    assert plan.repair() == []
    assert plan.problems() == ()
