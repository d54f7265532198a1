"""The control workbook through gspread: the register and the ledger in one read, writes to known rows only."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from secrets import randbelow
from typing import Any

from gspread.utils import absolute_range_name as quoted
from gspread.utils import rowcol_to_a1

from service.errors import Refused, Unsure
from service.google.connect import Connection
from service.google.sheets import client
from service.google.workbook_help import help_requests, reading_requests
from service.policy.register_help import ColumnHelp
from service.policy.register_table import TABS
from service.ports import Claim, Tables
from service.reconcile.actual import Item
from service.reconcile.ledger import LEDGER_HEADINGS, to_row
from service.reconcile.row_numbers import runs_of
from service.reconcile.tabs import KEPT, LEDGER, OUT_OF_SIGHT, RUNS, TODAY

CLAIM_TAB = "A run is going"
SPARE_ROWS = 1000
PAGE_ROWS = 10_000
FIRST_SHEET = "Sheet1"
"""What a new spreadsheet has, when it was made in English."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class GoogleWorkbook:
    """`service.ports.ControlWorkbook` over the Sheets API.

    gspread's `Spreadsheet` is left out, for making one costs a call. Values are written RAW: a name that begins with ``=``
    stays a name.
    """

    def __init__(
        self, connection: Connection, workbook_id: str, editor: str, help_for: Mapping[str, Sequence[ColumnHelp]] | None = None
    ) -> None:
        """help_for: what the columns of a tab say of themselves, by tab, put in when the tab is made."""
        self._help = help_for or {}
        self._http = client(connection).http_client
        self._id = workbook_id
        self._editor = editor
        self._heights: dict[str, int] = {}
        self._widths: dict[str, int] = {}
        self._sheet_ids: dict[str, int] = {}

    def tables(self, only: Mapping[str, str] | None = None) -> Tables:
        titles = [one for one in self._look() if only is None or one in only or one == CLAIM_TAB]
        if not titles:
            return Tables({})
        wanted = [quoted(title) + (f"!{only[title]}" if only and only.get(title) else "") for title in titles]
        answer = self._http.values_batch_get(self._id, wanted, {"valueRenderOption": "FORMATTED_VALUE"})
        found = dict(zip(titles, (part.get("values", []) for part in answer["valueRanges"]), strict=True))
        claim = found.pop(CLAIM_TAB, None)
        return Tables(found, None if claim is None else self._claim_in(claim))

    def pages(self, tab: str, columns: str = "") -> Iterator[Sequence[Sequence[str]]]:
        self._look()
        first, _, last = columns.partition(":")
        height = self._heights.get(tab, 0)
        for top in range(1, height + 1, PAGE_ROWS):
            bottom = min(top + PAGE_ROWS - 1, height)
            found = self._http.values_get(self._id, f"{quoted(tab)}!{first}{top}:{last}{bottom}").get("values", [])
            if bottom < height:
                found += [[]] * (bottom - top + 1 - len(found))
            yield found

    def add_tabs(self, contents: Mapping[str, Sequence[Sequence[str]]]) -> None:
        """The tabs in one atomic batch, then their first rows in another. A tab that has rows is left alone, and one that
        is blank, for the second was lost, is filled. The blank first sheet goes."""
        present = self.tables().rows
        missing = [title for title in contents if title not in present]
        places = _places(list(present), missing)
        requests = [_add_sheet(title, places[title], contents[title]) for title in missing]
        requests += [_protect_request(_sheet_id_for(title), self._editor) for title in missing if title in KEPT]
        for title in missing:
            if title in self._help and contents[title]:
                requests += help_requests(_sheet_id_for(title), contents[title][0], self._help[title])
        if TODAY in missing:
            requests += reading_requests(_sheet_id_for(TODAY))
        if present.get(FIRST_SHEET) == []:
            requests.append({"deleteSheet": {"sheetId": self._sheet_ids[FIRST_SHEET]}})
        if requests:
            self._structure(requests)
        self._put({f"{quoted(title)}!A1": rows for title, rows in contents.items() if not present.get(title)})
        self._heights = {}

    def keep_tabs(self, columns: Mapping[str, Sequence[str]]) -> None:
        """Reads the headings, so that a column that somebody moved or added stays where it is."""
        present = self._look()
        tabs = [tab for tab in columns if tab in present]
        answer = self._http.values_batch_get(self._id, [f"{quoted(tab)}!1:1" for tab in tabs])
        found = {tab: (part.get("values") or [[]])[0] for tab, part in zip(tabs, answer["valueRanges"], strict=True)}
        requests: list[dict[str, Any]] = []
        missing: dict[str, Sequence[Sequence[str]]] = {}
        for tab, there in found.items():
            new = [one for one in columns[tab] if one not in there]
            if new:
                missing[f"{quoted(tab)}!{rowcol_to_a1(1, len(there) + 1)}"] = [new]
                self._make_room(tab, 1, len(there) + len(new))
            if tab in self._help:
                requests += help_requests(self._sheet_ids[tab], [*there, *new], self._help[tab])
        self._put(missing)
        if requests:
            self._structure(requests)

    def write_ledger(self, rows: Mapping[int, Item | None]) -> None:
        blank = [""] * len(LEDGER_HEADINGS)
        self.write_rows(LEDGER, {row: to_row(item) if item else blank for row, item in sorted(rows.items())})

    def write_rows(self, tab: str, rows: Mapping[int, Sequence[str]]) -> None:
        if not rows:
            return
        self._make_room(tab, max(rows), max(map(len, rows.values())))
        self._put({f"{quoted(tab)}!A{row}": [cells] for row, cells in rows.items()})

    def replace_tab(self, tab: str, rows: Sequence[Sequence[str]]) -> None:
        self._make_room(tab, len(rows), max(map(len, rows), default=0))
        self._put({f"{quoted(tab)}!A1": rows})

    def drop_rows(self, tab: str, ids: Collection[str]) -> None:
        """Found by what they say, not by their numbers, so that asking twice takes out nothing else."""
        numbers = self._numbers_of(tab, ids)
        if not numbers:
            return
        where = {"sheetId": self._sheet_ids[tab], "dimension": "ROWS"}
        ranges = [{**where, "startIndex": first - 1, "endIndex": last} for first, last in reversed(runs_of(numbers))]
        try:
            self._structure([{"deleteDimension": {"range": one}} for one in ranges])
        except Unsure:
            if self._numbers_of(tab, ids):
                raise
        finally:
            self._heights = {}

    def _numbers_of(self, tab: str, ids: Collection[str]) -> list[int]:
        if tab not in self._look():
            return []
        rows = self._http.values_get(self._id, f"{quoted(tab)}!A:A").get("values", [])
        wanted = frozenset(ids)
        return [number for number, row in enumerate(rows[1:], start=2) if row and row[0] in wanted]

    def append_run(self, row: Sequence[str]) -> None:
        params = {"valueInputOption": "RAW", "insertDataOption": "INSERT_ROWS"}
        try:
            self._http.values_append(self._id, f"{RUNS}!A1", params, {"values": [list(row)]})
        except Unsure:
            ids = self._http.values_get(self._id, f"{RUNS}!A:A").get("values", [])
            if [row[0]] not in ids:
                self._http.values_append(self._id, f"{RUNS}!A1", params, {"values": [list(row)]})

    def claim(self, holder: str, until: datetime, stale: Claim | None) -> Claim | None:
        """A hidden sheet is the claim: a second sheet of that title is refused, and so is deleting a stale claim that
        another run has already replaced, and with it the whole batch."""
        claim = Claim(holder, until, randbelow(2**31 - 2) + 1)
        requests: list[dict[str, Any]] = []
        if stale:
            requests.append({"deleteSheet": {"sheetId": stale.sheet_id}})
        requests += _claim_requests(claim)
        try:
            self._structure(requests)
        except (Refused, Unsure):
            held = self.tables().claim
            return held if held and held.holder == holder else None
        return claim

    def renew(self, claim: Claim, until: datetime) -> None:
        self._structure([_write_claim(claim.sheet_id, claim.holder, until)])

    def release(self, claim: Claim) -> None:
        try:
            self._structure([{"deleteSheet": {"sheetId": claim.sheet_id}}])
        except Unsure:
            held = self.tables().claim
            if held and held.sheet_id == claim.sheet_id:
                self._structure([{"deleteSheet": {"sheetId": claim.sheet_id}}])

    def _look(self) -> list[str]:
        """Read the tabs' titles, ids and sizes."""
        fields = {"fields": "sheets.properties(sheetId,title,gridProperties(rowCount,columnCount))"}
        sheets = [one["properties"] for one in self._http.fetch_sheet_metadata(self._id, fields)["sheets"]]
        self._sheet_ids = {one["title"]: one["sheetId"] for one in sheets}
        self._heights = {one["title"]: one["gridProperties"]["rowCount"] for one in sheets}
        self._widths = {one["title"]: one["gridProperties"]["columnCount"] for one in sheets}
        return [one["title"] for one in sheets]

    def _claim_in(self, rows: Sequence[Sequence[str]]) -> Claim:
        """The claim that the sheet is; one that somebody wrote in or emptied has lapsed."""
        holder, until = (*(rows[0] if rows else ()), "", "")[:2]
        try:
            lapses = datetime.fromisoformat(until)
        except ValueError:
            lapses = LONG_AGO
        return Claim(holder, lapses if lapses.tzinfo else LONG_AGO, self._sheet_ids[CLAIM_TAB])

    def _make_room(self, tab: str, row: int, columns: int) -> None:
        """Grow a tab so that a row and so many columns exist; setting its size twice is setting it once."""
        if not self._heights:
            self._look()
        size: dict[str, int] = {}
        if row > self._heights[tab]:
            size["rowCount"] = self._heights[tab] = row + SPARE_ROWS
        if columns > self._widths[tab]:
            size["columnCount"] = self._widths[tab] = columns
        if size:
            properties = {"sheetId": self._sheet_ids[tab], "gridProperties": size}
            fields = ",".join(f"gridProperties.{one}" for one in size)
            self._structure([{"updateSheetProperties": {"properties": properties, "fields": fields}}])

    def _put(self, ranges: Mapping[str, Sequence[Sequence[str]]]) -> None:
        data = [{"range": name, "values": [list(row) for row in rows]} for name, rows in ranges.items() if rows]
        if data:
            self._http.values_batch_update(self._id, {"valueInputOption": "RAW", "data": data})

    def _structure(self, requests: Sequence[Mapping[str, Any]]) -> None:
        self._http.batch_update(self._id, {"requests": list(requests)})


