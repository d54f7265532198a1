"""Multipart bodies (RFC 2046) taken apart and put together, byte for byte: what a part holds is not touched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

Part = tuple[Mapping[str, str], bytes]
"""Headers by lower-case name, and the bytes."""
BOUNDARY = re.compile(r"""boundary=(?:"([^"]+)"|([^";,\s]+))""", re.IGNORECASE)
GAP = re.compile(rb"\r?\n\r?\n")


def boundary_of(content_type: str) -> bytes:
    """The boundary a Content-Type names, quoted or not; empty where it names none."""
    found = BOUNDARY.search(content_type)
    return (found[1] or found[2]).encode() if found else b""


def split(body: bytes, boundary: bytes) -> list[Part]:
    """The parts between the boundaries. Raises ValueError for a body that has none."""
    if not boundary:
        raise ValueError("no boundary")
    _, *pieces = (b"\r\n" + body.replace(b"\r\n--" + boundary, b"\n--" + boundary)).split(b"\n--" + boundary)
    if not pieces:
        raise ValueError("the boundary does not occur")
    return [_part(piece) for piece in pieces if not piece.startswith(b"--")]


def _part(piece: bytes) -> Part:
    piece = piece.partition(b"\n")[2]
    if piece.startswith((b"\r\n", b"\n")):
        return {}, piece.removeprefix(b"\r").removeprefix(b"\n")
    gap = GAP.search(piece)
    if gap is None:
        return headers(piece), b""
    return headers(piece[: gap.start()]), piece[gap.end() :]


def headers(head: bytes) -> dict[str, str]:
    """Header lines by lower-case name."""
    lines = head.decode("utf-8", "replace").splitlines()
    return {name.strip().lower(): value.strip() for name, found, value in (line.partition(":") for line in lines) if found}


def join(pieces: Iterable[bytes], boundary: bytes) -> bytes:
    """Pieces that already carry their headers, with the boundary around them."""
    return b"".join(b"--" + boundary + b"\r\n" + piece + b"\r\n" for piece in pieces) + b"--" + boundary + b"--\r\n"
