"""Whether the templates' Docs, which the trust edits in Drive, still hold what has to be read back from their copies."""

from __future__ import annotations

from service.errors import NotThere
from service.jobs.gather import Gathered
from service.jobs.world import World
from service.reconcile.actual import Item, Stage
from service.reconcile.change import Change, MakeDocument, Mend
from service.reconcile.changeset import Changeset, NeedsALook


def sound(world: World, gathered: Gathered, changeset: Changeset) -> Changeset:
    """The changeset without copies of templates that lack something, and with the reasons.

    What an edit lost and the service can put back is mended first; the copies follow in the same run.
    """
    wanted = {change.template for change in changeset.changes if isinstance(change, MakeDocument)}
    mends: list[Change] = []
    looks: list[NeedsALook] = []
    for key in sorted(wanted):
        item = gathered.actual.items.get(f"template/{key}")
        if item is not None and item.stage is Stage.READY:
            _examine(world, key, item, mends, looks)
    lacking = {one.key for one in mends} | {one.key for one in looks}
    gone = {one.key for one in changeset.changes if isinstance(one, MakeDocument) and f"template/{one.template}" in lacking}
    changes = [one for one in changeset.changes if one.key not in gone]
    looks += [*changeset.needs_a_look, *gathered.unreadable]
    return Changeset.of([*changes, *mends], changeset.waiting, changeset.held, looks)


def _examine(world: World, key: str, item: Item, mends: list[Change], looks: list[NeedsALook]) -> None:
    template = world.templates[key]
    try:
        if world.documents.can_mend(item.file_id, template):
            mends.append(Mend("", item.key, item.file_id, key))
        else:
            looks += [NeedsALook(item.key, problem) for problem in world.documents.problems(item.file_id, template)]
    except NotThere:
        return
