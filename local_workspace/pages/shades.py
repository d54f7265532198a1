"""The colours that cells can have on a page: a few soft ones that ink reads well on. Any other shows as the nearest."""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Json

SHADES: Mapping[str, tuple[int, int, int]] = {
    "white": (255, 255, 255),
    "yellow": (255, 242, 204),
    "orange": (252, 229, 205),
    "pink": (244, 214, 224),
    "purple": (217, 210, 233),
    "blue": (207, 226, 243),
    "green": (217, 234, 211),
    "grey": (238, 238, 238),
}
"""By name, as the style sheet has them too: ``shade-yellow``."""
CHANNELS = ("red", "green", "blue")


def shade(colour: Json) -> str:
    """The class for a Color; '' for white, which needs none."""
    wanted = [round(colour.get(name, 0) * 255) for name in CHANNELS]
    nearest = min(SHADES, key=lambda name: sum((one - other) ** 2 for one, other in zip(wanted, SHADES[name], strict=True)))
    return "" if nearest == "white" else f"shade-{nearest}"


def colour(name: str) -> Json | None:
    """A shade as a Color; None for white, and for a name that is none."""
    if name == "white" or name not in SHADES:
        return None
    return {channel: value / 255 for channel, value in zip(CHANNELS, SHADES[name], strict=True)}
