"""Who can open what: what is ours, what is foreign, what is put right, what is looked at, what is noted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service.reconcile.access import NOBODY_S, TO_MEND, TO_REVIEW, Foreign, Watched, judge, removal, unlocked, watched, whom
from service.reconcile.actual import METADATA, PUBLISHED, Access, Permission, Sight
from service.reconcile.desired import Desired, Kind, Role
from service.reconcile.identify import identify
from service.reconcile.shares import ANSWERS, MEMBER, Share, noted, open_shares, share_of, shares_in
from service.reconcile.tracking import Mark
from service.reconcile.watching import Watch, days_since, due, seventh_of
from tests.service.builders import LAG, NOW, a_file, a_wanted, an_actual, an_intention, an_item

TODAY = date(2025, 10, 6)
ANN, BEN, GROUP = "ann@stour.example", "ben@stour.example", "all-staff@stour.example"
MANAGER = Permission("m", "boss@stour.example", "user", "organizer", inherited=True)


def a_permission(address: str = ANN, role: str = "writer", **more: Any) -> Permission:
    facts = {"permission_id": f"id of {address}", "kind": "user", **more}
    return Permission(address=address, role=role, **facts)


def a_thing(wanted: dict[str, Role] | None = None, **more: Any) -> Watched:
    """One that is shared as it should be, by the ledger."""
    wanted = {ANN: Role.WRITER} if wanted is None else wanted
    given = {email: Access(role, f"id of {email}") for email, role in wanted.items()}
    return Watched("person/S1", "file", "S1", **{"folder": True, "wanted": wanted, "given": given, **more})


def told(thing: Watched, *permissions: Permission) -> tuple[list[str], list[str]]:
    """The repairs and whom the foreign permissions are for."""
    judged = judge(thing, permissions, TODAY)
    return [f"{one.verb} {getattr(one, 'email', '')}" for one in judged.repairs], [whom(one.permission) for one in judged.foreign]


def test_what_is_as_it_should_be_needs_nothing() -> None:
    assert told(a_thing(), a_permission(), MANAGER) == ([], [])


def test_what_is_missing_is_given_and_another_role_is_changed() -> None:
    assert told(a_thing()) == ([f"share {ANN}"], [])
    assert told(a_thing(), a_permission(role="reader")) == ([f"unshare {ANN}", f"share {ANN}"], [])


def test_what_is_right_and_was_not_written_down_is_given_once_more_so_that_it_is() -> None:
    for known in ({}, {ANN: Access(Role.READER, f"id of {ANN}")}, {ANN: Access(Role.WRITER, "an id of before")}):
        assert told(a_thing(given=known), a_permission()) == ([f"share {ANN}"], [])
    assert told(a_thing(given={ANN: Access(Role.WRITER, "")}), a_permission()) == ([], []), "who managed the drive then"


def test_ours_that_nobody_wants_any_more_is_taken_back_and_what_is_nobody_s_is_foreign() -> None:
    thing = a_thing({}, given={ANN: Access(Role.WRITER, "id of ann")})
    assert told(thing, a_permission(permission_id="another"), a_permission(BEN)) == ([f"unshare {ANN}"], [BEN])


def test_an_address_that_google_writes_otherwise_is_the_same() -> None:
    assert told(a_thing(given={ANN: Access(Role.WRITER, "")}), a_permission("Ann@Stour.example")) == ([], [])


def test_whoever_was_renamed_is_known_by_the_permission_s_id() -> None:
    thing = a_thing()
    assert told(thing, a_permission("ann.new@stour.example", permission_id=f"id of {ANN}")) == ([], [])
    moved = a_thing({"ann.new@stour.example": Role.WRITER}, given=thing.given)
    renamed = a_permission("ann.new@stour.example", permission_id=f"id of {ANN}")
    assert told(moved, renamed) == ([f"unshare {ANN}", "share ann.new@stour.example"], []), "as provisioning does"


def test_of_two_permissions_of_one_address_only_one_is_ours() -> None:
    assert told(a_thing(), a_permission(), a_permission(permission_id="another", kind="group")) == ([], [ANN])


def test_the_managers_of_a_drive_are_never_foreign_and_need_no_share() -> None:
    own = a_permission(MANAGER.address, "writer")
    assert told(a_thing({MANAGER.address: Role.WRITER}), MANAGER) == ([], [])
    assert told(a_thing({}), MANAGER, own) == ([], [])


def test_what_comes_from_a_folder_above_is_not_a_document_s_own() -> None:
    above = a_permission(BEN, "commenter", inherited=True)
    assert told(a_thing({}, folder=False), above) == ([], [])
    assert told(a_thing({ANN: Role.WRITER}, folder=False), a_permission(inherited=True)) == ([f"share {ANN}"], [])


def test_whoever_comes_into_a_folder_that_should_keep_them_out_is_foreign_and_cannot_be_removed_there() -> None:
    member = a_permission(BEN, "reader", inherited=True)
    assert told(a_thing(), a_permission(), a_permission(BEN, "reader", inherited=True, view=METADATA)) == ([], [])
    assert told(a_thing(), a_permission(), a_permission(inherited=True)) == ([], []), "whoever may open it anyway"
    [foreign] = judge(a_thing(), [a_permission(), member], TODAY).foreign
    assert (foreign.removable, share_of(foreign, TODAY).kind) == (False, MEMBER)


def test_who_may_answer_a_form_is_known_by_the_view_whatever_the_role_is_called() -> None:
    thing = a_thing({GROUP: Role.RESPONDER}, folder=False)
    for role in ("reader", "publishedReader"):
        assert told(thing, a_permission(GROUP, role, kind="group", view=PUBLISHED)) == ([], [])
    assert told(thing, a_permission(GROUP, "reader", kind="group")) == ([f"share {GROUP}"], [GROUP])


def test_the_same_group_as_a_writer_beside_is_foreign_and_left_where_its_id_is_ours_too() -> None:
    """A permission's id is its holder's, in every view."""
    thing = a_thing({GROUP: Role.RESPONDER}, folder=False)
    ours = a_permission(GROUP, "reader", kind="group", view=PUBLISHED)
    [foreign] = judge(thing, [ours, a_permission(GROUP, "writer", kind="group")], TODAY).foreign
    assert foreign.removable is False
    [other] = judge(thing, [ours, a_permission(GROUP, "writer", kind="group", permission_id="another")], TODAY).foreign
    assert (other.removable, removal(other).permission_id) == (True, "another")


def test_a_group_that_reads_is_a_reader_to_drive() -> None:
    assert told(a_thing({GROUP: Role.GROUP_READER}), a_permission(GROUP, "reader", kind="group")) == ([], [])
    assert told(a_thing({GROUP: Role.GROUP_READER}), a_permission(GROUP, "writer", kind="group"))[0] == [
        f"unshare {GROUP}",
        f"share {GROUP}",
    ]


def test_a_share_that_was_refused_today_for_want_of_an_account_is_not_tried_again_today() -> None:
    assert told(a_thing(given={}, held={ANN: TODAY})) == ([], [])
    assert told(a_thing(given={}, held={ANN: TODAY - timedelta(days=1)})) == ([f"share {ANN}"], [])


def test_what_is_left_for_a_reason_is_told_with_it_and_nothing_of_it_is_removed() -> None:
    thing = a_thing(left_for=TO_MEND)
    judged = judge(thing, [a_permission(BEN)], TODAY)
    assert (judged.repairs, judged.foreign[0].removable) == ((), False)
    assert TO_MEND in judged.looks[0].sentence()
    assert judge(thing, [a_permission()], TODAY).looks == ()


def test_everybody_is_told_in_plain_english() -> None:
    assert whom(a_permission("", "reader", kind="anyone")) == "anybody who has the link"
    assert whom(a_permission("stour.example", "reader", kind="domain")) == "everybody at stour.example"


# Which things there are


def things(desired: Desired, actual: Any, *, refused: bool = False) -> dict[str, Watched]:
    found = identify(desired, actual, NOW, LAG)
    return {one.key: one for one in watched(desired, actual, found, refused=refused)}


def test_what_should_be_comes_from_the_register_and_else_from_the_ledger() -> None:
    wanted = [a_wanted(f"person/S{number}", grants={ANN: Role.WRITER}) for number in range(1, 5)]
    actual = an_actual(*(an_item(one) for one in wanted))
    desired = Desired({"person/S1": a_wanted("person/S1", grants={BEN: Role.READER})}, frozenset({"S2"}), frozenset({"S3"}))
    found = things(desired, actual)
    assert {key: (dict(one.wanted), one.left_for) for key, one in found.items()} == {
        "person/S1": ({BEN: Role.READER}, ""),
        "person/S2": ({}, ""),
        "person/S3": ({ANN: Role.WRITER}, TO_MEND),
        "person/S4": ({ANN: Role.WRITER}, NOBODY_S),
    }


def test_while_the_register_s_changes_wait_for_a_review_only_what_it_does_not_change_is_put_right() -> None:
    same, changed = (a_wanted(f"person/S{number}", grants={ANN: Role.WRITER}) for number in (1, 2))
    desired = Desired({"person/S1": same, "person/S2": a_wanted("person/S2", grants={BEN: Role.WRITER})})
    found = things(desired, an_actual(an_item(same), an_item(changed)), refused=True)
    assert [found[key].left_for for key in ("person/S1", "person/S2")] == ["", TO_REVIEW]


def test_what_may_not_exist_is_gone_or_in_the_bin_is_not_looked_at() -> None:
    listed, unlisted = an_item("person/S1"), an_item("person/S2")
    actual = an_actual(
        listed,
        unlisted,
        an_intention("2025-26/B/S1"),
        an_intention("person/S4"),
        an_item("person/S3"),
        marked=[a_file(listed, trashed=True)],
        sights={unlisted.file_id: Sight.IN_THE_BIN, "id of person/S3": Sight.GONE, "id of person/S4": Sight.GONE},
    )
    assert things(Desired({}), actual) == {}


def test_only_what_is_closed_by_ledger_and_year_and_is_not_locked_is_closed_again() -> None:
    keys = [f"2025-26/B/S{number}" for number in range(1, 7)]
    closed = [an_item(key, closed=True) for key in keys]
    closed[4] = an_item(keys[4], closed=True, kind=Kind.FORM)
    wanted = {key: a_wanted(key, closed=key != keys[1]) for key in keys}
    files = [
        a_file(closed[0]),
        a_file(closed[1]),
        a_file(closed[2], locked=True),
        a_file(closed[3], trashed=True),
        a_file(closed[4]),
    ]
    actual = an_actual(*closed, marked=files)
    desired = Desired(wanted)
    [change] = unlocked(desired, actual, identify(desired, actual, NOW, LAG))
    assert (change.key, change.name) == (keys[0], "")


# Which are looked at


def test_what_a_log_names_comes_first_and_what_nobody_was_given_needs_no_look() -> None:
    plain = [Watched(f"2025-26/B/S{number}", f"plan {number}") for number in range(4)]
    folders = [a_thing(), Watched("person/S2", "other", wanted={BEN: Role.WRITER})]
    listed = {
        one.file_id: a_file(an_item(one.key), shared=one.file_id == "plan 0") for one in [*plain, *folders] if one.key[-1] != "3"
    }
    everything = Watch((), {"plan 1", "other"}, (), everything=True)
    found = due([*plain, *folders], listed, {"plan 2"}, everything)
    assert [one.file_id for one in found] == ["other", "plan 0", "plan 2", "plan 3", "file"]


def test_what_no_log_names_is_looked_at_once_in_seven_days() -> None:
    many = [Watched(f"person/S{number}", f"folder {number}", wanted={ANN: Role.WRITER}) for number in range(700)]
    nights = [due(many, {}, (), Watch((), (), {day})) for day in range(7)]
    assert sorted(one.key for night in nights for one in night) == sorted(one.key for one in many)
    assert all(60 < len(night) < 140 for night in nights)


def test_a_night_that_was_missed_is_made_up_for() -> None:
    def mark(days: int) -> Mark:
        return Mark("access/d", "1", TODAY - timedelta(days=days))

    assert days_since([mark(1), mark(1)], TODAY) == {seventh_of(TODAY)}
    assert days_since([mark(3), mark(1)], TODAY) == {seventh_of(TODAY - timedelta(days=ago)) for ago in range(3)}
    assert days_since([mark(0)], TODAY) == frozenset()
    assert days_since([mark(-1)], TODAY) == frozenset()
    for known in (mark(40), None, Mark("access/d", "1")):
        assert len(days_since([known, mark(1)], TODAY)) == 7


# What is noted


def a_share(address: str = BEN, **more: Any) -> Share:
    facts = {"role": "reader", "kind": "user", "first_seen": TODAY, **more}
    return Share("2025-26/B/S1", facts.pop("file_id", "plan"), "S1", address, **facts)


def test_a_share_reads_as_it_was_written_and_blank_cells_at_its_end_may_be_missing() -> None:
    there, gone = a_share(), a_share(ANN, gone=TODAY)
    rows = [["Key"], there.to_row()[:7], ["note to self"], [], gone.to_row()]
    assert shares_in(rows) == {2: there, 5: gone}
    assert open_shares(shares_in(rows)) == [there]


def test_a_foreign_permission_becomes_a_share() -> None:
    thing = a_thing()
    reader = share_of(Foreign(thing, a_permission(BEN, "reader"), removable=True), TODAY)
    answers = share_of(Foreign(thing, a_permission(BEN, "reader", view=PUBLISHED), removable=True), TODAY)
    assert (reader.role, answers.role, reader.identity == answers.identity) == ("reader", ANSWERS, False)
    assert (reader.can, answers.can) == ("can read", "can answer")


days = st.dates(date(2025, 9, 1), date(2026, 8, 31))
addresses = st.sets(st.sampled_from([ANN, BEN, GROUP]))


@given(nights=st.lists(st.tuples(addresses, st.booleans()), max_size=12))
def test_what_is_open_in_the_tab_is_what_was_there_at_the_last_look_whenever_that_was(
    nights: list[tuple[set[str], bool]],
) -> None:
    rows: dict[int, Share] = {}
    last: set[str] = set()
    for ago, (there, looked) in enumerate(nights):
        today = TODAY + timedelta(days=ago)
        shares = {"plan": [a_share(one, first_seen=today) for one in sorted(there)]} if looked else {}
        news = noted(rows, shares, max(rows, default=1) + 1, today)
        assert not noted({**rows, **news}, shares, max([*rows, *news], default=1) + 1, today), "twice is once"
        began = {one.address: one.first_seen for one in open_shares(rows)}
        rows |= news
        last = there if looked else last
        assert {one.address for one in open_shares(rows)} == last
        assert all(one.first_seen == began.get(one.address, today) for one in open_shares(rows))
