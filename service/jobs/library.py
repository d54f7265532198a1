"""The trust's library: presentations whose people offered them to the whole trust, in their own Doc, and no others.

What a Doc says is read when a drive's log names it, and once a week; what was read is kept with the check-ins, out of sight.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from service.errors import NotThere, Refused, WorkspaceError
from service.jobs.report import plain
from service.jobs.world import World
from service.policy.appendix import Appendix
from service.policy.register import Register
from service.reconcile.answer_books import AnswerColumn, Upsert
from service.reconcile.documents_for import document_key
from service.reconcile.forms_for import check_ins_key, library_key
from service.reconcile.tracking import SURE_EVERY

LIBRARY, OFFERS = "Library", "Offers"
SHARE, TRUST, FOCUS = "share", "trust", "focus"
"""Keys of Appendix D: the choice, the option that offers it to the trust, and the question that the list shows."""
LONGEST = 300
LIBRARY_COLUMNS = (
    AnswerColumn("file", "Doc", hidden=True),
    AnswerColumn("name", "Name"),
    AnswerColumn("school", "School"),
    AnswerColumn("focus", "What it is about"),
    AnswerColumn("link", "Where it opens"),
)
OFFER_COLUMNS = (
    AnswerColumn("staff_id", "Staff id"),
    AnswerColumn("file", "Doc"),
    AnswerColumn("offered", "Offered"),
    AnswerColumn("read_on", "Read on"),
)
YES = "yes"


@dataclass
class Shelf:
    """What came of it. read: how many presentations; listed: how many stand in the library now."""

    read: int = 0
    listed: int = 0
    failures: list[str] = field(default_factory=list)


def offers(world: World, book: str) -> Mapping[str, Mapping[str, str]]:
    """What was read of each presentation, by staff id."""
    try:
        return {row["staff_id"]: row for row in world.books.rows(book, OFFERS)}
    except (Refused, KeyError):
        return {}


def offered(world: World, book: str) -> frozenset[str]:
    """Staff ids of those who offer theirs to the trust."""
    return frozenset(one for one, row in offers(world, book).items() if row.get("offered") == YES)


def keep_library(
    world: World, register: Register, files: Mapping[str, str], changed: Collection[str], keep_hold: Callable[[], None]
) -> Shelf:
    """Read the presentations that are due, and bring the list in line. Nothing where there is no library yet."""
    shelf = Shelf()
    library, book = files.get(library_key(world.cycle)), files.get(check_ins_key(world.cycle))
    if library is None or book is None:
        return shelf
    prefix = document_key(world.cycle, Appendix.D, "")
    pages = {key.removeprefix(prefix): file_id for key, file_id in files.items() if key.startswith(prefix)}
    known = offers(world, book)
    due = [one for one in sorted(pages) if pages[one] in changed or _is_due(known.get(one), pages[one], world.today())]
    noted: dict[str, dict[str, str]] = {}
    rows: dict[str, dict[str, str]] = {}
    for staff_id in due:
        keep_hold()
        try:
            page = world.documents.read(pages[staff_id], world.templates[Appendix.D.value])
        except NotThere:
            continue
        except WorkspaceError as problem:
            shelf.failures.append(plain(problem))
            continue
        shelf.read += 1
        chosen = page.choices.get(SHARE)
        offers_it = chosen is not None and chosen.option == TRUST
        noted[staff_id] = _note(staff_id, pages[staff_id], world.today(), offers_it=offers_it)
        was = known.get(staff_id, {}).get("offered") == YES
        if offers_it:
            rows[pages[staff_id]] = _line(world, register, staff_id, pages[staff_id], page.answers.get(FOCUS, ""))
        elif was:
            rows[pages[staff_id]] = {**dict.fromkeys(("name", "school", "focus", "link"), ""), "file": pages[staff_id]}
    _write(world, library, book, rows, noted)
    shelf.listed = sum(row.get("offered") == YES for row in {**known, **noted}.values())
    return shelf


def _is_due(row: Mapping[str, str] | None, file_id: str, today: date) -> bool:
    """Whether it was never read, or not for a week."""
    if row is None or row.get("file") != file_id:
        return True
    try:
        return date.fromisoformat(row.get("read_on", "")) <= today - SURE_EVERY
    except ValueError:
        return True


def _note(staff_id: str, file_id: str, today: date, *, offers_it: bool) -> dict[str, str]:
    return {"staff_id": staff_id, "file": file_id, "offered": YES if offers_it else "", "read_on": today.isoformat()}


def _line(world: World, register: Register, staff_id: str, file_id: str, focus: str) -> dict[str, str]:
    person = register.person(staff_id)
    school = register.school(person.school) if person else None
    return {
        "file": file_id,
        "name": person.name if person else "",
        "school": school.name if school else "",
        "focus": focus[:LONGEST],
        "link": world.link("document", file_id),
    }


def _write(
    world: World, library: str, book: str, rows: Mapping[str, Mapping[str, str]], noted: Mapping[str, Mapping[str, str]]
) -> None:
    """The list first: what is noted as read was listed."""
    if rows:
        world.books.write(library, world.books.look(library), [Upsert(LIBRARY, LIBRARY_COLUMNS, rows)])
    if noted:
        world.books.write(book, world.books.look(book), [Upsert(OFFERS, OFFER_COLUMNS, noted, hidden=True)])
