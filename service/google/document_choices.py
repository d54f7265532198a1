"""What was chosen with a dropdown, or in words where the dropdown was lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.google.document_names import UNCHOSEN, definition_id, option_id
from service.google.document_places import Found, Places
from service.google.document_text import Extent, Piece, TabText, plain, same
from service.policy.answers import By, Chosen
from service.policy.template import Choice


@dataclass(frozen=True)
class Made:
    """A choice and the places that belong to it and to nobody's answer: label, dropdown, a typed option."""

    tab: TabText
    chosen: Chosen
    extents: tuple[Extent, ...]


def choose(tabs: Sequence[TabText], places: Places, choice: Choice) -> Made | None:
    """What is chosen, or None where neither the dropdown nor its label is there any more."""
    found = places.choice(choice.key)
    chips = [(tab, piece) for tab in tabs for piece in _chips(tab, choice)] or _standing_there(found)
    if not chips and found is None:
        return None
    tab = found.tab if found else chips[0][0]
    extents = [Extent(piece.start, piece.end) for where, piece in chips if where is tab]
    chosen = next((one for _, piece in chips if (one := _by_chip(piece, choice)).by is By.CHIP), Chosen())
    if found:
        extents += [found.asked] if found.labelled else []
        if chosen.by is By.NOTHING:
            chosen, typed = _by_text(found, choice)
            extents += typed
    return Made(tab, chosen, tuple(extents))


def _chips(tab: TabText, choice: Choice) -> Iterator[Piece]:
    """The dropdowns of a choice: by their definition's id, or by its title where a copy got other ids."""
    ours = definition_id(choice.key)
    known = ours in tab.definitions
    for piece in tab.pieces(0, tab.end):
        if piece.chip is None:
            continue
        title = str(tab.definitions.get(piece.chip.definition, {}).get("title", ""))
        if piece.chip.definition == ours or (not known and title and same(title, choice.title)):
            yield piece


def _standing_there(found: Found | None) -> list[tuple[TabText, Piece]]:
    """Somebody's own dropdown where ours was."""
    if found is None:
        return []
    return [(found.tab, piece) for piece in found.tab.pieces(found.start, found.end) if piece.chip]


def _by_chip(piece: Piece, choice: Choice) -> Chosen:
    selected = piece.chip.option if piece.chip else ""
    if selected == UNCHOSEN or not piece.text.strip() or same(piece.text, choice.prompt):
        return Chosen()
    by_id = {option_id(option.key): option.key for option in choice.options}
    option = by_id.get(selected) or _named(piece.text, choice)
    return Chosen(option, piece.text.strip(), By.CHIP)


def _by_text(found: Found, choice: Choice) -> tuple[Chosen, list[Extent]]:
    """What was typed where the dropdown stands, and where it stands if it is an option."""
    typed = [(where, text) for where, text in _typed(found) if text and not same(text, choice.hint)]
    for where, text in typed:
        option = _named(text, choice)
        if option:
            return Chosen(option, text, By.TEXT), [where]
    if typed and found.labelled and not same(typed[0][1], choice.prompt):
        return Chosen(None, typed[0][1], By.TEXT), []
    return Chosen(), []


def _typed(found: Found) -> Iterator[tuple[Extent, str]]:
    """Each line's text from the start of the room on, without dropdowns."""
    for line in found.tab.lines:
        start, end = max(line.start, found.start), min(line.end, found.end)
        if start < end:
            pieces = (piece for piece in line.pieces if piece.chip is None and piece.end > start)
            yield Extent(start, end), "".join(piece.cut(start, end) for piece in pieces).strip()


def _named(text: str, choice: Choice) -> str | None:
    return next((option.key for option in choice.options if _bare(text) == _bare(option.name)), None)


def _bare(text: str) -> str:
    return plain(text).removeprefix("a ").removeprefix("the ")
