"""What is declared in docs_templates becomes templates, and every mistake in it is told."""

from __future__ import annotations

import shutil

import pytest
import yaml

from service.policy.appendix import Appendix
from service.policy.template import Question, Row, Span, template_key

B = "b-growth-plan.yaml"
EARLY = {"question": {"key": "early", "heading": "Early"}}


@pytest.fixture
def folder(tmp_path, declared_folder):
    return shutil.copytree(declared_folder, tmp_path / "declared")


@pytest.fixture
def changed(folder, load_from):
    """Changes one file's data with a function, loads, and gives the mistakes as (key, found, allowed)."""

    def change(function, file=B):
        raw = yaml.safe_load((folder / file).read_text("utf-8"))
        function(raw)
        (folder / file).write_text(yaml.safe_dump(raw), "utf-8")
        _, reader = load_from(folder)
        return [(one.key, one.found, one.allowed) for one in reader.mistakes if one.file == file]

    return change


def test_there_is_a_template_for_each_appendix_and_for_a_reflection_on_each_standards_set(templates):
    sets = ["headteachers", "job-description", "teachers", "teaching-assistants"]
    assert sorted(templates) == [*(f"A/{one}" for one in sets), "B", "C", "D"]
    assert [templates[f"A/{one}"].standards for one in sets] == sets


def test_a_persons_template_is_found_by_appendix_and_standards():
    assert template_key(Appendix.A, "teachers") == "A/teachers"
    assert template_key(Appendix.B, "teachers") == "B"


def test_a_copy_is_called_after_its_cycle_and_its_person(templates):
    assert templates["B"].title(cycle="2025-26", name="Zoë O'Neill") == "My growth plan 2025-26 · Zoë O'Neill"


def test_the_plan_asks_five_questions_and_the_main_driver_and_the_rest_is_optional(templates):
    plan = templates["B"]
    needed = [key for key, one in plan.questions.items() if one.needed]
    assert needed == ["focus", "why", "change", "notice", "support"]
    assert [key for key, one in plan.choices.items() if one.needed] == ["driver", "status"]
    assert any(isinstance(one, Row) and not one.needed for one in plan.questions.values())


def test_the_drivers_are_the_cycles_own(templates):
    names = [option.name for option in templates["B"].choices["driver"].options]
    assert names[0] == "Wellbeing & Learning"
    assert len(names) == 4


def test_each_heading_of_a_standards_set_is_a_question_with_a_choice(templates):
    asked = templates["A/teachers"].questions["adapting-to-all-pupils-strengths-and-needs"]
    assert isinstance(asked, Question)
    assert asked.heading == "Adapting to all pupils' strengths and needs"
    assert [option.name for option in asked.choice.options] == ["a strength", "secure", "somewhere I want to grow"]


def test_the_headings_of_a_job_description_may_be_written_over_and_taken_out(templates):
    assert not any(one.needed for one in templates["A/job-description"].choices.values())
    assert all(one.needed for one in templates["A/teachers"].choices.values())


def test_the_service_keeps_who_can_open_a_document_current_in_every_template(templates):
    assert all("who_can_open" in one.fields for one in templates.values())


def test_a_missing_file_is_told(folder, load_from):
    (folder / B).unlink()
    found, reader = load_from(folder)
    assert [(one.file, one.allowed) for one in reader.mistakes] == [(B, "this file is needed")]
    assert "B" not in found
    assert "C" in found


def test_an_unknown_key_is_told_with_the_keys_that_are_allowed(changed):
    def misspell(raw):
        raw["blocks"][4]["question"] = {"key": "focus", "heading": "My focus", "hnit": "Say it."}

    [mistake] = [one for one in changed(misspell) if one[0].endswith("hnit")]
    assert mistake == ("blocks.4.question.hnit", "'Say it.'", "no such key; allowed are heading, hint, key, needed")


def test_an_unknown_key_of_the_whole_file_is_told(changed):
    assert changed(lambda raw: raw.update(colour="red")) == [
        ("colour", "'red'", "no such key; allowed are appendix, blocks, heading, name, title")
    ]


def test_a_field_that_the_service_does_not_know_is_told_with_those_it_knows(changed):
    def unknown(raw):
        raw["blocks"][3]["about"][0]["field"] = "payroll_number"

    [(key, found, allowed)] = changed(unknown)
    assert (key, found) == ("blocks.3.about.0.field", "'payroll_number'")
    assert "'name', 'role', 'school'" in allowed


def _choice(raw):
    return next(block["choice"] for block in raw["blocks"] if block.get("choice", {}).get("key") == "status")


@pytest.mark.parametrize(
    ("change", "allowed"),
    [
        (lambda raw: _choice(raw).pop("options"), "options_from: drivers"),
        (lambda raw: _choice(raw).update(options_from="drivers"), "and not both"),
        (lambda raw: _choice(raw).update(options_from="weather"), "Input should be 'drivers'"),
        (lambda raw: _choice(raw)["options"].append({"key": "final", "name": "Again"}), "only once"),
        (lambda raw: _choice(raw)["options"][0].update(key="much-too-long-a-key"), "should match pattern"),
        (lambda raw: _choice(raw).update(key="driver"), "only once"),
        (lambda raw: _choice(raw).update(heading="my FOCUS"), "only once"),
        (lambda raw: raw.update(title="My plan {name}"), "{cycle} and {name}"),
        (lambda raw: raw.update(appendix="C"), "B"),
        (lambda raw: raw["blocks"][0].update(text="Do *not* shout."), "**bold** and [links]"),
        (lambda raw: raw["blocks"][0].update(text="- a list"), "in one paragraph"),
        (lambda raw: raw["blocks"][0].update(heading="Both"), "is exactly one of"),
        (lambda raw: raw["blocks"].append({}), "is exactly one of"),
        (lambda raw: raw["blocks"].append({"text": "Thank you."}), "a heading before it, or it reads as an answer"),
        (
            lambda raw: raw["blocks"].insert(0, {"question": {"key": "early", "heading": "Early"}}),
            "a heading before the first question",
        ),
        (lambda raw: raw["blocks"][0].update(text="Dear {nmae}, hello."), "{standards}, {link} or {set}"),
        (lambda raw: raw["blocks"][3]["about"].append({"field": "name", "label": "Name again"}), "only once"),
    ],
)
def test_a_mistake_is_told_with_what_is_allowed(changed, change, allowed):
    assert any(allowed in one[2] for one in changed(change))


def test_every_mistake_of_every_file_is_told_at_once(folder, changed):
    (folder / "d-presentation.yaml").write_text("appendix: D\n", "utf-8")
    mistakes = changed(lambda raw: (raw.pop("name"), raw.update(heading="")))
    assert {key for key, _, _ in mistakes} == {"name", "heading"}
    assert {key for key, _, _ in changed(lambda raw: raw, "d-presentation.yaml")} == {"name", "title", "heading", "blocks"}


def test_a_list_may_be_declared(folder, load_from):
    raw = yaml.safe_load((folder / B).read_text("utf-8"))
    raw["blocks"].insert(2, {"bullets": ["**Start** small.", "Read [the trust's priorities](https://stour.example/priorities)."]})
    (folder / B).write_text(yaml.safe_dump(raw), "utf-8")
    found, reader = load_from(folder)
    assert reader.mistakes == []
    first, second = found["B"].blocks[2].items
    assert first == (Span("Start", bold=True), Span(" small."))
    assert second[1] == Span("the trust's priorities", link="https://stour.example/priorities")
