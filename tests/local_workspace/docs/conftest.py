"""Docs without a socket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from local_workspace.core import oauth
from local_workspace.core.assembly import HANDLERS, build
from local_workspace.core.dispatch import Dispatcher
from local_workspace.core.workspace import Workspace
from local_workspace.seed import seed
from tests.local_workspace.docs.documents import Caller, Doc

SCOPES = frozenset({"https://www.googleapis.com/auth/drive", "https://www.googleapis.com/auth/documents"})


@pytest.fixture
def workspace(seed_data: dict[str, Any]) -> Iterator[Workspace]:
    made = build(seed=1)
    seed(made, seed_data)
    yield made
    made.db.close()


@pytest.fixture
def caller(workspace: Workspace) -> Callable[[str], Caller]:
    """Makes a caller of a first and last name of the seed's."""
    dispatcher = Dispatcher(workspace, HANDLERS, strict=True)
    return lambda name: Caller(dispatcher, oauth.issue(workspace, f"{name}@stour.example", SCOPES))


@pytest.fixture
def tess(caller: Callable[[str], Caller]) -> Caller:
    return caller("tess.teacher")


@pytest.fixture
def doc(tess: Caller) -> Doc:
    """An empty document of Tess's."""
    return Doc(tess("docs.documents.create", {"title": "Growth plan"})["documentId"], tess)


@pytest.fixture
def shared(doc: Doc, caller: Callable[[str], Caller]) -> Callable[[str], Doc]:
    """Tess's document in Lina's hands, in a role."""

    def share(role: str) -> Doc:
        body = {"type": "user", "role": role, "emailAddress": "lina.manager@stour.example"}
        doc.ask("drive.permissions.create", body, fileId=doc.id, sendNotificationEmail=False)
        return Doc(doc.id, caller("lina.manager"))

    return share
