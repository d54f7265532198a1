"""A changeset that is too big to be meant refuses itself: by share and by count, with the numbers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from service.reconcile.actual import Actual
from service.reconcile.changeset import Changeset
from service.reconcile.desired import Role
from service.reconcile.safety import Limits, Outsized, check
from tests.service.builders import LONG_AGO, NOW, a_wanted, an_actual, an_item, planned

LIMITS = Limits(share=0.3, count=25)
ANN = "ann@stour.example"


def folders(number: int, since: datetime = LONG_AGO) -> Actual:
    people = [a_wanted(f"person/S{one}", grants={ANN: Role.WRITER}) for one in range(number)]
    return an_actual(*(an_item(one, since=since) for one in people))


def joining(number: int) -> Changeset:
    return planned([a_wanted(f"person/N{one}") for one in range(number)])


def unsharing(number: int, actual: Actual) -> Changeset:
    return planned([a_wanted(key) for key in list(actual.items)[:number]], actual)


def test_taking_access_from_many_at_once_is_refused_with_the_numbers() -> None:
    actual = folders(80)
    [outsized] = check(unsharing(26, actual), actual, LIMITS, NOW)
    assert outsized == Outsized("things that exist would be renamed, unshared or rewritten", 26, 80, LIMITS)
    assert outsized.sentence() == (
        "26 of 80 things that exist would be renamed, unshared or rewritten: more than 25 and more than 30% in one go. "
        "If that is right, review the preview and apply it by its fingerprint."
    )


@pytest.mark.parametrize(("changed", "exist"), [(25, 26), (26, 87), (25, 25), (0, 0)])
def test_it_has_to_be_many_and_a_large_share_both(changed: int, exist: int) -> None:
    actual = folders(exist)
    assert check(unsharing(changed, actual), actual, LIMITS, NOW) == ()


def test_in_a_school_of_six_one_person_is_not_too_many() -> None:
    actual = folders(6)
    assert check(unsharing(6, actual), actual, LIMITS, NOW) == ()


def test_several_changes_of_one_thing_count_once() -> None:
    actual = folders(80)
    both = planned([a_wanted(key, name="Renamed") for key in list(actual.items)[:20]], actual)
    assert len(both.changes) == 40
    assert check(both, actual, LIMITS, NOW) == ()


def test_more_new_people_than_a_school_gets_is_refused() -> None:
    [outsized] = check(joining(31), folders(100), LIMITS, NOW)
    assert (outsized.number, outsized.of) == (31, 100)
    assert outsized.what == "new people beside those with a folder"
    assert check(joining(30), folders(100), LIMITS, NOW) == ()


def test_the_very_first_run_may_make_everything() -> None:
    assert check(joining(300), an_actual(), LIMITS, NOW) == ()


def test_a_first_provisioning_that_was_interrupted_may_go_on_for_a_week() -> None:
    began = folders(5, since=NOW - timedelta(days=6))
    assert check(joining(300), began, LIMITS, NOW) == ()
    assert check(joining(300), began, LIMITS, NOW + timedelta(days=1)) != ()


def test_documents_for_people_who_are_here_are_never_too_many() -> None:
    actual = folders(50)
    plans = planned([a_wanted(f"2025-26/B/S{one}", template="B") for one in range(50)], actual)
    assert len(plans.changes) == 50
    assert check(plans, actual, LIMITS, NOW) == ()
