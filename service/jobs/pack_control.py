"""What the control workbook says of one person: of every tab their own rows, and of others' rows only that they stand in them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from service.jobs.pack import RECORD, REGISTER, ROW_KEPT, Part, Subject, table, with_folder
from service.policy.register_table import LAST_IMPORT, TABS
from service.policy.retention import Retention
from service.reconcile.actual import Item
from service.reconcile.review import in_words, reviews_in
from service.reconcile.tabs import AGREEMENTS, DISPOSALS, LEDGER, PLANS, REVIEWS, RUNS, TODAY

Tabs = Mapping[str, Sequence[Sequence[str]]]
ID, EMAIL = "Staff id", "E-mail"
MANAGERS = ("Line manager", "Second line manager", "New line manager", "Acting manager")
TEXTS = {
    "Staff": "your row of the staff register",
    "Exemptions": "when you did not or do not take part, and why; it never leaves the control workbook",
    "Admins": "that you may open the admin's page",
    PLANS: "what the service read of your growth plans: how much is answered and chosen, and no word of what you wrote",
    LEDGER: "the things that the service made for you, where they are, and with whom they are shared",
}


def control_parts(tabs: Tabs, who: Subject, retention: Retention) -> Iterator[Part]:
    """tabs: every tab of the workbook, headings first; those that an admin added too."""
    for tab, rows in tabs.items():
        folder = REGISTER if tab in TABS else RECORD
        what = TEXTS.get(tab, f"your rows of the tab {tab}")
        if tab in (RUNS, TODAY, REVIEWS, DISPOSALS, AGREEMENTS) or not rows:
            continue
        yield Part(folder, tab, what, f"control workbook, tab {tab}", _kept(tab, retention), _own_rows(rows, who))
    yield _last_import(tabs.get("Staff", ()), who)
    yield _named_by_others(tabs, who)
    yield from _agreements(tabs.get(AGREEMENTS, ()), who, retention)
    yield _today(tabs.get(TODAY, ()), who)
    yield _reviews(tabs.get(REVIEWS, ()), who, retention)
    yield _disposals(tabs.get(DISPOSALS, ()), who)


def _kept(tab: str, retention: Retention) -> str:
    if tab == PLANS:
        return with_folder(retention, "records")
    return "as long as the thing that the row is about" if tab == LEDGER else ROW_KEPT


def _own_rows(rows: Sequence[Sequence[str]], who: Subject) -> list[list[str]]:
    """Rows that bear their staff id, or an address of theirs where rows have none."""
    headings = [cell.strip() for cell in rows[0]]
    if ID in headings:
        return table(rows[0], (row for row in rows[1:] if _cell(row, headings.index(ID)) == who.staff_id))
    if EMAIL in headings:
        return table(rows[0], (row for row in rows[1:] if _cell(row, headings.index(EMAIL)).lower() in who.addresses))
    return []


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _last_import(staff: Sequence[Sequence[str]], who: Subject) -> Part:
    """What the last import said, as a table of its own: in the register it is one cell."""
    found = []
    for row in _own_rows(staff, who)[1:] if staff else ():
        cell = dict(zip(staff[0], row, strict=False)).get(LAST_IMPORT, "")
        try:
            found += [[str(name), str(text)] for name, text in dict(json.loads(cell or "{}")).items()]
        except (ValueError, TypeError):
            found.append(["not readable", cell])
    what = "what the last import from the school system said of you"
    return Part(REGISTER, LAST_IMPORT, what, "control workbook, tab Staff", ROW_KEPT, table(["Column", "Said"], found))


def _named_by_others(tabs: Tabs, who: Subject) -> Part:
    """That others' rows name them, and how many: whose they are is the others' business."""
    staff, schools = tabs.get("Staff", ()), tabs.get("Schools", ())
    counted: Counter[str] = Counter()
    for row in staff[1:]:
        said = dict(zip(staff[0], row, strict=False))
        counted.update(
            f"{one} of" for one in MANAGERS if said.get(one, "").strip() == who.staff_id and said.get(ID) != who.staff_id
        )
    found = [[what, f"{number} {'person' if number == 1 else 'people'}"] for what, number in sorted(counted.items())]
    for row in schools[1:]:
        said = dict(zip(schools[0], row, strict=False))
        if who.staff_id in [one.strip() for one in said.get("Leaders", "").split(";")]:
            found.append(["Sees the school's status Sheet", said.get("School id", "")])
    what = "where the register names you in a row that is not yours"
    return Part(
        REGISTER, "Named elsewhere", what, "control workbook, tabs Staff and Schools", ROW_KEPT, table(["As", "Of"], found)
    )


def _agreements(rows: Sequence[Sequence[str]], who: Subject, retention: Retention) -> Iterator[Part]:
    """About them in full; by them only as a fact: what it was about is somebody else's."""
    kept, where = with_folder(retention, "records"), f"control workbook, tab {AGREEMENTS}"
    if rows:
        about = [row for row in rows[1:] if _cell(row, 0) == who.staff_id]
        yield Part(RECORD, AGREEMENTS, "when your plan was agreed, and who recorded it", where, kept, table(rows[0], about))
        by = [[_cell(row, 1), _cell(row, 2)] for row in rows[1:] if _cell(row, 3) == who.staff_id]
        what = "that you recorded agreements as somebody's line manager; whose is left out"
        yield Part(RECORD, "Agreements you recorded", what, where, kept, table(["Cycle", "Agreed on"], by))


