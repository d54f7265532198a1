"""``python -m local_workspace``: the Local Workspace alone."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from pathlib import Path

from local_workspace.core import oauth
from local_workspace.core.assembly import build
from local_workspace.core.server import bind
from local_workspace.seed import is_seeded, seed


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop. Prints one line with the address when ready."""
    parser = argparse.ArgumentParser(prog="local_workspace", description="A local Google Workspace on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one")
    parser.add_argument("--db", default=":memory:", help="the SQLite file that keeps it; in memory by default")
    parser.add_argument("--seed", type=Path, help="a seed file (JSON) for a new database")
    parser.add_argument("--key", type=Path, help="write a service-account key for the first seeded service account here")
    options = parser.parse_args(arguments)
    data = json.loads(options.seed.read_text("utf-8")) if options.seed else {}
    workspace = build(options.db, seed=data.get("seed"))
    if data and not is_seeded(workspace):
        seed(workspace, data)
    served = bind(workspace, port=options.port)
    if options.key:
        row = workspace.db.execute("SELECT email FROM accounts WHERE kind = 'serviceAccount' ORDER BY email").fetchone()
        oauth.write_key_file(workspace, options.key, row["email"], row["email"].partition("@")[2].split(".")[0])
    sys.stdout.write(f"Local Workspace at {served.url}\n")
    sys.stdout.flush()
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: threading.Thread(target=served.server.shutdown).start())
    served.server.serve_forever(poll_interval=0.1)
    served.server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
