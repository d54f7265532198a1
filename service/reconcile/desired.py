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
    it is kept true if it exists and not made if it does not. closed: named as a past year's and locked, or, for a Form,
    taking no answers; its name and its words stay as they were when that was done. carries: the key of last year's plan whose
    focus its person carries forward into this one, or ''.
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
    closed: bool = False
    carries: str = ""


@dataclass(frozen=True)
class Turn:
    """A decision about a cycle, as it is to stand in the Cycles tab. row: where; state: ``begun`` or ``undone``; since: the day
    of the decision; fingerprint: of the review; data: the cycle, as JSON."""

    cycle: str
    row: int
    state: str
    since: str
    fingerprint: str
    data: str


@dataclass(frozen=True)
class Desired:
    """Everything wanted, by key; the drives to adopt; and the people of whom nothing may be touched.

    closed: staff ids of leavers, whose folders and documents stay and are shared with no one; gone: their
    addresses, with whom nothing of anybody's is shared any more. held_back: staff ids
    whose register row is wrong: nothing of theirs changes until it is mended. turns: decisions about cycles that are not
    written down yet. keep_open: keys of what is to be left open in a cycle that was taken back, for somebody wrote in it.
    """

    wanted: Mapping[str, Wanted]
    closed: frozenset[str] = frozenset()
    held_back: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    turns: tuple[Turn, ...] = ()
    keep_open: frozenset[str] = frozenset()

    def and_also(self, more: Iterable[Wanted]) -> Desired:
        """With more things wanted."""
        return replace(self, wanted={**self.wanted, **{one.key: one for one in more}})
