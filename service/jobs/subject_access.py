"""Everything that is held about one person, as one zip: for answering a subject access request.

Only their own rows and cells are in it; where something can't be told apart from other people's, the pack says where to look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from service.errors import SetUpError
from service.jobs.basket import Basket
from service.jobs.csv_file import NOTE, csv_file
from service.jobs.gather import contents as contents_of
from service.jobs.gather import read_ledger, read_register, years_in
from service.jobs.own_answers import Whose, whose
from service.jobs.own_documents import Own, take_out
from service.jobs.pack import DOCUMENTS, Contents, Part, Subject
from service.jobs.pack_answers import answer_parts
from service.jobs.pack_control import access_parts, control_parts
from service.jobs.pack_forms import form_parts
from service.jobs.pack_sheets import sheet_parts
from service.jobs.portable import plan_lines
from service.jobs.runs import Order, Run
from service.jobs.searched import Searched
from service.jobs.world import World
from service.jobs.zipped import zipped
from service.policy.days import full_day
from service.reconcile.tabs import AGREEMENTS, LEDGER, PLANS


@dataclass(frozen=True)
class Pack:
    """What was made. files: how many; missing: what could not be had; by_hand: what a person has to look at."""

    content: bytes
    files: int
    missing: Sequence[str]
    by_hand: Sequence[str]


def subject_access(world: World, staff_id: str, order: Order, calls: Mapping[str, int]) -> Pack:
    """The pack of one person, by staff id. Leaves a row among the runs, without saying whose. Raises SetUpError where nothing is
    held under that id, and whatever asking raises where Google does not answer."""
    if not staff_id.strip():
        raise SetUpError("give a staff id")
    run = Run.begin(world, order, calls)
    tabs = contents_of(world, world.workbook.tables())
    register, _ = read_register(world, tabs)
    items, _, _, _ = read_ledger(tabs[LEDGER])
    person = register.person(staff_id)
    basket, contents, years = Basket(), Contents(), years_in(world, tabs)
    by = basket.ask("the log of what was collected", partial(whose, world, person, staff_id, years, items)) or Whose(staff_id)
    who = Subject(staff_id, person, by.addresses or frozenset([person.email.lower()] if person else []))
    contents.add(control_parts(tabs, who, world.trust.retention))
    contents.add(access_parts(items, who))
    agreed = {row[4]: row[0] for row in tabs[AGREEMENTS][1:] if len(row) > 4 and row[4]}
    searched = Searched(world, register, years, items, who, by, basket, contents, agreed)
    contents.add(form_parts(searched))
    contents.add(answer_parts(searched))
    contents.add(sheet_parts(world, years, items, who, basket, contents))
    others = take_out(world, Own(staff_id, items, plan_lines(tabs[PLANS])), basket, DOCUMENTS)
    if not basket.files and not any(contents.parts):
        raise SetUpError(f"nobody has the staff id '{staff_id}', and nothing is held under it")
    pack = _packed(world, who, basket, contents, others)
    did = "packs made for a subject access request: 1"
    run.enter(run.row(did, did, f"could not be had: {len(pack.missing)}" if pack.missing else "", ""))
    return pack


def _packed(world: World, who: Subject, basket: Basket, contents: Contents, others: Sequence[str]) -> Pack:
    paths: list[tuple[str, Part]] = []
    for part in contents.parts:
        if part:
            paths.append((basket.put(part.folder, part.name, "csv", csv_file(part.rows)), part))
    looked = [part for part in contents.parts if not part]
    readme = _readme(
        world, who, paths, looked, basket, [*contents.by_hand, *(f"{one}: theirs, in their folder" for one in others)]
    )
    files = {"README.txt": readme, **dict(sorted(basket.files.items()))}
    return Pack(zipped(files, world.clock.now()), len(files), basket.missing, [*contents.by_hand, *others])


def _readme(
    world: World, who: Subject, paths: Sequence[tuple[str, Part]], looked: Sequence[Part], basket: Basket, by_hand: Sequence[str]
) -> bytes:
    """What each file is, where it is kept and for how long, and what is not in the pack."""
    whom, today = f"{who.name} ({who.staff_id})".strip(), world.today()
    documents = [path for path in sorted(basket.files) if path.startswith(f"{DOCUMENTS}/")]
    lines = [
        f"Everything that Growing Great People holds about {whom}, on {full_day(today)}.",
        "",
        "Nothing of it is a grade, a score or a rank, and nothing of it is evidence for pay or capability.",
        "Other people's data is left out where it stands beside yours.",
        f"Tables are CSV files, which open in any spreadsheet. {NOTE}",
        "",
        "WHAT IS IN IT",
    ]
    for path, part in sorted(paths, key=lambda one: one[0]):
        lines += [path, f"  {part.what}", f"  kept in: {part.where}", f"  for: {part.kept}"]
    lines += [*documents, *_about_documents(world, bool(documents)), "", "LOOKED THROUGH, AND NOTHING OF YOURS IS IN IT"]
    lines += sorted({f"  {part.name} ({part.where})" if part.where else f"  {part.name}" for part in looked})
    lines += [
        "  Runs: its rows never name anyone",
        "  The trust's overview: it counts, and names nobody",
        "",
        "WHAT COULD NOT BE HAD",
        *(f"  {one}" for one in basket.missing or ["Nothing: all of it is here."]),
        "",
        "TO BE LOOKED AT BY HAND",
        *(f"  {one}" for one in by_hand),
        "  Comments beside Docs and on cells of Sheets are Drive's own; the service does not read them",
        "  Google's own records of who signed in and who opened what are the trust's Workspace administrator's",
    ]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def _about_documents(world: World, any_there: bool) -> list[str]:
    if not any_there:
        return []
    kept = world.trust.retention.in_words("leavers").replace("their", "your")
    return [
        "  your documents of all years, each as a Word file and a PDF; 'as agreed on' is a plan as it was on that day",
        "  kept in: your own folder in the trust's shared drive",
        f"  for: as long as you are here, and then {kept}",
    ]
