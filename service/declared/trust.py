"""trust.yaml: the trust's own facts."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from service.policy.retention import Retention

STRICT = ConfigDict(frozen=True, extra="forbid")
Domain = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[a-z0-9-]+(\.[a-z0-9-]+)+$")]


class Drives(BaseModel):
    """The shared drives that an admin made, by name or id."""

    model_config = STRICT

    trust: str
    people: tuple[str, ...] = Field(min_length=1)
    people_per_drive: int = Field(default=3000, ge=1, le=10_000)


class LimitsDeclared(BaseModel):
    """When a changeset is too big to be meant: by share of what exists, and by count."""

    model_config = STRICT

    share: float = Field(default=0.3, gt=0, le=1)
    count: int = Field(default=25, ge=1)


class Trust(BaseModel):
    """One trust. staff_groups: the Groups who may answer the Forms; without any there are no Forms. reflections_workbook:
    whether answers to the reflection are also kept in a workbook for the admins, or only in people's own Docs.
    remove_foreign_shares: whether what somebody shared by hand is taken back, or only told."""

    model_config = STRICT

    name: str
    domains: tuple[Domain, ...] = Field(min_length=1)
    cycle: str = Field(pattern=r"^\d{4}-\d{2}$")
    admins: tuple[Email, ...] = Field(min_length=1)
    contact: str = "your school office"
    drives: Drives
    control_workbook: str
    status_sheets: bool = True
    staff_groups: tuple[Email, ...] = ()
    reflections_workbook: bool = True
    remove_foreign_shares: bool = False
    retention: Retention = Retention()
    limits: LimitsDeclared = LimitsDeclared()
    search_lag_minutes: int = Field(default=15, ge=1, le=240)
    import_columns: dict[str, str] = Field(default_factory=dict)
    local_clock: str = ""
    without_account: tuple[Email, ...] = ()
