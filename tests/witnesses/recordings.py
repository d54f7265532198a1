"""The recorded exchanges with the real Google, read from beside the project (gspread's own cassettes, MIT).

They are never copied into the project; where the folder is missing, nothing can be replayed and the tests say so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FOLDER = Path(__file__).parents[2].parent / "shared" / "oracles" / "gspread" / "cassettes"
FILES = "/drive/v3/files"


@dataclass(frozen=True)
class Exchange:
    """One request and the real answer. target: path and query. date: when Google answered. place: its number in the cassette."""

    place: int
    verb: str
    target: str
    body: str
    content_type: str
    status: int
    answer: str
    date: Any

    @property
    def json(self) -> Any:
        """The answer as JSON, or None where it is none."""
        try:
            return json.loads(self.answer)
        except ValueError:
            return None

    @property
    def path(self) -> str:
        return urlsplit(self.target).path


@dataclass(frozen=True)
class Recording:
    """One run of one of gspread's tests, from its first file to its last deletion."""

    name: str
    exchanges: Sequence[Exchange]


def available() -> bool:
    return FOLDER.is_dir()


def recordings() -> Iterator[Recording]:
    """Every recording of every cassette, in the order of their names."""
    for path in sorted(FOLDER.glob("*.json")):
        raw = json.loads(path.read_text())["interactions"]
        exchanges = [_exchange(place, one) for place, one in enumerate(raw)]
        for number, part in enumerate(split(exchanges), start=1):
            yield Recording(f"{path.stem} #{number}", part)


def split(exchanges: Sequence[Exchange]) -> Iterator[list[Exchange]]:
    """The recordings in a cassette: some hold several end to end. Each begins with the file that the test is about,

    which is made first, or right after the last one's was deleted.
    """
    part: list[Exchange] = []
    for one in exchanges:
        if part and part[-1].verb == "DELETE" and one.verb == "POST" and one.path == FILES:
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _exchange(place: int, raw: Any) -> Exchange:
    request, response = raw["request"], raw["response"]
    parts = urlsplit(request["uri"])
    [date] = response["headers"]["Date"]
    return Exchange(
        place=place,
        verb=request["method"],
        target=f"{parts.path}?{parts.query}" if parts.query else parts.path,
        body=request["body"] or "",
        content_type=(request["headers"].get("Content-Type") or [""])[0],
        status=response["status"]["code"],
        answer=response["body"]["string"],
        date=parsedate_to_datetime(date),
    )
