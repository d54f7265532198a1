"""What becomes of a cycle's things when it is over: late ones are kept true, those of a closed cycle are named as a past year's
and locked, and of one that was taken back what nobody wrote in. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from service.reconcile.actual import Item, Stage
from service.reconcile.desired import Kind, Role, Wanted

SUFFIX = " · closed"
LATE_FIELDS = frozenset({"name", "line_manager", "who_can_open"})
"""What the service's own block goes on saying after the year: who it is about, and who can open it. The rest stays as it was."""
NOT_ENDED: Mapping[str, Mapping[str, str]] = {}
WRITTEN = "written in"
"""Among an item's digests: that a person wrote in a thing of a cycle that was taken back, so that it is not looked at again."""


def closing_name(name: str) -> str:
    """What a thing is called once it is a past year's."""
    return name if name.endswith(SUFFIX) else f"{name}{SUFFIX}"


def of_cycle(items: Mapping[str, Item], cycle: str) -> dict[str, Item]:
    """The items of one cycle that exist."""
    return {key: one for key, one in items.items() if key.startswith(f"{cycle}/") and one.stage is not Stage.INTENDED}


def late(
    wanted: Iterable[Wanted], missed: Collection[str] = (), ended: Mapping[str, Mapping[str, str]] = NOT_ENDED
) -> Iterator[Wanted]:
    """After a cycle's end: what exists is kept true, nothing more is made, but for what was due before and missed, by key.

    ended: the fields of documents as they were on its last day, by key, where no run has written them yet."""
    for one in wanted:
        fields = {name: text for name, text in one.fields.items() if name in LATE_FIELDS}
        if one.key in missed:
            yield one
        elif one.kind is Kind.DOCUMENT:
            yield replace(one, make=False, fields={**ended.get(one.key, {}), **fields})
        else:
            yield replace(one, make=False)


@dataclass(frozen=True)
class Gone:
    """Who is not here any more. leavers: staff ids, of whose things nothing is shared; addresses: with whom nothing is."""

    leavers: Collection[str] = ()
    addresses: Collection[str] = ()

    def without(self, item: Item, wanted: Wanted) -> Wanted:
        """A thing shared with those alone who are here."""
        if item.staff_id in self.leavers:
            return replace(wanted, grants={})
        return replace(wanted, grants={email: role for email, role in wanted.grants.items() if email not in self.addresses})


NOBODY = Gone()


def closed(items: Mapping[str, Item], wanted: Mapping[str, Wanted], gone: Gone = NOBODY) -> Iterator[Wanted]:
    """Every item of a cycle that is closed. wanted: the same things as they would be kept were it open, by key: of them comes
    who may read it now. What none of them names is shared as it is."""
    for key, item in items.items():
        yield gone.without(item, _shut(item, wanted.get(key) or _as_it_is(item)))


def undone(
    items: Mapping[str, Item],
    wanted: Mapping[str, Wanted],
    written: Collection[str],
    held: Collection[str],
    gone: Gone = NOBODY,
) -> Iterator[Wanted]:
    """Every item of a cycle that was taken back: closed, but for what people wrote in.

    written: keys of what somebody wrote in; held: staff ids of whom nothing may be touched."""
    for key, item in items.items():
        if item.staff_id not in held:
            one = wanted.get(key) or _as_it_is(item)
            open_still = key in written or WRITTEN in item.digests
            yield gone.without(item, replace(one, make=False, fields={}) if open_still else _shut(item, one))


def _shut(item: Item, wanted: Wanted) -> Wanted:
    groups = {email: access.role for email, access in item.grants.items() if access.role is Role.GROUP_READER}
    grants = {**wanted.grants, **groups}
    return replace(wanted, name=closing_name(wanted.name), fields={}, grants=grants, make=False, closed=True, carries="")


def _as_it_is(item: Item) -> Wanted:
    grants = {email: access.role for email, access in item.grants.items()}
    return Wanted(item.key, item.kind, item.name, "", item.staff_id, grants, item.template, make=False)
