"""Google's quotas with their real numbers, off until switched on.

developers.google.com/workspace/{docs,sheets,forms}/api/limits · .../drive/api/guides/limits and .../gmail/api/reference/quota
(units; the model since 1 May 2026) · .../calendar/api/guides/quota · .../admin/directory/v1/limits.
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
    """So many units a minute, for one user or for the project (all users together)."""

    metric: str
    per_minute: int
    per_user: bool


def _both(metric: str, project: int, user: int) -> tuple[Limit, ...]:
    return Limit(metric, project, False), Limit(metric, user, True)


LIMITS: Mapping[str, tuple[Limit, ...]] = {
    "docs read": _both("Read requests", 3000, 300),
    "docs write": _both("Write requests", 600, 60),
    "sheets read": _both("Read requests", 300, 60),
    "sheets write": _both("Write requests", 300, 60),
    "forms read": _both("Read requests", 975, 390),
    "forms expensive": _both("Expensive read requests", 450, 180),
    "forms write": _both("Write requests", 375, 150),
    "drive": _both("Queries", 1_000_000, 325_000),
    "gmail": _both("Queries", 1_200_000, 6_000),
    "calendar": _both("Queries", 10_000, 600),
    "directory": (Limit("Queries", 2_400, True),),
}

UNITS: Mapping[str, int] = {
    "drive.about.get": 5,
    "drive.changes.getStartPageToken": 5,
    "drive.changes.list": 100,
    "drive.drives.get": 5,
    "drive.drives.list": 100,
    "drive.files.download": 200,
    "drive.files.export": 200,
    "drive.files.generateIds": 5,
    "drive.files.get": 5,
    "drive.files.list": 100,
    "drive.permissions.get": 5,
    "drive.permissions.list": 100,
    "gmail.users.messages.send": 100,
}
"""What a call costs where that is not the API's usual."""
USUAL_UNITS: Mapping[str, int] = {"drive": 50, "gmail": 5}
READS = ("get", "list", "batchGet", "getByDataFilter", "batchGetByDataFilter", "search")


@dataclass
class Window:
    """What was spent within the last minute."""

    queue: deque[tuple[datetime, int]] = field(default_factory=deque)
    total: int = 0

    def spent(self, now: datetime) -> int:
        """Units spent in the minute that ends now. A clock that was moved back forgets what lies ahead of it."""
        while self.queue and not now - WINDOW < self.queue[0][0] <= now:
            self.total -= self.queue.popleft()[1]
        return self.total

    def spend(self, now: datetime, units: int) -> None:
        self.queue.append((now, units))
        self.total += units


@dataclass
class Quotas:
    """Counts units by limit and user over a sliding minute of the Workspace's own clock."""

    on: bool = False
    windows: defaultdict[tuple[str, Limit, str], Window] = field(default_factory=lambda: defaultdict(Window))

    def charge(self, method: str, user: str, now: datetime) -> None:
        """Count a call. Raises Refusal when it would go over; a refused call counts for nothing."""
        if not self.on:
            return
        bucket, units = cost(method)
        windows = {
            limit: self.windows[bucket, limit, user if limit.per_user else ""] for limit in LIMITS.get(bucket, ())
        }  # fmt: skip
        for limit, window in windows.items():
            if window.spent(now) + units > limit.per_minute:
                raise exceeded(bucket.split()[0], limit)
        for window in windows.values():
            window.spend(now, units)

    def switch(self, on: bool) -> None:
        self.on = on
        self.windows.clear()


def cost(method: str) -> tuple[str, int]:
    """The bucket that a method draws from, and how many units."""
    api, verb = method.split(".")[0], method.rsplit(".", 1)[-1]
    if method == "forms.forms.responses.list":
        return "forms expensive", 1
    if f"{api} read" in LIMITS:
        return f"{api} {'read' if verb in READS else 'write'}", 1
    return api, UNITS.get(method, USUAL_UNITS.get(api, 1))


def exceeded(api: str, limit: Limit) -> Refusal:
    """Bodies as Google gives them: Drive's from its handle-errors page; the others' as reported from live projects."""
    if f"{api} read" not in LIMITS:
        message = "User Rate Limit Exceeded" if limit.per_user else "Rate Limit Exceeded"
        reason = "userRateLimitExceeded" if limit.per_user else "rateLimitExceeded"
        return Refusal(403, reason, message, domain="usageLimits")
    name = f"{limit.metric} per minute{' per user' if limit.per_user else ''}"
    service = f"{api}.googleapis.com"
    text = (
        f"Quota exceeded for quota metric '{limit.metric}' and limit '{name}' of service '{service}' for consumer "
        "'project_number:0'."
    )
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "quota_location": "global",
            "service": service,
            "quota_limit_value": str(limit.per_minute),
            "quota_limit": name.title().replace(" ", "") if limit.per_user else name.title().replace(" ", "") + "PerProject",
            "consumer": "projects/0",
            "quota_metric": f"{service}/{limit.metric.lower().replace(' ', '_')}",
        },
    }
    help_link = {
        "@type": "type.googleapis.com/google.rpc.Help",
        "links": [
            {
                "description": "Request a higher quota limit.",
                "url": "https://cloud.google.com/docs/quota#requesting_higher_quota",
            }
        ],
    }
    return Refusal(429, "rateLimitExceeded", text, details=(info, help_link))
