"""Access: see who can open what, put right what is ours, and tell what somebody shared by hand.

Gather, decide, act, all under the run's claim: what was seen must still be so when it is put right. Things are looked at one by
one, for no listing says who can open them. How far the drives' logs were followed is written down only when everything was
looked at and put right; until then the next run looks again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from service.errors import NotThere, WorkspaceError
from service.jobs.access_outcome import AccessOutcome, row_of
from service.jobs.applying import Progress, apply
from service.jobs.gather import Gathered, gather
from service.jobs.holding import Hold, take
from service.jobs.notebook import Notebook
from service.jobs.provision import doer_for
from service.jobs.report import Failure, Report, plain
from service.jobs.runs import Order, Run, may
from service.jobs.today import MOST, WHO, shared_lines, tell
from service.jobs.watching import follow, things_in, write_marks
from service.jobs.world import World
from service.reconcile.access import Foreign, Judged, Watched, judge, removal, unlocked
from service.reconcile.actual import Sight
from service.reconcile.change import Change
from service.reconcile.changeset import Changeset
from service.reconcile.identify import identify
from service.reconcile.safety import check
from service.reconcile.shares import Share, noted, open_shares, share_of, shares_in
from service.reconcile.tabs import ACCESS, TRACKING
from service.reconcile.watching import Watch, due
from service.reconcile.year_changes import Close

NOT_SO = "it was put right, and a second look does not show it; the next run looks again"


def look_at_access(
    world: World, order: Order, calls: Mapping[str, int], progress: Progress = lambda done, of: None
) -> AccessOutcome:
    """One run. calls: the door's running counts. Raises what looking at the workbook for a claim raises."""
    run = Run.begin(world, order, calls)
    outcome = AccessOutcome(run_id=run.id)
    tables = world.workbook.tables({ACCESS: "", TRACKING: ""})
    outcome.ready = bool(tables.rows.get(ACCESS) and tables.rows.get(TRACKING))
    if not outcome.ready:
        return outcome
    hold = take(world, run.id, tables.claim)
    if hold is None:
        outcome.report.busy = True
        run.enter(row_of(run, outcome))
        return outcome
    try:
        Night(run, hold, outcome, progress, follow(world, tables.rows[TRACKING])).work()
    except WorkspaceError as problem:
        outcome.report.stopped = plain(problem)
    finally:
        run.enter(row_of(run, outcome))
        hold.let_go()
    return outcome


