"""The discovery documents, served with their addresses here: any client that builds itself from them talks to us.

``/discovery/v1/apis/{api}/{version}/rest`` names the API; ``/$discovery/rest?version=`` is asked of an API's own host, of
which there is one here, so it takes ``api=`` beside the version, or a version that only one API has.
"""

from __future__ import annotations

import json

from local_workspace.core.discovery import APIS, api, text_of
from local_workspace.core.exchange import Incoming, Outgoing


def answer(base_url: str, request: Incoming) -> Outgoing | None:
    """A document, a refusal in Google's words, or None for a request that asks for none."""
    parts = request.raw_path.strip("/").split("/")
    if parts == ["$discovery", "rest"]:
        return _document(base_url, request.first("api"), request.first("version"))
    if parts[:3] == ["discovery", "v1", "apis"] and len(parts) == 6 and parts[5] == "rest":
        return _document(base_url, parts[3], parts[4])
    return None


def _document(base_url: str, name: str, version: str) -> Outgoing:
    fitting = [one for one, has in APIS.items() if version == has and name in ("", one)]
    if len(fitting) != 1:
        text = f"Discovery document not found for API service: {name or 'any of'} {fitting} format: rest version: {version}"
        body = {"error": {"code": 404, "message": text, "status": "NOT_FOUND"}}
        return Outgoing(404, json.dumps(body).encode())
    return Outgoing(200, json.dumps(rewritten(fitting[0], base_url)).encode())


def rewritten(name: str, base_url: str) -> dict[str, object]:
    """An API's document as Google publishes it, but for its addresses."""
    document: dict[str, object] = json.loads(text_of(name))
    document.pop("mtlsRootUrl", None)
    document["rootUrl"] = f"{base_url}/"
    document["baseUrl"] = f"{base_url}/{api(name).document['servicePath']}"
    return document
