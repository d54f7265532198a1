"""Doctor: what has to be right before anything can run, checked one by one, each with what mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from service.errors import SetUpError, WorkspaceError
from service.jobs.gather import contents, read_ledger, read_register, years_in
from service.jobs.wanting import asks_of
from service.jobs.world import World
from service.ports import Condition, FormState
from service.reconcile.actual import Stage
from service.reconcile.desired import Kind
from service.reconcile.forms_for import form_key
from service.reconcile.tabs import LEDGER

MOST_SKEW = timedelta(minutes=5)


@dataclass(frozen=True)
class Finding:
    """One check. mend: what to do where it is not well; '' where it is."""

    check: str
    well: bool
    found: str
    mend: str = ""

    def as_json(self) -> dict[str, Any]:
        return vars(self)


class Trial(Protocol):
    """A belief about Google that was tried out."""

    @property
    def belief(self) -> str: ...
    @property
    def holds(self) -> bool: ...
    @property
    def found(self) -> str: ...
    @property
    def mend(self) -> str: ...


@dataclass(frozen=True)
class Patient:
    """What the doctor looks at. Each may raise: the check that asked then says so, and the rest goes on.

    who: asks Drive who the service is, which needs credentials, the Drive API and its scope.
    """

    who: Callable[[], str]
    world: Callable[[], World]
    trials: Callable[[World], Iterable[Trial]]
    machine_now: Callable[[], datetime]
    is_google: bool


def examine(patient: Patient, *, trying: bool = True) -> Iterator[Finding]:
    """Every check, in the order in which to mend. trying: also try beliefs out in a scratch folder, which writes."""
    who, first = _try("credentials, Drive API and scopes", patient.who, CREDENTIALS)
    yield first
    if who is None:
        return
    world, second = _try("shared drives and control workbook", patient.world, PLACES)
    yield second
    if world is None:
        return
    yield from _drives(world)
    tables, third = _try("Sheets API and the control workbook's tabs", world.workbook.tables, APIS)
    yield third
    if tables is not None:
        yield from _templates(world)
        yield from _forms(world)
    yield _clock(patient, world)
    if trying:
        yield from _trials(patient, world)


CREDENTIALS = (
    "sign in or name a key file (GGP_KEY_FILE); enable the Drive API in the project; give the credentials the three scopes "
    "in docs/set-up-google.md; mind that a machine whose clock is wrong gets no token"
)
PLACES = "make what is missing and add the service account as Manager: docs/set-up-google.md, 'Drives'"
APIS = "enable the Google Sheets and Google Docs APIs in the project: docs/set-up-google.md, 'APIs'"


def _try(check: str, ask: Callable[[], Any], mend: str) -> tuple[Any, Finding]:
    try:
        value = ask()
    except SetUpError as problem:
        return None, Finding(check, False, str(problem), mend)
    except WorkspaceError as problem:
        return None, Finding(check, False, f"{problem.attempted}: {problem.reason or problem.code}", mend)
    return value, Finding(check, True, str(value) if isinstance(value, str) else "all there")


def _drives(world: World) -> Iterator[Finding]:
    for drive in world.reader.drives():
        if drive.drive_id in world.places.drives:
            found = "limited to the trust's people" if drive.restricted else "not yet limited to the trust's people"
            yield Finding(f"restrictions of the drive '{drive.name}'", drive.restricted, found, "" if drive.restricted else RUN)


RUN = "`ggp apply --yes` sets this"


def _templates(world: World) -> Iterator[Finding]:
    """Whether each template's Doc still has what the service has to read back."""
    found = contents(world, world.workbook.tables())
    items, _, _, _ = read_ledger(found[LEDGER])
    for key, template in sorted(years_in(world, found).templates.items()):
        item = items.get(f"template/{key}")
        if item is None or item.kind is not Kind.TEMPLATE or item.stage is not Stage.READY:
            yield Finding(template.name, False, "not made yet", RUN)
            continue
        look = partial(world.documents.condition, item.file_id, template)
        condition, finding = _try(template.name, look, APIS)
        yield finding if condition is None else _condition(template.name, condition)


def _forms(world: World) -> Iterator[Finding]:
    """Whether each Form that is open today can be answered, by the staff's Groups, with addresses that Google vouches for."""
    found = contents(world, world.workbook.tables())
    items, _, _, _ = read_ledger(found[LEDGER])
    register, _ = read_register(world, found)
    world = world.of(years_in(world, found).current(world.today()))
    for key, template in sorted(asks_of(world, register).items()):
        item = items.get(form_key(world.cycle, key))
        if item is None or item.stage is not Stage.READY:
            yield Finding(f"Form '{template.name}'", False, "not made yet", RUN)
            continue
        state, finding = _try(f"Form '{template.name}'", partial(world.forms.state, item.file_id, template), FORMS)
        yield finding if state is None else _answerable(world, template.name, state)


def _answerable(world: World, name: str, state: FormState) -> Finding:
    wrong = []
    if not (state.published and state.accepting):
        wrong.append("it takes no answers")
    if not state.verified:
        wrong.append("it does not ask Google who answers")
    lacking = sorted(set(world.trust.staff_groups) - state.responders)
    if lacking:
        wrong.append(f"it is not published to {', '.join(lacking)}")
    if state.missing:
        wrong.append(f"it does not ask as declared: {', '.join(state.missing[:3])}")
    told = "; ".join(wrong) or f"can be answered by {', '.join(sorted(state.responders))}"
    return Finding(f"Form '{name}'", not wrong, told, OPEN_AGAIN if wrong else "")


FORMS = "enable the Google Forms API in the project: docs/set-up-google.md, 'APIs'"
OPEN_AGAIN = "open it again in the Forms editor, or clear what its row of the ledger says under Written and run `ggp apply --yes`"


def _condition(name: str, condition: Condition) -> Finding:
    if condition.mendable:
        return Finding(
            name, False, "an edit lost something that the service can put back", "the next `ggp apply` that copies it does"
        )
    found = "; ".join(condition.problems) or "has everything that is read back"
    mend = "put it back in the template's Doc; docs/templates.md says how" if condition.problems else ""
    return Finding(name, not condition.problems, found, mend)


def _clock(patient: Patient, world: World) -> Finding:
    """Google tells its time with every answer; a Local Workspace keeps its own, which may be any."""
    there, here = world.clock.now(), patient.machine_now()
    if not patient.is_google:
        return Finding("clock", True, f"the Local Workspace's own: {there:%Y-%m-%d %H:%M} UTC")
    skew = abs(there - here)
    well = skew < MOST_SKEW
    return Finding("clock", well, f"{skew.total_seconds():.0f} seconds apart", "" if well else "set this machine's clock")


def _trials(patient: Patient, world: World) -> Iterator[Finding]:
    try:
        for tried in patient.trials(world):
            yield Finding(f"believed: {tried.belief}", tried.holds, tried.found, "" if tried.holds else tried.mend)
    except WorkspaceError as problem:
        yield Finding("beliefs", False, f"{problem.attempted}: {problem.reason or problem.code}", APIS)
