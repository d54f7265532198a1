"""How search reads words, and the functions that the database needs for it.

`name contains` matches the beginnings of words, in any order, and `name =` takes no heed of case: both measured on the
real Drive. `fullText contains` matches whole words; in double quotes, words that stand together
(developers.google.com/workspace/drive/api/guides/ref-search-terms).
"""

from __future__ import annotations

import re
import sqlite3

from local_workspace.core.workspace import Workspace
from local_workspace.drive import revision_log, rows
from local_workspace.drive.inheritance import RANK, reaching
from local_workspace.drive.rows import more_of

WORDS = re.compile(r"[^\W_]+")
PHRASE = re.compile(r'^"(.*)"$', re.DOTALL)
READABLE = ("text/plain", "text/csv")
"""What an editor's file is read as, the first that it exports."""


def words(text: str) -> list[str]:
    return WORDS.findall(text.casefold())


def name_contains(name: str, asked: str) -> bool:
    """Every word asked for begins a word of the name."""
    there = words(name)
    return all(any(word.startswith(one) for word in there) for one in words(asked))


def text_contains(text: str, asked: str) -> bool:
    """Every word asked for is a word of the text; a phrase in double quotes stands in it as it is."""
    there = words(text)
    phrase = PHRASE.match(asked)
    if not phrase:
        return set(words(asked)) <= set(there)
    wanted = words(phrase[1])
    return any(there[at : at + len(wanted)] == wanted for at in range(len(there) - len(wanted) + 1))


def natural(name: str) -> str:
    """A name as `name_natural` sorts it: numbers by their value."""
    return re.sub(r"\d+", lambda found: found[0].zfill(20), name.casefold())


def install(workspace: Workspace) -> None:
    """Give the database the functions that queries use, once."""
    db = workspace.db
    try:
        db.execute("SELECT folded('')")
    except sqlite3.OperationalError:
        db.create_function("folded", 1, str.casefold, deterministic=True)
        db.create_function("natural_key", 1, natural, deterministic=True)
        db.create_function("name_contains", 2, name_contains, deterministic=True)
        db.create_function("full_text", 2, lambda file_id, asked: text_contains(_text(workspace, file_id), asked))
        db.create_function("visibility", 1, lambda file_id: visibility(workspace, file_id))
        db.create_function("holds", 3, lambda file_id, who, role: _holds(workspace, file_id, who, role))


def _text(workspace: Workspace, file_id: str) -> str:
    """All that search reads of a file: its name, its description and its content."""
    row = rows.row_of(workspace, file_id)
    if row is None:
        return ""
    return "\n".join([row["name"], more_of(row).get("description", ""), _content(workspace, row)])


def _content(workspace: Workspace, row: sqlite3.Row) -> str:
    kind = workspace.kinds.get(row["mime_type"])
    if kind is not None:
        exporter = next((kind.exports[one] for one in READABLE if one in kind.exports), None)
        return exporter(workspace, row["id"]).decode("utf-8", "replace") if exporter else ""
    if not row["mime_type"].startswith("text/"):
        return ""
    head = revision_log.newest(workspace, row["id"])
    media = revision_log.media_of(head) if head else None
    return media.data.decode("utf-8", "replace") if media else ""


def visibility(workspace: Workspace, file_id: str) -> str:
    """Drive's word for how widely a file is shared."""
    found = {(held.type, '"allowFileDiscovery": true' in held.more) for held in reaching(workspace, file_id)}
    for kind in ("anyone", "domain"):
        if (kind, True) in found:
            return f"{kind}CanFind"
        if (kind, False) in found:
            return f"{kind}WithLink"
    return "limited"


def _holds(workspace: Workspace, file_id: str, who: str, role: str) -> bool:
    """Whether an address has at least a role on a file, by a permission in its own name."""
    helds = reaching(workspace, file_id)
    return any(held.email == who and RANK[held.role] >= RANK[role] for held in helds)
