"""What people wrote and chose is read from their documents, whatever they did to the layout."""

from __future__ import annotations

import copy

import pytest

from service.google import document_reading
from service.policy.answers import By, Chosen
from service.policy.template import DocumentTemplate

HINT = "One sentence: what, with whom, by when, and what you hope to see."


def _answer(paper, heading, text, *, number=0):
    """Type on the empty line below a question's hint."""
    paper.type(paper.below(heading, 2, number=number).start, text)


def test_a_fresh_document_has_every_question_unanswered_and_nothing_missing(paper):
    for key in ("A/teachers", "A/job-description", "B", "C", "D"):
        document = paper(key)
        read = document.read()
        assert read.answers == dict.fromkeys(document.template.questions, "")
        assert read.choices == dict.fromkeys(document.template.choices, Chosen())
        assert read.missing == ()
        assert document.problems() == ()


def test_the_revision_that_was_read_is_told(plan):
    assert plan.read().revision_id == "r1"


def test_an_answer_is_what_stands_under_its_question(plan):
    _answer(plan, "My focus", "Talk in pairs, with Year 4, by Easter.")
    assert plan.read().answers["focus"] == "Talk in pairs, with Year 4, by Easter."
    assert plan.read().answers["why"] == ""


def test_an_answer_may_have_many_paragraphs_and_a_small_heading_in_it(plan):
    _answer(plan, "My focus", "First.\nDetail\nLast 🌱.")
    _style(plan, plan.line("Detail"), "HEADING_3")
    assert plan.read().answers["focus"] == "First.\nDetail\nLast 🌱."


def test_an_answer_may_be_typed_straight_behind_the_hint(plan):
    plan.type(plan.line(HINT).end - 1, " Talk in pairs.")
    assert plan.read().answers["focus"] == "Talk in pairs."


def test_an_answer_may_be_typed_over_the_hint(plan):
    plan.retype(plan.line(HINT), "Talk in pairs.")
    assert plan.read().answers["focus"] == "Talk in pairs."


def test_the_last_answer_goes_to_the_end_of_the_document(plan):
    plan.type(plan.tab.lines[-1].start, "Keep the pairs.")
    assert plan.read().answers["forward"] == "Keep the pairs."


def test_an_answer_in_a_table_is_the_cell_beside_its_label(plan):
    plan.type(plan.below("Spring: try").start, "Try it\nwith Year 4")
    answers = plan.read().answers
    assert (answers["autumn"], answers["spring"], answers["summer"]) == ("", "Try it\nwith Year 4", "")


def test_a_label_in_a_table_that_lost_its_range_is_known_by_its_words(plan):
    plan.lose_range("ggp.question.spring")
    plan.type(plan.below("Spring: try").start, "Try it")
    assert plan.read().answers["spring"] == "Try it"


def test_a_persons_own_table_is_part_of_the_answer(plan):
    plan.do([{"insertTable": {"location": {"index": plan.below("My focus", 2).start}, "rows": 1, "columns": 2}}])
    cells = [line for line in plan.tab.lines if line.row][:2]
    plan.type(cells[1].start, "Year 4")
    plan.type(cells[0].start, "who")
    assert plan.read().answers["focus"].split() == ["who", "Year", "4"]
    assert plan.read().answers["why"] == ""


def test_a_question_that_lost_its_range_is_known_by_its_heading(plan):
    plan.lose_range("ggp.question.focus")
    _answer(plan, "My focus", "Talk in pairs.")
    assert plan.read().answers["focus"] == "Talk in pairs."


@pytest.mark.parametrize("heading", ["MY FOCUS", "My focus:", " My  focus…", "my focus"])
def test_a_heading_that_was_typed_again_is_known_by_its_words(plan, heading):
    plan.lose_range("ggp.question.focus")
    plan.retype(plan.line("My focus"), heading)
    plan.type(plan.line(HINT).end, "Talk in pairs.\n")
    assert plan.read().answers["focus"] == "Talk in pairs."


