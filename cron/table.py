"""What runs when: the one table. `cron.yaml` is what App Engine reads of it, and a test proves the two equal.

Times are London's. Nothing is set between 01:00 and 01:59: that hour happens twice in October and not at all in March.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TIMEZONE = "Europe/London"


@dataclass(frozen=True)
class Job:
    """One job of cron's. name: the last part of its address. schedule: in cron.yaml's own words. retries: whether a
    failed run is tried again before its next time."""

    name: str
    schedule: str
    what: str
    retries: bool = True

    @property
    def url(self) -> str:
        return f"/cron/{self.name}"


TABLE = (
    Job("provision", "every day 00:15", "See that everyone has the folder and the documents that are due"),
    Job("collect", "every 5 minutes from 07:00 to 19:00", "Collect what was sent with the Forms, in school hours", retries=False),
    Job("collect-hourly", "every 60 minutes", "The same, at all other times", retries=False),
    Job("track", "every day 02:00", "Read the plans that changed, and bring the status Sheets up to date"),
    Job("access", "every day 03:00", "See who can open what, put right what is ours, and tell what was shared by hand"),
)

RETRIES = {"job_retry_limit": 5, "job_age_limit": "4h", "min_backoff_seconds": 900, "max_doublings": 1}
"""After a failed run: in a quarter of an hour, when Drive's search has caught up and what was waiting is certain."""


def as_cron_yaml() -> dict[str, Any]:
    """The table in the shape of App Engine's cron.yaml."""
    return {
        "cron": [
            {
                "description": job.what,
                "url": job.url,
                "schedule": job.schedule,
                "timezone": TIMEZONE,
                **({"retry_parameters": RETRIES} if job.retries else {}),
            }
            for job in TABLE
        ]
    }
