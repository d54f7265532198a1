"""The status Sheets as declared: what stands there is what managers see, and every mistake is told with its key."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from service.declared.load import SHEETS_FOLDER
from service.declared.reading import Reader
from service.declared.sheets import PEOPLE, load_people_sheet
from service.policy.sheet_template import Owner


def changed(folder: Path, **values: object) -> Reader:
    raw = yaml.safe_load((SHEETS_FOLDER / PEOPLE).read_text("utf-8"))
    (folder / PEOPLE).write_text(yaml.safe_dump({**raw, **values}), "utf-8")
    return Reader(folder)


def test_the_sheet_of_people_has_everything_that_is_promised() -> None:
    template = load_people_sheet(Reader(SHEETS_FOLDER))
    assert template is not None
    keys = list(template.by_key)
    assert keys[:3] == ["name", "role", "team"]
    assert {f"check_in_{number}" for number in range(1, 7)} <= set(keys)
    assert [one.key for one in template.columns if one.owner is Owner.PEOPLE] == ["notes"]
    assert "no health, no judgement" in template.by_key["notes"].heading
    assert any("conversations still to hold" in one.title for one in template.filters)


@pytest.mark.parametrize(
    ("values", "key", "told"),
    [
        (
            {"columns": [{"key": "name", "heading": "Name"}, {"key": "role", "heading": "Role"}]},
            "columns",
            "'staff_id' is needed",
        ),
        ({"columns": [{"key": "staff_id", "heading": "Id"}] * 2}, "columns", "each key once; staff_id stands more often"),
        ({"filters": [{"title": "X", "column": "mood", "is": "low"}]}, "", "columns that are not there: mood"),
        ({"colour": "red"}, "colour", "no such key; allowed are as_of, columns, filters, read_me, sheet"),
        (
            {
                "columns": [
                    {"key": "staff_id", "heading": "Id", "owner": "nobody"},
                    {"key": "b2", "heading": "B"},
                    {"key": "c3", "heading": "C"},
                ]
            },
            "columns.0.owner",
            "'machine' or 'people'",
        ),
    ],
)
def test_a_mistake_is_told_with_its_key(tmp_path: Path, values: dict[str, object], key: str, told: str) -> None:
    reader = changed(tmp_path, **values)
    assert load_people_sheet(reader) is None
    assert [(one.file, one.key) for one in reader.mistakes] == [(PEOPLE, key)]
    assert told in reader.mistakes[0].allowed
