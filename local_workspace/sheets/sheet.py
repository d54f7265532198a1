"""One tab of a spreadsheet, and the sheet that a new one begins as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from local_workspace.core.call import Json
from local_workspace.sheets.colours import with_both

ROWS, COLUMNS = 1000, 26
APART = frozenset({"sheetId", "title", "index", "gridProperties", "hidden", "sheetType"})
DEFAULT_PIXELS = {"ROWS": 21, "COLUMNS": 100}


@dataclass
class Sheet:
    """One tab. grid: GridProperties but for the counts. more: the other SheetProperties. parts: what the Sheet resource
    lists beside its properties and data (merges, protectedRanges, ...), as Google shows it but with every sheetId said.
    """

    id: int
    place: int
    title: str
    rows: int = ROWS
    columns: int = COLUMNS
    hidden: bool = False
    kind: str = "GRID"
    grid: Json = field(default_factory=dict)
    more: Json = field(default_factory=dict)
    parts: Json = field(default_factory=dict)

    def count(self, dimension: str) -> int:
        return self.rows if dimension == "ROWS" else self.columns

    def resize(self, dimension: str, count: int) -> None:
        if dimension == "ROWS":
            self.rows = count
        else:
            self.columns = count

    def properties(self) -> Json:
        """As SheetProperties."""
        out: Json = {"sheetId": self.id, "title": self.title, "index": self.place, "sheetType": self.kind}
        if self.kind == "GRID":
            out["gridProperties"] = {"rowCount": self.rows, "columnCount": self.columns, **self.grid}
        if self.hidden:
            out["hidden"] = True
        return {**out, **self.more}


def new_sheet(sheet_id: int, title: str, place: int, properties: Mapping[str, Any]) -> Sheet:
    """A sheet from SheetProperties: a thousand rows by 26 columns unless they say otherwise."""
    grid = dict(properties.get("gridProperties", {}))
    rows, columns = grid.pop("rowCount", ROWS), grid.pop("columnCount", COLUMNS)
    more = with_both({name: value for name, value in properties.items() if name not in APART and value})
    return Sheet(
        sheet_id,
        place,
        title,
        rows,
        columns,
        bool(properties.get("hidden")),
        properties.get("sheetType", "GRID"),
        {name: value for name, value in grid.items() if value},
        more,
    )
