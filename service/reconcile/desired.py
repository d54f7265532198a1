"""What should exist: folders, documents, who may open them, and what their own block should say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

CONTROL_FOLDER = "place/control"
TEMPLATES_FOLDER = "place/templates"
SHEETS_FOLDER = "place/sheets"
FORMS_FOLDER = "place/forms"
ANSWERS_FOLDER = "place/answers"


class Role(StrEnum):
    """A role on a Drive item, in Drive's own words. Two are for Groups: a responder may only answer a Form, as a reader of its
    published view; a group reader reads."""

    WRITER = "writer"
    COMMENTER = "commenter"
    READER = "reader"
    RESPONDER = "responder"
    GROUP_READER = "group reader"


class Kind(StrEnum):
    """What a wanted thing is. A template is made from its declaration; a document is a copy of a template; a sheet is made
    empty, and filled each night by tracking; a form is a copy of the trust's own blank one."""

    FOLDER = "folder"
    TEMPLATE = "template"
    DOCUMENT = "document"
    SHEET = "sheet"
    FORM = "form"


@dataclass(frozen=True)
class Wanted:
    """One thing that should exist.

    key: its name for ever, such as ``person/S0001`` or ``2025-26/B/S0001``. parent: the key of the folder it is in, or
    ``drive/<id>``; ``people`` stands for whichever people-drive has room. grants: e-mail to role, beyond what is
    inherited. template: the template's key. fields: what the service's own block says, by field name. make: False where
    it is kept true if it exists and not made if it does not.
    """

    key: str
    kind: Kind
    name: str
    parent: str
    staff_id: str = ""
    grants: Mapping[str, Role] = field(default_factory=dict)
    template: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    make: bool = True


@dataclass(frozen=True)
class Desired:
    """Everything wanted, by key; the drives to adopt; and the people of whom nothing may be touched.

    closed: staff ids of leavers, whose folders and documents stay and are shared with no one. held_back: staff ids
    whose register row is wrong: nothing of theirs changes until it is mended.
    """

    wanted: Mapping[str, Wanted]
    closed: frozenset[str] = frozenset()
    held_back: frozenset[str] = frozenset()

    def and_also(self, more: Iterable[Wanted]) -> Desired:
        """With more things wanted."""
        return replace(self, wanted={**self.wanted, **{one.key: one for one in more}})
