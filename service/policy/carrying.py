"""A focus that is not finished, carried forward from last year's plan into this year's, where its person chose so."""

from __future__ import annotations

from datetime import datetime

from service.policy.answers import ReadDocument
from service.policy.record import Part, Record

FOCUS, FORWARD = "focus", "forward"
"""Keys of Appendix B: the focus itself, and what its person said of carrying it on."""
LABELS = {FOCUS: "My focus", FORWARD: "What I carry forward"}


def carried_record(read: ReadDocument, source: str, now: datetime) -> Record | None:
    """A section for this year's plan, from last year's as it was read; None where nothing is said there.

    source: the key of last year's plan, such as ``2025-26/B/S00011``.
    """
    said = {key: read.answers.get(key, "").strip() for key in LABELS}
    parts = tuple(Part(LABELS[key], tuple(text.split("\n"))) for key, text in said.items() if text)
    cycle = source.partition("/")[0]
    return Record(f"carried {source}", now, f"Carried forward from my growth plan {cycle}", parts) if parts else None
