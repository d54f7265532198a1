"""How the pages say what the APIs call by other names: roles, kinds of file, moments."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from local_workspace.docs.docx_export import DOCX
from local_workspace.docs.pdf_export import PDF
from local_workspace.drive.mime import FOLDER, PREFIX, SHORTCUT
from local_workspace.sheets.xlsx_writing import XLSX

LONDON = ZoneInfo("Europe/London")

KINDS = {
    FOLDER: "Folder",
    SHORTCUT: "Shortcut",
    PREFIX + "document": "Doc",
    PREFIX + "spreadsheet": "Sheet",
    PREFIX + "form": "Form",
    PREFIX + "presentation": "Slides",
    PDF: "PDF",
}
EXPORTS = {
    PDF: "PDF",
    "text/plain": "plain text",
    DOCX: "Word document",
    XLSX: "Excel workbook",
    "text/csv": "CSV (its first sheet)",
}
"""Formats that a person may take an editor's file away in."""
ENDINGS = {PDF: ".pdf", "text/plain": ".txt", DOCX: ".docx", XLSX: ".xlsx", "text/csv": ".csv"}
"""What the names of such files end in: what Python knows of it differs from machine to machine."""
ROLES = {
    "owner": "Owner",
    "organizer": "Manager",
    "fileOrganizer": "Content manager",
    "writer": "Can edit",
    "commenter": "Can comment",
    "reader": "Can view",
}
LINKS = ("https://", "http://", "mailto:", "#", "/")


def kind(mime_type: str) -> str:
    """What a file is, in a word."""
    return KINDS.get(mime_type, "File")


def role(name: str) -> str:
    return ROLES.get(name, name)


def moment(stamp: str) -> str:
    """An RFC 3339 time as people in London write it: ``6 October 2025, 09:00``."""
    there = _in_london(stamp)
    return f"{there.day} {there:%B %Y, %H:%M}" if there else ""


def day(stamp: str) -> str:
    """Its day: ``6 October 2025``."""
    there = _in_london(stamp)
    return f"{there.day} {there:%B %Y}" if there else ""


def _in_london(stamp: str) -> datetime | None:
    return datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone(LONDON) if stamp else None


def soft_breaks(text: str) -> Markup:
    """A line that ends inside a paragraph (U+000B, as Docs has it) as HTML."""
    return Markup("<br data-soft>").join(escape(part) for part in text.split("\v"))


def safe_link(address: str) -> str:
    """A link that a document may hold: to a page, a mail address or a place in the document; of anything else, nothing."""
    return address if address.startswith(LINKS) else "#"
