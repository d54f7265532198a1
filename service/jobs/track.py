"""Track: read the plans that changed, and keep what they show. Reading is of the order of what changed.

Gather, decide, act. Where each drive's log was left is written down only when everything it named has been read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Any

from service.errors import NotThere, WorkspaceError
from service.jobs.applying import Progress
from service.jobs.as_agreed import keep_texts, to_keep
from service.jobs.gather import read_register, years_in
from service.jobs.holding import Hold, take
from service.jobs.library import keep_library
from service.jobs.plan_book import BLOCK, PlanBook
from service.jobs.report import plain
from service.jobs.runs import Order, Run
from service.jobs.sheets import Known, keep, keep_overview, sheets_of
from service.jobs.sheets import Outcome as Ended
from service.jobs.team_sheets import keep_teams
from service.jobs.world import World
from service.policy.agreement import Agreement
from service.policy.agreements import agreements_in
from service.policy.appendix import Appendix
from service.policy.check_ins import Attendance
from service.policy.evidence import Evidence, evidence_of
from service.policy.forms import CONVERSATION
from service.policy.register import Register
from service.policy.register_table import TABS
from service.policy.years import Year
from service.reconcile.actual import Stage
from service.reconcile.documents_for import document_key
from service.reconcile.forms_for import check_ins_key, form_key, library_key, teams_key
from service.reconcile.plan_lines import PlanLine
from service.reconcile.tabs import AGREEMENTS, CYCLES, LEDGER, PLANS, TRACKING
from service.reconcile.tracking import Followed, Mark, due, marks_in

GONE = Evidence(unclear=("the plan is not where the service made it",))


@dataclass
class Tracked:
    """What came of a run. read: how many plans; changed: of how many the evidence is another than before; sheets: how many
    were brought in line; kept: how many texts as agreed were; corrected: how many marks leads changed in their Sheets; unclear:
    how many cells there said what is no mark; presentations: how many were read for the library; left: not come to; failures,
    not_kept: how many plans could not be read, Sheets or texts not kept, by why."""

    due: int = 0
    read: int = 0
    changed: int = 0
    sheets: int = 0
    kept: int = 0
    corrected: int = 0
    unclear: int = 0
    presentations: int = 0
    left: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    not_kept: Counter[str] = field(default_factory=Counter)
    busy: bool = False
    stopped: str = ""
    run_id: str = ""

    @property
    def exit_code(self) -> int:
        """0 done, or nothing to do · 4 partly done."""
        return 4 if self.busy or self.left or self.failures or self.not_kept or self.stopped else 0

    def as_json(self) -> dict[str, Any]:
        return {"exit": self.exit_code, **vars(self), "failures": dict(self.failures), "not_kept": dict(self.not_kept)}


def track(world: World, order: Order, calls: Mapping[str, int], progress: Progress = lambda done, of: None) -> Tracked:
    """One run. calls: the door's running counts. Raises what reading the workbook or the logs raises."""
    run = Run.begin(world, order, calls)
    tables = world.workbook.tables(dict.fromkeys((*TABS, AGREEMENTS, TRACKING, CYCLES), ""))
    outcome = Tracked(run_id=run.id)
    if TRACKING not in tables.rows:
        return outcome
    hold = take(world, run.id, tables.claim)
    if hold is None:
        outcome.busy = True
        return outcome
    try:
        register, _ = read_register(world, {tab: tables.rows.get(tab, ()) for tab in TABS})
        agreed = tables.rows.get(AGREEMENTS, [()])
        years = years_in(world, tables.rows).working(world.today())
        del tables
        _follow(run, register, years, agreed, outcome, hold, progress)
    except WorkspaceError as problem:
        outcome.stopped = plain(problem)
    finally:
        run.enter(_row(run, outcome))
        hold.let_go()
    return outcome


def files_in(world: World) -> dict[str, str]:
    """Ids of this cycle's plans, Sheets, conversation Form and check-ins by key, from the ledger: of its many rows only four
    columns are read, and of those only what is needed kept."""
    cycle = world.cycle
    prefixes = (
        document_key(cycle, Appendix.B, ""),
        document_key(cycle, Appendix.D, ""),
        f"{cycle.id}/sheet/",
        library_key(cycle),
        form_key(cycle, CONVERSATION),
        check_ins_key(cycle),
        teams_key(cycle, ""),
    )
    found = {}
    for cells in chain.from_iterable(world.workbook.pages(LEDGER, "A:D")):
        key, _, stage, file_id = (*cells, "", "", "", "")[:4]
        if key.startswith(prefixes) and file_id and stage != Stage.INTENDED:
            found[str(key)] = str(file_id)
    return found


