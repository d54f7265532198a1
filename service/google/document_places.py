"""Where a template's questions and choices stand in a document, by their named ranges or, where lost, by their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.google.document_names import CHOICE, OURS, QUESTION, units
from service.google.document_text import HEADINGS, SECTIONS, Extent, Line, TabText, plain, same
from service.policy.template import Choice, DocumentTemplate, Question, Row


@dataclass(frozen=True)
class Found:
    """Where something stands. asked: its own words, as far as they are known; start to end: the room behind them.

    hints: lines in that room that only repeat the hint. labelled: whether the words right before the room are a label.
    """

    tab: TabText
    asked: Extent
    start: int
    end: int
    hints: tuple[Extent, ...] = ()
    labelled: bool = True


class Places:
    """Finds questions and choices in a document's tabs."""

    def __init__(self, tabs: Sequence[TabText], template: DocumentTemplate) -> None:
        self._tabs = tabs
        self._template = template
        self._by_words = dict(self._find_by_words())

    def question(self, key: str) -> Found | None:
        """The room for a question's answer, or None where the question is gone."""
        asked = self._template.questions[key]
        place = self._asked(QUESTION + key)
        if place is None:
            return None
        tab, extent = place
        end = self._end(tab, extent, own=(QUESTION + key, CHOICE + key))
        hint = asked.hint if isinstance(asked, Question) else ""
        return Found(tab, extent, extent.end, end, tuple(_repeats(tab, extent.end, end, hint)))

    def choice(self, key: str) -> Found | None:
        """The room where a choice stands, or None where it cannot be told."""
        choice = self._template.choices[key]
        for tab in self._tabs:
            extent = tab.ranges.get(CHOICE + key)
            if extent is not None:
                return Found(tab, extent, extent.end, self._choice_end(tab, extent, choice))
        return self._behind_label(choice)

    def _choice_end(self, tab: TabText, extent: Extent, choice: Choice) -> int:
        """One in a question has its line to itself, and the answer comes after it."""
        if choice.question:
            line = tab.line_at(extent.end - 1)
            return line.end if line else extent.end
        return self._end(tab, extent, own=(CHOICE + choice.key,))

    def _behind_label(self, choice: Choice) -> Found | None:
        around = self.question(choice.key) if choice.question else self._behind_heading(choice)
        if around is None:
            return None
        for line in around.tab.lines:
            if around.start <= line.start < around.end and (label := _label(line, choice.label)):
                return Found(around.tab, label, label.end, self._choice_end(around.tab, label, choice))
        return None if choice.question else around

    def _behind_heading(self, choice: Choice) -> Found | None:
        place = self._by_words.get(CHOICE + choice.key)
        if place is None:
            return None
        tab, extent = place
        end = self._end(tab, extent, own=(CHOICE + choice.key,))
        return Found(tab, extent, extent.end, end, labelled=False)

    def _asked(self, name: str) -> tuple[TabText, Extent] | None:
        for tab in self._tabs:
            if name in tab.ranges:
                return tab, tab.ranges[name]
        return self._by_words.get(name)

    def _find_by_words(self) -> Iterator[tuple[str, tuple[TabText, Extent]]]:
        """What has lost its range in every tab, found by its heading or by its label in a table."""
        for name, words, in_row in self._named():
            if any(name in tab.ranges for tab in self._tabs):
                continue
            lines = [(tab, line) for tab in self._tabs for line in tab.lines if same(line.text, words)]
            fitting = [one for one in lines if (one[1].row is not None) == in_row]
            headings = [one for one in fitting if one[1].style in HEADINGS]
            for tab, line in (headings or fitting)[:1]:
                yield name, (tab, Extent(line.start, line.end - 1))

    def _named(self) -> Iterator[tuple[str, str, bool]]:
        for question in self._template.questions_in_order():
            yield QUESTION + question.key, question.heading, isinstance(question, Row)
        for choice in self._template.choices_in_order():
            if choice.heading:
                yield CHOICE + choice.key, choice.heading, False

    def _end(self, tab: TabText, extent: Extent, own: Sequence[str]) -> int:
        """Where the room behind something ends."""
        line = tab.line_at(extent.start)
        if line and line.row and line.cell and line.cell.end < line.row.end:
            return line.row.end
        stops = [one.start for one in tab.lines if one.style in SECTIONS]
        stops += [_line_start(tab, one.start) for name, one in tab.ranges.items() if name.startswith(OURS) and name not in own]
        stops += [one.start for name, (where, one) in self._by_words.items() if where is tab and name not in own]
        return min((stop for stop in stops if stop >= extent.end), default=tab.end)


def _line_start(tab: TabText, place: int) -> int:
    line = tab.line_at(place)
    return line.start if line else place


def _repeats(tab: TabText, start: int, end: int, hint: str) -> Iterator[Extent]:
    for line in tab.lines:
        if hint and start <= line.start < end and same(line.text, hint):
            yield Extent(line.start, line.end)


def _label(line: Line, label: str) -> Extent | None:
    """The label at the start of a line, its colon included."""
    before, colon, _ = "".join(piece.text for piece in line.pieces if piece.chip is None).partition(":")
    if not colon or plain(before) != plain(label):
        return None
    return Extent(line.start, line.start + units(before) + 1)
