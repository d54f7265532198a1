"""Colours as Google keeps them: eight bits a channel, shown as 32-bit fractions, zero channels left out.

Witness: gspread's recordings: 0.5 comes back as 0.49803922 (127 of 255); a colour set in either form comes back in both.
"""

from __future__ import annotations

import struct
from typing import Any

from local_workspace.core.call import Json

CHANNELS = frozenset({"red", "green", "blue", "alpha"})
PAIRED = (
    "backgroundColor",
    "foregroundColor",
    "tabColor",
    "color",
    "headerColor",
    "firstBandColor",
    "secondBandColor",
    "footerColor",
)


def channel(value: float) -> float:
    """A fraction cut to eight bits, as a 32-bit float is written."""
    exact = int(min(max(value, 0.0), 1.0) * 255) / 255
    short: float = struct.unpack("f", struct.pack("f", exact))[0]
    return float(f"{short:.8g}") if short not in (0.0, 1.0) else int(short)


def colour(given: Json) -> Json:
    return {name: level for name, value in given.items() if name in CHANNELS and (level := channel(value))}


def with_both(given: Any) -> Any:
    """A value with every colour in it cleaned, and said in both its forms: `x` and `xStyle`."""
    if isinstance(given, list):
        return [with_both(one) for one in given]
    if not isinstance(given, dict):
        return given
    if given and given.keys() <= CHANNELS:
        return colour(given)
    out = {name: with_both(value) for name, value in given.items()}
    for name in PAIRED:
        style = f"{name}Style"
        if isinstance(out.get(style), dict) and "rgbColor" in out[style]:
            out[name] = dict(out[style]["rgbColor"])
        elif isinstance(out.get(name), dict) and style not in out:
            out[style] = {"rgbColor": dict(out[name])}
    return out
