"""Drive: what one has, folders, and what can be done with a file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from local_workspace.core.call import Json
from local_workspace.core.errors import Refusal
from local_workspace.docs.pdf_export import PDF
from local_workspace.drive.mime import FOLDER, PREFIX
from local_workspace.pages import words
from local_workspace.pages.drive_view import File, file, uppermost
from local_workspace.pages.person import Person, here

MOST = 1000
DEEPEST = 20
NEW = {"document": PREFIX + "document", "spreadsheet": PREFIX + "spreadsheet", "form": PREFIX + "form", "folder": FOLDER}

blueprint = Blueprint("drive", __name__)


def one_file(person: Person, file_id: str) -> File:
    """A file as the person sees it. Raises Refusal."""
    return file(person.drive("files.get", fileId=file_id))


def listed(person: Person, query: str, **params: Any) -> tuple[list[File], str]:
    """Files that the person may see and a query of Drive's finds, and the token of the next page."""
    found = person.drive("files.list", q=query, includeItemsFromAllDrives=True, **params)
    return [file(one) for one in found["files"]], found.get("nextPageToken", "")


@blueprint.get("/drive")
def home() -> ResponseReturnValue:
    person = here()
    drives = person.ask("drive.drives.list", pageSize=100)["drives"]
    seen, more = listed(person, "trashed = false", pageSize=MOST, orderBy="modifiedTime desc")
    mine, _ = listed(person, "trashed = false and 'root' in parents", pageSize=MOST, orderBy="folder,name")
    shared = uppermost(seen, [one["id"] for one in drives])
    root = one_file(person, "root")
    return render_template("drive_home.html", drives=drives, shared=shared, more=more, mine=mine, root=root, new=NEW)


@blueprint.get("/drive/bin")
def binned() -> ResponseReturnValue:
    found, _ = listed(here(), "trashed = true", pageSize=100, orderBy="modifiedTime desc")
    return render_template("drive_bin.html", files=[one for one in found if one.may.get("canUntrash")])


@blueprint.get("/drive/folders/<file_id>")
def folder(file_id: str) -> ResponseReturnValue:
    person, token = here(), request.args.get("page", "")
    this = one_file(person, file_id)
    page = {"pageToken": token} if token else {}
    files, more = listed(person, f"trashed = false and '{this.id}' in parents", orderBy="folder,name", **page)
    return render_template("drive_folder.html", this=this, path=path_to(person, this), files=files, more=more, new=NEW)


def path_to(person: Person, this: File) -> list[File]:
    """The folders above a file that the person can see, the uppermost first."""
    path: list[File] = []
    while this.parent and len(path) < DEEPEST:
        try:
            this = one_file(person, this.parent)
        except Refusal:
            break
        path.insert(0, this)
    return path


@blueprint.get("/file/d/<file_id>/view")
def details(file_id: str) -> ResponseReturnValue:
    person = here()
    this = one_file(person, file_id)
    return render_template("drive_file.html", this=this, path=path_to(person, this))


@blueprint.get("/file/d/<file_id>/content")
def content(file_id: str) -> ResponseReturnValue:
    """The file's bytes, or with ``to`` what its editor exports; a PDF opens, anything else is saved."""
    person = here()
    this = one_file(person, file_id)
    wanted = request.args.get("to")
    if wanted:
        media = person.ask("drive.files.export", fileId=file_id, mimeType=wanted)
    else:
        media = person.drive("files.get", fileId=file_id, alt="media")
    ending = words.ENDINGS.get(media.mime_type, "") if wanted else ""
    saved = media.mime_type != PDF
    response = send_file(BytesIO(media.data), media.mime_type, as_attachment=saved, download_name=f"{this.name}{ending}")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/drive/folders/<file_id>/new")
def create(file_id: str) -> ResponseReturnValue:
    """A new Doc, Sheet or folder in a folder."""
    name = request.form.get("name", "").strip() or "Untitled"
    body = {"name": name, "mimeType": NEW[request.form["kind"]], "parents": [file_id]}
    made = file(here().drive("files.create", body))
    return redirect(made.opens, 303)


@blueprint.post("/file/d/<file_id>/copy")
def copy(file_id: str) -> ResponseReturnValue:
    """*Make a copy*: beside the original where one may add to its folder, else in My Drive."""
    made = file(here().drive("files.copy", fileId=file_id))
    flash(f"This is your copy. It is called “{made.name}”.", "good")
    return redirect(url_for("drive.details", file_id=made.id), 303)


@blueprint.post("/file/d/<file_id>/name")
def rename(file_id: str) -> ResponseReturnValue:
    name = request.form.get("name", "").strip()
    if not name:
        return tell(file_id, "A name needs at least one letter. It was not changed.", "problem")
    return change(file_id, {"name": name}, "The name is changed.")


@blueprint.post("/file/d/<file_id>/bin")
def put_in_bin(file_id: str) -> ResponseReturnValue:
    return change(file_id, {"trashed": True}, "It is in the bin.")


@blueprint.post("/file/d/<file_id>/restore")
def take_out_of_bin(file_id: str) -> ResponseReturnValue:
    return change(file_id, {"trashed": False}, "It is out of the bin.")


def change(file_id: str, body: Json, done: str) -> ResponseReturnValue:
    """Change a file and say so, or say why not."""
    try:
        here().drive("files.update", body, fileId=file_id)
    except Refusal as refusal:
        return tell(file_id, f"That did not work: {refusal.message}", "problem")
    return tell(file_id, done, "good")


def tell(file_id: str, message: str, kind: str) -> ResponseReturnValue:
    flash(message, kind)
    return redirect(url_for("drive.details", file_id=file_id), 303)