def test_a_heading_with_other_words_still_asks_its_question(plan):
    line = plan.line("My focus")
    plan.type(line.start + 3, "one and only ")
    _answer(plan, "My one and only focus", "Talk in pairs.")
    assert plan.read().answers["focus"] == "Talk in pairs."


def test_apostrophes_that_docs_made_curly_are_the_same(paper):
    document = paper("A/teachers")
    heading = "Adapting to all pupils' strengths and needs"
    document.lose_range("ggp.question.adapting-to-all-pupils-strengths-and-needs")
    document.retype(document.line(heading), heading.replace("'", "’"))
    document.type(document.below(heading.replace("'", "’"), 2).start, "I plan for Sam first.")
    assert document.read().answers["adapting-to-all-pupils-strengths-and-needs"] == "I plan for Sam first."


def test_a_section_that_was_moved_elsewhere_is_still_read(plan):
    """Cut and pasted in one piece: words and styles come along, ranges do not."""
    start, end = plan.line("My focus").start, plan.line("Why it matters for the children").start
    plan.delete(start, end)
    last = plan.tab.end - 1
    plan.type(last, f"\nMy focus\n{HINT}\nTalk in pairs.\n")
    _style(plan, plan.line("My focus"), "HEADING_2")
    read = plan.read()
    assert read.answers["focus"] == "Talk in pairs."
    assert read.answers["forward"] == ""
    assert read.missing == ()


def test_a_question_that_was_deleted_is_missing_and_its_neighbours_answer_stays_its_own(plan):
    _answer(plan, "My focus", "Talk in pairs.")
    start, end = plan.line("Why it matters for the children").start, plan.line("My main driver").start
    plan.delete(start, end)
    read = plan.read()
    assert "why" not in read.answers
    assert read.answers["focus"] == "Talk in pairs."
    assert read.missing == ("the question 'Why it matters for the children'",)


def _style(paper, line, style):
    where = {"startIndex": line.start, "endIndex": line.end}
    named = {"namedStyleType": style}
    paper.do([{"updateParagraphStyle": {"range": where, "paragraphStyle": named, "fields": "namedStyleType"}}])


def test_a_heading_that_a_trust_added_ends_the_answer_before_it(plan):
    plan.type(plan.below("My focus", 2).start, "Talk in pairs.\nOur trust says\nThink big.")
    _style(plan, plan.line("Our trust says"), "HEADING_2")
    assert plan.read().answers["focus"] == "Talk in pairs."


def test_a_heading_that_lost_its_range_and_its_style_still_ends_the_answer_before_it(plan):
    _answer(plan, "My focus", "Talk in pairs.")
    plan.lose_range("ggp.question.why")
    _style(plan, plan.line("Why it matters for the children"), "NORMAL_TEXT")
    plan.type(plan.below("Why it matters for the children", 2).start, "They speak more.")
    answers = plan.read().answers
    assert (answers["focus"], answers["why"]) == ("Talk in pairs.", "They speak more.")


def test_an_optional_question_may_be_deleted(plan):
    start, end = plan.line("Who I will work with").start, plan.line("My year").start
    plan.delete(start, end)
    assert "with" not in plan.read().answers
    assert plan.read().missing == ()


def test_people_and_dates_and_files_in_an_answer_read_as_what_they_show(plan):
    place = plan.below("My focus", 2).start
    plan.type(place, "With ")
    person = {"email": "kai.osei@stour.example", "name": "Kai Osei"}
    plan.do([{"insertPerson": {"location": {"index": place + 5}, "personProperties": person}}])
    assert plan.read().answers["focus"] == "With Kai Osei"


def test_a_picture_counts_as_an_answer(plan):
    document = plan.json
    body = document["tabs"][0]["documentTab"]["body"]["content"]
    [place] = [number for number, one in enumerate(body) if HINT in str(one)]
    line = body[place + 1]
    picture = {"startIndex": line["startIndex"], "endIndex": line["endIndex"], "inlineObjectElement": {"inlineObjectId": "k"}}
    line["paragraph"]["elements"] = [picture]
    assert document_reading.read(document, plan.template).answers["focus"] == "[picture]"