def _follow(
    run: Run,
    register: Register,
    years: Sequence[Year],
    agreed: Sequence[Sequence[str]],
    outcome: Tracked,
    hold: Hold,
    progress: Progress,
) -> None:
    """Follow the logs, work through every year that is open, and write down where the logs were left."""
    world = run.world
    marks, numbers = marks_in(world.workbook.tables({TRACKING: ""}).rows[TRACKING])
    followed = [_followed(world, drive, marks.get(drive)) for drive in world.places.drives]
    _write_lost(world, followed, numbers)
    for year in years:
        one = replace(run, world=world.of(year))
        night = Night(one, register, followed, marks, numbers, outcome, hold, progress)
        night.work(agreements_in(agreed, year.id))
    if not outcome.left and not outcome.failures:
        _write_marks(world, [one.mark for one in followed], numbers)


@dataclass(frozen=True)
class Night:
    """One year's part of a run."""

    run: Run
    register: Register
    followed: Sequence[Followed]
    marks: Mapping[str, Mark]
    numbers: dict[str, int]
    outcome: Tracked
    hold: Hold
    progress: Progress

    def work(self, agreements: Mapping[str, Agreement]) -> None:
        """Read what is due, and keep the Sheets."""
        run, outcome, world = self.run, self.outcome, self.run.world
        files = files_in(world)
        plan = document_key(world.cycle, Appendix.B, "")
        plans = {key.removeprefix(plan): file_id for key, file_id in files.items() if key.startswith(plan)}
        book = PlanBook.of(chain.from_iterable(world.workbook.pages(PLANS)), world.cycle.id)
        wanted = due(plans, book.lines, self.followed, world.today())
        outcome.due += len(wanted)
        _read_all(run, wanted, plans, book, outcome, self.hold, self.progress)
        _keep_texts(run, book, agreements, outcome, self.hold)
        touched = frozenset(one for log in self.followed for one in log.by_others)
        attendance = self._teams(files, touched)
        changed = {one for log in self.followed for one in log.changed}
        shelf = keep_library(world, self.register, files, changed, self.hold.keep)
        outcome.failures.update(shelf.failures)
        outcome.presentations += shelf.read
        known = Known(self.register, files, book.lines, agreements, self.marks, touched, attendance)
        _keep_all(run, known, self.numbers, outcome, self.hold)

    def _teams(self, files: Mapping[str, str], touched: frozenset[str]) -> Attendance | None:
        """What was recorded of check-ins, with what leads corrected in their Sheets; None where there are none."""
        run, outcome = self.run, self.outcome
        self.hold.keep()
        teams = keep_teams(run.world, self.register, files, self.marks, touched, run.started)
        if teams is None:
            return None
        outcome.failures.update(teams.failures)
        outcome.corrected += teams.corrected
        outcome.unclear += teams.unclear
        outcome.sheets += teams.written
        if teams.marks:
            _write_marks(run.world, teams.marks, self.numbers)
        return teams.attendance


def _followed(world: World, drive: str, mark: Mark | None) -> Followed:
    """A drive's log from where it was left; a lost one begins anew, and everything before today is read again."""
    changed = world.changes.since(drive, mark.token) if mark and mark.token else None
    if changed is None or mark is None:
        return Followed(Mark(drive, world.changes.token(drive), world.today()), lost=mark is not None)
    return Followed(replace(mark, token=changed.token), changed.file_ids, changed.by_others)


def _write_lost(world: World, followed: Sequence[Followed], numbers: dict[str, int]) -> None:
    """That a log begins anew is written down at once: however often a run is stopped, the reading goes on from there."""
    lost = [one.mark for one in followed if one.mark.drive_id not in numbers or one.lost]
    if lost:
        _write_marks(world, lost, numbers)


def _write_marks(world: World, marks: Sequence[Mark], numbers: dict[str, int]) -> None:
    for mark in marks:
        numbers.setdefault(mark.drive_id, max(numbers.values(), default=1) + 1)
    world.workbook.write_rows(TRACKING, {numbers[mark.drive_id]: mark.to_row() for mark in marks})


