"""Spreadsheets as files: made empty, copied, with whatever Drive asks of Sheets about them."""

from __future__ import annotations

import json

from local_workspace.core.call import Json
from local_workspace.core.workspace import Workspace
from local_workspace.directory import accounts
from local_workspace.sheets.book import TABLES, Book
from local_workspace.sheets.locales import DEFAULT
from local_workspace.sheets.sheet import new_sheet

MIME_TYPE = "application/vnd.google-apps.spreadsheet"
FACTS: Json = {"locale": DEFAULT, "autoRecalc": "ON_CHANGE", "timeZone": "Etc/GMT"}
"""As a spreadsheet begins that a service account makes (gspread's recordings)."""


def make(workspace: Workspace, file_id: str) -> None:
    """An empty spreadsheet with one sheet, in the language of whoever makes it."""
    facts = {**FACTS, **_habits(workspace, file_id)}
    workspace.db.execute("INSERT INTO spreadsheets VALUES (?, ?)", (file_id, json.dumps(facts)))
    Book(workspace, file_id).save(new_sheet(0, "Sheet1", 0, {}))


def _habits(workspace: Workspace, file_id: str) -> Json:
    """The locale of the account that made the file, if it says one."""
    row = workspace.db.execute("SELECT modified_by FROM files WHERE id = ?", (file_id,)).fetchone()
    account = accounts.find(workspace, row["modified_by"]) if row and row["modified_by"] else None
    languages = (account or {}).get("languages", [])
    preferred = [one["languageCode"] for one in languages if "languageCode" in one]
    return {"locale": preferred[0].replace("-", "_")} if preferred and "-" in preferred[0] else {}


def duplicate(workspace: Workspace, source: str, target: str) -> None:
    """Everything of one spreadsheet as another's."""
    db = workspace.db
    db.execute("INSERT INTO spreadsheets SELECT ?, json FROM spreadsheets WHERE file_id = ?", (target, source))
    db.execute("INSERT INTO sheets SELECT ?, sheet_id, place, title, json FROM sheets WHERE file_id = ?", (target, source))
    for table in TABLES:
        columns = ", ".join(row["name"] for row in db.execute(f"PRAGMA table_info({table})") if row["name"] != "file_id")
        statement = f"INSERT INTO {table} (file_id, {columns}) SELECT ?, {columns} FROM {table} WHERE file_id = ?"  # noqa: S608
        db.execute(statement, (target, source))
