"""A document of the Local Workspace as its callers see it, without a socket: requests go through the dispatcher, checked and
masked as over HTTP, each answer held to Google's schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from local_workspace.core.discovery import by_id
from local_workspace.core.dispatch import Dispatcher
from local_workspace.core.exchange import Incoming

Json = dict[str, Any]


class Refused(Exception):
    """What Google's clients raise. status: of the answer; error: its envelope's content; message: of the error."""

    def __init__(self, status: int, error: Json) -> None:
        super().__init__(f"{status}: {error['message']}")
        self.status = status
        self.error = error
        self.message = error["message"]


@dataclass
class Caller:
    """Someone with a token. Called with a method's id, a body and its parameters, returns the parsed answer or bytes."""

    dispatcher: Dispatcher
    token: str

    def __call__(self, method_id: str, body: Any = None, /, **params: Any) -> Any:
        method = by_id()[method_id]
        path = re.sub(r"\{\+?(\w+)\}", lambda found: quote(str(params.pop(found[1])), safe=""), "/" + method.path)
        texts = {name: str(one).lower() if isinstance(one, bool) else one for name, one in params.items()}
        data = json.dumps(body).encode() if body is not None else b""
        headers = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        target = f"{path}?{urlencode(texts, doseq=True)}"
        answer = self.dispatcher.answer(Incoming.of(method.verb, target, headers, data))
        if answer.status >= 400:
            raise Refused(answer.status, json.loads(answer.body)["error"])
        return json.loads(answer.body) if answer.mime_type.startswith("application/json") else answer.body


@dataclass
class Doc:
    """A document, as one caller sees it."""

    id: str
    ask: Caller

    def update(self, *requests: Json, **control: str) -> Json:
        """batchUpdate: the whole answer."""
        body = {"requests": list(requests)} | ({"writeControl": control} if control else {})
        answer: Json = self.ask("docs.documents.batchUpdate", body, documentId=self.id)
        return answer

    def do(self, *requests: Json) -> list[Json]:
        """batchUpdate: the replies."""
        replies: list[Json] = self.update(*requests)["replies"]
        return replies

    def get(self, **params: Any) -> Json:
        document: Json = self.ask("docs.documents.get", documentId=self.id, **params)
        return document

    def type(self, text: str, index: int | None = None, segment: str = "", tab: str = "") -> None:
        """Insert text at an index, or at the end."""
        where = ({"segmentId": segment} if segment else {}) | ({"tabId": tab} if tab else {})
        place = {"endOfSegmentLocation": where} if index is None else {"location": {"index": index, **where}}
        self.do({"insertText": {"text": text, **place}})

    def delete(self, start: int, end: int, segment: str = "") -> None:
        self.do({"deleteContentRange": {"range": span(start, end, segment)}})

    def style(self, start: int, end: int, **style: Any) -> None:
        self.do({"updateTextStyle": {"range": span(start, end), "textStyle": style, "fields": ",".join(style)}})

    def shape(self, start: int, end: int, **style: Any) -> None:
        self.do({"updateParagraphStyle": {"range": span(start, end), "paragraphStyle": style, "fields": ",".join(style)}})

    def name(self, name: str, start: int, end: int) -> str:
        """Make a named range; its id."""
        made = self.do({"createNamedRange": {"name": name, "range": span(start, end)}})
        identity: str = made[0]["createNamedRange"]["namedRangeId"]
        return identity

    def ranges(self) -> dict[str, list[tuple[int, int]]]:
        """The extents of every named range, by name."""
        named = self.get().get("namedRanges", {})
        return {
            name: [(span["startIndex"], span["endIndex"]) for one in group["namedRanges"] for span in one["ranges"]]
            for name, group in named.items()
        }

    @property
    def content(self) -> list[Json]:
        content: list[Json] = self.get()["body"]["content"]
        return content

    @property
    def text(self) -> str:
        """The body's text; the text of tables too."""
        return text_of(self.content)

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")[:-1]

    @property
    def paragraphs(self) -> list[Json]:
        """Every paragraph of the body, in tables too, each with its extent."""
        return list(paragraphs_of(self.content))

    @property
    def runs(self) -> list[tuple[str, Json]]:
        """Each text run of the body: its content and its style."""
        found = (one["textRun"] for paragraph in self.paragraphs for one in paragraph["elements"] if "textRun" in one)
        return [(run["content"], run["textStyle"]) for run in found]

    @property
    def tables(self) -> list[Json]:
        return [element for element in self.content if "table" in element]

    def cells(self, table: int = 0) -> list[list[str]]:
        """The text of each cell of a table, without its last newline."""
        rows = self.tables[table]["table"]["tableRows"]
        return [[text_of(cell["content"]).removesuffix("\n") for cell in row["tableCells"]] for row in rows]

    def refuses(self, *requests: Json) -> str:
        """That a batch is refused with 400 and changes nothing; what the refusal says."""
        before = self.get(includeTabsContent=True)
        with pytest.raises(Refused) as refused:
            self.update(*requests)
        assert refused.value.status == 400, refused.value
        assert self.get(includeTabsContent=True) == before
        return str(refused.value.message)


def span(start: int, end: int, segment: str = "") -> Json:
    return {"startIndex": start, "endIndex": end} | ({"segmentId": segment} if segment else {})


def at(index: int, segment: str = "") -> Json:
    return {"location": {"index": index} | ({"segmentId": segment} if segment else {})}


def cell(table: int, row: int, column: int) -> Json:
    """A tableCellLocation."""
    return {"tableStartLocation": {"index": table}, "rowIndex": row, "columnIndex": column}


def units(text: str) -> int:
    """How many indices a text takes."""
    return len(text.encode("utf-16-le")) // 2


def paragraphs_of(content: Sequence[Mapping[str, Any]]) -> Iterator[Json]:
    for element in content:
        if "paragraph" in element:
            yield {**element["paragraph"], "start": element.get("startIndex", 0), "end": element["endIndex"]}
        for row in element.get("table", {}).get("tableRows", ()):
            for one in row["tableCells"]:
                yield from paragraphs_of(one["content"])


def text_of(content: Sequence[Mapping[str, Any]]) -> str:
    """The text of structural elements; what is no text is left out."""
    pieces = (piece for paragraph in paragraphs_of(content) for piece in paragraph["elements"])
    return "".join(piece["textRun"]["content"] for piece in pieces if "textRun" in piece)
