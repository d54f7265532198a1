"""What people do in a document, as requests to Docs: typing, taking out an empty paragraph, choosing in a dropdown.

Between the moment a page was shown and the moment something was typed in it, the document may have moved on. The paragraph
is then looked for by its text and by the text before it; what cannot be told with certainty is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.pages import difference
from local_workspace.pages.difference import ChipsTyped
from local_workspace.pages.doc_values import DocTab, Paragraph
from local_workspace.pages.doc_view import doc_tab, every_tab
from local_workspace.pages.person import Person

TRIES = 3
Wanted = Callable[[Paragraph], list[Json]]
"""From a paragraph as it is now to the requests that do what was asked."""


class MovedOn(Exception):
    """The paragraph is not what it was when the page was shown. typed: the words that were not put in."""

    def __init__(self, typed: str = "") -> None:
        super().__init__(typed)
        self.typed = typed


@dataclass(frozen=True)
class Shown:
    """A paragraph as the page showed it: where, in which revision, its text, and the text of the one before it."""

    tab_id: str
    start: int
    revision: str
    text: str
    before: str


def read(person: Person, file_id: str) -> Json:
    """The document with all of its tabs. Raises Refusal."""
    document: Json = person.ask("docs.documents.get", documentId=file_id, includeTabsContent=True)
    return document


def tab_of(document: Json, tab_id: str) -> DocTab:
    """A tab by its id; the first one where there is no such tab."""
    tabs = every_tab(document)
    return doc_tab(next((one for one in tabs if one["tabProperties"]["tabId"] == tab_id), tabs[0]))


def find(document: Json, shown: Shown) -> Paragraph | None:
    """The paragraph that the page showed, wherever it is now. None where that is not certain."""
    tab = tab_of(document, shown.tab_id)
    if tab.id != shown.tab_id:
        return None
    at = next((one for one in tab.paragraphs if one.start == shown.start), None)
    if document.get("revisionId") == shown.revision:
        return at if at and at.text == shown.text else None
    alike = [one for one in tab.paragraphs if one.text == shown.text]
    neighbours = [one for one in alike if one.before == shown.before]
    certain = neighbours or (alike if shown.text else [])
    return certain[0] if len(certain) == 1 else None


def write(person: Person, file_id: str, shown: Shown, text: str) -> int:
    """Put a paragraph's new text into the document; how many requests that took.

    Raises MovedOn, Refusal. text: with newlines where new paragraphs begin, OBJECT for what is no text.
    """
    typed = difference.cleaned(text)

    def wanted(paragraph: Paragraph) -> list[Json]:
        place = difference.Paragraph(shown.tab_id, "", paragraph.start, paragraph.level > 0, paragraph.bulleted)
        try:
            return difference.requests(place, paragraph.text, typed)
        except ChipsTyped:
            raise MovedOn(typed) from None

    return _change(person, file_id, shown, wanted, typed)


def take_out(person: Person, file_id: str, shown: Shown) -> int:
    """Take out an empty paragraph. Raises MovedOn, Refusal.

    With the newline before it where its own cannot go: at the end of a cell or of the document, and before a table.
    """
    if shown.text:
        raise MovedOn
    where = {"tabId": shown.tab_id}

    def own(paragraph: Paragraph) -> list[Json]:
        return [{"deleteContentRange": {"range": {"startIndex": paragraph.start, "endIndex": paragraph.end, **where}}}]

    def before(paragraph: Paragraph) -> list[Json]:
        return [{"deleteContentRange": {"range": {"startIndex": paragraph.start - 1, "endIndex": paragraph.start, **where}}}]

    try:
        return _change(person, file_id, shown, own)
    except BadRequest:
        return _change(person, file_id, shown, before)


def _change(person: Person, file_id: str, shown: Shown, wanted: Wanted, typed: str = "") -> int:
    """Read, find, and write on condition that nothing came between; if something did, begin again."""
    for _ in range(TRIES):
        document = read(person, file_id)
        paragraph = find(document, shown)
        if paragraph is None:
            break
        requests = wanted(paragraph)
        body = {"requests": requests, "writeControl": {"requiredRevisionId": document.get("revisionId", "")}}
        try:
            if requests:
                person.ask("docs.documents.batchUpdate", body, documentId=file_id)
        except BadRequest as refusal:
            if refusal.reason != "failedPrecondition":
                raise
        else:
            return len(requests)
    raise MovedOn(typed)


def choose(person: Person, file_id: str, tab_id: str, dropdown_id: str, option_id: str) -> None:
    """Choose in a dropdown: it is known by its id, so no revision matters. Raises Refusal."""
    chosen = {"dropdownId": dropdown_id, "tabId": tab_id, "dropdownProperties": {"selectedOptionId": option_id}}
    body = {"requests": [{"updateDropdownProperties": {**chosen, "fields": "selectedOptionId"}}]}
    person.ask("docs.documents.batchUpdate", body, documentId=file_id)
