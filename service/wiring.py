"""The one place where everything is put together: settings, declared files, a Workspace, the jobs, the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path

from service.declared.load import Declared, load
from service.desk import ServiceDesk
from service.errors import SetUpError, WorkspaceError
from service.google.answer_books import GoogleAnswerBooks
from service.google.changes import DriveChanges
from service.google.connect import SCOPES, Connection, connect
from service.google.directory import SCOPE as DIRECTORY_SCOPE
from service.google.directory import GoogleDirectory
from service.google.docs import GoogleDocuments
from service.google.drive import DriveReader, DriveWriter
from service.google.forms import GoogleForms
from service.google.iap import verifier
from service.google.status_sheets import GoogleStatusSheets
from service.google.trials import Trials
from service.google.workbook import GoogleWorkbook
from service.jobs.doctor import Patient
from service.jobs.places import find_places
from service.jobs.world import TrustFacts, World
from service.policy.cycle import Cycle
from service.policy.register_help import register_help
from service.policy.template import DocumentTemplate
from service.reconcile.digest import digest
from service.reconcile.safety import Limits
from service.reconcile.tabs import columns_to_keep
from service.settings import Settings, read_settings
from service.web.config import Front, WebConfig


@dataclass(frozen=True)
class WorkspaceClock:
    """`service.ports.Clock`: the machine's time at Google, a Local Workspace's own."""

    connection: Connection

    def now(self) -> datetime:
        return self.connection.now()


@dataclass(frozen=True)
class House:
    """A trust and its Workspace. Nothing is asked of Google before `world` is."""

    settings: Settings
    declared: Declared
    connection: Connection

    @cached_property
    def world(self) -> World:
        """The ports and what is declared. Raises SetUpError where drives or the workbook are not there."""
        reader, trust = DriveReader(self.connection), facts_of(self.declared)
        places = find_places(reader, trust)
        help_for = register_help(sorted(trust.standards))
        return World(
            clock=WorkspaceClock(self.connection),
            reader=reader,
            writer=DriveWriter(self.connection),
            documents=GoogleDocuments(self.connection),
            changes=DriveChanges(self.connection),
            sheets=GoogleStatusSheets(self.connection),
            link=self.connection.link,
            sheet_template=self.declared.people_sheet,
            overview_template=self.declared.overview,
            workbook=GoogleWorkbook(self.connection, places.workbook_id, self.connection.email, help_for),
            places=places,
            trust=trust,
            cycle=self.declared.cycle,
            cycles=self.declared.cycles,
            templates_for=cache_by_cycle(self.declared),
            templates=self.declared.templates,
            forms=GoogleForms(self.connection),
            books=GoogleAnswerBooks(self.connection),
            addresses=partial(addresses, self),
            forms_declared=self.declared.forms,
            tabs_version=digest(repr((sorted(help_for.items()), sorted(columns_to_keep().items())))),
        )


def cache_by_cycle(declared: Declared) -> Callable[[Cycle], Mapping[str, DocumentTemplate]]:
    """A cycle's templates, built once while the cycle says the same. Kept standards are the files' own."""
    built: dict[str, Mapping[str, DocumentTemplate]] = {declared.cycle.model_dump_json(): declared.templates}

    def templates_for(cycle: Cycle) -> Mapping[str, DocumentTemplate]:
        key = cycle.model_dump_json()
        if key not in built:
            built[key] = declared.templates_for(cycle)
        return built[key]

    return templates_for


def facts_of(declared: Declared) -> TrustFacts:
    """What the jobs need of trust.yaml."""
    trust = declared.trust
    return TrustFacts(
        domains=frozenset(trust.domains),
        trust_drive=trust.drives.trust,
        people_drives=trust.drives.people,
        control_workbook=trust.control_workbook,
        starting_tabs=declared.starting_tabs,
        limits=Limits(trust.limits.share, trust.limits.count),
        lag=timedelta(minutes=trust.search_lag_minutes),
        people_per_drive=trust.drives.people_per_drive,
        standards=frozenset(declared.cycle.standards),
        status_sheets=trust.status_sheets,
        staff_groups=trust.staff_groups,
        reflections_workbook=trust.reflections_workbook,
        remove_foreign_shares=trust.remove_foreign_shares,
        contact=trust.contact,
        retention=trust.retention,
    )


def house(settings: Settings | None = None, *, attempts: int = 6) -> House:
    """From the environment, or from settings that are given. Raises SetUpError and DeclaredError."""
    settings = settings or read_settings()
    declared = load(Path(settings.trust))
    return House(settings, declared, connect(settings.workspace, settings.key_file, pace=settings.pace, attempts=attempts))


def directory(here: House) -> GoogleDirectory:
    """The Directory, by a connection of its own: its scope is asked for only here."""
    settings = here.settings
    return GoogleDirectory(connect(settings.workspace, settings.key_file, pace=settings.pace, scopes=(*SCOPES, DIRECTORY_SCOPE)))


def addresses(here: House, email: str) -> Sequence[str]:
    """Every address of an account; () where nobody may ask the Directory."""
    try:
        return directory(here).addresses(email)
    except (WorkspaceError, SetUpError):
        return ()


def patient(here: House) -> Patient:
    """What `ggp doctor` looks at."""
    return Patient(
        who=here.connection.who,
        world=lambda: here.world,
        trials=lambda world: Trials(here.connection, world.places.trust_drive, here.declared.templates["B"]).run(),
        machine_now=lambda: datetime.now(UTC),
        is_google=here.connection.is_google,
    )


def front(settings: Settings | None = None) -> Front:
    """What the pages need. Two houses: the pages' reading does not wait behind a run's writing."""
    settings = settings or read_settings()
    pages, runs = house(settings), house(settings)
    secrets = {name: value for name, value in (("secret_key", settings.secret_key), ("log_salt", settings.log_salt)) if value}
    trust = pages.declared.trust
    config = WebConfig(
        workspace_is_google=pages.connection.is_google,
        trust_name=trust.name,
        domains=frozenset(trust.domains),
        contact=trust.contact,
        **secrets,
    )
    desk = ServiceDesk(lambda: pages.world, lambda: runs.world, pages.connection, runs.connection)
    verify = verifier(settings.iap_audience) if pages.connection.is_google else None
    return Front(config, desk, verify)
