"""What happens in three years: each event as an admin types it into the control workbook, and as it should become true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.journey.lives import FAR, Life

Tabs = dict[str, list[list[str]]]
Lives = dict[str, Life]


@dataclass(frozen=True)
class Event:
    """typed: the day on which it is typed in; counts: the morning from which it counts; account: one that is made on the day of
    typing, with whose name; renames: an account that gets another address early on the day from which it counts."""

    what: str
    typed: date
    counts: date
    type_in: Callable[[Tabs], None]
    becomes: Callable[[Lives], None]
    account: tuple[str, str] | None = None
    renames: tuple[str, str] | None = None


def cell(tabs: Tabs, staff_id: str, column: str, text: str) -> None:
    staff = tabs["Staff"]
    row = next(row for row in staff if row and row[0] == staff_id)
    place = staff[0].index(column)
    row += [""] * (place + 1 - len(row))
    row[place] = text


def new_row(tabs: Tabs, tab: str, **cells: str) -> None:
    tabs[tab].append([cells.get(heading.replace(" ", "_").replace("-", "_").lower(), "") for heading in tabs[tab][0]])


def dated(
    what: str, typed: str, counts: str, staff_id: str, column: str, text: str, becomes: Callable[[Life, date], None]
) -> Event:
    """A row of the tab Dated changes."""
    day = date.fromisoformat(counts)

    def type_in(tabs: Tabs) -> None:
        new_row(tabs, "Dated changes", staff_id=staff_id, **{"from": counts}, column=column, becomes=text)

    return Event(what, date.fromisoformat(typed), day, type_in, lambda lives: becomes(lives[staff_id], day))


def leaver(staff_id: str, typed: str, last: str) -> Event:
    day = date.fromisoformat(last)

    def becomes(lives: Lives) -> None:
        lives[staff_id].ends = day

    what = f"{staff_id} leaves"
    return Event(
        what, date.fromisoformat(typed), day + timedelta(days=1), lambda tabs: cell(tabs, staff_id, "Ends", last), becomes
    )


def joiner(
    staff_id: str, name: tuple[str, str], typed: str, first: str, school: str, team: str, manager: str, **more: str
) -> Event:
    email, day = f"{name[0]}.{name[1]}@stour.example".lower(), date.fromisoformat(first)

    def type_in(tabs: Tabs) -> None:
        facts = {"staff_id": staff_id, "given_name": name[0], "family_name": name[1], "e_mail": email, "role": "Teacher"}
        facts |= {"standards": "teachers", "school": school, "team": team, "line_manager": manager, "starts": first, "fte": "1"}
        new_row(tabs, "Staff", **{**facts, **more})

    def becomes(lives: Lives) -> None:
        last = date.fromisoformat(more["ends"]) if more.get("ends") else FAR
        lives[staff_id] = Life(
            staff_id,
            [(date.min, " ".join(name))],
            [(date.min, email)],
            [(date.min, (manager,))],
            [(date.min, "teachers")],
            day,
            last,
        )

    return Event(f"{staff_id} joins", date.fromisoformat(typed), day, type_in, becomes, (email, " ".join(name)))


def an_account(staff_id: str, email: str, name: str, made: str) -> Event:
    """Of somebody who had none."""
    day = date.fromisoformat(made)
    return Event(f"{staff_id} has an account", day, day, lambda tabs: None, lambda lives: None, (email, name))


def absence(staff_id: str, typed: str, first: str, last: str) -> Event:
    span = (date.fromisoformat(first), date.fromisoformat(last))

    def type_in(tabs: Tabs) -> None:
        new_row(tabs, "Exemptions", staff_id=staff_id, kind="long absence", reason="private", starts=first, ends=last)

    return Event(
        f"{staff_id} is away", date.fromisoformat(typed), span[0], type_in, lambda lives: lives[staff_id].exempt.append(span)
    )


def acting(staff_id: str, who: str, typed: str, first: str, last: str, manager: str) -> Event:
    begins, ends = date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1)

    def type_in(tabs: Tabs) -> None:
        for column, text in (("Acting manager", who), ("Acting from", first), ("Acting until", last)):
            cell(tabs, staff_id, column, text)

    def becomes(lives: Lives) -> None:
        lives[staff_id].managers += [(begins, (who,)), (ends, (manager,))]

    return Event(f"{who} acts for {staff_id}", date.fromisoformat(typed), begins, type_in, becomes)


def managed_by(*managers: str) -> Callable[[Life, date], None]:
    return lambda life, day: life.managers.append((day, managers))


def no_difference(life: Life, day: date) -> None:
    """To the person's folder."""


