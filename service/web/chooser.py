"""Locally, one chooses whom to be. This cannot exist where the Workspace is Google: `create_app` refuses it."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import combining, normalize

from flask import Blueprint, Request, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from service.web.desk import Desk, Seat

FIRST = 30


class LocalIdentity:
    """Whoever was chosen, kept in the signed session cookie."""

    switch_url = "/choose"

    def email(self, request: Request) -> str | None:
        return session.get("email")

    def ask(self) -> ResponseReturnValue:
        return redirect(url_for("chooser.choose"))


def pages(desk: Desk) -> Blueprint:
    chooser = Blueprint("chooser", __name__)

    @chooser.get("/choose")
    def choose() -> ResponseReturnValue:
        return chooser_page(desk.people(), request.args.get("q", ""))

    @chooser.post("/choose")
    def take() -> ResponseReturnValue:
        return take_seat(desk.people(), request.form.get("email", ""))

    return chooser


def chooser_page(people: Sequence[Seat], query: str) -> str:
    found = matching(people, query)
    return render_template(
        "choose.html",
        query=query,
        good=[] if query else [one for one in people if one.plays],
        found=found[:FIRST],
        more=max(0, len(found) - FIRST),
    )


def take_seat(people: Sequence[Seat], email: str) -> ResponseReturnValue:
    """Only someone who is on the list can be played."""
    seat = next((one for one in people if one.email == email), None) or abort(400)
    session.clear()
    session["email"] = seat.email.lower()
    return redirect(url_for("me.mine"), 303)


def matching(people: Sequence[Seat], query: str) -> list[Seat]:
    """Those in whom every word is found, whatever its accents."""
    words = plain(query).split()
    return [one for one in people if all(word in plain(f"{one.name} {one.role} {one.school}") for word in words)]


def plain(text: str) -> str:
    """``Zoë O’Brien`` → ``zoe o'brien``."""
    bare = "".join(letter for letter in normalize("NFKD", text) if not combining(letter))
    return bare.replace("’", "'").casefold()
