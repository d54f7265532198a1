"""Everything a job works with, put together once in `service.wiring`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from service.policy.cycle import Cycle
from service.policy.forms import FormsDeclared
from service.policy.retention import Retention
from service.policy.sheet_template import OverviewTemplate, SheetTemplate
from service.policy.template import DocumentTemplate
from service.policy.years import Begun, Year, Years, years_of
from service.ports import AnswerBooks, ChangeLog, Clock, ControlWorkbook, Documents, FileReader, FileWriter, Forms, StatusSheets
from service.reconcile.safety import Limits

LONDON = ZoneInfo("Europe/London")


def today_in_london(moment: datetime) -> date:
    """The day on which a moment is. moment: aware."""
    return moment.astimezone(LONDON).date()


@dataclass(frozen=True)
class TrustFacts:
    """What the trust declares, as far as the jobs need it.

    people_drives and trust_drive: shared drives by id or by name. starting_tabs: what the control workbook's tabs hold
    when they are first made, headings first. status_sheets: whether line managers and schools have a Sheet.
    staff_groups: the Groups who may answer the Forms; reflections_workbook: whether the admins have one. remove_foreign_shares:
    whether what somebody shared by hand is taken back. contact: whom to ask, in plain English. retention: for how many months
    each kind of record is kept.
    """

    domains: frozenset[str]
    trust_drive: str
    people_drives: Sequence[str]
    control_workbook: str
    starting_tabs: Mapping[str, Sequence[Sequence[str]]]
    limits: Limits = field(default_factory=Limits)
    lag: timedelta = timedelta(minutes=15)
    people_per_drive: int = 3000
    standards: frozenset[str] = frozenset()
    status_sheets: bool = False
    staff_groups: Sequence[str] = ()
    reflections_workbook: bool = True
    remove_foreign_shares: bool = False
    contact: str = "your school office"
    retention: Retention = field(default_factory=Retention)


@dataclass(frozen=True)
class Places:
    """The drives and the workbook, found: their ids."""

    trust_drive: str
    people_drives: Sequence[str]
    workbook_id: str

    @property
    def drives(self) -> tuple[str, ...]:
        """Every shared drive of the trust's."""
        return (self.trust_drive, *self.people_drives)


@dataclass(frozen=True)
class World:
    """The ports and what is declared. cycle and templates are those of one year, at first of the cycle that trust.yaml names.
    cycles: those that stand in files, by id; templates_for: a cycle's templates. link: where a file of a kind (``document``)
    and an id opens. addresses:
    every address of the account that one belongs to, as far as anyone can say. tabs_version: what is
    declared of the control workbook's tabs, as a digest."""

    clock: Clock
    reader: FileReader
    writer: FileWriter
    documents: Documents
    changes: ChangeLog
    workbook: ControlWorkbook
    places: Places
    trust: TrustFacts
    sheets: StatusSheets
    link: Callable[[str, str], str]
    sheet_template: SheetTemplate
    overview_template: OverviewTemplate
    cycle: Cycle
    templates: Mapping[str, DocumentTemplate]
    forms: Forms
    books: AnswerBooks
    addresses: Callable[[str], Sequence[str]] = lambda email: ()
    forms_declared: FormsDeclared | None = None
    tabs_version: str = ""
    cycles: Mapping[str, Cycle] = field(default_factory=dict)
    templates_for: Callable[[Cycle], Mapping[str, DocumentTemplate]] | None = None

    def of(self, year: Year) -> World:
        """The same, as one year sees it."""
        return replace(self, cycle=year.cycle, templates=year.templates)

    def years(self, begun: Sequence[Begun]) -> Years:
        """Every year, with what was decided about cycles since."""
        templates_for = self.templates_for or (lambda cycle: self.templates)
        standards = {"standards": self.cycle.standards}
        kept = [replace(one, cycle=one.cycle.model_copy(update=standards)) for one in begun]
        return years_of(self.cycle, kept, self.cycles, templates_for)

    def today(self) -> date:
        """Today in London: the day on which a register change becomes effective."""
        return today_in_london(self.clock.now())
