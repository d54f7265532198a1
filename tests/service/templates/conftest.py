"""Gives the tests of templates the declared appendices, and paper to write them on: the Local Workspace's Docs engine."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from local_workspace.docs import model, render, requests
from local_workspace.docs.context import Context
from service.declared.load import TEMPLATES_FOLDER
from service.declared.reading import Reader
from service.declared.templates import load_templates
from service.google import document_reading, document_repairs, document_requests
from service.google.document_text import TabText, tabs_of
from service.policy.answers import ReadDocument
from service.policy.appendix import Appendix
from service.policy.cycle import Cycle
from service.policy.standards import StandardsSet
from service.policy.template import DocumentTemplate

DRIVERS = (
    ("wellbeing", "Wellbeing & Learning", "Happy, healthy children learn best."),
    ("intelligence", "Social Intelligence & Artificial Intelligence", "Technology and human skills together."),
    ("equity", "Equity-Equality Investments", "Gaps closed."),
    ("systemness", "Systemness", "Schools learning from each other."),
)


def standards() -> dict[str, StandardsSet]:
    """The declared standards sets."""
    raw = yaml.safe_load((TEMPLATES_FOLDER / "standards.yaml").read_text("utf-8"))
    return {key: StandardsSet.model_validate(one) for key, one in raw.items()}


def make_cycle() -> Cycle:
    return Cycle(
        id="2025-26",
        starts=date(2025, 9, 1),
        ends=date(2026, 8, 31),
        drivers=[{"key": key, "name": name, "meaning": meaning} for key, name, meaning in DRIVERS],
        windows={one: {"opens": date(2025, 9, 1), "closes": date(2026, 7, 31)} for one in Appendix},
        half_terms=("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2"),
        closing=date(2026, 8, 31),
    )


def load(folder: Path = TEMPLATES_FOLDER) -> tuple[dict[str, DocumentTemplate], Reader]:
    reader = Reader(folder)
    return load_templates(reader, standards(), make_cycle()), reader


SCHEMAS = json.loads(files("googleapiclient.discovery_cache.documents").joinpath("docs.v1.json").read_text("utf-8"))["schemas"]


def check(value: Any, schema: str) -> None:
    """Holds JSON against Google's discovery document: every name is known, and every enum's value."""
    for name, inner in value.items():
        known = SCHEMAS[schema]["properties"]
        assert name in known, f"{schema} has no {name}"
        kind = known[name].get("items", known[name])
        assert inner in kind.get("enum", [inner])
        for one in inner if isinstance(inner, list) else [inner]:
            if "$ref" in kind:
                check(one, kind["$ref"])


class Paper:
    """One document in the Docs engine, with what a person can do to it in the editor."""

    def __init__(self, template: DocumentTemplate) -> None:
        self.template = template
        self.document = model.empty()
        self._ids = itertools.count(1)
        self.do(document_requests.build(template))

    def do(self, wanted: Sequence[Mapping[str, Any]]) -> None:
        """A batchUpdate: its body is held against Google's discovery document first."""
        for request in wanted:
            check(request, "Request")
        requests.perform(Context(self.document, lambda prefix, _: f"{prefix}id{next(self._ids):06d}"), list(wanted))

    @property
    def json(self) -> dict[str, Any]:
        return {"documentId": "d", "revisionId": "r1", "tabs": render.tabs(self.document)}

    @property
    def tab(self) -> TabText:
        return tabs_of(self.json)[0]

    def read(self) -> ReadDocument:
        return document_reading.read(self.json, self.template)

    def problems(self) -> Sequence[str]:
        return document_reading.template_problems(self.json, self.template)

    def repair(self) -> list[dict[str, Any]]:
        wanted = document_repairs.repairs(self.json, self.template)
        if wanted:
            self.do(wanted)
        return wanted

    def line(self, text: str, *, number: int = 0) -> Any:
        """A line by its whole text; number: which of several."""
        return [line for line in self.tab.lines if line.text == text][number]

    def below(self, text: str, lines: int = 1, *, number: int = 0) -> Any:
        """The line so many lines below the one with this text."""
        return self.tab.lines[self.tab.lines.index(self.line(text, number=number)) + lines]

    def type(self, index: int, text: str) -> None:
        self.do([{"insertText": {"location": {"index": index}, "text": text}}])

    def delete(self, start: int, end: int) -> None:
        self.do([{"deleteContentRange": {"range": {"startIndex": start, "endIndex": end}}}])

    def retype(self, line: Any, text: str) -> None:
        """Select a line's text and type over it."""
        self.delete(line.start, line.end - 1)
        self.type(line.start, text)

    def cut_and_paste(self, line: Any, index: int) -> None:
        """Move a line's text: it comes back without the ranges it had."""
        text = line.text
        self.type(index, text)
        shift = len(text) if index <= line.start else 0
        self.delete(line.start + shift, line.end - 1 + shift)

    def dropdowns(self) -> list[tuple[str, str]]:
        """Id and definition of every dropdown, in order."""
        found = []

        def walk(content: Sequence[Mapping[str, Any]]) -> None:
            for element in content:
                for one in element.get("paragraph", {}).get("elements", ()):
                    if "dropdown" in one:
                        chip = one["dropdown"]
                        found.append((chip["dropdownId"], chip["dropdownProperties"]["dropdownDefinitionId"]))
                for row in element.get("table", {}).get("tableRows", ()):
                    for cell in row["tableCells"]:
                        walk(cell["content"])

        walk(self.json["tabs"][0]["documentTab"]["body"]["content"])
        return found

    def choose(self, definition: str, option: str) -> None:
        [chip] = [one for one, of in self.dropdowns() if of == definition]
        properties = {"selectedOptionId": option}
        self.do(
            [{"updateDropdownProperties": {"dropdownId": chip, "dropdownProperties": properties, "fields": "selectedOptionId"}}]
        )

    def lose_dropdown(self, text: str) -> Any:
        """Delete the dropdown on the line that begins with this text; the line as it was."""
        line = next(line for line in self.tab.lines if line.text.startswith(text))
        [piece] = [piece for piece in line.pieces if piece.chip]
        self.delete(piece.start, piece.end)
        return line

    def lose_range(self, name: str) -> None:
        self.do([{"deleteNamedRange": {"name": name}}])


@pytest.fixture(scope="session")
def templates() -> dict[str, DocumentTemplate]:
    found, reader = load()
    assert reader.mistakes == []
    return found


@pytest.fixture
def paper(templates):
    """A fresh document of a template, by the template's key."""
    return lambda key: Paper(templates[key])


@pytest.fixture
def plan(paper):
    """A fresh growth plan."""
    return paper("B")


@pytest.fixture(scope="session")
def load_from():
    """Loads templates from another folder: templates and the reader with its mistakes."""
    return load


@pytest.fixture(scope="session")
def declared_folder() -> Path:
    return TEMPLATES_FOLDER
