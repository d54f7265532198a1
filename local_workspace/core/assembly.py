"""The one place that knows every API: their handlers, their tables, their kinds of file, what they lack."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from local_workspace.core.app import Pages
from local_workspace.core.call import Handler
from local_workspace.core.dispatch import Dispatcher
from local_workspace.core.workspace import Clock, Workspace
from local_workspace.directory import handlers as directory
from local_workspace.directory import tables as directory_tables
from local_workspace.docs import handlers as docs
from local_workspace.docs import requests as docs_requests
from local_workspace.docs import tables as docs_tables
from local_workspace.drive import handlers as drive
from local_workspace.drive import renaming as drive_renaming
from local_workspace.drive import tables as drive_tables
from local_workspace.forms import handlers as forms
from local_workspace.forms import requests as forms_requests
from local_workspace.forms import tables as forms_tables
from local_workspace.pages.app import make_pages
from local_workspace.sheets import handlers as sheets
from local_workspace.sheets import requests as sheets_requests
from local_workspace.sheets import tables as sheets_tables

HANDLERS: Mapping[str, Handler] = {**drive.HANDLERS, **docs.HANDLERS, **sheets.HANDLERS, **forms.HANDLERS, **directory.HANDLERS}
NOTES: Mapping[str, str] = {**drive.NOTES, **docs.NOTES, **sheets.NOTES, **forms.NOTES, **directory.NOTES}
"""What a method that is built still lacks; a method without a note is whole."""
REQUEST_KINDS: Mapping[str, frozenset[str]] = {
    "docs": frozenset(docs_requests.KINDS),
    "sheets": frozenset(sheets_requests.KINDS),
    "forms": frozenset(forms_requests.KINDS),
}
"""The batchUpdate requests that are built."""
SCHEMAS = (directory_tables.SCHEMA, drive_tables.SCHEMA, docs_tables.SCHEMA, sheets_tables.SCHEMA, forms_tables.SCHEMA)
REGISTER: tuple[Callable[[Workspace], None], ...] = (drive_renaming.register, docs.register, sheets.register, forms.register)


def build(path: str = ":memory:", *, seed: int | None = None, clock: Clock | None = None) -> Workspace:
    """A Workspace with every API's tables and kinds; empty if the database is new."""
    workspace = Workspace(path, seed=seed, clock=clock)
    for schema in SCHEMAS:
        workspace.db.executescript(schema)
    for register in REGISTER:
        register(workspace)
    return workspace


def pages_for(dispatcher: Dispatcher) -> Pages:
    """The pages for people, over the same handlers."""
    return make_pages(dispatcher)
