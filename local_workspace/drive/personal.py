"""What Drive keeps about a file for each person: the star, and when they last changed or opened it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from local_workspace.core.workspace import Workspace


@dataclass(frozen=True)
class Personal:
    """One person's view of a file. viewed, modified: stamps, or ''."""

    starred: bool = False
    viewed: str = ""
    modified: str = ""


def worked_on(workspace: Workspace, file_id: str, email: str, when: str) -> None:
    """Whoever changes a file has seen it."""
    workspace.db.execute(
        "INSERT INTO personal (file_id, email, viewed, modified) VALUES (?, ?, ?, ?) ON CONFLICT (file_id, email) "
        "DO UPDATE SET viewed = excluded.viewed, modified = excluded.modified",
        (file_id, email.lower(), when, when),
    )


def star(workspace: Workspace, file_id: str, email: str, starred: bool) -> None:
    workspace.db.execute(
        "INSERT INTO personal (file_id, email, starred) VALUES (?, ?, ?) ON CONFLICT (file_id, email) "
        "DO UPDATE SET starred = excluded.starred",
        (file_id, email.lower(), int(starred)),
    )


def view(workspace: Workspace, file_id: str, email: str, when: str) -> None:
    workspace.db.execute(
        "INSERT INTO personal (file_id, email, viewed) VALUES (?, ?, ?) ON CONFLICT (file_id, email) "
        "DO UPDATE SET viewed = excluded.viewed",
        (file_id, email.lower(), when),
    )


def of_files(workspace: Workspace, file_ids: Iterable[str], email: str) -> dict[str, Personal]:
    """By file id, for those that have any."""
    wanted = list(file_ids)
    marks = ", ".join("?" for _ in wanted)
    statement = f"SELECT * FROM personal WHERE email = ? AND file_id IN ({marks})"  # noqa: S608 only marks
    found = workspace.db.execute(statement, (email.lower(), *wanted))
    return {row["file_id"]: Personal(bool(row["starred"]), row["viewed"], row["modified"]) for row in found}