def a_new_school(typed: str, joins: str, leaves: str) -> Event:
    def type_in(tabs: Tabs) -> None:
        new_row(
            tabs, "Schools", school_id="NEW", name="Newbrook School", priorities="WIG: begin well", joins=joins, leaves=leaves
        )

    day = date.fromisoformat(joins)
    return Event("a school joins", date.fromisoformat(typed), day, type_in, lambda lives: None)


def married(staff_id: str, given: str, family: str, emails: tuple[str, str], counts: str) -> Sequence[Event]:
    """The name from a morning on; the account is renamed that day, and so is the address in the register."""
    before, email = emails

    def named(life: Life, day: date) -> None:
        life.names.append((day, f"{given} {family}"))

    def addressed(life: Life, day: date) -> None:
        life.emails.append((day, email))

    address = dated(f"{staff_id} has a new address", "2026-04-20", counts, staff_id, "E-mail", email, addressed)
    return (
        dated(f"{staff_id} has a new name", "2026-04-20", counts, staff_id, "Family name", family, named),
        replace(address, renames=(before, email)),
    )


def teaches(life: Life, day: date) -> None:
    life.standards.append((day, "teachers"))


EVENTS: Sequence[Event] = (
    an_account("S00038", "dafydd.grzelak@stour.example", "Dafydd Grzelak", "2025-10-06"),
    joiner("S00041", ("Priya", "Anand"), "2025-11-17", "2025-11-24", "MIL", "MIL team 1", "S00023"),
    a_new_school("2025-12-08", "2026-01-05", "2027-07-31"),
    joiner("S00042", ("Bryn", "Lloyd"), "2025-12-08", "2026-01-05", "NEW", "NEW team", "S00001"),
    joiner("S00043", ("Cora", "Quill"), "2025-12-08", "2026-01-05", "NEW", "NEW team", "S00042"),
    absence("S00021", "2026-02-02", "2026-02-09", "2026-05-22"),
    acting("S00024", "S00025", "2026-03-02", "2026-03-09", "2026-04-24", "S00023"),
    dated("S00026 moves", "2026-03-30", "2026-04-13", "S00026", "School", "OXB", no_difference),
    dated("S00026's team", "2026-03-30", "2026-04-13", "S00026", "Team", "OXB team 3", no_difference),
    dated("S00026's manager", "2026-03-30", "2026-04-13", "S00026", "Line manager", "S00020", managed_by("S00020")),
    *married("S00030", "Oluwaseun", "Ashby-Rathbone", ("oluwaseun.rathbone@stour.example", "oluwaseun.ashby@stour.example"), "2026-05-04"),
    leaver("S00036", "2026-08-12", "2026-08-31"),
    leaver("S00033", "2026-08-12", "2026-08-31"),
    dated("a second line manager", "2026-09-10", "2026-09-14", "S00027", "Second line manager", "S00031", managed_by("S00023", "S00031")),
    dated("S00040 has two teams", "2026-09-10", "2026-09-16", "S00040", "Team", "MIL team 3; MIL team 1", no_difference),
    dated("S00034 becomes a teacher", "2026-12-14", "2027-01-06", "S00034", "Standards", "teachers", teaches),
    dated("and the role", "2026-12-14", "2027-01-06", "S00034", "Role", "Teacher", no_difference),
    dated("a name changes after a year was closed", "2027-02-22", "2027-03-02", "S00037", "Family name", "Carter",
          lambda life, day: life.names.append((day, "Niamh Carter"))),
    dated("the second one goes", "2027-04-01", "2027-04-07", "S00027", "Second line manager", "", managed_by("S00023")),
    leaver("S00031", "2027-05-10", "2027-06-30"),
    *(dated(f"{one} has another manager", "2027-05-10", "2027-07-01", one, "Line manager", "S00039", managed_by("S00039"))
      for one in ("S00032", "S00034", "S00035", "S00037", "S00038")),
    dated("S00042 moves before the school leaves", "2027-06-14", "2027-07-19", "S00042", "School", "MIL", no_difference),
    dated("S00042's team", "2027-06-14", "2027-07-19", "S00042", "Team", "MIL team 3", no_difference),
    joiner("S00044", ("Dara", "Finch"), "2027-08-30", "2027-09-13", "OXB", "OXB team 3", "S00020"),
    absence("S00044", "2027-08-30", "2027-09-20", "2028-02-25"),
    leaver("S00029", "2028-03-06", "2028-03-31"),
)  # fmt: skip
SCHOOL_LEAVES = {"S00043": date(2027, 7, 31)}
"""Who is still at the school that leaves on its last day there."""
