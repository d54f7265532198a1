"""A spreadsheet's locale decides how values are read and shown (support.google.com/docs/answer/58515).

Separators, orders of dates, names and currencies are Unicode's CLDR, which is the witness for them, not Google.
"""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("locale", "text", "value", "shown"),
    [
        ("en_GB", "6/10/2025", 45936, "6/10/2025"),
        ("en_US", "10/6/2025", 45936, "10/6/2025"),
        ("de_DE", "6.10.2025", 45936, "6.10.2025"),
        ("de_DE", "1.234,5", 1234.5, "1.234,50"),
        ("de_DE", "0,5", 0.5, "0,5"),
        ("de_DE", "12,50 €", 12.5, "12,50 €"),
        ("fr_FR", "6 octobre 2025", 45936, "6 octobre 2025"),
        ("en_GB", "£5.00", 5, "£5.00"),
        ("en_GB", "$5.00", 5, "$5.00"),
        ("sv_SE", "2025-10-06", 45936, "2025-10-06"),
    ],
)
def test_values_are_read_and_shown_by_the_locale(book, locale, text, value, shown):
    book.locale(locale)
    book.put("A1", [text])
    assert (book.raw("A1"), book.one("A1")) == (value, shown)


def test_a_point_is_no_decimal_mark_where_a_comma_is(book):
    book.locale("de_DE")
    book.put("A1", ["1.5"])
    assert book.raw("A1") != 1.5


def test_values_that_are_there_change_their_look_with_the_locale(book):
    """The help page: changing the location changes how dates and money look from then on."""
    book.put("A1:B1", [1234.5, 45936])
    formats = [{"userEnteredFormat": {"numberFormat": {"type": kind}}} for kind in ("NUMBER", "DATE")]
    row = {"start": {"sheetId": 0}, "rows": [{"values": formats}], "fields": "userEnteredFormat.numberFormat"}
    book.do({"updateCells": row})
    assert book.read("A1:B1") == [["1,234.50", "10/6/2025"]]
    book.locale("en_GB")
    assert book.read("A1:B1") == [["1,234.50", "06/10/2025"]]
    book.locale("de_DE")
    assert book.read("A1:B1")[0][0] == "1.234,50"


def test_an_unknown_locale_is_refused(book):
    with pytest.raises(Exception, match="400: Invalid requests"):
        book.locale("xx_YY")
