"""Starts a Local Workspace for the demo and the story, as a process of its own, and ends it."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from service.declared.load import load
from service.local_seed import seed_for
from service.settings import Settings


@dataclass(frozen=True)
class Running:
    """A Local Workspace that answers at `url`, and the settings that point the service at it."""

    url: str
    settings: Settings

    def control(self, verb: str, route: str, body: Any = None) -> Any:
        """Ask one of its control routes, such as ``GET calls``."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_local/{route}", data, method=verb)  # noqa: S310 loopback
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 loopback
            return json.load(answer)

    def on(self, moment: str) -> None:
        """Move its clock to a moment, such as ``2025-11-03T02:00:00Z``."""
        self.control("PUT", "clock", {"now": moment})


def without_forms(trust: Path) -> None:
    """No Group may answer Forms, so there are none: what they cost is measured by itself. trust: the folder."""
    file = trust / "trust.yaml"
    declared = yaml.safe_load(file.read_text("utf-8"))
    file.write_text(yaml.safe_dump({**declared, "staff_groups": []}, allow_unicode=True, sort_keys=False), "utf-8")


@contextmanager
def local_workspace(folder: Path, trust: Path, *, port: int = 0) -> Iterator[Running]:
    """One seeded with a trust's accounts and drives; its database and key are kept in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    seed, key = folder / "seed.json", folder / "key.json"
    seed.write_text(json.dumps(seed_for(load(trust))), "utf-8")
    options = ["--port", str(port), "--db", str(folder / "workspace.db"), "--seed", str(seed), "--key", str(key)]
    command = [sys.executable, "-m", "local_workspace", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 our own interpreter
        try:
            line = process.stdout.readline() if process.stdout else ""
            url = line.strip().rpartition(" ")[2]
            if not url.startswith("http://127.0.0.1:"):
                raise RuntimeError(f"the Local Workspace did not start: {line!r}")
            yield Running(url, Settings(workspace=url, key_file=key, trust=trust, _env_file=None))
        finally:
            process.terminate()
            process.wait(timeout=20)
