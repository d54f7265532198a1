"""Who can open one person's things, as what, and since when: looked at, never guessed. Reads only."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.errors import NotThere, SetUpError
from service.jobs.access_outcome import share_json
from service.jobs.gather import contents, plans_in, read_ledger, read_register
from service.jobs.watching import kept_key
from service.jobs.world import World
from service.policy.register import Register
from service.reconcile.access import MANAGES, Foreign, Watched, judge, whom
from service.reconcile.actual import METADATA, PUBLISHED, Access, Item, Permission, Stage
from service.reconcile.desired import Kind
from service.reconcile.documents_for import person_key
from service.reconcile.shares import ANSWERS, CAN, Share, share_of, shares_in
from service.reconcile.tabs import ACCESS, LEDGER, PLANS

GIVEN, BY_FOLDER, BY_HAND = "given by the service", "through its folder", "shared by hand"


@dataclass(frozen=True)
class Opener:
    """One who can open something. name: by the register, '' where it knows nobody of that address; can: as what, in plain
    English; how: `GIVEN`, `BY_FOLDER` or `BY_HAND`; since: the day, None where it was before it was written down, or, of what
    was shared by hand, where the nightly look has not come to it yet."""

    who: str
    name: str
    can: str
    how: str
    since: date | None

    @property
    def when(self) -> str:
        """Since when, in plain English."""
        if self.how == BY_HAND:
            return f"first seen on {self.since.isoformat()}" if self.since else "not seen before"
        return f"since {self.since.isoformat()}" if self.since else "since before it was written down"


@dataclass(frozen=True)
class Thing:
    """One thing of theirs. there: False where it is gone. openers: besides those who can always; before: what was shared by hand
    and is not any more."""

    key: str
    name: str
    file_id: str
    there: bool = True
    openers: Sequence[Opener] = ()
    before: Sequence[Share] = ()


@dataclass(frozen=True)
class Who:
    """The answer. managers: who can open everything in the drives of these things, by address and name."""

    staff_id: str
    name: str
    things: Sequence[Thing] = ()
    managers: Sequence[tuple[str, str]] = ()

    def as_json(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "staff_id": self.staff_id,
            "name": self.name,
            "things": [_thing_json(one) for one in self.things],
            "always": [{"who": address, "name": name} for address, name in self.managers],
        }


def who(world: World, staff_id: str) -> Who:
    """Who can open everything of one person's, of all years. One look for each thing, and one for each drive they are in.
    Raises SetUpError for a staff id that neither the register nor the ledger has."""
    found = contents(world, world.workbook.tables())
    register, _ = read_register(world, found)
    items, _, _, _ = read_ledger(found[LEDGER])
    person = register.person(staff_id)
    theirs = [one for _, one in sorted(items.items()) if one.staff_id == staff_id and one.stage is not Stage.INTENDED]
    if person is None and not theirs:
        raise SetUpError(f"neither the register nor the ledger has the staff id '{staff_id}'")
    managers = _managers(world, theirs)
    looker = _Looker(world, register, items, list(shares_in(found[ACCESS]).values()), managers)
    kept = [(cycle, lines[staff_id].kept_as) for cycle, lines in plans_in(found[PLANS]).items() if staff_id in lines]
    folders = [one for one in theirs if one.kind is Kind.FOLDER]
    things = [looker.of(one) for one in [*folders, *(one for one in theirs if one not in folders)]]
    things += [looker.text(kept_key(cycle, staff_id), file_id, staff_id) for cycle, file_id in sorted(kept) if file_id]
    always = [(address, looker.name_of(address)) for address in managers]
    return Who(staff_id, person.name if person else "", things, always)


def _managers(world: World, theirs: Sequence[Item]) -> list[str]:
    """Who manages the drives that somebody's things are in: what is not in their folder is in the trust's own."""
    folders = {one.file_id: one.parent_id for one in theirs if one.kind is Kind.FOLDER}
    elsewhere = [one for one in theirs if one.kind is not Kind.FOLDER and one.parent_id not in folders]
    drives = [*dict.fromkeys(folders.values()), *([world.places.trust_drive] if elsewhere else [])]
    members = [one for drive in drives for one in world.reader.permissions(drive)]
    return sorted({one.address for one in members if one.role in MANAGES})


@dataclass(frozen=True)
class _Looker:
    """What answering needs. shares: all of the Access tab; managers: addresses of those who can open everything."""

    world: World
    register: Register
    items: Mapping[str, Item]
    shares: Sequence[Share]
    managers: Collection[str]

    def of(self, item: Item) -> Thing:
        wanted = {email: access.role for email, access in item.grants.items()}
        above = next((one for one in self.items.values() if one.file_id == item.parent_id), None)
        thing = Watched(item.key, item.file_id, item.staff_id, item.kind is Kind.FOLDER, wanted, item.grants)
        return self._thing(thing, item.name, above)

    def text(self, key: str, file_id: str, staff_id: str) -> Thing:
        """The text of a plan as it was agreed."""
        thing = Watched(key, file_id, staff_id)
        return self._thing(thing, "The plan as it was agreed", self.items.get(person_key(staff_id)))

    def _thing(self, thing: Watched, name: str, above: Item | None) -> Thing:
        before = [one for one in self.shares if one.file_id == thing.file_id and one.gone]
        try:
            found = self.world.reader.permissions(thing.file_id)
        except NotThere:
            return Thing(thing.key, name, thing.file_id, False, (), before)
        openers = list(self._openers(thing, found, above))
        return Thing(thing.key, name, thing.file_id, True, openers, before)

    def _openers(self, thing: Watched, found: Sequence[Permission], above: Item | None) -> Iterator[Opener]:
        foreign = {one.permission: one for one in judge(thing, found, self.world.today()).foreign}
        for one in found:
            if one.view == METADATA or one.role in MANAGES or one.address in self.managers:
                continue
            if one in foreign:
                how, since = BY_HAND, self._seen(foreign[one])
            elif one.inherited:
                how, since = BY_FOLDER, _since(above.grants if above else {}, one)
            else:
                how, since = GIVEN, _since(thing.given, one)
            can = ANSWERS if one.view == PUBLISHED else one.role
            yield Opener(whom(one), self.name_of(one.address), CAN.get(can, can), how, since)

    def _seen(self, one: Foreign) -> date | None:
        """Since when something that was shared by hand is known."""
        same = share_of(one, self.world.today()).identity
        return next((each.first_seen for each in self.shares if each.gone is None and each.identity == same), None)

    def name_of(self, address: str) -> str:
        person = self.register.by_email(address) if address else None
        return person.name if person else ""


def _since(grants: Mapping[str, Access], one: Permission) -> date | None:
    same = (
        access.since
        for email, access in grants.items()
        if access.permission_id == one.permission_id or email.casefold() == one.address.casefold()
    )
    return next(same, None)


def _thing_json(one: Thing) -> dict[str, Any]:
    openers = [{**vars(each), "since": each.since.isoformat() if each.since else None} for each in one.openers]
    before = [share_json(each) for each in one.before]
    return {
        "key": one.key,
        "name": one.name,
        "file_id": one.file_id,
        "there": one.there,
        "can_open": openers,
        "shared_by_hand_before": before,
    }