def _sheet_id_for(title: str) -> int:
    """A tab's id from its title: chosen by us, so that a tab asked for twice is refused, not doubled."""
    return int.from_bytes(title.encode()[:3], "big") + len(title)


def _places(present: Sequence[str], missing: Sequence[str]) -> Mapping[str, int]:
    """Where each missing tab goes when its turn comes: behind those that come before it, at the front where there are none."""
    standing, order, found = list(present), list(dict.fromkeys((TODAY, *TABS, *KEPT))), dict[str, int]()
    for title in missing:
        before = {*order[: order.index(title) if title in order else len(order)], *found}
        found[title] = max((standing.index(one) + 1 for one in before if one in standing), default=0)
        standing.insert(found[title], title)
    return found


def _add_sheet(title: str, index: int, rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    grid = {
        "rowCount": len(rows) + SPARE_ROWS,
        "columnCount": max(len(row) for row in rows),
        "frozenRowCount": 1,
    }
    hidden = {"hidden": True} if title in OUT_OF_SIGHT else {}
    properties = {"sheetId": _sheet_id_for(title), "title": title, "index": index, "gridProperties": grid, **hidden}
    return {"addSheet": {"properties": properties}}


def _protect_request(sheet_id: int, editor: str) -> dict[str, Any]:
    protected = {
        "range": {"sheetId": sheet_id},
        "description": "Kept by the service: what it made, and when. Please don't edit.",
        "editors": {"users": [editor]},
    }
    return {"addProtectedRange": {"protectedRange": protected}}


def _claim_requests(claim: Claim) -> list[dict[str, Any]]:
    grid = {"rowCount": 1, "columnCount": 2}
    properties = {"sheetId": claim.sheet_id, "title": CLAIM_TAB, "hidden": True, "gridProperties": grid}
    return [{"addSheet": {"properties": properties}}, _write_claim(claim.sheet_id, claim.holder, claim.until)]


def _write_claim(sheet_id: int, holder: str, until: datetime) -> dict[str, Any]:
    """By the sheet's id: a claim that another run has replaced is refused, not overwritten."""
    cells = [{"userEnteredValue": {"stringValue": text}} for text in (holder, until.isoformat())]
    start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0}
    return {"updateCells": {"start": start, "rows": [{"values": cells}], "fields": "userEnteredValue"}}
