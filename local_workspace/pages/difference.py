"""From a paragraph's text as it was and as it was typed to the Docs requests that change only what differs.

Texts are a paragraph's without its newline; whatever is no text (a chip) stands in them as one OBJECT for each of its
indices. Requests come in an order in which each is right after the ones before it: from the end of the paragraph to its start.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Json = dict[str, Any]

OBJECT = "\ufffc"
"""OBJECT REPLACEMENT CHARACTER: stands for what cannot be typed."""
SOFT_BREAK = "\v"
NOT_TYPED = re.compile("[\u0000-\u0008\u000c-\u001f\ud800-\udfff\ue000-\uf8ff]")
"""What Docs takes out of inserted text (discovery document, InsertTextRequest), and half characters."""
LARGEST = 2_000_000
"""Beyond this many pairs of words, a change is sent as one: looking for smaller ones would take too long."""
JOINERS = frozenset("\u200d\ufe0e\ufe0f")


class ChipsTyped(ValueError):
    """The typed text has more or fewer chips than the paragraph: a text says nothing of what they should become."""


@dataclass(frozen=True)
class Paragraph:
    """Where a paragraph starts, and what decides how it is continued. start: its first index, in UTF-16 code units."""

    tab_id: str
    segment_id: str
    start: int
    heading: bool = False
    bulleted: bool = False

    def location(self, offset: int) -> Json:
        return {"index": self.start + offset, **self._where()}

    def range(self, start: int, end: int) -> Json:
        return {"startIndex": self.start + start, "endIndex": self.start + end, **self._where()}

    def _where(self) -> Json:
        return {"tabId": self.tab_id} | ({"segmentId": self.segment_id} if self.segment_id else {})


@dataclass(frozen=True)
class Change:
    """At an offset (UTF-16 code units), `removed` is replaced by `typed`; either may be empty."""

    offset: int
    removed: str
    typed: str


def cleaned(text: str) -> str:
    """What a browser sent, with single newlines and without what Docs would strip."""
    return NOT_TYPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def units(text: str) -> int:
    """How many indices a text takes."""
    return len(text.encode("utf-16-le")) // 2


def requests(paragraph: Paragraph, was: str, typed: str) -> list[Json]:
    """What to send. Raises ChipsTyped."""
    if paragraph.bulleted and (was, typed) == ("", "\n"):
        # Enter in an empty list item ends the list, as in every editor.
        return [{"deleteParagraphBullets": {"range": paragraph.range(0, 1)}}]
    out: list[Json] = []
    for change in reversed(changes(was, typed)):
        end = change.offset + units(change.removed)
        if change.typed:
            # Before the deletion, so that new words take the looks of those they replace.
            out.append({"insertText": {"location": paragraph.location(end), "text": change.typed}})
        if change.removed:
            out.append({"deleteContentRange": {"range": paragraph.range(change.offset, end)}})
    return out + _plain_after_heading(paragraph, was, typed)


def _plain_after_heading(paragraph: Paragraph, was: str, typed: str) -> list[Json]:
    """What follows a heading is ordinary text."""
    if not (paragraph.heading and was and typed.startswith(was + "\n")):
        return []
    new = paragraph.range(units(was) + 1, units(typed) + 1)
    style = {"namedStyleType": "NORMAL_TEXT"}
    return [{"updateParagraphStyle": {"range": new, "paragraphStyle": style, "fields": "namedStyleType"}}]


def changes(was: str, typed: str) -> list[Change]:
    """What differs, in order, with chips as fixed points. Raises ChipsTyped."""
    if was.count(OBJECT) != typed.count(OBJECT):
        raise ChipsTyped
    found: list[Change] = []
    offset = 0
    for before, after in zip(was.split(OBJECT), typed.split(OBJECT), strict=True):
        found += _of_piece(before, after, offset)
        offset += units(before) + 1
    return found


def _of_piece(before: str, after: str, offset: int) -> Iterator[Change]:
    start, removed, typed = _trimmed(before, after)
    olds, news = words(removed), words(typed)
    if len(olds) * len(news) > LARGEST:
        yield Change(offset + units(before[:start]), removed, typed)
        return
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        lead = "".join(olds[:old_from])
        inner, gone, come = _trimmed("".join(olds[old_from:old_to]), "".join(news[new_from:new_to]))
        yield Change(offset + units(before[: start + len(lead) + inner]), gone, come)


def _trimmed(before: str, after: str) -> tuple[int, str, str]:
    """Without what both begin and end with: how many code points that is at the start, and the two that are left."""
    olds, news = characters(before), characters(after)
    start = _common(olds, news)
    end = _common(olds[start:][::-1], news[start:][::-1])
    left = "".join(olds[start : len(olds) - end]), "".join(news[start : len(news) - end])
    return len("".join(olds[:start])), *left


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many members two sequences begin with alike."""
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def words(text: str) -> list[str]:
    """Runs of letters and digits; every other character by itself."""
    out: list[str] = []
    for one in characters(text):
        if out and one[0].isalnum() and out[-1][0].isalnum():
            out[-1] += one
        else:
            out.append(one)
    return out


def characters(text: str) -> list[str]:
    """As people count them: an accent or a skin tone stays with what it is put on, joined emoji are one."""
    out: list[str] = []
    for letter in text:
        if out and (_leans(letter) or out[-1].endswith("\u200d") or _second_half_of_flag(out[-1], letter)):
            out[-1] += letter
        else:
            out.append(letter)
    return out


def _leans(letter: str) -> bool:
    return letter in JOINERS or "\U0001f3fb" <= letter <= "\U0001f3ff" or unicodedata.category(letter) in ("Mn", "Me", "Mc")


def _second_half_of_flag(before: str, letter: str) -> bool:
    return len(before) == 1 and all("\U0001f1e6" <= one <= "\U0001f1ff" for one in (before, letter))
