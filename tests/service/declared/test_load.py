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
from service.policy.register_table import from_rows


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
    assert told >= {("trust.yaml", "domains.0"), ("trust.yaml", "colour")}
    unknown = next(one for one in refused.value.mistakes if one.key == "colour")
    assert unknown.found == "'red'"
    assert unknown.allowed.startswith("no such key; allowed are admins, contact, control_workbook")


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
    rewritten(folder / "cycles" / "2025-26.yaml", id="2026-27", starts="2026-09-01")
    with pytest.raises(DeclaredError, match="2025-26, as trust.yaml says"):
        load(folder)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"windows": {}}, "no window for A, B, C, D"),
        ({"id": "2024-25"}, "does not begin on 2025-09-01"),
        ({"drivers": [{"key": "one", "name": "One", "meaning": ""}] * 2}, "two have the same key"),
    ],
)
def test_a_cycle_that_does_not_hold_together_is_told(folder: Path, changes: dict[str, object], told: str) -> None:
    rewritten(folder / "cycles" / "2025-26.yaml", **changes)
    with pytest.raises(DeclaredError, match=told):
        load(folder)


def test_a_mistake_in_the_standards_is_told(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(TEMPLATES_FOLDER, tmp_path / "templates")
    rewritten(tmp_path / "templates" / "standards.yaml", teachers={"title": "Teachers' Standards", "headings": []})
    with pytest.raises(DeclaredError, match=r"standards.yaml: teachers.headings"):
        load(folder, tmp_path / "templates")
