"""Docs: a document to read, to type in, to choose in and to comment on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from local_workspace.core.call import Json
from local_workspace.core.errors import Refusal
from local_workspace.pages import doc_typing
from local_workspace.pages.difference import OBJECT
from local_workspace.pages.doc_typing import MovedOn, Shown
from local_workspace.pages.doc_view import every_tab
from local_workspace.pages.drive_pages import one_file, path_to
from local_workspace.pages.drive_view import File
from local_workspace.pages.person import here

MOVED_ON = "This part of the document was changed since the page was shown, so nothing was put in. Look at it as it is now."

blueprint = Blueprint("docs", __name__, url_prefix="/document/d/<file_id>")


@dataclass(frozen=True)
class Problem:
    """Why something was not done. words: what was typed and not put in."""

    text: str
    words: str = ""
    code: int = 409


@blueprint.get("/edit")
def edit(file_id: str) -> ResponseReturnValue:
    return page_for(file_id)


@blueprint.get("")
@blueprint.get("/<any(view, preview):_>")
def other_address(file_id: str, _: str = "") -> ResponseReturnValue:
    """Google's other addresses for a document."""
    return redirect(url_for("docs.edit", file_id=file_id))


def page_for(file_id: str, problem: Problem | None = None) -> ResponseReturnValue:
    """The document as it is now, and what went wrong, if something did. Raises Refusal."""
    person = here()
    shown = content(file_id)
    this: File = shown["this"]
    every = every_tab(shown["document"])
    tabs = [(one["tabProperties"]["tabId"], one["tabProperties"].get("title", "")) for one in every]
    page = render_template(
        "doc.html", **shown, tabs=tabs, path=path_to(person, this), problem=problem, comments=comments_on(this), OBJECT=OBJECT
    )
    return page, problem.code if problem else 200


def content(file_id: str) -> Json:
    """What the document's own part of the page is made of. editing: the start of the paragraph that a form is shown for."""
    person = here()
    document = doc_typing.read(person, file_id)
    this = one_file(person, file_id)
    can_write = bool(this.may.get("canModifyContent")) and not this.in_bin
    return {
        "this": this,
        "document": document,
        "tab": doc_typing.tab_of(document, request.values.get("tab", "")),
        "can_write": can_write,
        "editing": request.args.get("p", -1, type=int) if can_write else -1,
    }


def comments_on(this: File) -> list[Json]:
    """What people said about the document, the first thing first."""
    found: list[Json] = here().ask("drive.comments.list", fileId=this.id, pageSize=100)["comments"]
    return sorted(found, key=lambda one: one["createdTime"])


@blueprint.post("/write")
def write(file_id: str) -> ResponseReturnValue:
    """A paragraph's new text: the parts between its chips, in order."""
    text = OBJECT.join(request.form.getlist("text"))
    try:
        doc_typing.write(here(), file_id, shown_in_form(), text)
    except (MovedOn, Refusal) as problem:
        return not_done(file_id, problem, text)
    return done(file_id)


@blueprint.post("/take-out")
def take_out(file_id: str) -> ResponseReturnValue:
    """An empty paragraph goes."""
    try:
        doc_typing.take_out(here(), file_id, shown_in_form())
    except (MovedOn, Refusal) as problem:
        return not_done(file_id, problem)
    return done(file_id)


@blueprint.post("/choose")
def choose(file_id: str) -> ResponseReturnValue:
    """Something is chosen in a dropdown."""
    form = request.form
    try:
        doc_typing.choose(here(), file_id, form["tab"], form["dropdown"], form["option"])
    except Refusal as problem:
        return not_done(file_id, problem)
    return done(file_id)


@blueprint.post("/comments")
def comment(file_id: str) -> ResponseReturnValue:
    said = request.form.get("content", "").strip()
    if said:
        try:
            here().ask("drive.comments.create", {"content": said}, fileId=file_id)
        except Refusal as problem:
            return not_done(file_id, problem, said)
        flash("Your comment is there for everyone who can open this document.", "good")
    return redirect(url_for("docs.edit", file_id=file_id, _anchor="comments"), 303)


def shown_in_form() -> Shown:
    """The paragraph that a form is about, as its page showed it."""
    form = request.form
    return Shown(form["tab"], int(form["start"]), form["revision"], form["was"], form["before"])


def wants_json() -> bool:
    """Whether the page's own script asks: it is answered with what changed instead of a page."""
    return request.accept_mimetypes.best == "application/json"


def done(file_id: str) -> ResponseReturnValue:
    if wants_json():
        return {"html": body_of(file_id)}
    flash("Saved.", "saved")
    anchor = f"p-{request.form['start']}" if "start" in request.form else None
    return redirect(url_for("docs.edit", file_id=file_id, tab=request.form.get("tab"), _anchor=anchor), 303)


def not_done(file_id: str, problem: MovedOn | Refusal, words: str = "") -> ResponseReturnValue:
    """Nothing was changed: why, what was typed, and the document as it is now. Raises Refusal for what may not be seen."""
    if isinstance(problem, Refusal):
        if problem.code in (403, 404):
            doc_typing.read(here(), file_id)
        told = Problem(f"Nothing was changed. {problem.message}", words, problem.code)
    else:
        told = Problem(MOVED_ON, words)
    if wants_json():
        return {"html": body_of(file_id), "problem": told.text}, told.code
    return page_for(file_id, told)


def body_of(file_id: str) -> str:
    return render_template("doc_body.html", **content(file_id), OBJECT=OBJECT)
