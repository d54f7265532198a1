"""Forms v1: what is asked, kept in line with what is declared, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from service.errors import MovedOn, Unsure
from service.google.connect import Connection
from service.google.form_requests import missing_from, requests_for
from service.policy.form_template import FormTemplate
from service.policy.responses import Response
from service.ports import FormState

TRIES = 4
OPEN = {"publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": True}}}
SHUT = {"publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": False}}}
"""Without `publishState` the request says nothing, though one of Google's samples leaves it out."""
PUBLISHED = "published"


class GoogleForms:
    """`service.ports.Forms` over the Forms API."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def _forms(self) -> Any:
        return self._connection.collection("forms", "v1", "forms")

    def shape(self, file_id: str, template: FormTemplate) -> None:
        """Under the revision that was read: what somebody changes meanwhile is read again, not written over."""
        for tries_left in reversed(range(TRIES)):
            form = self._get(file_id)
            requests = requests_for(form, template)
            if not requests:
                break
            body = {"requests": requests, "writeControl": {"requiredRevisionId": form["revisionId"]}}
            request = self._forms.batchUpdate(formId=file_id, body=body)
            try:
                self._connection.send("forms.forms.batchUpdate", request, repeatable=False)
            except (MovedOn, Unsure):
                if not tries_left:
                    raise
                continue
            break
        if not _is_open(form):
            self._publish(file_id, OPEN)

    def close(self, file_id: str) -> None:
        """It stays published, so that whoever opens it is told that it takes no more answers."""
        self._publish(file_id, SHUT)

    def reopen(self, file_id: str) -> None:
        self._publish(file_id, OPEN)

    def _publish(self, file_id: str, state: Mapping[str, Any]) -> None:
        request = self._forms.setPublishSettings(formId=file_id, body=state)
        self._connection.send("forms.forms.setPublishSettings", request, repeatable=True)

    def responses(self, file_id: str, since: datetime | None = None) -> Iterator[Sequence[Response]]:
        """Five thousand a page at most (forms.responses.list)."""
        arguments = {"filter": f"timestamp >= {_zulu(since)}"} if since else {}
        token: str | None = None
        while True:
            request = self._forms.responses().list(formId=file_id, pageToken=token, **arguments)
            page = self._connection.send("forms.forms.responses.list", request, repeatable=True)
            yield [_response(one) for one in page.get("responses", ())]
            token = page.get("nextPageToken")
            if not token:
                return

    def response(self, file_id: str, response_id: str) -> Response:
        request = self._forms.responses().get(formId=file_id, responseId=response_id)
        return _response(self._connection.send("forms.forms.responses.get", request, repeatable=True))

    def state(self, file_id: str, template: FormTemplate) -> FormState:
        form = self._get(file_id)
        state = form.get("publishSettings", {}).get("publishState", {})
        verified = form.get("settings", {}).get("emailCollectionType") == "VERIFIED"
        return FormState(
            bool(state.get("isPublished")),
            bool(state.get("isAcceptingResponses")),
            verified,
            self._responders(file_id),
            missing_from(form, template),
        )

    def _responders(self, file_id: str) -> frozenset[str]:
        permissions = self._connection.collection("drive", "v3", "permissions")
        request = permissions.list(
            fileId=file_id,
            includePermissionsForView=PUBLISHED,
            supportsAllDrives=True,
            pageSize=100,
            fields="permissions(emailAddress,view)",
        )
        found = self._connection.send("drive.permissions.list", request, repeatable=True)["permissions"]
        return frozenset(one["emailAddress"].lower() for one in found if one.get("view") == PUBLISHED and "emailAddress" in one)

    def _get(self, file_id: str) -> dict[str, Any]:
        request = self._forms.get(formId=file_id)
        form: dict[str, Any] = self._connection.send("forms.forms.get", request, repeatable=True)
        return form


def _is_open(form: Mapping[str, Any]) -> bool:
    state = form.get("publishSettings", {}).get("publishState", {})
    return bool(state.get("isPublished") and state.get("isAcceptingResponses"))


def _zulu(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _response(one: Mapping[str, Any]) -> Response:
    answers = {
        question: [text.get("value", "") for text in answer.get("textAnswers", {}).get("answers", ())]
        for question, answer in one.get("answers", {}).items()
    }
    return Response(
        one["responseId"], one.get("respondentEmail", ""), _moment(one["createTime"]), _moment(one["lastSubmittedTime"]), answers
    )


def _moment(text: str) -> datetime:
    """Google's times have up to nine digits behind the point; Python's six."""
    head, _, rest = text.removesuffix("Z").partition(".")
    return datetime.fromisoformat(f"{head}.{rest[:6].ljust(6, '0')}+00:00")
