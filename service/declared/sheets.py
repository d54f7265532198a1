"""The status Sheets' declarations in sheets_templates/: YAML to templates, every mistake with its file and key."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from service.declared.reading import Reader
from service.policy.sheet_template import ID, Column, Filter, Kind, OverviewTemplate, Owner, SheetTemplate

PEOPLE, OVERVIEW = "people.yaml", "overview.yaml"
STRICT = ConfigDict(frozen=True, extra="forbid")


class ColumnDeclared(BaseModel):
    """One column."""

    model_config = STRICT

    key: str = Field(pattern=r"^[a-z][a-z0-9_]{1,40}$")
    heading: str = Field(min_length=1)
    width: int = Field(120, ge=40, le=800)
    owner: Literal["machine", "people"] = "machine"
    kind: Literal["text", "link"] = "text"


class FilterDeclared(BaseModel):
    """One filter view."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    title: str = Field(min_length=1)
    column: str
    shows: str = Field(alias="is", min_length=1)


class PeopleSheetDeclared(BaseModel):
    """people.yaml."""

    model_config = STRICT

    sheet: str = Field(min_length=1)
    as_of: str
    columns: tuple[ColumnDeclared, ...] = Field(min_length=2)
    filters: tuple[FilterDeclared, ...] = ()
    read_me: tuple[str, ...] = Field(min_length=1)

    @field_validator("columns")
    @classmethod
    def _known_by_the_staff_id(cls, columns: tuple[ColumnDeclared, ...]) -> tuple[ColumnDeclared, ...]:
        counts = Counter(one.key for one in columns)
        doubled = [key for key, times in counts.items() if times > 1]
        if doubled:
            raise ValueError(f"each key once; {', '.join(doubled)} stands more often")
        if ID not in counts:
            raise ValueError(f"a column '{ID}' is needed: rows are known by it")
        return columns

    @model_validator(mode="after")
    def _filters_name_columns(self) -> PeopleSheetDeclared:
        unknown = sorted({one.column for one in self.filters} - {one.key for one in self.columns})
        if unknown:
            raise ValueError(f"filters name columns that are not there: {', '.join(unknown)}")
        return self


class OverviewDeclared(BaseModel):
    """overview.yaml."""

    model_config = STRICT

    sheet: str = Field(min_length=1)
    as_of: str
    statuses: str = Field(min_length=1)
    drivers: str = Field(min_length=1)
    read_me: tuple[str, ...] = Field(min_length=1)


def load_overview(reader: Reader) -> OverviewTemplate | None:
    """The template of the trust's overview; None with its mistakes kept in the reader."""
    declared = reader.model(OVERVIEW, OverviewDeclared)
    if declared is None:
        return None
    return OverviewTemplate(declared.sheet, declared.as_of, declared.statuses, declared.drivers, declared.read_me)


def load_people_sheet(reader: Reader) -> SheetTemplate | None:
    """The template of schools' and managers' Sheets; None with its mistakes kept in the reader."""
    declared = reader.model(PEOPLE, PeopleSheetDeclared)
    if declared is None:
        return None
    columns = tuple(Column(one.key, one.heading, one.width, Owner(one.owner), Kind(one.kind)) for one in declared.columns)
    filters = tuple(Filter(one.title, one.column, one.shows) for one in declared.filters)
    return SheetTemplate(declared.sheet, declared.as_of, columns, filters, declared.read_me)
