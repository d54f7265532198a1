"""Reads declared files and gathers every mistake before it complains."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from service.errors import SetUpError

# libyaml's, where PyYAML was built with it: the same safe tags, read some ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, order=True)
class Mistake:
    """One mistake in a file. key: dotted path. found: the value, shortened. allowed: what would be right."""

    file: str
    key: str
    found: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key or 'the whole file'}: {self.allowed} (found {self.found})"


class DeclaredError(SetUpError):
    """Every mistake in the declared files."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        super().__init__("\n".join(str(one) for one in self.mistakes))


@dataclass
class Reader:
    """Reads files below a folder; mistakes are kept, so that they can be told all together."""

    folder: Path
    mistakes: list[Mistake] = field(default_factory=list)

    def model(self, name: str, kind: type[Model]) -> Model | None:
        """A YAML file as a model, or None with its mistakes kept."""
        raw = self.yaml(name)
        return None if raw is None else self.checked(name, kind, raw)

    def checked(self, name: str, kind: type[Model], raw: Any) -> Model | None:
        try:
            return kind.model_validate(raw)
        except ValidationError as problem:
            for error in problem.errors():
                key = ".".join(str(part) for part in error["loc"])
                self.mistakes.append(Mistake(name, key, repr(error["input"])[:60], _allowed(error, kind)))
            return None

    def yaml(self, name: str) -> Any:
        try:
            return yaml.load((self.folder / name).read_text("utf-8"), Loader=LOADER)  # noqa: S506 it is a safe one
        except OSError:
            self.mistakes.append(Mistake(name, "", "nothing", "this file is needed"))
        except yaml.YAMLError as problem:
            self.mistakes.append(Mistake(name, "", " ".join(str(problem).split())[:120], "YAML"))
        return None

    def later_csv(self, name: str) -> Callable[[], list[list[str]]]:
        """What reads a CSV file's rows, headings first; the mistake is kept where the file is missing."""
        path = self.folder / name
        if not path.is_file():
            self.mistakes.append(Mistake(name, "", "nothing", "this file is needed"))
        return partial(_csv, path)

    def refuse(self) -> None:
        """Raises DeclaredError if there was any mistake."""
        if self.mistakes:
            raise DeclaredError(self.mistakes)


def _csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def _allowed(error: Any, kind: type[BaseModel]) -> str:
    if error["type"] == "extra_forbidden":
        names = ", ".join(_fields_at(kind, error["loc"][:-1]))
        return f"no such key; allowed are {names}" if names else "no such key"
    return str(error["msg"]).removeprefix("Value error, ")


def _fields_at(kind: Any, path: Sequence[int | str]) -> list[str]:
    """The names a model allows at a path, as far as plain nesting goes."""
    for part in path:
        field_info = getattr(kind, "model_fields", {}).get(str(part))
        kind = field_info.annotation if field_info else None
    return sorted(getattr(kind, "model_fields", {}))
