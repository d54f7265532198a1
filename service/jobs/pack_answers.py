"""What the workbooks of answers hold of one person: what they sent, and what was recorded of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.jobs.answer_log import CHECK_INS, LOG, LOG_COLUMNS, LOOK_COLUMNS, LOOKS, check_ins_in
from service.jobs.library import LIBRARY, LIBRARY_COLUMNS, OFFER_COLUMNS, OFFERS
from service.jobs.own_answers import kept_in
from service.jobs.pack import ANSWERS, Part, table
from service.jobs.searched import Rows, Searched
from service.jobs.team_sheets import TAB as TEAM_TAB
from service.jobs.team_sheets import columns_for
from service.policy.years import Year
from service.reconcile.actual import Item
from service.reconcile.answer_books import AnswerColumn
from service.reconcile.forms_for import check_ins_key, library_key, reflections_key, teams_key


def answer_parts(searched: Searched) -> Iterator[Part]:
    """Of every year."""
    for year in searched.years:
        of_year = _OfYear(searched, year)
        yield from of_year.reflections()
        yield from of_year.check_ins()
        yield from of_year.needed_a_look()
        yield from of_year.log()
        yield from of_year.library()
        yield from of_year.team_sheets()


@dataclass(frozen=True)
class _OfYear:
    searched: Searched
    year: Year

    @property
    def folder(self) -> str:
        return f"{ANSWERS}/{self.year.id}"

    @property
    def kept(self) -> str:
        return self.searched.world.trust.retention.in_words("answers")

    @property
    def book(self) -> Item | None:
        return self.searched.there(check_ins_key(self.year.cycle))

    def reflections(self) -> Iterator[Part]:
        book, searched = self.searched.there(reflections_key(self.year.cycle)), self.searched
        for one in kept_in(searched.world, self.year.id, book, searched.who.staff_id, searched.basket) if book else ():
            what = "what you answered, as the admins' workbook has it"
            yield Part(self.folder, f"Workbook, {one.name}", what, "the workbook Reflections", self.kept, one.rows)

    def check_ins(self) -> Iterator[Part]:
        """Their own mark in each, and who recorded it; of those that they recorded themselves, only that they did."""
        if self.book is None:
            return
        who, mine, recorded = self.searched.who, [], []
        for row in self.searched.rows(self.book, CHECK_INS):
            read = check_ins_in([row])
            about = [row.get(one, "") for one in ("school", "team", "half_term", "sent")]
            if not read and who.is_named_in(" ".join(row.values())):
                self.searched.contents.by_hand.append(f"'{self.book.name}': a row of {CHECK_INS} that can't be read names them")
            for one in read:
                mark, told = one.marks.get(who.staff_id), who.staff_id in one.presented
                if mark or told:
                    mine.append([*about, row.get("by", ""), mark.value if mark else "", "yes" if told else ""])
            if self._recorded(row):
                recorded.append(about)
        headings = ["School", "Team", "Half-term", "Sent"]
        what = "your own marks in your team's check-ins; the others' are left out"
        full = table([*headings, "Recorded by", "Your mark", "Presented"], mine)
        yield Part(self.folder, CHECK_INS, what, "the workbook Check-ins", self.kept, full)
        what = "that you recorded a check-in; who was there is left out"
        yield Part(self.folder, "Check-ins you recorded", what, "the workbook Check-ins", self.kept, table(headings, recorded))

    def _recorded(self, row: Mapping[str, str]) -> bool:
        """By the log, or by their name where nobody else bears it."""
        by, name = self.searched.by.logged.get(row.get("response", "")), self.searched.who.name
        alone = bool(name) and sum(one.name == name for one in self.searched.register.people) == 1
        return by == self.searched.who.staff_id or (alone and not by and row.get("by", "") in (name, f"{name}, in the Sheet"))

    def needed_a_look(self) -> Iterator[Part]:
        """Of a check-in that did not count what was ticked is left out, for it is others that it names."""
        who = self.searched.who
        for key in (reflections_key(self.year.cycle), check_ins_key(self.year.cycle)):
            book = self.searched.there(key)
            rows = self.searched.rows(book, LOOKS) if book else ()
            mine = [row for row in rows if row.get("email", "").lower() in who.addresses]
            if book and any(who.is_named_in(row.get("answers", "")) for row in rows if row not in mine):
                self.searched.contents.by_hand.append(
                    f"'{book.name}': in the tab {LOOKS} something that somebody else sent names them"
                )
            if book is self.book:
                mine = [{**row, "answers": "It stays in the Form."} for row in mine]
            what = "what you sent and did not count at first, with why"
            where = f"the workbook {book.name}, tab {LOOKS}" if book else ""
            yield Part(self.folder, f"{LOOKS}, {key.rpartition('/')[2]}", what, where, self.kept, _columns(LOOK_COLUMNS, mine))

    def log(self) -> Iterator[Part]:
        rows = self.searched.rows(self.book, LOG) if self.book else ()
        mine = [row for row in rows if row.get("staff_id") == self.searched.who.staff_id]
        what = "that you sent something with a Form, when, and what became of it"
        yield Part(self.folder, "Sent", what, f"the workbook Check-ins, hidden tab {LOG}", self.kept, _columns(LOG_COLUMNS, mine))

    def library(self) -> Iterator[Part]:
        """Whether they offered their presentation, and their line in the trust's list."""
        offers = self.searched.rows(self.book, OFFERS) if self.book else ()
        mine = [row for row in offers if row.get("staff_id") == self.searched.who.staff_id]
        what, where = "whether you offered your presentation to the trust", f"the workbook Check-ins, hidden tab {OFFERS}"
        yield Part(self.folder, OFFERS, what, where, self.kept, _columns(OFFER_COLUMNS, mine))
        shelf = self.searched.there(library_key(self.year.cycle))
        own = {one.file_id for one in self.searched.items.values() if one.staff_id == self.searched.who.staff_id}
        listed = [row for row in self.searched.rows(shelf, LIBRARY) if row.get("file") in own] if shelf else []
        kept = self.searched.world.trust.retention.in_words("status_sheets")
        what = "your line in the list of presentations"
        yield Part(self.folder, LIBRARY, what, "the trust's library, for all staff", kept, _columns(LIBRARY_COLUMNS, listed))

    def team_sheets(self) -> Iterator[Part]:
        """Their line in each Sheet in which a lead corrects check-ins."""
        columns, found = columns_for(self.year.cycle.half_terms), []
        prefix = teams_key(self.year.cycle, "")
        for key in sorted(self.searched.items):
            sheet = self.searched.there(key) if key.startswith(prefix) else None
            for row in self.searched.rows(sheet, TEAM_TAB) if sheet else ():
                if row.get("id", "").rpartition("|")[2] == self.searched.who.staff_id:
                    found.append(row)
        kept = self.searched.world.trust.retention.in_words("team_sheets")
        what = "your line in the Sheets in which your teams' leads correct check-ins"
        yield Part(self.folder, "Lead's Sheet", what, "the lead's own Sheet", kept, _columns(columns, found))


def _columns(columns: Sequence[AnswerColumn], rows: Rows) -> list[list[str]]:
    return table([one.heading for one in columns], ([row.get(one.id, "") for one in columns] for row in rows))
