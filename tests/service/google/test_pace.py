"""How fast Google may be asked: which bucket a call belongs to, and that each bucket has its own limit."""

from __future__ import annotations

from typing import ClassVar

import pytest

from service.google import pace


@pytest.mark.parametrize(
    ("method", "bucket"),
    [
        ("drive.files.copy", "drive write"),
        ("drive.files.list", "drive read"),
        ("drive.files.generateIds", "drive read"),
        ("docs.documents.batchUpdate", "docs write"),
        ("sheets.spreadsheets.values.batchGet", "sheets read"),
        ("sheets.spreadsheets.values.append", "sheets write"),
    ],
)
def test_calls_are_counted_by_api_and_by_whether_they_write(method: str, bucket: str) -> None:
    assert pace.bucket_of(method) == bucket


class Recorder:
    """Stands for pyrate-limiter's, which waits."""

    made: ClassVar[list[Recorder]] = []

    def __init__(self, rate: pace.Rate) -> None:
        self.rate, self.asked = (rate.limit, rate.interval), list[str]()
        Recorder.made.append(self)

    def try_acquire(self, name: str) -> None:
        self.asked.append(name)


def test_a_call_waits_in_its_own_bucket_and_one_without_a_limit_waits_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Recorder, "made", [])
    monkeypatch.setattr(pace, "Limiter", Recorder)
    wait = pace.paced({"drive write": (3, 1), "docs write": (60, 60)})
    for method in ("drive.files.copy", "docs.documents.batchUpdate", "drive.files.list"):
        wait(method)
    assert [(one.rate, one.asked) for one in Recorder.made] == [
        ((3, 1000), ["drive.files.copy"]),
        ((60, 60_000), ["docs.documents.batchUpdate"]),
    ]


@pytest.mark.parametrize("on", [True, False])
def test_whether_quotas_are_on_is_asked_once_and_only_when_something_is_sent(monkeypatch: pytest.MonkeyPatch, on: bool) -> None:
    waited: list[str] = []
    monkeypatch.setattr(pace, "paced", lambda: waited.append)
    asked: list[bool] = []

    def quotas() -> bool:
        asked.append(on)
        return on

    wait = pace.paced_while(quotas)
    assert not asked
    wait("drive.files.copy")
    wait("drive.files.list")
    assert (len(asked), waited) == (1, ["drive.files.copy", "drive.files.list"] if on else [])


def test_google_s_limits_are_those_that_its_pages_give() -> None:
    """Per minute and user: developers.google.com/workspace/docs/api/limits, .../sheets/api/limits,
    .../forms/api/limits (listing responses, the dearest read, is what its reads are held to). Drive's three sustained
    writes a second: support.google.com/a/answer/7338880."""
    assert pace.GOOGLE_RATES == {
        "drive write": (3, 1),
        "docs write": (60, 60),
        "docs read": (300, 60),
        "sheets write": (60, 60),
        "sheets read": (60, 60),
        "forms write": (150, 60),
        "forms read": (180, 60),
    }