def _today(rows: Sequence[Sequence[str]], who: Subject) -> Part:
    found = [[_cell(row, 0)] for row in rows[1:] if row and who.is_named_in(row[0])]
    what = "what the admin was told to mend that names you"
    return Part(RECORD, TODAY, what, f"control workbook, tab {TODAY}", "until the next run", table(["What it said"], found))


def _reviews(rows: Sequence[Sequence[str]], who: Subject, retention: Retention) -> Part:
    """What was shown of their things before a year was turned."""
    found = [
        [review.on.isoformat(), review.cycle, in_words(identity, seen)]
        for review in (reviews_in(rows) if rows else ())
        for identity, seen in sorted(review.seen.items())
        if who.is_in(identity[1])
    ]
    what = "what was going to happen to your documents when a year was turned, as it was reviewed"
    where, kept = f"control workbook, tab {REVIEWS}", retention.in_words("reviews")
    return Part(RECORD, REVIEWS, what, where, kept, table(["Reviewed on", "Cycle", "What"], found))


def _disposals(rows: Sequence[Sequence[str]], who: Subject) -> Part:
    what, where = "what of yours was disposed of, when and why", f"control workbook, tab {DISPOSALS}"
    found = [row for row in rows[1:] if who.is_in(_cell(row, 2))]
    return Part(RECORD, DISPOSALS, what, where, "for ever: it holds no name", table(rows[0], found) if rows else ())


def access_parts(items: Mapping[str, Item], who: Subject) -> Iterator[Part]:
    """Who can open their things, and that others' things are shared with them."""
    kept, where = "as long as it is so", f"control workbook, tab {LEDGER}"
    own = [one for one in items.values() if one.staff_id == who.staff_id]
    can = [
        [one.name, email, access.role.value, _since(access.since)] for one in own for email, access in sorted(one.grants.items())
    ]
    what = "who can open your things, beside the service itself and the trust's emergency account"
    yield Part(RECORD, "Who can open", what, where, kept, table(["Thing", "Who", "As", "Since"], can))
    others = [
        [_nobody_s(one), access.role.value, _since(access.since)]
        for one in items.values()
        if one.staff_id != who.staff_id
        for email, access in one.grants.items()
        if email.lower() in who.addresses
    ]
    what = "what of the trust's and of others' is shared with you; whose it is is left out"
    yield Part(RECORD, "Shared with you", what, where, kept, table(["Thing", "As", "Since"], sorted(others)))


def _since(day: object) -> str:
    return str(day) if day else "before it was written down"


def _nobody_s(item: Item) -> str:
    """What a thing is, without whose."""
    return "/".join("…" if item.staff_id and part == item.staff_id else part for part in item.key.split("/"))
