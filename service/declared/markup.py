"""The little Markdown that declared text may have: **bold** and [links](https://…)."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from service.policy.template import Span, Words

ALLOWED = "only plain words, **bold** and [links](https://…)"


def words(markdown: str) -> Words:
    """Running text as spans. Raises ValueError for anything but plain words, bold and links."""
    spans: list[Span] = []
    bold, link = False, ""
    for token in _tokens(markdown):
        if token.type in ("strong_open", "strong_close"):
            bold = token.type == "strong_open"
        elif token.type in ("link_open", "link_close"):
            link = str(token.attrs.get("href", ""))
        elif token.type in ("text", "softbreak"):
            spans.append(Span(token.content or " ", bold, link))
        else:
            raise ValueError(f"{ALLOWED}, not {token.type.removesuffix('_open').replace('_', ' ')}")
    return tuple(one for one in spans if one.text)


def _tokens(markdown: str) -> Sequence[Token]:
    blocks = MarkdownIt("commonmark").parse(markdown)
    if [block.type for block in blocks] != ["paragraph_open", "inline", "paragraph_close"]:
        raise ValueError(f"{ALLOWED}, in one paragraph")
    return [token for token in blocks[1].children or () if token.type != "text" or token.content]
