"""Whether the templates' Docs, which the trust edits in Drive, still hold what has to be read back from their copies."""

from __future__ import annotations

from collections.abc import Mapping

from service.errors import NotThere
from service.jobs.gather import Gathered
from service.jobs.world import World
from service.ports import Condition
from service.reconcile.actual import Stage
from service.reconcile.change import MakeDocument, Mend
from service.reconcile.changeset import Changeset, NeedsALook

Conditions = Mapping[str, Condition]
"""How each template's Doc is, by the template's key."""


def conditions(world: World, gathered: Gathered, changeset: Changeset, known: Conditions) -> Conditions:
    """The conditions of the templates that a changeset copies; those known already are not read again."""
    wanted = {change.template for change in changeset.changes if isinstance(change, MakeDocument)} - set(known)
    return {**known, **{key: _condition(world, gathered, key) for key in sorted(wanted)}}


def _condition(world: World, gathered: Gathered, key: str) -> Condition:
    """A template that is yet to be made, or that is gone, is spoken of elsewhere."""
    item = gathered.actual.items.get(f"template/{key}")
    if item is None or item.stage is not Stage.READY:
        return Condition()
    try:
        return world.documents.condition(item.file_id, gathered.templates[key])
    except NotThere:
        return Condition()


def sound(changeset: Changeset, gathered: Gathered, found: Conditions) -> Changeset:
    """The changeset without copies of templates that lack something, and with the reasons.

    What an edit lost and the service can put back is mended first; the copies follow in the same run.
    """
    items = gathered.actual.items
    copied = {change.template for change in changeset.changes if isinstance(change, MakeDocument)}
    mends = [Mend("", f"template/{key}", items[f"template/{key}"].file_id, key) for key in sorted(copied) if found[key].mendable]
    lacking = {key for key in copied if found[key].problems or found[key].mendable}
    looks = [NeedsALook(f"template/{key}", one) for key in lacking if not found[key].mendable for one in found[key].problems]
    gone = {one.key for one in changeset.changes if isinstance(one, MakeDocument) and one.template in lacking}
    changes = [one for one in changeset.changes if one.key not in gone]
    return Changeset.of([*changes, *mends], changeset.waiting, changeset.held, [*looks, *changeset.needs_a_look])
