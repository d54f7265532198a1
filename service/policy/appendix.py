"""The policy's four appendices."""

from __future__ import annotations

from enum import Enum


class Appendix(Enum):
    """A reflection, B growth plan, C growth conversation, D presentation."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def title(self) -> str:
        return TITLES[self]


TITLES = {
    Appendix.A: "Reflection",
    Appendix.B: "Growth plan",
    Appendix.C: "Growth conversation",
    Appendix.D: "Presentation",
}
