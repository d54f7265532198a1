"""The static files, under an address that holds their digest: a browser may keep them for a year.

The digest is of all files together, so that one script can import another by a relative address. On App Engine the same
addresses are served by `app.yaml`'s static handler.
"""

from __future__ import annotations

import hashlib
import mimetypes
from functools import partial
from pathlib import Path

from flask import Flask, Response, abort, request
from werkzeug.security import safe_join

STATIC = Path(__file__).parent / "static"
YEAR = 31_536_000


def install(app: Flask) -> None:
    """Serve the files, and give the templates `asset(name)`."""
    now = digest(STATIC)

    @app.get("/static/<version>/<path:name>", endpoint="static")
    def static(version: str, name: str) -> Response:
        path = safe_join(str(STATIC), name)
        if path is None or not Path(path).is_file():
            abort(404)
        # Read at once: an open file would stay open where a browser goes away while it is sent.
        response = Response(Path(path).read_bytes(), mimetype=mimetypes.guess_type(name)[0])
        response.add_etag()
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if version == now else "no-cache"
        response.make_conditional(request)
        return response

    app.jinja_env.globals["asset"] = partial(address, now)


def address(version: str, name: str) -> str:
    """Where a static file is. Raises FileNotFoundError for one that does not exist, so that no page ships without."""
    if not (STATIC / name).is_file():
        raise FileNotFoundError(name)
    return f"/static/{version}/{name}"


def digest(folder: Path) -> str:
    """Twelve letters that stand for exactly these files."""
    found = hashlib.sha256()
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        found.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:12]
