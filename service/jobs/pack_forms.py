"""What one person sent with the Forms, and what was sent about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from service.jobs.answer_log import shown_time
from service.jobs.own_answers import reflections_of, table_of
from service.jobs.pack import ANSWERS, Part, table
from service.jobs.searched import Searched
from service.policy.forms import CHECK_IN, CONVERSATION, WHO
from service.policy.judging import named
from service.policy.responses import Response
from service.policy.years import Year
from service.reconcile.actual import Item
from service.reconcile.forms_for import form_key


def form_parts(searched: Searched) -> Iterator[Part]:
    """Of every year."""
    kept = searched.world.trust.retention.in_words("forms")
    for one in reflections_of(searched.world, searched.years, searched.items, searched.by, searched.basket):
        what = "what you answered, as the Form has it"
        yield Part(f"{ANSWERS}/{one.cycle}", f"Form, {one.name}", what, f"the Form '{one.name}'", kept, one.rows)
    for year in searched.years:
        of_year = _OfYear(searched, year, kept)
        yield from of_year.conversations()
        yield from of_year.sent_check_ins()


@dataclass(frozen=True)
class _OfYear:
    searched: Searched
    year: Year
    kept: str

    @property
    def folder(self) -> str:
        return f"{ANSWERS}/{self.year.id}"

    def conversations(self) -> Iterator[Part]:
        """What was sent about them, in full; what they sent about others, only that they did."""
        form = self.searched.there(form_key(self.year.cycle, CONVERSATION))
        if form is None:
            return
        responses = self.searched.basket.ask(f"answers to '{form.name}'", partial(self._all, form)) or []
        about = [one for one in responses if self._is_about(one, form)]
        declared = self.searched.world.forms_declared
        rows = table_of(about, declared.conversation if declared else None)
        what, where = "what was recorded about your growth conversation", f"the Form '{form.name}'"
        yield Part(self.folder, "Conversations about your plan", what, where, self.kept, rows)
        by = [[shown_time(one.first), shown_time(one.sent)] for one in responses if self.searched.by.has_sent(one)]
        what = "that you recorded growth conversations; with whom, and what, is left out"
        yield Part(self.folder, "Conversations you recorded", what, where, self.kept, table(["First sent", "Last sent"], by))

    def _is_about(self, response: Response, form: Item) -> bool:
        """As collecting decided, or would; a line that could be about several people is for a person to look at."""
        agreed = self.searched.agreed.get(response.id)
        if agreed:
            return agreed == self.searched.who.staff_id
        found = [one.staff_id for one in named(response.text(WHO), self.searched.register.people)]
        if found == [self.searched.who.staff_id]:
            return True
        if self.searched.who.staff_id in found:
            self.searched.contents.by_hand.append(f"'{form.name}': an answer names somebody of their name, without a staff id")
        return not found and self.searched.who.staff_id in response.text(WHO).replace("(", " ").replace(")", " ").split()

    def sent_check_ins(self) -> Iterator[Part]:
        prefix, found = form_key(self.year.cycle, f"{CHECK_IN}/"), []
        forms = [one for key in sorted(self.searched.items) if key.startswith(prefix) and (one := self.searched.there(key))]
        for form in forms:
            responses = self.searched.basket.ask(f"answers to '{form.name}'", partial(self._all, form)) or ()
            mine = [one for one in responses if self.searched.by.has_sent(one)]
            found += [[form.name, shown_time(one.first), shown_time(one.sent)] for one in mine]
        what = "that you answered the check-in Form as a team's lead; who was there is left out"
        rows = table(["Form", "First sent", "Last sent"], found)
        yield Part(self.folder, "Check-in Forms you sent", what, "the check-in Forms", self.kept, rows)

    def _all(self, form: Item) -> list[Response]:
        pages = self.searched.world.forms.responses(form.file_id)
        found = {one.id: one for page in pages for one in page}
        return sorted(found.values(), key=lambda one: (one.first, one.id))