def test_a_choice_is_read_from_its_dropdown(plan):
    plan.choose("kix.ggp-driver", "dropdownItem.equity")
    assert plan.read().choices["driver"] == Chosen("equity", "Equity-Equality Investments", By.CHIP)
    assert plan.read().choices["driver2"] == Chosen()


def test_a_dropdown_that_was_moved_is_still_read(plan):
    plan.lose_dropdown("Main driver:")
    where = {"location": {"index": plan.tab.end - 1}, "dropdownDefinitionId": "kix.ggp-driver"}
    plan.do([{"insertDropdown": {**where, "selectedOptionId": "dropdownItem.systemness"}}])
    assert plan.read().choices["driver"].option == "systemness"


def _renamed(document, old, new):
    """The document as a copy that gave its dropdowns other ids."""
    text = copy.deepcopy(document)
    tab = text["tabs"][0]["documentTab"]
    tab["dropdownDefinitions"] = {
        new if key == old else key: {**one, "dropdownDefinitionId": new if key == old else key}
        for key, one in tab["dropdownDefinitions"].items()
    }
    for element in tab["body"]["content"]:
        for one in element.get("paragraph", {}).get("elements", ()):
            properties = one.get("dropdown", {}).get("dropdownProperties", {})
            if properties.get("dropdownDefinitionId") == old:
                properties.update(dropdownDefinitionId=new, selectedOptionId="dropdownItem.x1")
    return text


def test_a_dropdown_with_other_ids_is_known_by_its_title_and_by_what_it_shows(plan):
    plan.choose("kix.ggp-driver", "dropdownItem.equity")
    read = document_reading.read(_renamed(plan.json, "kix.ggp-driver", "kix.other123"), plan.template)
    assert read.choices["driver"] == Chosen("equity", "Equity-Equality Investments", By.CHIP)


def test_an_option_that_the_trust_added_is_told_as_it_is_shown(plan):
    options = plan.json["tabs"][0]["documentTab"]["dropdownDefinitions"]["kix.ggp-driver"]["dropdownDefinitionProperties"]
    more = [*options["options"], {"optionId": "dropdownItem.k9", "displayValue": "Outdoor learning"}]
    request = {"dropdownDefinitionId": "kix.ggp-driver", "dropdownDefinitionProperties": {"options": more}, "fields": "options"}
    plan.do([{"updateDropdownDefinitionProperties": request}])
    plan.choose("kix.ggp-driver", "dropdownItem.k9")
    assert plan.read().choices["driver"] == Chosen(None, "Outdoor learning", By.CHIP)


@pytest.mark.parametrize("typed", ["Systemness", "systemness.", " SYSTEMNESS ", "\nSystemness"])
def test_a_choice_may_be_typed_where_the_dropdown_was_lost(plan, typed):
    line = plan.lose_dropdown("Main driver:")
    plan.type(line.end - 2, typed)
    chosen = plan.read().choices["driver"]
    assert (chosen.option, chosen.by) == ("systemness", By.TEXT)


def test_a_typed_choice_is_no_part_of_an_answer(paper):
    document = paper("A/teachers")
    line = document.lose_dropdown("For me this is:")
    document.type(line.end - 2, "secure")
    document.type(document.below("High expectations", 2).start, "Mostly in maths.")
    read = document.read()
    assert read.choices["high-expectations"] == Chosen("secure", "secure", By.TEXT)
    assert read.answers["high-expectations"] == "Mostly in maths."


def test_typing_beside_an_untouched_dropdown_chooses(plan):
    line = next(line for line in plan.tab.lines if line.text.startswith("Main driver:"))
    plan.type(line.end - 1, " Systemness")
    assert plan.read().choices["driver"].option == "systemness"


def test_words_that_are_no_option_are_told_and_choose_nothing(plan):
    line = plan.lose_dropdown("Main driver:")
    plan.type(line.end - 2, "Outdoor learning")
    assert plan.read().choices["driver"] == Chosen(None, "Outdoor learning", By.TEXT)


