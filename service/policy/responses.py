"""What people sent with a Form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from service.policy.form_template import question_id


@dataclass(frozen=True)
class Response:
    """One response. email: verified by Google, '' where it was not collected. sent: when it was last sent; first: when it
    was first. answers: texts by question id, as they were written."""

    id: str
    email: str
    first: datetime
    sent: datetime
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """The answer to a question by its key; several ones on lines of their own; '' where there is none."""
        return "\n".join(self.answers.get(question_id(key), ()))
