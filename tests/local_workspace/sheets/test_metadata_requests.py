"""Developer metadata, as its guide and the reference describe it
(developers.google.com/workspace/sheets/api/guides/metadata, .../reference/rest/v4/DataFilter). The refusals' sentences have no
outside witness."""

from __future__ import annotations

from typing import Any

import pytest


def row(at: int) -> dict[str, Any]:
    return {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": at, "endIndex": at + 1}}


def make(book: Any, key: str, location: dict[str, Any], **more: Any) -> Any:
    given = {"metadataKey": key, "location": location, "visibility": "DOCUMENT", **more}
    return book.do({"createDeveloperMetadata": {"developerMetadata": given}})[0]["createDeveloperMetadata"]["developerMetadata"]


def update(book: Any, lookup: dict[str, Any], fields: str = "metadataValue", **given: Any) -> list[Any]:
    """What an update of one field selects, which is how these tests look things up."""
    filters = [{"developerMetadataLookup": lookup}]
    request = {"dataFilters": filters, "developerMetadata": {"metadataValue": "seen", **given}, "fields": fields}
    found: list[Any] = book.do({"updateDeveloperMetadata": request})[0]["updateDeveloperMetadata"].get("developerMetadata", [])
    return found


def test_what_is_made_has_an_id_and_says_where_it_is(book: Any) -> None:
    made = make(book, "team", row(2), metadataValue="S1")
    assert made["metadataId"] > 0
    assert made["location"]["locationType"] == "ROW"
    assert (made["metadataKey"], made["metadataValue"], made["visibility"]) == ("team", "S1", "DOCUMENT")


def test_it_stays_with_its_row_when_rows_come_and_goes_with_it(book: Any) -> None:
    """ "If developer metadata is associated with row 5 and another row is then subsequently inserted above row 5, that original
    metadata is still associated with … (what is now row 6). If the associated object is deleted then its metadata is deleted too."""
    make(book, "team", row(4))
    where = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    book.do({"insertDimension": {"range": where, "inheritFromBefore": False}})
    [found] = update(book, {"metadataKey": "team"})
    assert found["location"]["dimensionRange"]["startIndex"] == 5
    book.do({"deleteDimension": {"range": {**where, "startIndex": 5, "endIndex": 6}}})
    assert update(book, {"metadataKey": "team"}) == []


def test_all_that_is_said_has_to_match(book: Any) -> None:
    one = make(book, "team", row(2), metadataValue="S1")
    other = make(book, "team", {"sheetId": 0}, metadataValue="S2")
    make(book, "else", {"spreadsheet": True}, metadataValue="S1")
    ids = {"row": one["metadataId"], "sheet": other["metadataId"]}
    assert [found["metadataId"] for found in update(book, {"metadataKey": "team", "metadataValue": "S1"})] == [ids["row"]]
    assert {found["metadataId"] for found in update(book, {"metadataKey": "team"})} == set(ids.values())
    assert [found["metadataId"] for found in update(book, {"metadataKey": "team", "locationType": "SHEET"})] == [ids["sheet"]]
    assert [found["metadataKey"] for found in update(book, {"locationType": "SPREADSHEET"})] == ["else"]


def test_a_place_is_matched_exactly_or_by_what_it_meets(book: Any) -> None:
    """locationMatchingStrategy: EXACT matches the location itself; unspecified is INTERSECTING, which matches what meets it."""
    make(book, "row", row(2))
    make(book, "sheet", {"sheetId": 0})
    here = {"metadataLocation": row(2)}
    assert [one["metadataKey"] for one in update(book, {**here, "locationMatchingStrategy": "EXACT_LOCATION"})] == ["row"]
    assert {one["metadataKey"] for one in update(book, here)} == {"row", "sheet"}
    assert {one["metadataKey"] for one in update(book, {"metadataLocation": row(9)})} == {"sheet"}


def test_a_range_selects_the_metadata_of_what_it_meets(book: Any) -> None:
    make(book, "row", row(2))
    request = {"dataFilter": {"a1Range": "A3:B3"}}
    [gone] = book.do({"deleteDeveloperMetadata": request})[0]["deleteDeveloperMetadata"]["deletedDeveloperMetadata"]
    assert gone["metadataKey"] == "row"
    assert book.do({"deleteDeveloperMetadata": request})[0]["deleteDeveloperMetadata"] == {}


def test_a_row_s_metadata_can_be_moved_to_another(book: Any) -> None:
    make(book, "team", row(2))
    [moved] = update(book, {"metadataKey": "team"}, "location", location=row(7))
    assert moved["location"]["dimensionRange"]["startIndex"] == 7


@pytest.mark.parametrize(
    "wrong",
    [
        {"createDeveloperMetadata": {"developerMetadata": {"location": row(1), "visibility": "DOCUMENT"}}},
        {"createDeveloperMetadata": {"developerMetadata": {"metadataKey": "k", "location": row(1)}}},
        {"createDeveloperMetadata": {"developerMetadata": {"metadataKey": "k", "visibility": "DOCUMENT"}}},
        {
            "createDeveloperMetadata": {
                "developerMetadata": {"metadataKey": "k", "visibility": "DOCUMENT", "metadataId": -1, "location": row(1)}
            }
        },
        {"deleteDeveloperMetadata": {}},
        {"deleteDeveloperMetadata": {"dataFilter": {}}},
        {"updateDeveloperMetadata": {"developerMetadata": {}, "fields": "*"}},
    ],
)
def test_what_the_reference_asks_for_is_asked_for(book: Any, wrong: Any) -> None:
    make(book, "there", row(3))
    with pytest.raises(Exception, match="400"):
        book.do(wrong)


def test_one_is_got_by_its_id_and_many_by_filters_each_with_those_that_selected_it(book: Any) -> None:
    """spreadsheets.developerMetadata.get and .search; MatchedDeveloperMetadata names all filters that matched."""
    one, other = make(book, "team", row(2)), make(book, "team", row(5))
    assert book.ask("sheets.spreadsheets.developerMetadata.get", spreadsheetId=book.id, metadataId=one["metadataId"]) == one
    filters = [{"developerMetadataLookup": {"metadataKey": "team"}}, {"a1Range": "A3"}]
    found = book.ask("sheets.spreadsheets.developerMetadata.search", {"dataFilters": filters}, spreadsheetId=book.id)
    matched = {match["developerMetadata"]["metadataId"]: match["dataFilters"] for match in found["matchedDeveloperMetadata"]}
    assert matched == {one["metadataId"]: filters, other["metadataId"]: filters[:1]}
    with pytest.raises(Exception, match="404"):
        book.ask("sheets.spreadsheets.developerMetadata.get", spreadsheetId=book.id, metadataId=99999)


def test_an_id_is_one_metadata_s_only(book: Any) -> None:
    assert make(book, "a", row(1), metadataId=5)["metadataId"] == 5
    with pytest.raises(Exception, match="5"):
        make(book, "b", row(2), metadataId=5)
