"""ETags where Google has them: Calendar and Directory resources
(developers.google.com/workspace/calendar/api/guides/version-resources). Drive v3, Docs, Sheets and Forms have none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from local_workspace.core.call import Call, Handler
from local_workspace.core.discovery import Method, by_id
from local_workspace.core.errors import Refusal

HAVE_ETAGS = frozenset({"calendar", "admin"})


def check(call: Call, method: Method, headers: Mapping[str, str], handlers: Mapping[str, Handler]) -> None:
    """Raises Refusal 412 for a write whose If-Match is not the resource's etag."""
    wanted = headers.get("if-match", "*")
    reader_id = method.id.rpartition(".")[0] + ".get"
    if wanted == "*" or method.api not in HAVE_ETAGS or method.verb == "GET" or reader_id not in handlers:
        return
    names = by_id()[reader_id].parameters
    params = {name: value for name, value in call.params.items() if names.get(name, {}).get("location") == "path"}
    found = handlers[reader_id](Call(reader_id, params, {}, call.principal, call.workspace, None, frozenset(), call.arrived))
    if isinstance(found, dict) and found.get("etag") != wanted:
        raise Refusal(412, "conditionNotMet", "Precondition Failed", location="If-Match", location_type="header")


def etag_header(result: Mapping[str, Any]) -> dict[str, str]:
    etag = result.get("etag")
    return {"ETag": etag} if isinstance(etag, str) else {}


def unchanged(method: Method, headers: Mapping[str, str], etag: Mapping[str, str]) -> bool:
    """Whether a reader already has this very version."""
    return method.verb == "GET" and "ETag" in etag and headers.get("if-none-match") == etag["ETag"]
