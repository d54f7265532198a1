"""One intended change to the Workspace: a frozen, comparable, sortable value that describes itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from service.reconcile.desired import Kind, Role


@dataclass(frozen=True)
class Change:
    """The common part: whose (`staff_id`, empty for the trust's own) and what (`key`).

    `verb` names the change in JSON and in counts; `rank` is its turn among the changes of one person: a folder before
    the documents in it, access taken back first and given last, when there is something to see.
    """

    staff_id: str
    key: str
    verb: ClassVar[str] = ""
    rank: ClassVar[int] = 0

    def sentence(self) -> str:
        """What will happen, in plain English, for an admin."""
        raise TypeError(f"{type(self).__name__} has no sentence")

    def order(self) -> tuple[Any, ...]:
        return (self.staff_id, self.rank, self.key, self.verb, str(asdict(self)))

    def as_json(self) -> dict[str, Any]:
        return {"change": self.verb, **asdict(self)}


@dataclass(frozen=True)
class AddTabs(Change):
    """Give the control workbook the tabs it lacks."""

    tabs: tuple[str, ...]
    verb: ClassVar[str] = "add tabs"
    rank: ClassVar[int] = -1

    def sentence(self) -> str:
        return f"Give the control workbook its tabs: {', '.join(self.tabs)}"


@dataclass(frozen=True)
class KeepTabs(Change):
    """Bring the columns and the help of the control workbook's tabs in line with what is declared. version: what is declared,
    as a digest; row: where it is remembered in the Tracking tab."""

    version: str
    row: int
    verb: ClassVar[str] = "keep tabs"
    rank: ClassVar[int] = 0

    def sentence(self) -> str:
        return "Bring the control workbook's columns, choices and notes up to date"


@dataclass(frozen=True)
class Restrict(Change):
    """Set a shared drive's restrictions. key: ``drive/<id>``."""

    drive_id: str
    verb: ClassVar[str] = "restrict drive"
    rank: ClassVar[int] = 1

    def sentence(self) -> str:
        return "Limit a shared drive to the trust's people, with folder sharing for its managers alone"


@dataclass(frozen=True)
class Adopt(Change):
    """Write into the ledger a file that bears our mark: its answer was lost, or its ledger row was."""

    kind: Kind
    file_id: str
    parent_id: str
    name: str
    mark: str
    template: str
    verb: ClassVar[str] = "adopt"
    rank: ClassVar[int] = 2

    def sentence(self) -> str:
        return f"Enter '{self.name}' in the ledger: it was made before and not written down"


@dataclass(frozen=True)
class MakeFolder(Change):
    """Make a limited-access folder. parent: a key, ``drive/<id>`` or ``people``."""

    name: str
    parent: str
    verb: ClassVar[str] = "make folder"
    rank: ClassVar[int] = 3

    def sentence(self) -> str:
        return f"Make the folder '{self.name}'"


@dataclass(frozen=True)
class MoveWorkbook(Change):
    """Move the control workbook into its own limited-access folder."""

    folder: str
    verb: ClassVar[str] = "move workbook"
    rank: ClassVar[int] = 4

    def sentence(self) -> str:
        return "Move the control workbook into its own limited-access folder"


@dataclass(frozen=True)
class Restore(Change):
    """Take something of ours out of the bin."""

    file_id: str
    name: str
    verb: ClassVar[str] = "restore"
    rank: ClassVar[int] = 5

    def sentence(self) -> str:
        return f"Take '{self.name}' out of the bin"


@dataclass(frozen=True)
class Mark(Change):
    """Set a lost mark again on a file that the ledger knows."""

    file_id: str
    mark: str
    verb: ClassVar[str] = "mark"
    rank: ClassVar[int] = 6

    def sentence(self) -> str:
        return f"Mark {self.key} as the service's own again"


@dataclass(frozen=True)
class Revoke(Change):
    """Take a permission back."""

    file_id: str
    email: str
    permission_id: str
    verb: ClassVar[str] = "unshare"
    rank: ClassVar[int] = 7

    def sentence(self) -> str:
        return f"Stop sharing {self.key} with {self.email}"


@dataclass(frozen=True)
class Grant(Change):
    """Give someone a role on a thing, without a mail."""

    email: str
    role: Role
    verb: ClassVar[str] = "share"
    rank: ClassVar[int] = 13

    def sentence(self) -> str:
        return f"Share {self.key} with {self.email} as {self.role}"


@dataclass(frozen=True)
class MakeTemplate(Change):
    """Make a template's Google Doc from its declaration."""

    name: str
    parent: str
    template: str
    verb: ClassVar[str] = "make template"
    rank: ClassVar[int] = 9

    def sentence(self) -> str:
        return f"Make the template '{self.name}'"


@dataclass(frozen=True)
class MakeDocument(Change):
    """Copy a template for a person and fill in the block that is the service's own, then share it where it needs more
    than its folder gives."""

    name: str
    parent: str
    template: str
    fields: Mapping[str, str]
    verb: ClassVar[str] = "make document"
    rank: ClassVar[int] = 10

    def sentence(self) -> str:
        return f"Make '{self.name}' and fill in who it is for"


@dataclass(frozen=True)
class MakeSheet(Change):
    """Make an empty status Sheet; tracking fills it."""

    name: str
    parent: str
    verb: ClassVar[str] = "make sheet"
    rank: ClassVar[int] = 10

    def sentence(self) -> str:
        return f"Make the Sheet '{self.name}'"


@dataclass(frozen=True)
class MakeBlankForm(Change):
    """Make the blank Form that all others are copies of."""

    name: str
    parent: str
    verb: ClassVar[str] = "make blank form"
    rank: ClassVar[int] = 9

    def sentence(self) -> str:
        return f"Make '{self.name}', a blank Form that sets how all of them look"


@dataclass(frozen=True)
class MakeForm(Change):
    """Copy the trust's blank Form and make it ask what is declared. form: that, as a digest."""

    name: str
    parent: str
    template: str
    form: str
    verb: ClassVar[str] = "make form"
    rank: ClassVar[int] = 10

    def sentence(self) -> str:
        return f"Make the Form '{self.name}'"


@dataclass(frozen=True)
class ShapeForm(Change):
    """Make a Form ask what is declared, and see that it can be answered."""

    file_id: str
    name: str
    template: str
    form: str
    verb: ClassVar[str] = "shape form"
    rank: ClassVar[int] = 12

    def sentence(self) -> str:
        return f"Bring the questions of the Form '{self.name}' up to date"


@dataclass(frozen=True)
class Rename(Change):
    """Give a thing the name that the register now says."""

    file_id: str
    before: str
    name: str
    verb: ClassVar[str] = "rename"
    rank: ClassVar[int] = 11

    def sentence(self) -> str:
        return f"Rename '{self.before}' to '{self.name}'"


@dataclass(frozen=True)
class Refresh(Change):
    """Bring the service's own block in a document up to date. fields: only those that differ from what was written."""

    file_id: str
    template: str
    fields: Mapping[str, str]
    verb: ClassVar[str] = "refresh"
    rank: ClassVar[int] = 12

    def sentence(self) -> str:
        return f"Bring {', '.join(sorted(self.fields))} up to date in {self.key}"


@dataclass(frozen=True)
class Mend(Change):
    """Put back, in a template's Doc that was edited, the hidden names by which fields and questions are found."""

    file_id: str
    template: str
    verb: ClassVar[str] = "mend template"
    rank: ClassVar[int] = 9

    def sentence(self) -> str:
        return f"Put back what an edit of the template {self.template} lost"


@dataclass(frozen=True)
class Build(Change):
    """Write a template's declared content into its Doc, if that has not happened: its answer was lost."""

    file_id: str
    template: str
    verb: ClassVar[str] = "build template"
    rank: ClassVar[int] = 9

    def sentence(self) -> str:
        return f"See that the template {self.template} has its content"
