"""Everything a trust declares, loaded and checked together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from service.declared.forms import load_forms
from service.declared.reading import Mistake, Reader
from service.declared.sheets import load_overview, load_people_sheet
from service.declared.templates import load_templates
from service.declared.trust import Trust
from service.policy.cycle import Cycle
from service.policy.forms import FormsDeclared
from service.policy.importing import as_imported
from service.policy.lazy_tabs import LazyTabs, together
from service.policy.register_table import DATED_TAB, headings
from service.policy.sheet_template import OverviewTemplate, SheetTemplate
from service.policy.standards import StandardsSet
from service.policy.template import DocumentTemplate

TEMPLATES_FOLDER = Path(__file__).parents[2] / "docs_templates"
SHEETS_FOLDER = Path(__file__).parents[2] / "sheets_templates"
FORMS_FOLDER = Path(__file__).parents[2] / "forms"


def _in_order(days: tuple[date, date]) -> tuple[date, date]:
    if days[1] < days[0]:
        raise ValueError(f"ends on {days[1]}, before it starts on {days[0]}")
    return days


Days = Annotated[tuple[date, date], AfterValidator(_in_order)]
"""The first day and the last, both included."""


class SchoolDeclared(BaseModel):
    """One school in schools.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    priorities: tuple[str, ...] = ()
    joins: date | None = None
    leaves: date | None = None
    half_terms: dict[str, Annotated[tuple[Days, ...], Field(max_length=6)]] = {}


class SchoolsDeclared(BaseModel):
    """schools.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schools: tuple[SchoolDeclared, ...]


@dataclass(frozen=True)
class Declared:
    """A trust's files. cycle: the one that trust.yaml names; cycles: every one that stands in a file, by id; templates: with
    that cycle's drivers to choose from. starting_tabs: what the control workbook's register tabs hold when they are first made.
    templates_folder: where the templates are declared."""

    trust: Trust
    cycle: Cycle
    cycles: Mapping[str, Cycle]
    templates: Mapping[str, DocumentTemplate]
    starting_tabs: Mapping[str, Sequence[Sequence[str]]]
    people_sheet: SheetTemplate
    overview: OverviewTemplate
    forms: FormsDeclared
    templates_folder: Path = TEMPLATES_FOLDER

    def templates_for(self, cycle: Cycle) -> Mapping[str, DocumentTemplate]:
        """The templates with another cycle's drivers to choose from. Raises DeclaredError."""
        shapes = Reader(self.templates_folder)
        found = load_templates(shapes, _standards(shapes), cycle)
        shapes.refuse()
        return found


def load(folder: Path, templates_folder: Path = TEMPLATES_FOLDER) -> Declared:
    """Everything below a trust's folder. Raises DeclaredError with every mistake of every file."""
    reader, shapes = Reader(folder), Reader(templates_folder)
    raw = reader.yaml("trust.yaml")
    trust = None if raw is None else reader.checked("trust.yaml", Trust, raw)
    schools = reader.model("schools.yaml", SchoolsDeclared)
    standards = _standards(shapes)
    cycle = _cycle(reader, raw, standards)
    cycles = _cycles(reader, standards, cycle)
    templates = load_templates(shapes, standards, cycle) if cycle else {}
    staff, exemptions = reader.later_csv("staff.csv"), reader.later_csv("exemptions.csv")
    sheets = Reader(SHEETS_FOLDER)
    people_sheet, overview = load_people_sheet(sheets), load_overview(sheets)
    asked = Reader(FORMS_FOLDER)
    forms = load_forms(asked)
    reader.mistakes += shapes.mistakes + sheets.mistakes + asked.mistakes
    reader.refuse()
    assert trust is not None  # noqa: S101 refused above
    assert cycle is not None  # noqa: S101 refused above
    assert people_sheet is not None  # noqa: S101 refused above
    assert overview is not None  # noqa: S101 refused above
    assert schools is not None  # noqa: S101 refused above
    assert forms is not None  # noqa: S101 refused above
    tabs = together(
        LazyTabs({"Staff": lambda: as_imported(staff())}),
        _school_tabs(schools),
        LazyTabs({"Exemptions": exemptions}),
        {DATED_TAB: [headings(DATED_TAB)]},
        {"Admins": [headings("Admins"), *([email, ""] for email in trust.admins)]},
    )
    return Declared(trust, cycle, cycles, templates, tabs, people_sheet, overview, forms, templates_folder)


def _cycles(reader: Reader, standards: Mapping[str, StandardsSet], first: Cycle | None) -> dict[str, Cycle]:
    """Every cycle that stands in a file, the first one among them."""
    found = {first.id: first} if first else {}
    for path in sorted((reader.folder / "cycles").glob("*.yaml")):
        if path.stem not in found and (first is None or path.stem != first.id):
            cycle = _cycle(reader, {"cycle": path.stem}, standards)
            found |= {cycle.id: cycle} if cycle else {}
    return found


def _cycle(reader: Reader, trust: Any, standards: Mapping[str, StandardsSet]) -> Cycle | None:
    """The cycle that trust.yaml names, whatever else is wrong there. trust: that file, as it was read."""
    wanted = trust.get("cycle") if isinstance(trust, dict) else None
    if not isinstance(wanted, str):
        return None
    name = f"cycles/{wanted}.yaml"
    raw = reader.yaml(name)
    if raw is None:
        return None
    cycle = reader.checked(name, Cycle, raw)
    if cycle and cycle.id != wanted:
        reader.mistakes.append(Mistake(name, "id", cycle.id, f"{wanted}, as trust.yaml says"))
    return cycle.model_copy(update={"standards": dict(standards)}) if cycle else None


def _standards(reader: Reader) -> Mapping[str, StandardsSet]:
    raw = reader.yaml("standards.yaml")
    try:
        return TypeAdapter(dict[str, StandardsSet]).validate_python(raw)
    except ValidationError as problem:
        for error in problem.errors():
            key = ".".join(str(part) for part in error["loc"])
            reader.mistakes.append(Mistake("standards.yaml", key, repr(error["input"])[:60], str(error["msg"])))
        return {}


def _school_tabs(declared: SchoolsDeclared) -> dict[str, list[list[str]]]:
    schools = [
        [one.id, one.name, "\n".join(one.priorities), "", str(one.joins or ""), str(one.leaves or "")] for one in declared.schools
    ]
    dates = [
        [one.id, cycle, str(number), first.isoformat(), last.isoformat()]
        for one in declared.schools
        for cycle, half_terms in one.half_terms.items()
        for number, (first, last) in enumerate(half_terms, start=1)
    ]
    return {"Schools": [headings("Schools"), *schools], "Term dates": [headings("Term dates"), *dates]}
