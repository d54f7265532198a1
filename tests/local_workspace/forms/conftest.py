"""Forms without a socket: requests go through the dispatcher, each answer held to Google's schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from local_workspace.core import oauth
from local_workspace.core.assembly import HANDLERS, build
from local_workspace.core.dispatch import Dispatcher
from local_workspace.core.workspace import Workspace
from local_workspace.seed import seed
from tests.local_workspace.sheets.conftest import LINA, TESS, Caller, Refused

__all__ = ["LINA", "TESS", "Caller", "FormOf", "Refused"]

SCOPES = frozenset({"https://www.googleapis.com/auth/drive", "https://www.googleapis.com/auth/forms.body"})
ADA, ROBOT, STAFF = "ada.min@stour.example", "ggp@ggp-local.iam.gserviceaccount.com", "staff@stour.example"
MIME_TYPE = "application/vnd.google-apps.form"


def text(title: str, identity: str = "", **more: Any) -> dict[str, Any]:
    """A question that takes a line of text."""
    asked = {"questionId": identity} if identity else {}
    return {"title": title, "questionItem": {"question": {**asked, **more, "textQuestion": {}}}}


def choice(title: str, *options: Any, kind: str = "RADIO", identity: str = "", **more: Any) -> dict[str, Any]:
    """A question with options: values, or whole options."""
    made = [{"value": one} if isinstance(one, str) else one for one in options]
    question = {**({"questionId": identity} if identity else {}), **more, "choiceQuestion": {"type": kind, "options": made}}
    return {"title": title, "questionItem": {"question": question}}


@dataclass
class FormOf:
    """A form in the trust's shared drive, as one caller sees it."""

    id: str
    ask: Caller

    def get(self) -> Any:
        return self.ask("forms.forms.get", formId=self.id)

    def do(self, *requests: dict[str, Any], **more: Any) -> Any:
        return self.ask("forms.forms.batchUpdate", {"requests": list(requests), **more}, formId=self.id)

    def add(self, *items: dict[str, Any]) -> Any:
        """Items at the end, in one batch."""
        there = len(self.get().get("items", []))
        requests = [{"createItem": {"item": one, "location": {"index": there + n}}} for n, one in enumerate(items)]
        return [one["createItem"] for one in self.do(*requests)["replies"]]

    def publish(self, accepting: bool = True) -> Any:
        state = {"isPublished": True, "isAcceptingResponses": accepting}
        return self.ask("forms.forms.setPublishSettings", {"publishSettings": {"publishState": state}}, formId=self.id)

    def responses(self, **params: Any) -> Any:
        return self.ask("forms.forms.responses.list", formId=self.id, **params)

    def titles(self) -> list[str]:
        return [one.get("title", "") for one in self.get().get("items", [])]

    def send(self, email: str, answers: dict[str, Any], **more: Any) -> str:
        """Answer as a person, as the page does."""
        workspace = self.ask.dispatcher.workspace
        body = {"formId": self.id, "email": email, "answers": answers, **more}
        found: str = workspace.routes["form-responses"](workspace, body)["responseId"]
        return found


@pytest.fixture
def workspace(seed_data: dict[str, Any]) -> Iterator[Workspace]:
    made = build(seed=1)
    seed(made, seed_data)
    made.clock.freeze(True)
    made.clock.set(datetime(2025, 10, 6, 8, tzinfo=UTC))
    yield made
    made.db.close()


@pytest.fixture
def caller(workspace: Workspace) -> Callable[[str], Caller]:
    dispatcher = Dispatcher(workspace, HANDLERS, strict=True)
    return lambda email: Caller(dispatcher, oauth.issue(workspace, email, SCOPES))


@pytest.fixture
def robot(caller: Callable[[str], Caller]) -> Caller:
    return caller(ROBOT)


@pytest.fixture
def form(robot: Caller) -> FormOf:
    """An empty form in the shared drive, made by the service account through Drive."""
    drive = robot("drive.drives.list")["drives"][0]["id"]
    body = {"name": "Reflection", "mimeType": MIME_TYPE, "parents": [drive]}
    return FormOf(robot("drive.files.create", body, supportsAllDrives=True)["id"], robot)


@pytest.fixture
def open_form(form: FormOf) -> FormOf:
    """Published, with verified addresses, to the staff Group; one needed line of text, one free choice."""
    proudest = {"questionId": "0a", "required": True, "textQuestion": {"paragraph": True}}
    form.add(
        {"title": "What are you proudest of?", "questionItem": {"question": proudest}},
        choice("How is it?", "Fine", "Well", identity="0b"),
    )
    form.do({"updateSettings": {"settings": {"emailCollectionType": "VERIFIED"}, "updateMask": "emailCollectionType"}})
    form.publish()
    body = {"type": "group", "role": "reader", "view": "published", "emailAddress": STAFF}
    form.ask("drive.permissions.create", body, fileId=form.id, supportsAllDrives=True, sendNotificationEmail=False)
    return form
