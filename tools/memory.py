"""How much memory this process has held at most."""

from __future__ import annotations

from pathlib import Path


def peak_mb() -> float:
    """In MB, since this program began. Not `ru_maxrss`, which a program inherits from the one that started it. Linux only."""
    [line] = [one for one in Path("/proc/self/status").read_text("utf-8").splitlines() if one.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024
