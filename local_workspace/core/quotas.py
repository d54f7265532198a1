"""Google's quotas with their real numbers, off until switched on.

Docs: developers.google.com/workspace/docs/api/limits · Sheets: .../sheets/api/limits · Forms: .../forms/api/limits ·
Drive in quota units: .../drive/api/guides/limits (the model since 1 May 2026).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from local_workspace.core.errors import Refusal

WINDOW = timedelta(minutes=1)


@dataclass(frozen=True)
class Limit:
    """So many units a minute, for a user or for the project (all users together)."""

    metric: str
    name: str
    per_minute: int
    per_user: bool


LIMITS: Mapping[str, tuple[Limit, ...]] = {
    "docs read": (
        Limit("Read requests", "ReadRequestsPerMinutePerProject", 3000, False),
        Limit("Read requests", "ReadRequestsPerMinutePerUser", 300, True),
    ),
    "docs write": (
        Limit("Write requests", "WriteRequestsPerMinutePerProject", 600, False),
        Limit("Write requests", "WriteRequestsPerMinutePerUser", 60, True),
    ),
    "sheets read": (
        Limit("Read requests", "ReadRequestsPerMinutePerProject", 300, False),
        Limit("Read requests", "ReadRequestsPerMinutePerUser", 60, True),
    ),
    "sheets write": (
        Limit("Write requests", "WriteRequestsPerMinutePerProject", 300, False),
        Limit("Write requests", "WriteRequestsPerMinutePerUser", 60, True),
    ),
    "drive": (
        Limit("Queries", "QuotaUnitsPerMinutePerProject", 1_000_000, False),
        Limit("Queries", "QuotaUnitsPerMinutePerUserPerProject", 325_000, True),
    ),
}

DRIVE_UNITS: Mapping[str, int] = {
    "drive.files.get": 5,
    "drive.files.list": 100,
    "drive.changes.list": 100,
    "drive.files.download": 200,
    "drive.files.generateIds": 5,
}
DRIVE_EDIT_UNITS = 50
READS = ("get", "list", "batchGet", "getByDataFilter", "batchGetByDataFilter")


@dataclass
class Quotas:
    """Counts units by limit and user over a sliding minute of the Workspace's own clock."""

    on: bool = False
    spent: defaultdict[tuple[str, str], deque[tuple[datetime, int]]] = field(default_factory=lambda: defaultdict(deque))

    def charge(self, method: str, user: str, now: datetime) -> None:
        """Count a call. Raises Refusal when it would go over."""
        if not self.on:
            return
        bucket, units = _cost(method)
        for limit in LIMITS.get(bucket, ()):
            who = user if limit.per_user else ""
            queue = self.spent[f"{bucket} {limit.name}", who]
            while queue and queue[0][0] <= now - WINDOW:
                queue.popleft()
            if sum(amount for _, amount in queue) + units > limit.per_minute:
                raise _exceeded(bucket, limit)
        for limit in LIMITS.get(bucket, ()):
            self.spent[f"{bucket} {limit.name}", user if limit.per_user else ""].append((now, units))


def _cost(method: str) -> tuple[str, int]:
    api = method.split(".")[0]
    if api == "drive":
        return "drive", DRIVE_UNITS.get(method, DRIVE_EDIT_UNITS)
    return f"{api} {'read' if method.rsplit('.', 1)[-1] in READS else 'write'}", 1


def _exceeded(bucket: str, limit: Limit) -> Refusal:
    """Bodies as Google gives them: Drive's from its handle-errors page; the others' as reported from live projects."""
    api = bucket.split()[0]
    if api == "drive":
        reason = "userRateLimitExceeded" if limit.per_user else "rateLimitExceeded"
        message = "User Rate Limit Exceeded" if limit.per_user else "Rate Limit Exceeded"
        return Refusal(403, reason, message, domain="usageLimits")
    scope = "per minute per user" if limit.per_user else "per minute"
    text = (
        f"Quota exceeded for quota metric '{limit.metric}' and limit '{limit.metric} {scope}' of service "
        f"'{api}.googleapis.com' for consumer 'project_number:0'."
    )
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "service": f"{api}.googleapis.com",
            "quota_limit": limit.name,
            "quota_limit_value": str(limit.per_minute),
            "quota_location": "global",
            "quota_metric": f"{api}.googleapis.com/{limit.metric.lower().replace(' ', '_')}",
            "consumer": "projects/0",
        },
    }
    return Refusal(429, "rateLimitExceeded", text, details=(info,))
