"""The one door: what is sent again, what is not, and what each failure is called."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import google.auth.exceptions
import httplib2
import pytest
import requests
import stamina
from googleapiclient.errors import HttpError
from gspread.exceptions import APIError

from service.errors import AlreadyThere, MovedOn, NoAccount, NotThere, Refused, SetUpError, Throttled, Unsure
from service.google.door import Door


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


def answer(code: int, reason: str = "", message: str = "") -> HttpError:
    body = {"error": {"errors": [{"reason": reason}], "code": code, "message": message}}
    return HttpError(httplib2.Response({"status": str(code)}), json.dumps(body).encode())


def failing(problem: Exception, times: int = 99) -> tuple[Callable[[], str], list[int]]:
    """Something to send that fails so many times, and the list of its sendings."""
    sent: list[int] = []

    def send() -> str:
        sent.append(1)
        if len(sent) <= times:
            raise problem
        return "done"

    return send, sent


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (answer(404, "notFound"), NotThere),
        (answer(409, "fileIdInUse"), AlreadyThere),
        (answer(400, "badRequest", "A sheet with the name already exists."), AlreadyThere),
        (answer(400, "failedPrecondition", "The required revision ID is not the latest"), MovedOn),
        (answer(400, "invalidSharingRequest"), NoAccount),
        (answer(403, "forbidden"), Refused),
        (answer(500, "internalError"), Unsure),
        (answer(408), Unsure),
        (requests.ReadTimeout(), Unsure),
        (requests.ConnectionError(), Unsure),
        (ValueError("no JSON"), Unsure),
    ],
)
def test_a_write_that_failed_is_sent_once_and_the_failure_says_whether_it_may_have_been_done(
    problem: Exception, kind: type[Exception]
) -> None:
    send, sent = failing(problem)
    with pytest.raises(kind) as raised:
        Door(attempts=3).call("drive.files.copy", send, repeatable=False)
    assert (raised.type, len(sent)) == (kind, 1)


@pytest.mark.parametrize(
    "problem",
    [
        answer(429, "rateLimitExceeded"),
        answer(403, "userRateLimitExceeded"),
        answer(403, "sharingRateLimitExceeded"),
        requests.ConnectTimeout(),
        google.auth.exceptions.TransportError("no route"),
    ],
)
def test_what_was_turned_away_is_sent_again_for_nothing_was_done(problem: Exception) -> None:
    send, sent = failing(problem, times=2)
    door = Door(attempts=3)
    assert door.call("drive.files.copy", send, repeatable=False) == "done"
    assert (len(sent), door.counts["drive.files.copy"]) == (3, 3)
    send, sent = failing(problem)
    with pytest.raises(Throttled):
        door.call("drive.files.copy", send, repeatable=False)


def test_a_call_that_may_be_repeated_is_sent_again_after_a_fault() -> None:
    send, sent = failing(answer(503), times=1)
    assert Door(attempts=3).call("drive.files.list", send, repeatable=True) == "done"
    assert len(sent) == 2


def test_gspread_s_own_error_is_read_like_any_other() -> None:
    response = requests.Response()
    response.status_code = 429
    response._content = json.dumps({"error": {"code": 429, "message": "Quota", "status": "RESOURCE_EXHAUSTED"}}).encode()
    send, _ = failing(APIError(response))
    with pytest.raises(Throttled):
        Door(attempts=1).call("sheets.spreadsheets.values.update", send, repeatable=False)


def test_a_token_that_is_refused_is_something_to_set_up() -> None:
    send, sent = failing(google.auth.exceptions.RefreshError("invalid_grant: someone@stour.example"))
    with pytest.raises(SetUpError, match="check its key, clock and scopes") as raised:
        Door(attempts=3).call("drive.files.list", send, repeatable=True)
    assert "someone" not in str(raised.value)
    assert len(sent) == 1
