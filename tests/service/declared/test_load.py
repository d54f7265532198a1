"""Declared files: loaded together, and every mistake told at once."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from service.declared.load import TEMPLATES_FOLDER, load
from service.declared.reading import DeclaredError
from service.policy.problems import Problem
from service.policy.register_entries import from_rows
from service.policy.retention import Retention


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree("trust", tmp_path / "trust")
    return tmp_path / "trust"


def rewritten(path: Path, **changes: object) -> None:
    value = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(yaml.safe_dump({**value, **changes}), "utf-8")


def problems_of(folder: Path) -> list[Problem]:
    declared = load(folder)
    return list(
        from_rows(
            declared.starting_tabs, frozenset(declared.trust.domains), date(2025, 10, 6), frozenset(declared.cycle.standards)
        )[1]
    )


def test_the_sample_trust_is_sound() -> None:
    assert problems_of(Path("trust")) == []


def test_every_mistake_of_every_file_is_told_at_once_with_file_key_found_and_allowed(folder: Path) -> None:
    rewritten(folder / "trust.yaml", domains=["not a domain"], colour="red")
    rewritten(folder / "cycles" / "2025-26.yaml", half_terms=["only one"])
    with pytest.raises(DeclaredError) as refused:
        load(folder)
    told = {(one.file, one.key) for one in refused.value.mistakes}
    assert told >= {("trust.yaml", "domains.0"), ("trust.yaml", "colour"), ("cycles/2025-26.yaml", "half_terms")}
    unknown = next(one for one in refused.value.mistakes if one.key == "colour")
    assert unknown.found == "'red'"
    assert unknown.allowed.startswith("no such key; allowed are admins, contact, control_workbook")


def test_retention_is_months_by_kind_and_a_mistake_in_it_is_told_with_its_key(folder: Path) -> None:
    rewritten(folder / "trust.yaml", retention={"leavers": 12, "forms": 0})
    assert load(folder).trust.retention == Retention(leavers=12, forms=0)
    rewritten(folder / "trust.yaml", retention={"leavers": -1, "plans": 3})
    with pytest.raises(DeclaredError) as refused:
        load(folder)
    assert {one.key for one in refused.value.mistakes} == {"retention.leavers", "retention.plans"}


def test_the_sample_trust_sets_what_is_so_by_default() -> None:
    assert load(Path("trust")).trust.retention == Retention()


def test_a_mistake_in_the_cycle_is_told_with_its_key(folder: Path) -> None:
    rewritten(
        folder / "cycles" / "2025-26.yaml",
        half_terms=["only one"],
        windows={"A": {"opens": "2025-09-02", "closes": "2025-09-01"}},
    )
    with pytest.raises(DeclaredError) as refused:
        load(folder)
    assert {one.key for one in refused.value.mistakes} == {"half_terms", "windows.A"}
    assert "closes on 2025-09-01, before it opens on 2025-09-02" in str(refused.value)


@pytest.mark.parametrize("name", ["trust.yaml", "schools.yaml", "staff.csv", "exemptions.csv", "cycles/2025-26.yaml"])
def test_a_missing_file_is_told_by_its_name(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(DeclaredError, match=f"{name}: the whole file: this file is needed"):
        load(folder)


def test_a_file_that_is_no_yaml_is_told(folder: Path) -> None:
    (folder / "schools.yaml").write_text("{", "utf-8")
    with pytest.raises(DeclaredError, match="schools.yaml: the whole file: YAML"):
        load(folder)


def test_a_cycle_under_another_s_name_is_told(folder: Path) -> None:
    path = folder / "cycles" / "2025-26.yaml"
    path.write_text(
        path.read_text("utf-8").replace("2026-", "2027-").replace("2025-", "2026-").replace("2026-26", "2026-27"), "utf-8"
    )
    with pytest.raises(DeclaredError, match="2025-26, as trust.yaml says"):
        load(folder)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"windows": {}}, "windows: a window for each appendix; none for A, B, C, D"),
        ({"id": "2024-25"}, "does not begin on 2025-09-01"),
        ({"drivers": [{"key": "one", "name": "One", "meaning": ""}] * 2}, "drivers: each key once; one stands more often"),
        ({"ends": "2025-08-31"}, "ends on 2025-08-31, before it starts on 2025-09-01"),
        ({"closing": "2026-08-30"}, "closing is on 2026-08-30, before it ends on 2026-08-31"),
        ({"closing": "2026-08-30", "id": "2024-25"}, "does not begin on .*; closing is on"),
    ],
)
def test_a_cycle_that_does_not_hold_together_is_told(folder: Path, changes: dict[str, object], told: str) -> None:
    rewritten(folder / "cycles" / "2025-26.yaml", **changes)
    with pytest.raises(DeclaredError, match=told):
        load(folder)


def test_a_window_that_opens_outside_the_cycle_is_told(folder: Path) -> None:
    path = folder / "cycles" / "2025-26.yaml"
    windows = yaml.safe_load(path.read_text("utf-8"))["windows"]
    rewritten(path, windows={**windows, "D": {"opens": "2026-09-02", "closes": "2026-09-30"}})
    with pytest.raises(DeclaredError, match="windows open between 2025-09-01 and 2026-08-31; not so D"):
        load(folder)


def test_a_school_s_half_terms_are_days_in_order_and_six_at_most(folder: Path) -> None:
    path = folder / "schools.yaml"
    schools = yaml.safe_load(path.read_text("utf-8"))["schools"]
    schools[0]["half_terms"]["2025-26"][0] = ["2025-10-24", "2025-09-03"]
    schools[1]["half_terms"]["2025-26"][1] = ["soon", "2025-12-19"]
    schools[2]["half_terms"]["2025-26"] *= 2
    rewritten(path, schools=schools)
    with pytest.raises(DeclaredError) as refused:
        load(folder)
    assert [one.key for one in refused.value.mistakes] == [
        "schools.0.half_terms.2025-26.0",
        "schools.1.half_terms.2025-26.1.0",
        "schools.2.half_terms.2025-26",
    ]
    assert "ends on 2025-09-03, before it starts on 2025-10-24" in str(refused.value)


def test_a_mistake_in_the_standards_is_told(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(TEMPLATES_FOLDER, tmp_path / "templates")
    rewritten(tmp_path / "templates" / "standards.yaml", teachers={"title": "Teachers' Standards", "headings": []})
    with pytest.raises(DeclaredError, match=r"standards.yaml: teachers.headings"):
        load(folder, tmp_path / "templates")


def test_a_school_may_say_when_it_joins_and_leaves(folder: Path) -> None:
    schools = yaml.safe_load((folder / "schools.yaml").read_text("utf-8"))["schools"]
    schools[0] = {**schools[0], "joins": "2026-01-01", "leaves": "2026-12-31"}
    rewritten(folder / "schools.yaml", schools=schools)
    declared = load(folder)
    found, _ = from_rows(declared.starting_tabs, frozenset(declared.trust.domains), date(2025, 10, 6))
    assert (found.schools[0].joins, found.schools[0].leaves) == (date(2026, 1, 1), date(2026, 12, 31))
    assert found.schools[1].joins is found.schools[1].leaves is None
