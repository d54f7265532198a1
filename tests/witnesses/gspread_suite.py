"""gspread's own tests, live against a Local Workspace: ``GGP_GSPREAD_TESTS=…/gspread/tests make witnesses``.

They are gspread's (MIT, github.com/burnash/gspread, the tag of the installed version) and are not part of this project: a
copy is run from a folder of its own, with the host rewritten and recording switched off. Nothing in them is changed but
marks on fixtures, which this pytest refuses.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import gspread.http_client
import pytest
from google.oauth2.credentials import Credentials

from local_workspace.core import oauth
from local_workspace.core.assembly import build
from local_workspace.core.server import Served, serve
from local_workspace.seed import seed
from tests.witnesses.replaying import OTHER, OWNER, SCOPES, SEED, SHEET

PRIVATE = "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"
"""Somebody else's spreadsheet at Google, which one of the tests may not open."""
MARKED = re.compile(r"(@pytest\.fixture\([^)]*\)\n)\s*@pytest\.mark\.vcr\(\)\n")


def main() -> int:
    """Run them where they are at hand. Returns pytest's exit code, 0 where there are none."""
    folder = os.environ.get("GGP_GSPREAD_TESTS", "")
    if not folder:
        print("gspread's own tests were not run: GGP_GSPREAD_TESTS does not name their folder.")
        return 0
    _without_recorder()
    workspace = build(seed=1)
    seed(workspace, SEED)
    with tempfile.TemporaryDirectory() as kept, serve(workspace, strict=True) as served:
        copy = Path(shutil.copytree(folder, Path(kept) / "gspread_tests", ignore=shutil.ignore_patterns("cassettes")))
        for path in copy.glob("*_test.py"):
            path.write_text(MARKED.sub(r"\1", path.read_text("utf-8")), "utf-8")
        _somebody_else_s(served)
        _to(served)
        options = [
            "-q",
            "-p",
            "no:cacheprovider",
            f"--rootdir={kept}",
            "-o",
            "python_files=*_test.py",
            "-W",
            "default",
            str(copy),
        ]
        code = int(pytest.main(options, plugins=[Marks()]))
        if served.dispatcher.nonconforming:
            print("Answers that Google would not send:", *served.dispatcher.nonconforming, sep="\n")
            return 1
    return code


class Marks:
    """The recorder's mark, which says nothing here."""

    @staticmethod
    def pytest_configure(config: Any) -> None:
        config.addinivalue_line("markers", "vcr: recorded, where there is a recorder")


def _without_recorder() -> None:
    """Their conftest imports vcrpy; nothing of it is used while the tests are live."""
    vcr, errors = ModuleType("vcr"), ModuleType("vcr.errors")
    vcr.VCR = type("VCR", (), {"ensure_suffix": staticmethod(lambda suffix: suffix)})  # type: ignore[attr-defined]
    errors.CannotOverwriteExistingCassetteException = type("Never", (Exception,), {})  # type: ignore[attr-defined]
    sys.modules.update({"vcr": vcr, "vcr.errors": errors})


def _somebody_else_s(served: Served) -> None:
    made = served.dispatcher.as_person("drive.files.create", OTHER, {}, {"name": "Private", "mimeType": SHEET})
    with served.workspace.lock, served.workspace.transaction():
        for table, column in (("files", "id"), ("permissions", "file_id"), ("spreadsheets", "file_id"), ("sheets", "file_id")):
            served.workspace.db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (PRIVATE, made["id"]))  # noqa: S608


def _to(served: Served) -> None:
    """Every request of gspread's goes to the Local Workspace, as one account of it."""
    with served.workspace.lock:
        token = oauth.issue(served.workspace, OWNER, SCOPES)
    real = gspread.http_client.HTTPClient.request

    def request(self: Any, method: str, endpoint: str, *arguments: Any, **named: Any) -> Any:
        parts = urlsplit(endpoint)
        self.session.credentials = Credentials(token)
        self.session.headers["Authorization"] = f"Bearer {token}"
        return real(self, method, f"{served.url}{parts.path}" + (f"?{parts.query}" if parts.query else ""), *arguments, **named)

    gspread.http_client.HTTPClient.request = request


if __name__ == "__main__":
    sys.exit(main())
