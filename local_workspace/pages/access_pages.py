"""Who has access to a file, and giving it: through Drive's permissions, with Drive's own refusals."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from local_workspace.core.errors import Refusal
from local_workspace.directory import accounts
from local_workspace.pages.drive_pages import one_file
from local_workspace.pages.drive_view import Access, File, access
from local_workspace.pages.person import Person, here
from local_workspace.pages.words import ROLES

ON_FILES = ("writer", "commenter", "reader")
ON_FOLDERS_OF_DRIVES = ("fileOrganizer", *ON_FILES)
ON_DRIVES = ("organizer", *ON_FOLDERS_OF_DRIVES)
STRONGEST = tuple(ROLES)

blueprint = Blueprint("access", __name__, url_prefix="/file/d/<file_id>/access")


def roles_for(this: File) -> dict[str, str]:
    """The roles that can be given on a file, in words."""
    names = ON_DRIVES if this.id == this.drive else ON_FOLDERS_OF_DRIVES if this.drive and this.kind == "Folder" else ON_FILES
    return {name: ROLES[name] for name in names}


def who_has_access(person: Person, file_id: str) -> list[Access] | None:
    """Everyone who can open a file, the strongest first; None for someone who may not be told."""
    found: list[Access] = []
    token: dict[str, Any] = {}
    while True:
        try:
            page = person.drive("permissions.list", fileId=file_id, pageSize=100, **token)
        except Refusal as refusal:
            if refusal.code == 403:
                return None
            raise
        found += [access(one) for one in page["permissions"]]
        if "nextPageToken" not in page:
            return sorted(found, key=lambda one: (STRONGEST.index(one.role), one.name))
        token = {"pageToken": page["nextPageToken"]}


@blueprint.get("")
def show(file_id: str) -> ResponseReturnValue:
    return page_for(file_id)


def page_for(file_id: str, *, problem: str = "", code: int = 200) -> ResponseReturnValue:
    """The page; after a refusal with what was filled in, so that nothing is typed twice."""
    person = here()
    this = one_file(person, file_id)
    people = who_has_access(person, file_id)
    page = render_template(
        "access.html", this=this, people=people, roles=roles_for(this), problem=problem, filled=request.form, email=person.email
    )
    return page, code


@blueprint.post("")
def share(file_id: str) -> ResponseReturnValue:
    """Share with an account or a group. As in Drive, a mail goes out unless one says not to."""
    person, email = here(), request.form.get("email", "").strip()
    with person.workspace.lock:
        is_group = accounts.group(person.workspace, email) is not None
    body = {"type": "group" if is_group else "user", "role": request.form.get("role", ""), "emailAddress": email}
    message = request.form.get("message", "").strip()
    mail = {"sendNotificationEmail": "notify" in request.form} | ({"emailMessage": message} if message else {})
    try:
        person.drive("permissions.create", body, fileId=file_id, **mail)
    except Refusal as refusal:
        return page_for(file_id, problem=refusal.message, code=422)
    return done(file_id, f"Shared with {email}.")


@blueprint.post("/<permission_id>")
def change(file_id: str, permission_id: str) -> ResponseReturnValue:
    """Another role for someone, or none."""
    role, person = request.form.get("role", ""), here()
    try:
        if role == "none":
            person.drive("permissions.delete", fileId=file_id, permissionId=permission_id)
        else:
            person.drive("permissions.update", {"role": role}, fileId=file_id, permissionId=permission_id)
    except Refusal as refusal:
        return page_for(file_id, problem=refusal.message, code=422)
    return done(file_id, "Access is changed.")


def done(file_id: str, message: str) -> ResponseReturnValue:
    """Back to the page, or to Drive for someone who has just taken away their own access."""
    flash(message, "good")
    try:
        one_file(here(), file_id)
    except Refusal:
        return redirect(url_for("drive.home"), 303)
    return redirect(url_for("access.show", file_id=file_id), 303)
