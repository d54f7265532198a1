"""The Forms as they are built: from declarations, standards and the register of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from service.declared.forms import load_forms
from service.declared.load import FORMS_FOLDER, load
from service.declared.reading import Reader
from service.policy.check_ins import NONE_YET, NOT_YET, Attendance, CheckIn, Mark, attendance, check_in_of, shown
from service.policy.exemption import Exemption
from service.policy.form_template import Ask, Grid, Kind, Section, entry, item_id, question_id
from service.policy.forms import everyone_key, forms_of, mark_key, presented_key, standard_key
from service.policy.judging import Judge, named
from service.policy.people import Person
from service.policy.register import Register
from service.policy.register_entries import from_rows
from service.policy.responses import Response
from service.policy.returning import agreed_on, conversation_record, offer_record, reflection_record
from service.policy.schools import HalfTerm, School
from service.policy.teams import all_teams, teams_of

OCTOBER, JUNE = date(2025, 10, 6), date(2026, 6, 15)
NOW = datetime(2025, 10, 6, 9, tzinfo=UTC)
DECLARED = load(Path(__file__).parents[3] / "trust")
FORMS = DECLARED.forms
CYCLE = DECLARED.cycle
TERMS = (HalfTerm(1, date(2025, 9, 1), date(2025, 10, 24)), HalfTerm(2, date(2025, 11, 3), date(2025, 12, 19)))


def person(staff_id: str, name: str = "", **more: object) -> Person:
    given, _, family = (name or f"Ann {staff_id}").partition(" ")
    facts = {"role": "Teacher", "standards": "teachers", "school": "OXB", "teams": ("Year 4",), "line_manager": "S9"}
    return Person(staff_id, given, family, f"{staff_id.lower()}@stour.example", **{**facts, **more})  # type: ignore[arg-type]


def register(*people: Person, **more: object) -> Register:
    school = School("OXB", "Oxbourne Primary", half_terms={CYCLE.id: TERMS})
    head = person("S9", "Hana Head", line_manager="none", teams=(), standards="headteachers")
    return Register((*people, head), (school,), **more)  # type: ignore[arg-type]


def answers(said: dict[str, str], email: str = "s9@stour.example", sent: datetime = NOW) -> Response:
    return Response("r", email, sent, sent, {question_id(key): [text] for key, text in said.items()})


def judge(found: Register, addresses: dict[str, tuple[str, ...]] | None = None) -> Judge:
    return Judge(found, lambda email: (addresses or {}).get(email, ()), lambda day: all_teams(found, day))


def test_a_reflection_asks_about_each_standard_and_never_for_a_score() -> None:
    form = forms_of(FORMS, register(person("S1")), CYCLE, OCTOBER)["reflection/teachers"]
    asks = [one for one in form.items if isinstance(one, Ask)]
    headings = CYCLE.standards["teachers"].headings
    assert [one.title for one in asks if one.kind is Kind.ONE] == list(headings)
    assert {option.name for one in asks for option in one.options} == {"A strength", "Secure", "Somewhere I want to grow"}
    assert not any(one.needed for one in asks)


def test_forms_open_when_their_windows_do() -> None:
    found = register(person("S1"))
    assert set(forms_of(FORMS, found, CYCLE, date(2025, 9, 1))) == {
        *(f"reflection/{one}" for one in CYCLE.standards),
        "check-in/OXB",
    }
    assert "conversation" in forms_of(FORMS, found, CYCLE, OCTOBER)


def test_a_check_in_follows_the_register_and_says_no_word_of_why_someone_is_not_there() -> None:
    away = (Exemption("S2", "long absence", "a reason", date(2025, 9, 1)),)
    people = (person("S1"), person("S2"), person("S3", starts=date(2025, 11, 1)), person("S4", ends=date(2025, 9, 30)))
    form = forms_of(FORMS, register(*people, exemptions=away), CYCLE, OCTOBER)["check-in/OXB"]
    [grid] = [one for one in form.items if isinstance(one, Grid)]
    assert [one.title for one in grid.rows] == ["Ann S1"]
    assert "reason" not in repr(form)
    later = forms_of(FORMS, register(*people, exemptions=away), CYCLE, date(2025, 11, 3))["check-in/OXB"]
    assert [row.title for one in later.items if isinstance(one, Grid) for row in one.rows] == ["Ann S1", "Ann S3"]


def test_two_people_of_one_name_are_told_apart_and_presentations_are_asked_for_in_the_summer() -> None:
    form = forms_of(FORMS, register(person("S1", "Ann Of"), person("S2", "Ann Of")), CYCLE, JUNE)["check-in/OXB"]
    grids = [one for one in form.items if isinstance(one, Grid)]
    assert [row.title for row in grids[0].rows] == ["Ann Of (Teacher, S1)", "Ann Of (Teacher, S2)"]
    assert len(grids) == 2
    assert [one.title for one in form.items if isinstance(one, Section)] == ["Year 4"]


def test_ids_are_ours_differ_and_do_not_change_with_wording() -> None:
    forms = forms_of(FORMS, register(*(person(f"S{n}") for n in range(60))), CYCLE, JUNE)
    for form in forms.values():
        ids = [item_id(one.key) for one in form.items] + [question_id(one.key) for one in form.questions()]
        assert len(set(ids)) == len(ids)
        assert all(len(one) == 8 and int(one, 16) < 2**31 for one in ids)
    assert entry("who") == f"entry.{int(question_id('who'), 16)}"


def test_leads_are_whom_the_register_names_or_the_line_managers_or_all() -> None:
    plain = register(person("S1"), person("S2"))
    assert teams_of(plain, "OXB", OCTOBER)[0].leads == {"S9"}
    told = register(person("S1", leads=("Year 4",)), person("S2"))
    assert teams_of(told, "OXB", OCTOBER)[0].leads == {"S1"}
    alone = register(person("S1", line_manager="none"))
    assert teams_of(alone, "OXB", OCTOBER)[0].leads == {"S1"}


@pytest.mark.parametrize(
    ("form", "said", "email", "why"),
    [
        ("reflection/teachers", {}, "stranger@stour.example", "nobody in the register"),
        ("reflection/teachers", {}, "", "without an address"),
        ("reflection/teachers", {}, "s2@stour.example", "does not take part"),
        ("reflection/teachers", {}, "s3@stour.example", "not employed"),
        ("conversation", {"who": "Nobody Known"}, "s9@stour.example", "names nobody"),
        ("conversation", {"who": "Ann S1"}, "s4@stour.example", "not the line manager"),
        ("conversation", {"who": "Sam E"}, "s9@stour.example", "2 people of that name"),
        ("conversation", {"who": "s2"}, "s9@stour.example", "does not take part"),
        ("check-in/OXB", {"team": "Year 9"}, "s9@stour.example", "no team 'Year 9'"),
        ("check-in/OXB", {"team": "Year 4"}, "s1@stour.example", "does not lead"),
        ("reflection/teachers", {}, "s1@stour.example", ""),
        ("conversation", {"who": "Ann S1 (S1)"}, "s9@stour.example", ""),
        ("check-in/OXB", {"team": "Year 4"}, "s9@stour.example", ""),
    ],
)
def test_what_counts_is_decided_by_the_address_and_the_day(form: str, said: dict[str, str], email: str, why: str) -> None:
    away = (Exemption("S2", "long absence", "a reason", date(2025, 9, 1)),)
    people = (
        person("S1"),
        person("S2"),
        person("S3", ends=date(2025, 9, 30)),
        person("S4"),
        person("S5", "Sam E"),
        person("S6", "Sam E"),
    )
    verdict = judge(register(*people, exemptions=away)).verdict(form, answers(said, email), OCTOBER)
    assert why in verdict.reason
    assert bool(verdict.reason) == bool(why)
    assert "a reason" not in verdict.reason


def test_an_alias_or_a_former_address_is_the_same_person() -> None:
    found = judge(register(person("S1")), {"old.name@stour.example": ("s1@stour.example", "old.name@stour.example")})
    by = found.person("old.name@stour.example")
    assert by is not None
    assert by.staff_id == "S1"
    assert found.person("other@stour.example") is None


def test_an_acting_manager_agrees_on_their_days_and_the_line_manager_on_the_others() -> None:
    acting = person("S1", acting_manager="S2", acting_from=date(2025, 10, 1), acting_until=date(2025, 10, 31))
    found = judge(register(acting, person("S2")))
    by_acting = answers({"who": "S1"}, "s2@stour.example")
    by_usual = answers({"who": "S1"}, "s9@stour.example")
    assert not found.verdict("conversation", by_acting, OCTOBER).reason
    assert found.verdict("conversation", by_usual, OCTOBER).reason
    assert found.verdict("conversation", by_acting, date(2025, 11, 3)).reason
    assert not found.verdict("conversation", by_usual, date(2025, 11, 3)).reason


def test_whom_a_line_names() -> None:
    people = [person("S1", "Zoë Ødegård-O’Brien"), person("S2", "Ann  Of")]
    for text in ("S1", "s1 ", "Zoë Ødegård-O’Brien (S1)", "S1@stour.example", "zoë  ødegård-o’brien"):
        assert [one.staff_id for one in named(text, people)] == ["S1"]
    assert [one.staff_id for one in named("ann of", people)] == ["S2"]
    assert named("Ann", people) == []


def form_and_team(*people: Person, day: date = OCTOBER) -> tuple[object, ...]:
    found = register(*people)
    return forms_of(FORMS, found, CYCLE, day)["check-in/OXB"], found.school("OXB"), teams_of(found, "OXB", day)[0]


def test_everyone_stands_for_all_and_a_line_says_more() -> None:
    form, school, team = form_and_team(person("S1"), person("S2"), person("S3"))
    said = {"team": "Year 4", everyone_key("Year 4"): "Yes, everyone", mark_key("Year 4", "S2"): "Caught up"}
    found = check_in_of(answers(said), form, school, team, CYCLE, OCTOBER)  # type: ignore[arg-type]
    assert isinstance(found, CheckIn)
    assert found.marks == {"S1": Mark.PRESENT, "S2": Mark.CAUGHT_UP, "S3": Mark.PRESENT}
    assert found.half_term == 1
    not_all = {"team": "Year 4", everyone_key("Year 4"): "Not everyone, as I tick below", mark_key("Year 4", "S2"): "Apologies"}
    found = check_in_of(answers(not_all), form, school, team, CYCLE, OCTOBER)  # type: ignore[arg-type]
    assert isinstance(found, CheckIn)
    assert found.marks == {"S2": Mark.APOLOGIES}


def test_the_half_term_is_the_chosen_one_or_the_last_that_has_begun() -> None:
    form, school, team = form_and_team(person("S1"))
    chosen = check_in_of(answers({"team": "Year 4", "half-term": "Autumn 1"}), form, school, team, CYCLE, date(2025, 11, 10))  # type: ignore[arg-type]
    last = check_in_of(answers({"team": "Year 4"}), form, school, team, CYCLE, date(2025, 11, 10))  # type: ignore[arg-type]
    assert isinstance(chosen, CheckIn)
    assert isinstance(last, CheckIn)
    assert (chosen.half_term, last.half_term) == (1, 2)
    early = check_in_of(answers({"team": "Year 4"}), form, school, team, CYCLE, date(2025, 8, 31))  # type: ignore[arg-type]
    assert early == "the school has no half-term that has begun by that day"


def test_an_answer_in_words_that_the_form_does_not_offer_is_not_guessed() -> None:
    form, school, team = form_and_team(person("S1"))
    found = check_in_of(answers({"team": "Year 4", mark_key("Year 4", "S1"): "Was ill"}), form, school, team, CYCLE, OCTOBER)  # type: ignore[arg-type]
    assert found == "an answer in it is none of those that the Form offers now"


def test_who_presented_is_who_was_ticked() -> None:
    form, school, team = form_and_team(person("S1"), person("S2"), day=JUNE)
    found = check_in_of(answers({"team": "Year 4", presented_key("Year 4", "S2"): "Presented"}), form, school, team, CYCLE, JUNE)  # type: ignore[arg-type]
    assert isinstance(found, CheckIn)
    assert found.presented == {"S2"}


def test_whoever_is_in_two_teams_met_if_they_met_with_either_and_a_gap_is_the_team_s() -> None:
    both, school = person("S1", teams=("Year 4", "Choir")), School("OXB", "Oxbourne", half_terms={CYCLE.id: TERMS})
    one = CheckIn("OXB", "Year 4", 1, NOW, {"S1": Mark.APOLOGIES, "S2": Mark.PRESENT})
    two = CheckIn("OXB", "Choir", 1, NOW, {"S1": Mark.CAUGHT_UP})
    assert shown(both, school, attendance([one, two]), CYCLE, OCTOBER) == {1: "caught up"}
    assert shown(both, school, attendance([one]), CYCLE, OCTOBER) == {1: NOT_YET}
    assert shown(person("S2"), school, attendance([one]), CYCLE, OCTOBER) == {1: "met"}
    assert shown(person("S3"), school, attendance([one]), CYCLE, OCTOBER) == {1: NOT_YET}
    assert shown(both, school, Attendance(), CYCLE, date(2025, 11, 10)) == {1: NONE_YET, 2: NONE_YET}
    assert shown(both, None, Attendance(), CYCLE, OCTOBER) == {}


def test_apologies_look_to_others_like_not_yet() -> None:
    school = School("OXB", "Oxbourne", half_terms={CYCLE.id: TERMS})
    found = attendance([CheckIn("OXB", "Year 4", 1, NOW, {"S1": Mark.APOLOGIES})])
    ticked, silent = (shown(person(one), school, found, CYCLE, OCTOBER) for one in ("S1", "S2"))
    assert ticked == silent == {1: NOT_YET}


def test_the_latest_word_counts_in_whatever_order_it_came_and_the_first_presentation_stays() -> None:
    early = CheckIn("OXB", "Year 4", 1, NOW, {"S1": Mark.APOLOGIES}, frozenset({"S1"}))
    late = CheckIn("OXB", "Year 4", 1, NOW + timedelta(days=1), {"S1": Mark.PRESENT}, frozenset({"S1"}))
    for order in ([early, late], [late, early]):
        found = attendance(order)
        assert found.marks["OXB", "Year 4", 1] == {"S1": Mark.PRESENT}
        assert found.presented == {"S1": NOW}


def test_a_reflection_goes_back_with_strengths_first_and_every_word() -> None:
    form = forms_of(FORMS, register(person("S1")), CYCLE, OCTOBER)["reflection/teachers"]
    said = {
        standard_key("Assessment"): "Somewhere I want to grow",
        "sentence Assessment": "Ask more",
        standard_key("High expectations"): "A strength",
        "sentence Planning and teaching": "Without a choice",
        "proudest": "Reading\nand more",
    }
    record = reflection_record(answers(said), form)
    assert record.lines == (
        "My reflection of 6 October 2025",
        "A strength", "High expectations",
        "Somewhere I want to grow", "Assessment: Ask more",
        "Planning and teaching", "Without a choice",
        "What I am proudest of", "Reading", "and more",
    )  # fmt: skip
    offer = offer_record(answers(said), form)
    assert offer is not None
    assert offer.lines == ("From my reflection of 6 October 2025", "Where I want to grow", "Assessment: Ask more")
    assert offer_record(answers({"proudest": "x"}), form) is None
    assert offer_record(answers({"pull": "Maths"}), form) is not None


def test_an_agreement_is_of_the_day_they_talked_and_never_of_one_to_come() -> None:
    assert agreed_on(answers({"day": "2025-10-02"})) == date(2025, 10, 2)
    assert agreed_on(answers({"day": "2026-10-02"})) == OCTOBER
    assert agreed_on(answers({})) == OCTOBER
    late = datetime(2025, 10, 6, 23, 30, tzinfo=UTC)
    assert agreed_on(answers({}, sent=late)) == date(2025, 10, 7), "London's day"
    blank = conversation_record(answers({"who": "S1"}), FORMS.conversation, "Hana Head", OCTOBER)
    assert blank.lines == ("Agreed on 6 October 2025, recorded by Hana Head", "Recorded", "Nothing more was written.")


def test_every_mistake_in_the_declarations_is_told_with_its_file_and_key(tmp_path: Path) -> None:
    for one in FORMS_FOLDER.glob("*.yaml"):
        text = one.read_text("utf-8").replace("kind: paragraph}", "kind: essay}").replace("key: who,", "key: whom,")
        (tmp_path / one.name).write_text(text.replace("apologies: Apologies", "regrets: Regrets"), "utf-8")
    reader = Reader(tmp_path)
    assert load_forms(reader) is None
    told = "\n".join(map(str, reader.mistakes))
    assert "reflection.yaml: more.0.kind" in told
    assert "growth-conversation.yaml: questions" in told
    assert "check-in.yaml: marks.apologies" in told


def test_options_go_with_choices_and_keys_stand_once(tmp_path: Path) -> None:
    for one in FORMS_FOLDER.glob("*.yaml"):
        (tmp_path / one.name).write_text(one.read_text("utf-8"), "utf-8")
    conversation = tmp_path / "growth-conversation.yaml"
    text = conversation.read_text("utf-8")
    conversation.write_text(text.replace("key: support,", "key: what,").replace("kind: one\n", "kind: line\n"), "utf-8")
    reader = Reader(tmp_path)
    assert load_forms(reader) is None
    assert "options go with kind" in str(reader.mistakes)
    conversation.write_text(text.replace("key: support,", "key: what,"), "utf-8")
    reader = Reader(tmp_path)
    assert load_forms(reader) is None
    assert "each key once; what" in str(reader.mistakes)


def test_the_sample_s_forms_hold_everyone_who_takes_part_in_a_team_once() -> None:
    found, _ = from_rows(DECLARED.starting_tabs, frozenset(DECLARED.trust.domains), OCTOBER)
    forms = forms_of(FORMS, found, CYCLE, OCTOBER)
    rows = [row.key for form in forms.values() for one in form.items if isinstance(one, Grid) for row in one.rows]
    members = [mark_key(team.name, one.staff_id) for team in all_teams(found, OCTOBER).values() for one in team.members]
    assert sorted(rows) == sorted(members)
    assert all(replace(one, name="x").kind in ("reflection", "conversation", "check-in") for one in forms.values())
