"""Whatever people do by hand to who can open things: ours is right after the next look, and what is theirs is told and left."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from service.jobs.access import look_at_access
from service.jobs.gather import gather
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.world import World
from service.reconcile.actual import Permission
from tests.service.fakes import RANK, MemoryWorkspace, a_world
from tests.service.policy.people import a_person, a_register
from tests.thoroughness import THOROUGH

HEAD = a_person("S9", standards="headteachers", line_manager="none")
EVERYONE = a_register(HEAD, a_person("S1", line_manager="S9"), a_person("S2", line_manager="S1"))
ADDRESSES = [
    *((one.email, "user") for one in EVERYONE.people),
    ("ben@stour.example", "user"),
    ("all-staff@stour.example", "group"),
    ("stour.example", "domain"),
    ("", "anyone"),
]
KEYS = [f"person/{one.staff_id}" for one in EVERYONE.people]
KEYS += [f"2025-26/{letter}/{one.staff_id}" for letter in "BC" for one in EVERYONE.people]

hands = st.lists(
    st.one_of(
        st.tuples(st.just("take back"), st.sampled_from(KEYS), st.integers(0, 5)),
        st.tuples(st.just("share"), st.sampled_from(KEYS), st.sampled_from(ADDRESSES), st.sampled_from(RANK[:4])),
    ),
    min_size=1,
    max_size=8,
)


def look(world: World) -> int:
    return look_at_access(world, Order("a test"), Counter()).exit_code


def own(workspace: MemoryWorkspace, file_id: str) -> dict[str, str]:
    """Who was given what on a very file, by the permission's id."""
    return {one.permission_id: one.role for one in workspace.ways(file_id) if not one.inherited}


@settings(max_examples=100 if THOROUGH else 25)
@given(done=hands, nights=st.integers(0, 8), remove=st.booleans())
def test_after_a_look_ours_is_right_and_what_is_foreign_is_listed_and_left_or_gone(
    done: list[tuple[str, ...]], nights: int, remove: bool
) -> None:
    workspace = MemoryWorkspace()
    world = a_world(workspace, EVERYONE, remove_foreign_shares=remove)
    provision(world, Order("a test"), Counter())
    assert look(world) == 0
    items = gather(world).actual.items
    right = {key: own(workspace, items[key].file_id) for key in KEYS}
    for action, key, *more in done:
        file_id = items[key].file_id
        if action == "share":
            (address, kind), role = more
            workspace.share(file_id, Permission(f"permission of {address}", address, kind, role))
        elif there := sorted(own(workspace, file_id)):
            workspace.unshare(file_id, there[more[0] % len(there)])
    foreign = {
        (key, identity): role
        for key in KEYS
        for identity, role in own(workspace, items[key].file_id).items()
        if identity not in right[key]
    }
    workspace.now += timedelta(days=nights)
    assert look(world) == 0
    for key in KEYS:
        theirs = {identity: role for (at, identity), role in foreign.items() if at == key and not remove}
        assert own(workspace, items[key].file_id) == {**right[key], **theirs}, key
    rows = workspace.tabs["Access"][1:]
    assert {(cells[0], f"permission of {cells[3]}"): cells[4] for cells in rows} == foreign
    assert all(bool(cells[7]) is remove for cells in rows)
    grants = {key: set(item.grants) for key, item in gather(world).actual.items.items()}
    assert all({f"permission of {email}" for email in grants[key]} == set(right[key]) for key in KEYS)
    before = [list(cells) for cells in workspace.tabs["Access"]]
    assert not look_at_access(world, Order("a test"), Counter()).report.changeset
    assert set(provision(world, Order("a test"), Counter()).changeset.counts()) <= {"keep tabs"}
    assert workspace.tabs["Access"] == before
