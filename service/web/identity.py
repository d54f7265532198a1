"""Who is there. On Google that is for Identity-Aware Proxy to say; locally one chooses."""

from __future__ import annotations

from typing import Protocol

from flask import Request, g
from flask.typing import ResponseReturnValue


class Identity(Protocol):
    """One way of knowing who is there. switch_url: where one goes to be someone else."""

    switch_url: str

    def email(self, request: Request) -> str | None:
        """The address of who is there, in lower case; None if that is not proven."""

    def ask(self) -> ResponseReturnValue:
        """What to answer to someone who is not known."""


def here() -> str:
    """The address of who is there, once the request has been let in."""
    return str(g.email)
