"""What a page shows of a document: blocks of paragraphs, lists and tables, and what stands in a paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field

from local_workspace.pages.difference import OBJECT


@dataclass(frozen=True)
class Run:
    """Text that looks alike. marks: ``bold``, ``italic`` ..., and ``soft`` for grey, as hints are written."""

    text: str
    marks: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class Dropdown:
    """A chip to choose in. options: (id, text); label: what is chosen in it."""

    id: str
    label: str
    chosen: str
    shown: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Chip:
    """A person, a date, a link to a file, or what the pages only name. size: how many indices it takes."""

    kind: str
    text: str
    link: str = ""
    size: int = 1


@dataclass(frozen=True)
class Paragraph:
    """start, end: its indices, the newline's included. text: without it, an OBJECT for each index that is no text.

    level: 1 to 6 for headings, else 0. label: what it is, for those who do not see where it stands.
    alone: the only paragraph of its cell or segment.
    """

    start: int
    end: int
    text: str
    level: int
    style: str
    label: str
    before: str
    alone: bool = False
    bulleted: bool = False
    align: str = ""
    parts: tuple[Run | Dropdown | Chip, ...] = ()

    @property
    def pieces(self) -> list[list[Run] | Dropdown | Chip]:
        """Runs between chips together; there are runs, if only none, on both sides of every chip."""
        runs: list[Run] = []
        out: list[list[Run] | Dropdown | Chip] = [runs]
        for part in self.parts:
            if isinstance(part, Run):
                runs.append(part)
            else:
                runs = []
                out += [part, runs]
        return out

    @property
    def has_chips(self) -> bool:
        return OBJECT in self.text


@dataclass(frozen=True)
class Item:
    """One line of a list, with the lists below it."""

    paragraph: Paragraph
    lists: list[List] = field(default_factory=list)


@dataclass(frozen=True)
class List:
    """Lines that belong together. level: how deep it stands, from 0."""

    id: str
    ordered: bool
    level: int
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    blocks: list[Block]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Row:
    header: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    rows: tuple[Row, ...]
    label: str


Block = Paragraph | List | Table


@dataclass(frozen=True)
class DocTab:
    """One tab of a document. paragraphs: every one of its body, in order."""

    id: str
    title: str
    blocks: list[Block]
    paragraphs: list[Paragraph]

    @property
    def has_title(self) -> bool:
        return any(one.level == 1 and one.text.strip() for one in self.paragraphs)
