"""What doing a change needs: the writers, the ledger as this run sees it, and where things go."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from service.jobs.disposal_log import DisposalLog
from service.jobs.notebook import Notebook
from service.policy.form_template import FormTemplate
from service.policy.template import DocumentTemplate
from service.ports import ControlWorkbook, Documents, FileWriter, Forms
from service.reconcile.actual import Stage
from service.reconcile.digest import digest

Left = Sequence[str]
"""Reasons for what was left alone on purpose."""

MOST_IDS = 1000
"""files.generateIds gives no more at once."""


@dataclass
class FolderIds:
    """Ids for folders, asked for a thousand at a time."""

    ask: Callable[[int], Sequence[str]]
    expected: int = 1
    _ready: deque[str] = field(default_factory=deque)

    def expect(self, folders: int) -> None:
        """How many folders this run means to make."""
        self.expected = folders

    def one(self) -> str:
        if not self._ready:
            self._ready.extend(self.ask(max(1, min(self.expected, MOST_IDS))))
        self.expected -= 1
        return self._ready.popleft()


@dataclass(frozen=True)
class Doer:
    """What doing needs: the writers, the notebook, and where a new person's folder goes.

    templates: of every year, by what they are known by. asks: what each Form should ask, by the Form's own key. room:
    picks the people-drive for one more person's folder.
    """

    writer: FileWriter
    documents: Documents
    workbook: ControlWorkbook
    notebook: Notebook
    templates: Mapping[str, DocumentTemplate]
    forms: Forms
    asks: Mapping[str, FormTemplate]
    workbook_id: str
    first_tabs: Mapping[str, Sequence[Sequence[str]]]
    room: Callable[[], str]
    now: Callable[[], datetime]
    ids: FolderIds
    disposals: DisposalLog

    def save(self) -> None:
        """What is disposed of is written down before its rows of the ledger are struck: were that not to work, they stay."""
        self.disposals.save()
        self.notebook.save()

    def place(self, parent: str) -> str:
        """The id of a parent: a drive's, the people-drive with room, or a folder's from the notebook (KeyError)."""
        if parent == "people":
            return self.room()
        if parent.startswith("drive/"):
            return parent.removeprefix("drive/")
        item = self.notebook[parent]
        if item.stage is Stage.INTENDED:
            raise KeyError(parent)
        return item.file_id

    def template(self, key: str) -> str:
        """The id of a template's Doc. KeyError where it is not known to have its content: its copies would be empty."""
        item = self.notebook[f"template/{key}"]
        if item.stage is not Stage.READY:
            raise KeyError(item.key)
        return item.file_id


def digests_of(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: digest(text) for name, text in fields.items()}
