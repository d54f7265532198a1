"""A person's own documents of all years, taken out of Drive: each as a Word file and a PDF, and the plans as they were agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from service.jobs.as_agreed import DIGEST
from service.jobs.basket import Basket
from service.jobs.world import World
from service.ports import FileFacts
from service.reconcile.actual import Item, Stage
from service.reconcile.closing import SUFFIX
from service.reconcile.desired import Kind
from service.reconcile.documents_for import LETTERS, person_key
from service.reconcile.plan_lines import PlanLine

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
FORMATS = {"docx": DOCX, "pdf": PDF}
AS_AGREED = "as agreed"
"""The folder of texts as agreed whose year cannot be told."""


@dataclass(frozen=True)
class Own:
    """Whose things. items: the ledger's; lines: what was last read of their plans, of all years."""

    staff_id: str
    items: Mapping[str, Item]
    lines: Iterable[PlanLine] = ()

    def documents(self) -> Iterator[tuple[str, Item]]:
        """Each document that was made, with its year, in order."""
        for key, item in sorted(self.items.items()):
            cycle, _, rest = key.partition("/")
            own = item.kind is Kind.DOCUMENT and item.staff_id == self.staff_id and rest.partition("/")[0] in LETTERS
            if own and item.file_id and item.stage is not Stage.INTENDED:
                yield cycle, item

    @property
    def folder(self) -> Item | None:
        found = self.items.get(person_key(self.staff_id))
        return found if found and found.file_id and found.stage is not Stage.INTENDED else None


def take_out(world: World, own: Own, basket: Basket, root: str = "") -> list[str]:
    """Pack everything into folders by year, below `root`. Returns the names of what else lies in the person's folder: it is their
    own, and stays there. Raises where Google does not answer."""
    for cycle, item in own.documents():
        name = item.name.removesuffix(SUFFIX)
        for ending, mime_type in FORMATS.items():
            basket.fetch(_below(root, cycle), name, ending, partial(world.reader.export, item.file_id, mime_type))
    inside = _inside(world, own, basket)
    for cycle, facts in _as_agreed(world, own, inside, basket):
        name = facts.name.removesuffix(".pdf")
        basket.fetch(_below(root, cycle), name, "pdf", partial(world.reader.download, facts.file_id))
    known = {item.file_id for _, item in own.documents()}
    return [one.name for one in inside if one.file_id not in known and DIGEST not in one.marks]


def _below(root: str, folder: str) -> str:
    return f"{root}/{folder}" if root else folder


def _inside(world: World, own: Own, basket: Basket) -> list[FileFacts]:
    """What lies in their folder."""
    folder = own.folder
    if folder is None:
        return []
    return list(basket.ask("what else lies in the folder", partial(world.reader.inside, folder.parent_id, folder.file_id)) or ())


def _as_agreed(world: World, own: Own, inside: Iterable[FileFacts], basket: Basket) -> Iterator[tuple[str, FileFacts]]:
    """The texts as agreed, with their years: those in the folder, and those that the listing does not show yet."""
    kept = {line.kept_as: line.cycle for line in own.lines if line.staff_id == own.staff_id and line.as_agreed and line.kept_as}
    years = sorted({cycle for cycle, _ in own.documents()}, reverse=True)
    shown = {one.file_id: one for one in inside if DIGEST in one.marks}
    for file_id in [one for one in kept if one not in shown]:
        facts = basket.ask(f"the plan of {kept[file_id]} as agreed", partial(world.reader.facts, file_id))
        shown.update({file_id: facts} if facts else {})
    for file_id, facts in shown.items():
        yield kept.get(file_id) or next((one for one in years if one in facts.name), AS_AGREED), facts
