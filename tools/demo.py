"""``make demo``: a Local Workspace and the service with the sample trust, provisioned, ready to click through."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from rich.console import Console
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from service.cli import log_warnings
from service.jobs.provision import provision
from service.jobs.report import Report
from service.jobs.runs import Order
from service.jobs.track import Tracked, in_a_sentence, track
from service.screen import bar, show_outcome
from service.settings import SAMPLE
from service.web.server import serve
from service.wiring import front, house
from tools.running import Running, local_workspace

FOLDER = Path(".demo")
PAGES, WORKSPACE = 8422, 8421


class Quiet(WSGIRequestHandler):
    """Says nothing of requests: the links stay in sight."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


def main() -> int:
    """Run until interrupted. GGP_DEMO_PORT moves the pages' port, the Workspace takes the one before."""
    log_warnings()
    screen = Console()
    pages = int(os.environ.get("GGP_DEMO_PORT", PAGES))
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    with local_workspace(FOLDER, SAMPLE, port=pages - 1) as running:
        screen.print(f"A Local Workspace answers at {running.url}. Provisioning the sample trust …")
        show_outcome(provisioned(running))
        screen.print(f"  {in_a_sentence(tracked(running))}")
        server = pages_at(pages, running)
        screen.print(f"\n[bold]Growing Great People[/]  http://127.0.0.1:{pages}/me   choose who you are, and follow /me")
        screen.print(f"[bold]The admin's page[/]      http://127.0.0.1:{pages}/admin")
        screen.print(f"[bold]The Workspace[/]         {running.url}/   Drive, Docs, Sheets and Forms as any seeded person")
        screen.print(f"\nIn another terminal: GGP_WORKSPACE={running.url} GGP_KEY_FILE={FOLDER}/key.json .venv/bin/ggp preview")
        screen.print("Ctrl-C ends it.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            screen.print("\nEnded.")
    return 0


def provisioned(running: Running) -> Report:
    """The first run, under a progress bar."""
    here = house(running.settings)
    with bar(quiet=False) as progress:
        task = progress.add_task("Provisioning", total=None)
        return provision(
            here.world,
            Order("make demo"),
            here.connection.counts,
            lambda done, of: progress.update(task, completed=done, total=of),
        )


def tracked(running: Running) -> Tracked:
    """The first reading of the plans, and the status Sheets."""
    here = house(running.settings)
    with bar(quiet=False) as progress:
        task = progress.add_task("Reading plans", total=None)
        return track(
            here.world,
            Order("make demo"),
            here.connection.counts,
            lambda done, of: progress.update(task, completed=done, total=of),
        )


def pages_at(port: int, running: Running) -> BaseWSGIServer:
    """The service's pages, ready to be served, without a line for each request. port: 0 picks a free one."""
    pages = serve(front(running.settings))
    log_warnings()
    return make_server("127.0.0.1", port, pages, threaded=True, request_handler=Quiet)


if __name__ == "__main__":
    sys.exit(main())
