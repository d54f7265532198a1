"""``python -m local_workspace``: the Local Workspace alone; ``python -m local_workspace coverage`` writes its coverage page."""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from local_workspace.core import oauth
from local_workspace.core.assembly import build
from local_workspace.core.coverage import write_page
from local_workspace.core.server import Served, bind
from local_workspace.core.workspace import Workspace
from local_workspace.seed import is_seeded, seed


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop. Prints one line with the address when ready."""
    options = _parser().parse_args(arguments)
    if options.command == "coverage":
        sys.stdout.write(f"{write_page()}\n")
        return 0
    # One line for each character that a PDF's font lacks says nothing to whoever started this.
    logging.getLogger("fpdf").setLevel(logging.ERROR)
    workspace = _workspace(options.db, json.loads(options.seed.read_text("utf-8")) if options.seed else {})
    served = bind(workspace, port=options.port)
    if options.key:
        _write_key(workspace, options.key)
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: threading.Thread(target=served.server.shutdown).start())
    sys.stdout.write(f"Local Workspace at {served.url}\n")
    sys.stdout.flush()
    _serve(served)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="local_workspace", description="A local Google Workspace on loopback.")
    parser.add_argument("command", nargs="?", choices=["serve", "coverage"], default="serve")
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one")
    parser.add_argument("--db", default=":memory:", help="the SQLite file that keeps it; in memory by default")
    parser.add_argument("--seed", type=Path, help="a seed file (JSON) for a new database")
    parser.add_argument("--key", type=Path, help="write a service-account key for the first seeded service account here")
    return parser


def _workspace(path: str, data: dict[str, Any]) -> Workspace:
    """Seeded if it is new. One that is not can still be reset: to what its seed file makes."""
    workspace = build(path, seed=data.get("seed"))
    if data and not is_seeded(workspace):
        seed(workspace, data)
    elif data:
        fresh = build(seed=data.get("seed"))
        seed(fresh, data)
        workspace.snapshots["seed"] = fresh.snapshots["seed"]
    return workspace


def _write_key(workspace: Workspace, path: Path) -> None:
    row = workspace.db.execute("SELECT json, email FROM accounts WHERE kind = 'serviceAccount' ORDER BY rowid").fetchone()
    if row is None:
        raise SystemExit("--key: the seed file has no service account")
    oauth.write_key_file(workspace, path, row["email"], json.loads(row["json"])["project"])


def _serve(served: Served) -> None:
    try:
        served.server.serve_forever(poll_interval=0.1)
    finally:
        served.server.server_close()
        served.workspace.db.close()


if __name__ == "__main__":
    sys.exit(main())
