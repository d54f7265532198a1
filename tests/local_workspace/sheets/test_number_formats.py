r"""Number formats, by the examples of developers.google.com/workspace/sheets/api/guides/formats: every one that its tables have.

Where the page's HTML runs spaces together (`# ???/???`), so does the test. Colours change no text.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from local_workspace.sheets.date_text import serial

AFTERNOON = serial(datetime(2016, 4, 5, 16, 8, 53, 528000))  # noqa: DTZ001 a sheet's dates have no zone
ELAPSED = (3 * 3600 + 13 * 60 + 41.255) / 86400


def shown(book, value, pattern: str, kind: str = "NUMBER") -> str:
    cell = {"userEnteredFormat": {"numberFormat": {"type": kind, "pattern": pattern}}}
    area = {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 1}
    book.do({"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat.numberFormat"}})
    book.put("A1", [value], option="RAW")
    return book.one("A1")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("h:mm:ss.00 a/p", "4:08:53.53 p"),
        ('hh:mm A/P".M."', "04:08 P.M."),
        ("yyyy-mm-dd", "2016-04-05"),
        (r"mmmm d \[dddd\]", "April 5 [Tuesday]"),
        ("h PM, ddd mmm dd", "4 PM, Tue Apr 05"),
        ("dddd, m/d/yy at h:mm", "Tuesday, 4/5/16 at 16:08"),
    ],
)
def test_the_pages_dates(book, pattern, text):
    assert shown(book, AFTERNOON, pattern, "DATE_TIME") == text


@pytest.mark.parametrize(
    ("pattern", "text"), [("[hh]", "03"), ("[mmmm]", "0193"), ("[ss]", "11621"), ("[hh]:[mm]:[ss].000", "03:13:41.255")]
)
def test_the_pages_elapsed_times(book, pattern, text):
    """The last was on the page until 2024."""
    assert shown(book, ELAPSED, pattern, "TIME") == text


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (12345.125, "####.#", "12345.1"),
        (12.34, "000.0000", "012.3400"),
        (12, "#.0#", "12.0"),
        (5.125, "# ???/???", "5 1/8"),
        (12000, "#,###", "12,000"),
        (1230000, '0.0,,"M"', "1.2M"),
        (1234500000, "0.00e+00", "1.23e+09"),
        (123114.15115, '###0.000;"TEXT: "_(@_)', "123114.151"),
        ("MyText", '###0.000;"TEXT: "_(@_)', "TEXT: MyText"),
        (1234, "[Blue]#,##0;[Red]#,##0;[Green]0.0;[Magenta]_(@_)", "1,234"),
        (-1234, "[Blue]#,##0;[Red]#,##0;[Green]0.0;[Magenta]_(@_)", "1,234"),
        (0, "[Blue]#,##0;[Red]#,##0;[Green]0.0;[Magenta]_(@_)", "0.0"),
        ("MyText", "[Blue]#,##0;[Red]#,##0;[Green]0.0;[Magenta]_(@_)", "MyText"),
        (1005, '[>1000]"HIGH";[Color43][<=200]"LOW";0000', "HIGH"),
        (32, '[>1000]"HIGH";[Color43][<=200]"LOW";0000', "LOW"),
        (527, '[>1000]"HIGH";[Color43][<=200]"LOW";0000', "0527"),
        (3, "00.0", "03.0"),
        (12, "##0", "12"),
        (12.4, "???.???", "12.4"),
        (3, "#0.#", "3."),
        (0.25, "#%", "25%"),
        (12200000, "#0.0,,", "12.2"),
        (0.0000001, "##0.00#E+##", "100.00E-9"),
        (23.25, "0 #/#", "23 1/4"),
        (23.25, "0 #/8", "23 2/8"),
        (23.1, "0 #/3", "23"),
        (10, r"\#0", "#10"),
        (42, "@", "42"),
    ],
)
def test_the_pages_numbers(book, value, pattern, text):
    assert " ".join(shown(book, value, pattern).split()) == text


def test_a_text_section_at_the_end_is_the_texts_and_the_others_are_one_less(book):
    """'...that section is treated as the text format and the others behave as if there's one less section.'"""
    assert shown(book, -5, '0.0;"text "@') == "-5.0"
    assert shown(book, -5, '0.0;(0.0);"text "@') == "(5.0)"
    assert shown(book, 0, '0.0;(0.0);"text "@') == "0.0"


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("TEXT", 1000.12, "1000.12"),
        ("NUMBER", 1000.12, "1,000.12"),
        ("PERCENT", 0.1012, "10.12%"),
        ("CURRENCY", 1000.12, "$1,000.12"),
        ("DATE", 39717, "9/26/2008"),
        ("TIME", 0.6619675926, "3:53:14 PM"),
        ("DATE_TIME", 39717.6619675926, "9/26/2008 15:53:14"),
        ("SCIENTIFIC", 1012.3, "1.01E+03"),
    ],
)
def test_a_type_without_a_pattern_has_the_locales(book, kind, value, text):
    """NumberFormatType gives an example of each (.../spreadsheets/cells#NumberFormatType), 1000.12 to 9/26/08 15:59:00."""
    assert shown(book, value, "", kind) == text


def test_no_format_at_all_shows_ten_digits(book):
    """No outside witness beyond gspread's 1/1024: 0.0009765625 (CellTest.test_numeric_value)."""
    book.put("A1:A3", ["=1/1024"], ["=1/3"], [1234567890123], option="USER_ENTERED")
    assert book.read("A1:A3") == [["0.0009765625"], ["0.3333333333"], ["1234567890123"]]