@dataclass
class Night:
    """One run's work, under its claim. watch: what has happened since the last time; rows: the Access tab's; next_row: the first
    that is free."""

    run: Run
    hold: Hold
    outcome: AccessOutcome
    progress: Progress
    watch: Watch
    rows: dict[int, Share] = field(default_factory=dict)
    next_row: int = 2

    def work(self) -> None:
        world, outcome = self.run.world, self.outcome
        gathered = gather(world)
        table = gathered.tables.rows[ACCESS]
        self.rows, self.next_row = shares_in(table), len(table) + 1
        wanted = self._due(gathered)
        judged = self._judge(wanted, self.progress)
        outcome.looked = len(judged)
        report = outcome.report = self._decide(gathered, judged)
        self._note({**_nothing_at(gathered), **judged})
        if may(report, self.run.order) and report.changeset:
            doer = doer_for(world, gathered)
            apply(report.changeset.changes, doer, report, self.run.time_is_up, self.hold.keep, self.progress)
            if report.lost:
                return
            self._look_again(wanted, judged, doer.notebook)
        outcome.shares = open_shares(self.rows)
        self._tell(gathered)
        if not outcome.exit_code:
            write_marks(world, self.watch.marks, gathered)

    def _due(self, gathered: Gathered) -> list[Watched]:
        listed = {one.file_id: one for one in gathered.actual.marked}
        known = {one.file_id for one in open_shares(self.rows)}
        wanted = due(things_in(self.run.world, gathered), listed, known, self.watch)
        self.outcome.due = len(wanted)
        return wanted

    def _judge(self, wanted: Sequence[Watched], progress: Progress) -> dict[str, Judged]:
        """Look at things, one by one. What is not there is open to nobody, and nothing is put right; what cannot be looked at is
        counted, with why."""
        world, judged = self.run.world, {}
        for done, one in enumerate(wanted):
            if self.run.time_is_up():
                self.outcome.left += len(wanted) - done
                break
            self.hold.keep()
            try:
                judged[one.file_id] = judge(one, world.reader.permissions(one.file_id), world.today())
            except NotThere:
                judged[one.file_id] = Judged()
            except WorkspaceError as problem:
                self.outcome.failures[plain(problem)] += 1
            progress(done + 1, len(wanted))
        return judged

    def _decide(self, gathered: Gathered, judged: Mapping[str, Judged]) -> Report:
        world, found = self.run.world, judged.values()
        changes: list[Change] = [change for one in found for change in one.repairs]
        changes += self._to_lock(gathered)
        changes += [removal(each) for one in found for each in self._to_remove(one)]
        changeset = Changeset.of(changes, needs_a_look=[look for one in found for look in one.looks])
        refused = check(changeset, gathered.actual, world.trust.limits, gathered.now)
        return Report(changeset, refused, applied=True)

    def _to_remove(self, one: Judged) -> list[Foreign]:
        return [each for each in one.foreign if each.removable] if self.run.world.trust.remove_foreign_shares else []

    def _to_lock(self, gathered: Gathered) -> Iterator[Close]:
        """What the listing shows as unlocked is looked at once more: a listing may lag, and a look never does."""
        world = self.run.world
        found = identify(gathered.desired, gathered.actual, gathered.now, world.trust.lag)
        for change in unlocked(gathered.desired, gathered.actual, found):
            if self.run.time_is_up():
                self.outcome.left += 1
                continue
            self.hold.keep()
            if not world.reader.facts(change.file_id).locked:
                yield change

    def _note(self, judged: Mapping[str, Judged]) -> None:
        """Write what was shared by hand into the Access tab, as far as it is news."""
        world = self.run.world
        today = world.today()
        foreign = {file_id: [share_of(each, today) for each in one.foreign] for file_id, one in judged.items()}
        news = noted(self.rows, foreign, self.next_row, today)
        if news:
            self.hold.keep()
            world.workbook.write_rows(ACCESS, {number: one.to_row() for number, one in news.items()})
        self.outcome.first_seen += sum(number not in self.rows for number in news)
        self.outcome.gone += sum(one.gone is not None for one in news.values())
        self.rows.update(news)
        self.next_row = max([self.next_row - 1, *news]) + 1

    def _look_again(self, wanted: Sequence[Watched], before: Mapping[str, Judged], notebook: Notebook) -> None:
        """Whether what was changed is right now: permissions that are changed by two at once are lost without a word
        (developers.google.com/workspace/drive/api/guides/manage-sharing)."""
        outcome, report = self.outcome, self.outcome.report
        touched = [
            replace(one, given=item.grants, held=item.held) if (item := notebook.get(one.key)) else one
            for one in wanted
            if (judged := before.get(one.file_id)) and (judged.repairs or self._to_remove(judged))
        ]
        after = self._judge(touched, lambda done, of: None)
        told = {one.key for one in report.failures} | set(report.held)
        for one in touched:
            was, now = before[one.file_id], after.get(one.file_id, before[one.file_id])
            outcome.repaired += bool(was.repairs and not now.repairs and one.key not in told)
            outcome.removed += len(self._to_remove(was)) - len(self._to_remove(now))
            if not report.left and one.key not in told and (now.repairs or self._to_remove(now)):
                report.failures.append(Failure(one.key, "check", NOT_SO))
        outcome.repaired += report.done[Close.verb]
        self._note(after)

    def _tell(self, gathered: Gathered) -> None:
        """What needs a person, on the first tab. A run that cannot tell it is no worse for that."""
        report = self.outcome.report
        lines = [
            *(f"{WHO}{one.sentence()}" for one in report.refused),
            *(f"{WHO}{one.sentence()}." for one in report.changeset.needs_a_look),
            *(f"{WHO}not done: {one.verb} {one.key}: {one.reason}." for one in report.failures),
            *(f"{WHO}{number} things could not be looked at: {why}." for why, number in self.outcome.failures.items()),
        ]
        with suppress(WorkspaceError):
            shared = shared_lines(self.outcome.shares, gathered.actual.items)
            tell(self.run.world, gathered.tables, [*lines[:MOST], *shared], of_access=True)


def _nothing_at(gathered: Gathered) -> dict[str, Judged]:
    """What a manager deleted for good is open to nobody any more."""
    return {file_id: Judged() for file_id, sight in gathered.actual.sights.items() if sight is Sight.GONE}
