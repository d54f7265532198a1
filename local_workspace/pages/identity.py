"""Who one is. There are no passwords: whoever is seeded can be chosen, and the choice is kept in a signed cookie.

``authuser`` in an address means that person, as in Google's own links; every link on a page carries it, so that two tabs
can be two people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from unicodedata import combining, normalize

from flask import Blueprint, Flask, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from local_workspace.core.call import Json
from local_workspace.core.dispatch import Dispatcher
from local_workspace.directory import accounts
from local_workspace.pages.person import Person

FIRST = 50
WITHOUT_IDENTITY = frozenset({"static", "identity.choose", "identity.take"})

blueprint = Blueprint("identity", __name__)


@dataclass(frozen=True)
class Seat:
    """An account that can be chosen, or cannot because it is suspended."""

    email: str
    name: str
    admin: bool
    suspended: bool


def seat(account: Json) -> Seat:
    name = account.get("name", {}).get("fullName") or account["primaryEmail"]
    return Seat(account["primaryEmail"], name, bool(account.get("isAdmin")), bool(account.get("suspended")))


def dispatcher() -> Dispatcher:
    found: Dispatcher = current_app.extensions["local_workspace"]
    return found


def seats() -> list[Seat]:
    """Everyone who has an account; service accounts and groups are no people."""
    workspace = dispatcher().workspace
    with workspace.lock:
        return sorted((seat(one) for one in accounts.people(workspace)), key=lambda one: plain(one.name))


def found_seat(email: str) -> Seat | None:
    """The person's account for an address or an alias; a service account is no one to play."""
    workspace = dispatcher().workspace
    with workspace.lock:
        account = accounts.find(workspace, email)
    return seat(account) if account and "primaryEmail" in account else None


def matching(people: Iterable[Seat], query: str) -> list[Seat]:
    """Those in whose name or address every word is found, whatever its accents."""
    words = plain(query).split()
    return [one for one in people if all(word in plain(f"{one.name} {one.email}") for word in words)]


def plain(text: str) -> str:
    """``Zoë O’Brien`` → ``zoe o'brien``."""
    bare = "".join(letter for letter in normalize("NFKD", text) if not combining(letter))
    return bare.replace("’", "'").casefold()


@blueprint.get("/")
def choose() -> ResponseReturnValue:
    """The chooser."""
    return chooser(request.args.get("q", ""))


def chooser(query: str, *, problem: str = "", code: int = 200) -> ResponseReturnValue:
    found = matching(seats(), query)
    shown, more = found[:FIRST], max(0, len(found) - FIRST)
    page = render_template("choose.html", query=query, found=shown, more=more, problem=problem, next=_next_page())
    return page, code


def _next_page() -> str:
    """The page of ours that was asked for before anyone was chosen."""
    asked = request.values.get("next", "")
    if not asked and request.method == "GET" and request.endpoint not in WITHOUT_IDENTITY:
        asked = request.full_path.rstrip("?")
    return asked if asked.startswith("/") and not asked.startswith(("//", "/\\")) else ""


@blueprint.post("/")
def take() -> ResponseReturnValue:
    """Choose someone."""
    chosen = found_seat(request.form.get("email", ""))
    if chosen is None or chosen.suspended:
        return chooser("", problem=_why_not(request.form.get("email", ""), chosen), code=400)
    session["email"] = chosen.email
    return redirect(_without_authuser(_next_page()) or url_for("drive.home", authuser=chosen.email), 303)


def _why_not(email: str, chosen: Seat | None) -> str:
    if chosen is None:
        return f"There is no account {email} in this Workspace. Choose someone who is."
    return f"{chosen.name}’s account is suspended, so {chosen.name} cannot sign in. Choose someone else."


def _without_authuser(page: str) -> str:
    """The page that was asked for, as whoever was chosen for it."""
    path, _, query = page.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not part.startswith("authuser="))
    return f"{path}?{kept}" if kept else path


def know_person() -> ResponseReturnValue | None:
    """Before each request: whose it is. `authuser` by number, as in some of Google's links, means whoever is signed in."""
    if request.endpoint in WITHOUT_IDENTITY or request.endpoint is None:
        return None
    asked = request.args.get("authuser", "")
    wanted = asked if asked and not asked.isdigit() else session.get("email", "")
    found = found_seat(wanted) if wanted else None
    if found is None or found.suspended:
        return chooser("", problem=_why_not(wanted, found) if wanted else "")
    g.person = Person(dispatcher(), found.email, found.name)
    if request.method == "GET":
        session["email"] = found.email
    return None


def carry_person(endpoint: str, values: dict[str, Any]) -> None:
    """Every link says whose it is."""
    if endpoint not in WITHOUT_IDENTITY and "person" in g:
        values.setdefault("authuser", g.person.email)


def register(app: Flask, over: Dispatcher) -> None:
    """Let an app know who is there."""
    app.extensions["local_workspace"] = over
    before: Callable[[], ResponseReturnValue | None] = know_person
    app.before_request(before)
    app.url_defaults(carry_person)
    app.context_processor(lambda: {"person": g.get("person")})
    app.register_blueprint(blueprint)
