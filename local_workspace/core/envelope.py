"""The one place that writes Google's two error envelopes.

Drive, Calendar, Gmail and Directory: ``errors[]`` with domain and reason
(developers.google.com/workspace/drive/api/guides/handle-errors). Docs, Sheets, Forms: google.rpc.Status.
"""

from __future__ import annotations

from typing import Any

from local_workspace.core.errors import Refusal


def envelope(refusal: Refusal, *, legacy: bool) -> dict[str, Any]:
    """The JSON body for a refusal."""
    error: dict[str, Any] = {"code": refusal.code, "message": refusal.message}
    if legacy:
        one = {"message": refusal.message, "domain": refusal.domain, "reason": refusal.reason}
        if refusal.location:
            one |= {"location": refusal.location, "locationType": "parameter"}
        error["errors"] = [one]
        if refusal.code in (401, 403) and refusal.details:
            error |= {"status": refusal.status, "details": list(refusal.details)}
    else:
        error["status"] = refusal.status
        if refusal.details:
            error["details"] = list(refusal.details)
    return {"error": error}
