"""Forms: a form to answer, page by page, and the editor's view of one."""

from __future__ import annotations

import json

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from local_workspace.core.call import Json
from local_workspace.core.errors import Forbidden, Refusal
from local_workspace.forms import answering
from local_workspace.forms.form import Form, by_public_id, load, questions_of, save
from local_workspace.pages import form_view
from local_workspace.pages.drive_pages import one_file, path_to
from local_workspace.pages.person import here

blueprint = Blueprint("forms", __name__, url_prefix="/forms/d")
MANNERS = ("allow_edit", "limit_one")


@blueprint.get("/<file_id>/viewform")
def by_file(file_id: str) -> ResponseReturnValue:
    """A form by its file's id: on to its published address."""
    person = here()
    with person.workspace.transaction():
        form = load(person.workspace, file_id)
    query = request.query_string.decode()
    return redirect(url_for("forms.view", public_id=form.public_id, authuser=None) + (f"?{query}" if query else ""))


@blueprint.get("/e/<public_id>/viewform")
def view(public_id: str) -> ResponseReturnValue:
    """The first page, blank, prefilled, or with one's own earlier answers to change."""
    person = here()
    with person.workspace.transaction():
        form = by_public_id(person.workspace, public_id)
        if (closed := _closed(form)) is not None:
            return closed
        values = form_view.read(form, request.args)
        response = request.args.get("edit2", "")
        if response:
            values = _earlier(form, response) or values
    return _page(form, 0, values, response)


@blueprint.post("/e/<public_id>/viewform")
def answer(public_id: str) -> ResponseReturnValue:
    """On to another page, or sent."""
    person = here()
    with person.workspace.transaction():
        form = by_public_id(person.workspace, public_id)
        if (closed := _closed(form)) is not None:
            return closed
        values = form_view.read(form, request.form)
        number, response = int(request.form["page"]), request.form.get("response", "")
        if "back" in request.form:
            path = form_view.path_to(form, values)
            return _page(form, path[max(path.index(number) - 1, 0)] if number in path else 0, values, response)
        path = form_view.path_to(form, values)
        if form_view.page(form, number, values, telling=True).wrong:
            return _page(form, number, values, response, telling=True)
        if number in path and path.index(number) + 1 < len(path):
            return _page(form, path[path.index(number) + 1], values, response)
        try:
            sent, wrong = answering.submit(person.workspace, form, person.email, values, response, _stated(form))
        except Forbidden as refusal:
            return render_template("form_closed.html", form=form, why=refusal.message), 403
    if wrong:
        first = next((one for one in path if form_view.page(form, one, values, telling=True).wrong), 0)
        return _page(form, first, values, response, telling=True, nameless="emailAddress" in wrong)
    return redirect(url_for("forms.sent", public_id=public_id, response=sent), 303)


def _stated(form: Form) -> str:
    return request.form.get("emailAddress", "").strip() if form.collects == "RESPONDER_INPUT" else ""


@blueprint.get("/e/<public_id>/formResponse")
def sent(public_id: str) -> ResponseReturnValue:
    """It has been recorded."""
    with here().workspace.transaction():
        form = by_public_id(here().workspace, public_id)
    return render_template("form_sent.html", form=form, response=request.args.get("response", ""))


def _closed(form: Form) -> ResponseReturnValue | None:
    """What is shown to who cannot answer. Raises NotFound for a form that is not published."""
    try:
        answering.require(here().workspace, form, here().email)
    except Forbidden as refusal:
        return render_template("form_closed.html", form=form, why=refusal.message), 403
    return None


def _earlier(form: Form, response: str) -> dict[str, list[str]]:
    """One's own earlier answers; {} where they are not one's own or may not be changed."""
    person = here()
    statement = "SELECT answers FROM form_responses WHERE form_id = ? AND id = ? AND email = ?"
    row = person.workspace.db.execute(statement, (form.file_id, response, person.email.lower())).fetchone()
    return dict(json.loads(row["answers"])) if row and form.manners.get("allow_edit") else {}


def _page(
    form: Form, number: int, values: dict[str, list[str]], response: str, *, telling: bool = False, nameless: bool = False
) -> ResponseReturnValue:
    shown = form_view.page(form, number, values, telling=telling)
    pages = len(form_view.spans(form))
    page = render_template(
        "form.html",
        form=form,
        page=shown,
        pages=pages,
        response=response,
        OTHER=form_view.OTHER,
        stated=request.values.get("emailAddress", ""),
        nameless=nameless,
    )
    return page, 400 if shown.wrong or nameless else 200


@blueprint.get("/<file_id>/edit")
def edit(file_id: str) -> ResponseReturnValue:
    """The form as its editors see it: its questions, whether it can be answered, by whom, and the answers."""
    person = here()
    this = one_file(person, file_id)
    if not this.may.get("canEdit"):
        return redirect(url_for("forms.by_file", file_id=file_id))
    answers = person.ask("forms.forms.responses.list", formId=file_id).get("responses", [])
    listed = person.drive("permissions.list", fileId=file_id, includePermissionsForView="published")["permissions"]
    responders = [one.get("emailAddress") or one.get("domain") or "anyone" for one in listed if one.get("view") == "published"]
    with person.workspace.transaction():
        form = load(person.workspace, file_id)
    return render_template(
        "form_edit.html",
        this=this,
        path=path_to(person, this),
        form=form,
        blocks=list(form_view.all_blocks(form)),
        responders=responders,
        answers=sorted(answers, key=lambda one: one["lastSubmittedTime"], reverse=True)[:50],
        number=len(answers),
        titles=_titles(form),
        public=url_for("forms.view", public_id=form.public_id),
    )


def _titles(form: Form) -> dict[str, str]:
    """What each question is called."""
    found = {}
    for item in form.items:
        for question in questions_of(item):
            row = question.get("rowQuestion", {}).get("title", "")
            found[question["questionId"]] = f"{item.get('title', '')} {row}".strip()
    return found


@blueprint.post("/<file_id>/publish")
def publish(file_id: str) -> ResponseReturnValue:
    """Publish, stop taking answers, or take it back."""
    state = {"open": (True, True), "closed": (True, False), "hidden": (False, False)}[request.form["state"]]
    body = {"publishSettings": {"publishState": {"isPublished": state[0], "isAcceptingResponses": state[1]}}}
    return _changed(file_id, "forms.forms.setPublishSettings", body)


@blueprint.post("/<file_id>/manners")
def manners(file_id: str) -> ResponseReturnValue:
    """What only the editor can set, and no API: changing one's answer, one answer each, the words at the end."""
    person = here()
    if not one_file(person, file_id).may.get("canEdit"):
        raise Forbidden("The caller does not have permission")
    with person.workspace.transaction():
        form = load(person.workspace, file_id)
        form.manners = {one: True for one in MANNERS if one in request.form}
        words = request.form.get("confirmation", "").strip()
        form.manners |= {"confirmation": words} if words else {}
        save(person.workspace, form)
    flash("The form’s settings are changed.", "good")
    return redirect(url_for("forms.edit", file_id=file_id), 303)


def _changed(file_id: str, method: str, body: Json) -> ResponseReturnValue:
    try:
        here().ask(method, body, formId=file_id)
    except Refusal as refusal:
        flash(f"That did not work: {refusal.message}", "problem")
    else:
        flash("The form’s settings are changed.", "good")
    return redirect(url_for("forms.edit", file_id=file_id), 303)
