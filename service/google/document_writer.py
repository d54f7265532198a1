"""Writes into an empty Doc from top to bottom, and so knows every index for good as soon as it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.google.document_names import units
from service.policy.template import Span, Words

Json = dict[str, Any]

PLAIN: Json = {}
HINT: Json = {"italic": True, "foregroundColor": {"color": {"rgbColor": {"red": 0.35, "green": 0.35, "blue": 0.35}}}}
"""A dark grey: 7 to 1 against white, where WCAG 2.2 AA asks 4.5 to 1."""
LOOKS = "bold,italic,underline,foregroundColor"


@dataclass(frozen=True)
class Place:
    """A paragraph's text, its newline left out."""

    start: int
    end: int


def between(start: int, end: int) -> Json:
    return {"startIndex": start, "endIndex": end}


@dataclass
class Writer:
    """Requests so far, and the index of the Doc's last newline, before which the next text goes."""

    requests: list[Json] = field(default_factory=list)
    at: int = 1
    _space: bool = False

    def paragraph(self, words: Words, style: str = "NORMAL_TEXT", look: Json = PLAIN) -> Place:
        """One paragraph. Text takes over the look of its neighbours, so every look is set, plain ones too."""
        self._give_space()
        text = "".join(span.text for span in words)
        start, self.at = self.at, self.at + units(text) + 1
        self._do("insertText", location={"index": start}, text=text + "\n")
        self._style(start, self.at, style, look)
        self._emphasise(start, words)
        return Place(start, self.at - 1)

    def line(self, text: str, style: str = "NORMAL_TEXT", look: Json = PLAIN) -> Place:
        return self.paragraph((Span(text),), style, look)

    def space(self) -> None:
        """Room for an answer: an empty paragraph, which at the very end is the Doc's own last one."""
        self._give_space()
        self._space = True

    def bullets(self, items: Sequence[Words]) -> Sequence[Place]:
        places = [self.paragraph(item) for item in items]
        whole = between(places[0].start, places[-1].end + 1)
        self._do("createParagraphBullets", range=whole, bulletPreset="BULLET_DISC_CIRCLE_SQUARE")
        return places

    def bold(self, start: int, end: int) -> None:
        self._do("updateTextStyle", range=between(start, end), textStyle={"bold": True}, fields="bold")

    def name(self, name: str, start: int, end: int) -> None:
        self._do("createNamedRange", name=name, range=between(start, end))

    def add(self, request: Json) -> None:
        """A request that moves nothing."""
        self.requests.append(request)

    def dropdown(self, definition: str) -> None:
        """A chip at the end of the last paragraph."""
        self._do("insertDropdown", location={"index": self.at - 1}, dropdownDefinitionId=definition)
        self.at += 1

    def table(self, rows: Sequence[Sequence[str]]) -> Sequence[Sequence[Place]]:
        """A table behind the last paragraph, whose first row is its header. Where the text of each cell is.

        The newline of that paragraph comes to stand behind the table: Docs puts a new one before it.
        """
        self._give_space()
        start, columns = self.at, len(rows[0])
        self._do("insertTable", location={"index": start - 1}, rows=len(rows), columns=columns)
        row_units = 2 * columns + 1
        cells = [(start + 3 + r * row_units + 2 * c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
        for index, text in reversed(cells):
            if text:
                self._do("insertText", location={"index": index}, text=text)
        places = list(_moved_along(cells))
        behind = start + 2 + len(rows) * row_units + sum(units(text) for _, text in cells)
        self._style(behind, behind + 1, "NORMAL_TEXT", PLAIN)
        self._do("pinTableHeaderRows", tableStartLocation={"index": start}, pinnedHeaderRowsCount=1)
        for place in places[:columns]:
            self.bold(place.start, place.end)
        self.at = behind + 1
        return [places[first : first + columns] for first in range(0, len(places), columns)]

    def margins(self, points: float) -> None:
        sides = ("marginTop", "marginBottom", "marginLeft", "marginRight")
        style = {side: {"magnitude": points, "unit": "PT"} for side in sides}
        self._do("updateDocumentStyle", documentStyle=style, fields=",".join(sides))

    def _give_space(self) -> None:
        if self._space:
            self._space = False
            self.line("")

    def _emphasise(self, start: int, words: Words) -> None:
        for span in words:
            end = start + units(span.text)
            if span.bold:
                self.bold(start, end)
            if span.link:
                self._do("updateTextStyle", range=between(start, end), textStyle={"link": {"url": span.link}}, fields="link")
            start = end

    def _style(self, start: int, end: int, style: str, look: Json) -> None:
        where = between(start, end)
        self._do("updateParagraphStyle", range=where, paragraphStyle={"namedStyleType": style}, fields="namedStyleType")
        self._do("updateTextStyle", range=where, textStyle=look, fields=LOOKS)

    def _do(self, kind: str, **request: Any) -> None:
        self.requests.append({kind: request})


def _moved_along(cells: Sequence[tuple[int, str]]) -> Iterator[Place]:
    """Where each text is when the cells before it are filled too."""
    before = 0
    for index, text in cells:
        yield Place(index + before, index + before + units(text))
        before += units(text)
