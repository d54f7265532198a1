"""What the requests of one batch share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from local_workspace.docs.model import Document


@dataclass
class Context:
    """The document being changed, and where fresh ids come from: a prefix and a length to an id."""

    document: Document
    new_id: Callable[[str, int], str]
