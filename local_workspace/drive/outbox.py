"""The mails that Drive sends when something is shared: kept, so that a test or a person can see that one was sent."""

from __future__ import annotations

from collections.abc import Iterator

from local_workspace.core.call import Call, Json
from local_workspace.core.workspace import Workspace


def tell(call: Call, recipient: str, subject: str, body: str) -> None:
    call.workspace.db.execute(
        "INSERT INTO outbox (time, sender, recipient, subject, body) VALUES (?, ?, ?, ?, ?)",
        (call.workspace.clock.stamp(), call.principal.email, recipient, subject, body),
    )


def sent(workspace: Workspace) -> Iterator[Json]:
    """Every mail, oldest first."""
    for row in workspace.db.execute("SELECT * FROM outbox ORDER BY seq"):
        yield dict(row)
