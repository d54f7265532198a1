"""One HTTP session for every Google client: googleapiclient and gspread alike go through requests.

httplib2, googleapiclient's usual transport, re-sends a POST by itself when the answer is dropped (measured on 0.32.1),
so it carries nothing here. requests sends once; `AuthorizedSession` repeats only what was turned away with 401.
"""

from __future__ import annotations

from collections.abc import Mapping

import httplib2
from google.auth.transport.requests import AuthorizedSession

TIMEOUT_SECONDS = 90.0


class SessionTransport:
    """What `HttpRequest.execute(http=...)` needs of httplib2, over a requests session."""

    def __init__(self, session: AuthorizedSession) -> None:
        self._session = session

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        **_ignored: object,
    ) -> tuple[httplib2.Response, bytes]:
        """Send once. Returns httplib2's pair of response and content; raises what requests raises."""
        answer = self._session.request(
            method, uri, data=body, headers=dict(headers or {}), timeout=TIMEOUT_SECONDS, allow_redirects=False
        )
        facts = {name.lower(): value for name, value in answer.headers.items()}
        response = httplib2.Response({**facts, "status": str(answer.status_code)})
        response.reason = answer.reason
        return response, answer.content