def test_a_choice_typed_where_range_and_dropdown_were_lost_is_known_by_its_label(plan):
    line = plan.lose_dropdown("Main driver:")
    plan.type(line.end - 2, "Systemness")
    plan.lose_range("ggp.choice.driver")
    assert plan.read().choices["driver"].option == "systemness"


def test_a_persons_own_dropdown_in_the_place_of_ours_is_read_by_what_it_shows(plan):
    line = plan.lose_dropdown("Main driver:")
    options = [{"optionId": f"dropdownItem.o{one}", "displayValue": name} for one, name in enumerate(["-", "Systemness"])]
    definition = {"dropdownDefinitionId": "kix.mine", "dropdownDefinitionProperties": {"title": "Mine", "options": options}}
    where = {"location": {"index": line.end - 2}, "dropdownDefinitionId": "kix.mine", "selectedOptionId": "dropdownItem.o1"}
    plan.do([{"createDropdownDefinition": {"dropdownDefinition": definition}}, {"insertDropdown": where}])
    assert plan.read().choices["driver"] == Chosen("systemness", "Systemness", By.CHIP)


def test_a_choice_that_is_gone_with_its_label_is_missing(plan):
    start, end = plan.line("My main driver").start, plan.line("What I will do differently").start
    plan.delete(start, end)
    assert "driver" not in plan.read().choices
    assert plan.read().missing == ("the choice 'My main driver'",)


def test_the_answer_under_a_choice_is_read_without_the_choice(paper):
    document = paper("A/teachers")
    document.choose("kix.ggp-hig" + _crc("high-expectations"), "dropdownItem.strength")
    line = document.below("High expectations")
    document.type(line.end - 1, " since last year")
    document.type(document.below("High expectations", 2).start, "Ask Year 6.")
    read = document.read()
    assert read.choices["high-expectations"].option == "strength"
    assert read.answers["high-expectations"] == "since last year\nAsk Year 6."


def _crc(key):
    import zlib

    return f"{zlib.crc32(key.encode()) & 0xFFFFFF:06x}"


def test_fields_are_read_by_name_and_one_that_is_gone_is_absent(plan):
    plan.delete(plan.line("Role: {{role}}").start, plan.line("Role: {{role}}").end)
    fields = plan.read().fields
    assert fields["name"] == "{{name}}"
    assert "role" not in fields
    assert plan.read().missing == ()


def test_a_needed_field_that_is_gone_is_missing(plan):
    line = plan.line("Who can open this: {{who_can_open}}")
    plan.delete(line.start, line.end)
    assert plan.read().missing == ("the line 'Who can open this'",)


def test_answers_are_found_in_any_tab_and_in_tabs_below_tabs(plan):
    _answer(plan, "My focus", "Talk in pairs.")
    [tab] = plan.json["tabs"]
    outer = {"tabProperties": {"tabId": "t.9"}, "documentTab": {"body": {"content": []}}, "childTabs": [tab]}
    assert document_reading.read({"tabs": [outer]}, plan.template).answers["focus"] == "Talk in pairs."


def test_a_range_that_was_split_counts_from_its_first_to_its_last_part(plan):
    """How a split looks is documented (docs/api/how-tos/named-ranges); when Google splits one has no outside witness."""
    document = plan.json
    entry = document["tabs"][0]["documentTab"]["namedRanges"]["ggp.field.name"]["namedRanges"][0]
    [whole] = entry["ranges"]
    entry["ranges"] = [{**whole, "endIndex": whole["startIndex"] + 2}, {**whole, "startIndex": whole["endIndex"] - 2}]
    assert document_reading.read(document, plan.template).fields["name"] == "{{name}}"


def test_an_empty_document_lacks_all_that_is_needed(templates: dict[str, DocumentTemplate]):
    read = document_reading.read({"tabs": []}, templates["D"])
    assert (read.fields, read.answers, read.choices) == ({}, {}, {})
    assert len(read.missing) == 2 + 3 + 1
