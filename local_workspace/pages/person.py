"""The person whose pages these are, and what they ask of the Workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g

from local_workspace.core.call import Json
from local_workspace.core.dispatch import Dispatcher
from local_workspace.core.workspace import Workspace


@dataclass(frozen=True)
class Person:
    """Someone who is signed in. Everything the pages read or change goes through `ask`, and so as that person."""

    dispatcher: Dispatcher
    email: str
    name: str

    @property
    def workspace(self) -> Workspace:
        return self.dispatcher.workspace

    def ask(self, method: str, body: Json | None = None, **params: Any) -> Any:
        """Call an API method by its discovery id. Raises Refusal, as the API would refuse this person."""
        return self.dispatcher.as_person(method, self.email, params, body)

    def drive(self, method: str, body: Json | None = None, **params: Any) -> Any:
        """Call a method of Drive's that has to be told that the caller knows shared drives."""
        return self.ask(f"drive.{method}", body, supportsAllDrives=True, **params)


def here() -> Person:
    """Who this request's page is for."""
    person: Person = g.person
    return person
