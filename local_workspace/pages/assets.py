"""The pages' own style, scripts and pictures, held in memory: there are few, and none comes from elsewhere."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, abort, request
from werkzeug.wrappers import Response

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def register(app: Flask) -> None:
    """Serve the files beside the templates under ``/static/``."""
    files = {one.name: one for one in (Path(app.root_path) / "static").iterdir() if one.suffix in TYPES}
    held = {name: (one.read_bytes(), TYPES[one.suffix]) for name, one in files.items()}

    @app.get("/static/<filename>", endpoint="static")
    def static(filename: str) -> Response:
        if filename not in held:
            abort(404)
        data, kind = held[filename]
        response = Response(data, mimetype=kind)
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag()
        return response.make_conditional(request)
