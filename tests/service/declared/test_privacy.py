"""docs/privacy.md says what the code does: every place where something of somebody's is kept, and every setting with its default."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from service import cli
from service.declared.forms import load_forms
from service.declared.load import FORMS_FOLDER, SHEETS_FOLDER
from service.declared.reading import Reader
from service.declared.sheets import load_overview, load_people_sheet
from service.google.sheet_structure import KEPT_TITLE
from service.google.workbook import CLAIM_TAB
from service.jobs.answer_log import CHECK_INS, LOG, LOOKS
from service.jobs.library import LIBRARY, OFFERS
from service.jobs.team_sheets import TAB as TEAM_TAB
from service.policy.appendix import Appendix
from service.policy.forms import CHECK_IN, CONVERSATION, REFLECTION
from service.policy.leaving import NOTICE
from service.policy.register_table import TABS
from service.policy.retention import KINDS, Retention
from service.reconcile.disposal import OF_A_YEAR
from service.reconcile.forms_for import forms_for
from service.reconcile.tabs import KEPT, OUT_OF_SIGHT
from tests.service.builders import STANDARDS, a_cycle

PAGE = Path("docs/privacy.md").read_text("utf-8")


def rows(heading: str) -> dict[str, list[str]]:
    """The table under a heading, by its first cell without the backticks; the rest of the cells."""
    section = re.split(r"^## ", PAGE, flags=re.MULTILINE)
    [own] = [one for one in section if one.startswith(heading)]
    lines = [line for line in own.splitlines() if line.startswith("|")][2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {one[0].strip("`"): one[1:] for one in cells}


KEPT_WHERE = rows("What is kept where")


def test_every_tab_of_the_control_workbook_is_in_it_and_whether_it_is_hidden() -> None:
    tabs = {*TABS, *KEPT, CLAIM_TAB}
    assert tabs <= set(KEPT_WHERE)
    for tab in tabs:
        assert ("hidden" in KEPT_WHERE[tab][1]) == (tab in OUT_OF_SIGHT or tab == CLAIM_TAB), tab


def test_every_document_form_workbook_and_sheet_is_in_it() -> None:
    forms = {REFLECTION, CONVERSATION, CHECK_IN}
    sheets = {load_people_sheet(Reader(SHEETS_FOLDER)).title, load_overview(Reader(SHEETS_FOLDER)).title, KEPT_TITLE}
    books = {CHECK_INS, LOOKS, LOG, OFFERS, LIBRARY, TEAM_TAB}
    assert {one.value for one in Appendix} | forms | sheets | books <= set(KEPT_WHERE)


def test_every_workbook_of_answers_that_the_engine_wants_is_in_it_by_its_name() -> None:
    cycle = a_cycle().model_copy(update={"standards": STANDARDS})
    asks = {f"{REFLECTION}/teachers": load_forms(Reader(FORMS_FOLDER)).conversation}
    wanted = forms_for(asks, cycle, ["all@stour.example"], (), "drive", reflections=True)
    names = {one.name.removesuffix(f" {cycle.id}") for one in wanted if "/answers/" in one.key}
    assert names <= set(KEPT_WHERE)
    assert "Check-ins" in names


def test_nothing_is_in_it_that_the_code_does_not_know() -> None:
    known = {*TABS, *KEPT, CLAIM_TAB, CHECK_INS, LOOKS, LOG, OFFERS, LIBRARY, TEAM_TAB, KEPT_TITLE, "Reflections"}
    known |= {load_people_sheet(Reader(SHEETS_FOLDER)).title, load_overview(Reader(SHEETS_FOLDER)).title}
    known |= {one.value for one in Appendix} | {REFLECTION, CONVERSATION, CHECK_IN}
    assert set(KEPT_WHERE) == known


def test_every_place_says_for_how_long_by_a_setting_that_there_is_or_in_words() -> None:
    for name, cells in KEPT_WHERE.items():
        settings = set(re.findall(r"`(\w+)`", cells[2]))
        assert settings <= set(KINDS), name
        assert settings or re.match(r"as long as|until|for ever|while", cells[2]), name
    used = {setting for cells in KEPT_WHERE.values() for setting in re.findall(r"`(\w+)`", cells[2])}
    assert used == set(KINDS)


@pytest.mark.parametrize("setting", KINDS)
def test_every_setting_is_in_it_with_its_default_what_it_is_about_from_when_it_counts_and_why(setting: str) -> None:
    default, what, since, why = rows("For how long")[setting]
    assert int(default) == Retention().months(setting)
    assert what == KINDS[setting].what
    assert since == KINDS[setting].since
    assert why


def test_no_setting_is_in_it_that_there_is_not() -> None:
    assert list(rows("For how long")) == list(KINDS)
    assert set(OF_A_YEAR.values()) <= set(KINDS)


def test_every_command_that_it_names_is_there() -> None:
    there = set(typer.main.get_command(cli.app).commands)  # type: ignore[attr-defined]
    assert set(re.findall(r"`ggp ([\w-]+)", PAGE)) == {"retention", "subject-access"} <= there


def test_a_leaver_s_days_are_as_many_as_it_says() -> None:
    assert NOTICE.days == 14
    assert "in the fourteen days before the last day" in PAGE
