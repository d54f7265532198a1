"""Writes a fictional trust into a folder, ready for GGP_TRUST."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from service.policy.register import Register
from service.policy.register_table import to_rows
from service.sample.staff import CENTRAL, make_people, without_account

MODEL = Path(__file__).parents[2] / "trust"
YEAR = 2025


def write_sample(folder: Path, staff: int, schools: int, seed: int) -> None:
    """A trust of `staff` people in `schools` schools and a central team; the same for the same seed.

    The cycle, the drives' names and the shape of trust.yaml come from the committed sample. Raises FileExistsError
    rather than write over a trust.
    """
    if (folder / "trust.yaml").exists() and folder.resolve() != MODEL.resolve():
        raise FileExistsError(f"{folder} holds a trust already")
    folder.mkdir(parents=True, exist_ok=True)
    if folder.resolve() != MODEL.resolve():
        shutil.copytree(MODEL / "cycles", folder / "cycles", dirs_exist_ok=True)
    trust = yaml.safe_load((MODEL / "trust.yaml").read_text("utf-8"))
    declared = _schools(schools)
    people, exemptions = make_people([one["id"] for one in declared if one["id"] != CENTRAL], staff, seed, trust["domains"], YEAR)
    tabs = to_rows(Register(people, (), exemptions))
    _csv(folder / "staff.csv", tabs["Staff"])
    _csv(folder / "exemptions.csv", tabs["Exemptions"])
    missing = without_account(people)
    per_drive = trust["drives"]["people_per_drive"]
    drives = [f"Growing Great People · People {number}" for number in range(1, -(-staff // per_drive) + 1)]
    trust["drives"]["people"] = drives
    trust["without_account"] = [missing] if missing else []
    if folder.resolve() == MODEL.resolve():
        return
    _yaml(folder / "schools.yaml", {"schools": declared})
    _yaml(folder / "trust.yaml", trust)


def _schools(count: int) -> list[dict[str, Any]]:
    """The committed sample's schools, then plain ones by number; the central team always."""
    known = yaml.safe_load((MODEL / "schools.yaml").read_text("utf-8"))["schools"]
    central = [one for one in known if one["id"] == CENTRAL]
    others = [one for one in known if one["id"] != CENTRAL]
    for number in range(len(others) + 1, count + 1):
        pattern = others[number % 7]
        others.append({**pattern, "id": f"S{number:02d}", "name": f"Stour School {number}"})
    return [*others[:count], *central]


def _csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _yaml(path: Path, value: Any) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "utf-8")
