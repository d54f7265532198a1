"""Builders for both sides of a changeset: what is wanted and what exists, with only what a test is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from service.policy.appendix import Appendix
from service.policy.cycle import Cycle
from service.policy.template import About, DocumentTemplate, Field, Heading, Question
from service.reconcile.actual import Access, Actual, Item, MarkedFile, Stage
from service.reconcile.between import between
from service.reconcile.change import Change
from service.reconcile.changeset import Changeset
from service.reconcile.desired import Desired, Kind, Wanted
from service.reconcile.digest import digest

NOW = datetime(2025, 10, 6, 2, 0, tzinfo=UTC)
LAG = timedelta(minutes=15)
LONG_AGO = NOW - timedelta(days=30)


def kind_of(key: str) -> Kind:
    """``person/…`` and ``place/…`` are folders, ``template/…`` templates, all else documents."""
    return {"person": Kind.FOLDER, "place": Kind.FOLDER, "template": Kind.TEMPLATE}.get(key.partition("/")[0], Kind.DOCUMENT)


def a_wanted(key: str = "person/S1", **more: Any) -> Wanted:
    staff_id = key.rpartition("/")[2] if key[0] in "2p" and not key.startswith("place") else ""
    facts: dict[str, Any] = {"name": f"Name of {key}", "parent": "people", "staff_id": staff_id}
    return Wanted(key, kind_of(key), **{**facts, **more})


def an_item(wanted: Wanted | str = "person/S1", **more: Any) -> Item:
    """The ledger's line of a thing that is as it was wanted."""
    one = a_wanted(wanted) if isinstance(wanted, str) else wanted
    item = Item(
        key=one.key,
        kind=one.kind,
        stage=Stage.READY,
        mark=f"mark of {one.key}",
        since=LONG_AGO,
        file_id=f"id of {one.key}",
        parent_id=f"id of {one.parent}",
        name=one.name,
        staff_id=one.staff_id,
        template=one.template,
        grants={email: Access(role, f"permission of {email}") for email, role in one.grants.items()},
        digests={name: digest(text) for name, text in one.fields.items()},
    )
    return replace(item, **more)


def an_intention(wanted: Wanted | str = "person/S1", **more: Any) -> Item:
    """What was written down before it was asked for: a folder has its id by then, a document has none."""
    item = an_item(wanted, stage=Stage.INTENDED, since=NOW - timedelta(minutes=1), parent_id="", grants={}, digests={})
    return replace(item, **{"file_id": item.file_id if item.kind is Kind.FOLDER else "", **more})


def a_file(item: Item, **more: Any) -> MarkedFile:
    """What a listing shows of an item's file."""
    shown = MarkedFile(item.file_id or f"id of {item.key}", item.key, item.mark, item.parent_id, item.name, item.since)
    return replace(shown, **more)


def an_actual(*items: Item, marked: Sequence[MarkedFile] | None = None, **more: Any) -> Actual:
    """Everything in the ledger, each with its file in the listing unless told otherwise."""
    listed = [a_file(item) for item in items if item.file_id] if marked is None else marked
    return Actual({item.key: item for item in items}, listed, **more)


def planned(
    wanted: Sequence[Wanted] = (),
    actual: Actual | None = None,
    *,
    now: datetime = NOW,
    closed: Sequence[str] = (),
    held_back: Sequence[str] = (),
) -> Changeset:
    """The changeset between them."""
    desired = Desired({one.key: one for one in wanted}, frozenset(closed), frozenset(held_back))
    return between(desired, actual or an_actual(), now, LAG)


def verbs(changeset: Changeset) -> list[str]:
    return [change.verb for change in changeset.changes]


def only(changeset: Changeset) -> Change:
    """The one change there is."""
    [change] = changeset.changes
    return change


def a_template(key: str, fields: Sequence[str] = ("name", "line_manager")) -> DocumentTemplate:
    """A template with a block of its own and one question."""
    blocks = (
        Heading("About"),
        About(tuple(Field(name, name.replace("_", " ").capitalize()) for name in fields)),
        Question("focus", "What will you work on?", needed=True),
    )
    letter = key.partition("/")[0]
    title = Appendix(letter).title
    return DocumentTemplate(key, Appendix(letter), f"Template {key}", f"{title} · {{name}} · {{cycle}}", title, blocks)


def templates(standards: Sequence[str] = ("teachers", "headteachers")) -> Mapping[str, DocumentTemplate]:
    keys = [*(f"A/{one}" for one in standards), "B", "C", "D"]
    return {key: a_template(key) for key in keys}


def a_cycle() -> Cycle:
    """2025-26: A from 1 September, B from the 8th, C in October, D in June."""
    windows = {
        Appendix.A: (date(2025, 9, 1), date(2025, 10, 24)),
        Appendix.B: (date(2025, 9, 8), date(2026, 7, 21)),
        Appendix.C: (date(2025, 10, 1), date(2025, 12, 19)),
        Appendix.D: (date(2026, 6, 1), date(2026, 7, 21)),
    }
    return Cycle(
        id="2025-26",
        starts=date(2025, 9, 1),
        ends=date(2026, 8, 31),
        drivers=[{"key": key, "name": key.title(), "meaning": "Good."} for key in ("wellbeing", "equity")],
        windows={one: {"opens": opens, "closes": closes} for one, (opens, closes) in windows.items()},
        half_terms=("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2"),
        closing=date(2026, 10, 31),
    )


def a_next_cycle() -> Cycle:
    """2026-27, a year later in everything."""
    year = timedelta(days=365)
    first = a_cycle()
    windows = {
        one: window.model_copy(update={"opens": window.opens + year, "closes": window.closes + year})
        for one, window in first.windows.items()
    }
    dates = {"starts": first.starts + year, "ends": first.ends + year, "closing": first.closing + year}
    return first.model_copy(update={"id": "2026-27", "windows": windows, **dates})