def _read_all(
    run: Run, wanted: Sequence[str], plans: Mapping[str, str], book: PlanBook, outcome: Tracked, hold: Hold, progress: Progress
) -> None:
    today = run.world.today()
    for done, staff_id in enumerate(wanted):
        if run.time_is_up():
            outcome.left += len(wanted) - done
            break
        hold.keep()
        _read_one(run.world, staff_id, plans[staff_id], today, book, outcome)
        book.save_block(run.world)
        progress(done + 1, len(wanted))
    book.save(run.world)


def _keep_texts(run: Run, book: PlanBook, agreements: Mapping[str, Agreement], outcome: Tracked, hold: Hold) -> None:
    """A text that could not be kept is tried again every night; the Sheets need not wait for it."""
    wanted = to_keep(book, agreements)
    if wanted:
        hold.keep()
        failures = keep_texts(run, book, agreements, wanted)
        outcome.kept += len(wanted) - len(to_keep(book, agreements))
        outcome.not_kept.update(failures.values())


def _keep_all(run: Run, known: Known, numbers: dict[str, int], outcome: Tracked, hold: Hold) -> None:
    """Every status Sheet in turn, and the overview. What was written is remembered in blocks."""
    ended: list[Ended] = []
    wanted = sheets_of(run.world, known)
    for done, sheet in enumerate(wanted):
        if run.time_is_up():
            outcome.left += len(wanted) - done
            break
        hold.keep()
        ended.append(keep(run.world, sheet, known, run.started))
        if len(ended) >= BLOCK:
            _remember(run.world, ended, known.marks, numbers, outcome)
            ended = []
    else:
        ended.append(keep_overview(run.world, known, run.started))
    _remember(run.world, ended, known.marks, numbers, outcome)


def _remember(world: World, ended: Sequence[Ended], marks: Mapping[str, Mark], numbers: dict[str, int], outcome: Tracked) -> None:
    """Write down what is to be remembered of some Sheets, in one write."""
    outcome.sheets += sum(one.written for one in ended)
    outcome.failures.update(one.reason for one in ended if one.reason)
    new = [one.mark for one in ended if one.mark and one.mark != marks.get(one.mark.drive_id)]
    if new:
        _write_marks(world, new, numbers)


def _read_one(world: World, staff_id: str, file_id: str, today: date, book: PlanBook, outcome: Tracked) -> None:
    template = world.templates[Appendix.B.value]
    try:
        evidence = evidence_of(world.documents.read(file_id, template), template)
    except NotThere:
        evidence = GONE
    except WorkspaceError as problem:
        outcome.failures[plain(problem)] += 1
        return
    before = book.lines.get(staff_id)
    outcome.read += 1
    outcome.changed += before is None or before.evidence != evidence
    if before and before.file_id == file_id:
        book.note(replace(before, evidence=evidence, read_on=today))
    else:
        book.note(PlanLine(staff_id, world.cycle.id, file_id, evidence, today))


def in_a_sentence(outcome: Tracked) -> str:
    """How a run ended."""
    if outcome.busy:
        return "Another run is going on; the next one reads what this one would have."
    if outcome.stopped:
        return f"Plans read: {outcome.read}. Then {outcome.stopped}."
    if not outcome.due and not outcome.sheets and not outcome.kept and not outcome.not_kept:
        return "No plan had changed."
    rest = outcome.left + outcome.failures.total() + outcome.not_kept.total()
    told = (
        f"Plans read: {outcome.read}; with something new in them: {outcome.changed}; Sheets brought up to date: {outcome.sheets}."
    )
    if outcome.kept:
        told += f" Texts kept as agreed: {outcome.kept}."
    return f"{told} Left for the next run: {rest}." if rest else told


def _row(run: Run, outcome: Tracked) -> list[str]:
    did = {
        "read plans": outcome.read,
        "texts kept as agreed": outcome.kept,
        "marks corrected by leads": outcome.corrected,
        "presentations read for the library": outcome.presentations,
        "status Sheets brought up to date": outcome.sheets,
    }
    left = {
        "left for the next run": outcome.left,
        "could not be read": outcome.failures.total(),
        "texts that could not be kept": outcome.not_kept.total(),
        "marks in leads' Sheets that could not be read": outcome.unclear,
    }
    reasons = [f"{why} ({number})" for why, number in (outcome.failures + outcome.not_kept).most_common(5)]
    return run.row(
        f"read plans: {outcome.due}" if outcome.due else "nothing to do",
        "; ".join(f"{what}: {number}" for what, number in did.items() if number) or "nothing to do",
        "; ".join(f"{what}: {number}" for what, number in left.items() if number),
        "; ".join([outcome.stopped, *reasons] if outcome.stopped else reasons),
    )
