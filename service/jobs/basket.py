"""A basket of files to be handed over: what could be had, and in plain English what could not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from service.errors import NotThere, Refused, Throttled, Unsure, WorkspaceError
from service.policy.file_names import FileNames

T = TypeVar("T")
TOO_LARGE = "exportSizeLimitExceeded"
"""Google's reason for what it exports only by hand (github.com/googleapis/google-api-dotnet-client/issues/990); a PDF that is too
large may come as a fault instead (github.com/googleapis/google-api-ruby-client/issues/664)."""
SILENCES = 3
"""After so many without an answer in a row nobody is answering, and asking on would only take long."""


@dataclass
class Basket:
    """files: content by path, in the order of packing; missing: what could not be had, each with why."""

    files: dict[str, bytes] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    names: FileNames = field(default_factory=FileNames)
    _silences: int = 0
    _last: WorkspaceError | None = None

    def put(self, folder: str, name: str, ending: str, content: bytes) -> str:
        """Pack what is there. Returns its path."""
        path = self.names.path(folder, name, ending)
        self.files[path] = content
        return path

    def fetch(self, folder: str, name: str, ending: str, get: Callable[[], bytes]) -> str:
        """Ask for a file and pack it; its path, or '' where it could not be had. Raises what `ask` raises."""
        content = self.ask(f"{folder}/{name}.{ending}" if folder else f"{name}.{ending}", get)
        return "" if content is None else self.put(folder, name, ending, content)

    def ask(self, what: str, get: Callable[[], T]) -> T | None:
        """Ask for something; None, and a line among what is missing, where it can't be had. Raises where nobody answers."""
        try:
            found = get()
        except (Throttled, Unsure) as problem:
            self._silences, self._last = self._silences + 1, problem
            if self._silences >= SILENCES:
                raise
            self.missing.append(f"{what}: Google gave no answer")
        except NotThere:
            self._silences = 0
            self.missing.append(f"{what}: it is not where the service made it")
        except Refused as problem:
            self._silences = 0
            large = problem.reason == TOO_LARGE
            self.missing.append(f"{what}: {'it is larger than Google exports' if large else 'Google refused'}")
        else:
            self._silences = 0
            return found
        return None

    def must_hold_something(self) -> None:
        """Raises what happened last where nothing at all was to be had, for want of an answer."""
        if not self.files and self._last is not None:
            raise self._last
