"""Forms and the workbooks of answers in memory: `service.ports.Forms` and `AnswerBooks`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from service.errors import NotThere, Refused
from service.policy.form_template import FormTemplate
from service.policy.responses import Response
from service.ports import FormState
from service.reconcile.answer_books import BookTab, Upsert

PAGE = 40


@dataclass
class MemoryForm:
    """What a Form asks, and what was answered, by the response's id."""

    template: FormTemplate | None = None
    answers: dict[str, Response] = field(default_factory=dict)
    shut: bool = False


@dataclass
class MemoryForms:
    """Over a `MemoryWorkspace`. after_page: done between two pages, as people go on answering."""

    workspace: Any
    after_page: Any = None

    def _form(self, file_id: str) -> MemoryForm:
        self.workspace.file(file_id)
        return self.workspace.forms.setdefault(file_id, MemoryForm())

    def shape(self, file_id: str, template: FormTemplate) -> None:
        with self.workspace.call("shape"):
            self._form(file_id).template = template
            self._form(file_id).shut = False

    def close(self, file_id: str) -> None:
        with self.workspace.call("close_form"):
            self._form(file_id).shut = True

    def reopen(self, file_id: str) -> None:
        with self.workspace.call("reopen_form"):
            self._form(file_id).shut = False

    def responses(self, file_id: str, since: datetime | None = None) -> Iterator[Sequence[Response]]:
        with self.workspace.call("responses"):
            ids = sorted(self._form(file_id).answers, key=hash)
        for start in range(0, max(len(ids), 1), PAGE):
            there = self._form(file_id).answers
            page = [there[one] for one in ids[start : start + PAGE]]
            yield [one for one in page if since is None or one.sent >= since]
            if self.after_page:
                self.after_page()

    def response(self, file_id: str, response_id: str) -> Response:
        with self.workspace.call("response"):
            found = self._form(file_id).answers.get(response_id)
            if found is None:
                raise NotThere("forms.forms.responses.get", "notFound", 404)
            return found

    def state(self, file_id: str, template: FormTemplate) -> FormState:
        with self.workspace.call("state"):
            there = self._form(file_id).template
            groups = frozenset(self.workspace.file(file_id).grants)
            opened = there is not None and not self._form(file_id).shut
            missing = [] if there == template else [one.title for one in template.items]
            return FormState(opened, opened, opened, groups, missing)


@dataclass
class MemoryBooks:
    """Over a `MemoryWorkspace`: tabs by title, rows by id, cells by the column's id."""

    workspace: Any

    def _book(self, file_id: str) -> dict[str, dict[str, dict[str, str]]]:
        self.workspace.file(file_id)
        return self.workspace.books.setdefault(file_id, {})

    def look(self, file_id: str) -> Mapping[str, BookTab]:
        with self.workspace.call("look_at_book"):
            found = {}
            for number, (title, rows) in enumerate(self._book(file_id).items()):
                places = {key: place for place, key in enumerate(rows, start=2)}
                found[title] = BookTab(number, (), (), places, len(rows) + 2, 1000)
            return found

    def rows(self, file_id: str, title: str) -> Sequence[Mapping[str, str]]:
        with self.workspace.call("read_book"):
            tab = self._book(file_id).get(title)
            if tab is None:
                raise Refused("sheets.spreadsheets.values.get", "INVALID_ARGUMENT", 400)
            return [dict(row) for row in tab.values()]

    def write(self, file_id: str, looked: Mapping[str, BookTab], upserts: Sequence[Upsert]) -> None:
        with self.workspace.call("write_book"):
            for one in upserts:
                tab = self._book(file_id).setdefault(one.title, {})
                for key, cells in one.rows.items():
                    allowed = {column.id for column in one.columns}
                    tab.setdefault(key, {}).update({name: text for name, text in cells.items() if name in allowed})
