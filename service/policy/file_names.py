"""Names for files that people take along: readable, and allowed on every system."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
"""What Windows keeps for itself (learn.microsoft.com/windows/win32/fileio/naming-a-file)."""
LONGEST = 100


def safe_name(text: str) -> str:
    """A file's name without what some system forbids, its ending not counted; never empty, and a hundred letters at most."""
    plain = unicodedata.normalize("NFC", text)
    plain = "".join(one for one in plain if unicodedata.category(one) not in ("Cc", "Cf", "Cs") or one.isspace())
    name = " ".join(FORBIDDEN.sub(" ", plain).split())[:LONGEST].strip(" .")
    return f"_{name}" if RESERVED.match(name) else name or "Untitled"


@dataclass
class FileNames:
    """Paths that are given out, each once, whatever is called alike; capital letters make no difference."""

    _taken: set[str] = field(default_factory=set)

    def path(self, folder: str, name: str, ending: str) -> str:
        """``2025-26/Growth plan.docx``; the second of one name is ``2025-26/Growth plan (2).docx``."""
        start = "/".join(safe_name(part) for part in folder.split("/") if part)
        start = f"{start}/{safe_name(name)}" if start else safe_name(name)
        number, path = 1, f"{start}.{ending}"
        while path.casefold() in self._taken:
            number += 1
            path = f"{start} ({number}).{ending}"
        self._taken.add(path.casefold())
        return path
