"""A tab's body as the plain things that exports write down: headings, paragraphs, items of lists, tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from local_workspace.docs.model import Json

LEVELS = {"TITLE": 0, **{f"HEADING_{level}": level for level in range(1, 7)}}
COUNTED = frozenset({"DECIMAL", "ZERO_DECIMAL", "UPPER_ALPHA", "ALPHA", "UPPER_ROMAN", "ROMAN"})


@dataclass(frozen=True)
class Run:
    """Letters of one look. marks: of bold, italic, underline, strikethrough; link: an address, or ''."""

    text: str
    marks: frozenset[str] = frozenset()
    link: str = ""


@dataclass(frozen=True)
class Paragraph:
    """style: the named style (``NORMAL_TEXT``). level: of a heading, 0 for the title, else None. nesting: how deep in a list,
    else None; number: an item's place in a counted list, else 0; list_id: of the list that it is in."""

    runs: Sequence[Run]
    style: str = "NORMAL_TEXT"
    level: int | None = None
    nesting: int | None = None
    number: int = 0
    list_id: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Table:
    """Rows of cells, each with its blocks; so many of the first rows are headers."""

    rows: Sequence[Sequence[Sequence[Block]]]
    headers: int = 0


Block = Paragraph | Table


def blocks(tab: Json) -> list[Block]:
    """A DocumentTab's body, from its first paragraph to its last."""
    return list(_Walk(tab.get("lists", {})).content(tab["body"]["content"]))


class _Walk:
    """Goes through one body once, and counts the items of its lists."""

    def __init__(self, lists: Json) -> None:
        self._lists = lists
        self._counts: dict[tuple[str, int], int] = {}

    def content(self, content: Sequence[Json]) -> Iterator[Block]:
        for element in content:
            if "table" in element:
                yield self._table(element["table"])
            elif "paragraph" in element:
                yield self._paragraph(element["paragraph"])

    def _table(self, table: Json) -> Table:
        rows = [[list(self.content(cell["content"])) for cell in row["tableCells"]] for row in table["tableRows"]]
        return Table(rows, sum(bool(row.get("tableRowStyle", {}).get("tableHeader")) for row in table["tableRows"]))

    def _paragraph(self, paragraph: Json) -> Paragraph:
        style = paragraph["paragraphStyle"].get("namedStyleType", "NORMAL_TEXT")
        runs = [run for run in map(_run, paragraph["elements"]) if run.text]
        bullet = paragraph.get("bullet")
        if bullet is None:
            return Paragraph(runs, style, LEVELS.get(style))
        nesting, list_id = bullet.get("nestingLevel", 0), bullet.get("listId", "")
        return Paragraph(runs, style, LEVELS.get(style), nesting, self._number(list_id, nesting), list_id)

    def _number(self, list_id: str, nesting: int) -> int:
        """The next number at this depth; what lies deeper begins anew."""
        for key in [one for one in self._counts if one[0] == list_id and one[1] > nesting]:
            del self._counts[key]
        levels = self._lists.get(list_id, {}).get("listProperties", {}).get("nestingLevels", [])
        if nesting >= len(levels) or levels[nesting].get("glyphType", "") not in COUNTED:
            return 0
        self._counts[list_id, nesting] = self._counts.get((list_id, nesting), 0) + 1
        return self._counts[list_id, nesting]


def _run(element: Json) -> Run:
    """A chip is what it shows; what has no words is nothing."""
    if "textRun" in element:
        style = element["textRun"].get("textStyle", {})
        marks = frozenset(one for one in ("bold", "italic", "underline", "strikethrough") if style.get(one))
        text = element["textRun"]["content"].removesuffix("\n").replace("\v", "\n")
        return Run(text, marks, style.get("link", {}).get("url", ""))
    if "dropdown" in element:
        return Run(element["dropdown"]["dropdownProperties"].get("displayValue", ""))
    if "person" in element:
        properties = element["person"]["personProperties"]
        return Run(properties.get("name") or properties["email"], link=f"mailto:{properties['email']}")
    if "dateElement" in element:
        properties = element["dateElement"]["dateElementProperties"]
        return Run(properties.get("displayText") or _day(properties.get("timestamp", "")))
    if "richLink" in element:
        properties = element["richLink"]["richLinkProperties"]
        return Run(properties.get("title") or properties["uri"], link=properties["uri"])
    return Run("")


def _day(stamp: str) -> str:
    """The day of an RFC 3339 time in words, '' for none."""
    there = datetime.fromisoformat(stamp.replace("Z", "+00:00")) if stamp else None
    return f"{there.day} {there:%B %Y}" if there else ""
