"""What does not bind is refused in Google's words.

Witnesses, unless a test names its own: messages that the package gdocs_preview recorded verbatim from the live Docs API on
2026-08-01 (a public study, a table of what was sent and of `error.message`), and the recordings.
"""

from __future__ import annotations

import pytest

BATCH = "/v1/documents/d:batchUpdate"
STYLE_TYPE = "requests[0].update_paragraph_style.paragraph_style.named_style_type"
DOCS = "type.googleapis.com/google.apps.docs.v1"


def requests(one):
    return {"requests": [one]}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            requests({"thisRequestTypeDoesNotExist": {}}),
            "Invalid JSON payload received. Unknown name \"thisRequestTypeDoesNotExist\" at 'requests[0]': Cannot find field.",
        ),
        (
            requests({"insertText": {"text": "x", "bogusFieldXyz": 1}}),
            "Invalid JSON payload received. Unknown name \"bogusFieldXyz\" at 'requests[0].insert_text': Cannot find field.",
        ),
        ({"bogusTopLevelFieldXyz": 1}, 'Invalid JSON payload received. Unknown name "bogusTopLevelFieldXyz": Cannot find field.'),
        (
            {"writeControl": {"bogusXyz": 1}},
            "Invalid JSON payload received. Unknown name \"bogusXyz\" at 'write_control': Cannot find field.",
        ),
        (
            requests({"insertText": "not-an-object"}),
            f"Invalid value at 'requests[0].insert_text' ({DOCS}.InsertTextRequest), \"not-an-object\"",
        ),
        (
            requests({"insertText": {"location": {"index": "abc"}}}),
            "Invalid value at 'requests[0].insert_text.location.index' (TYPE_INT32), \"abc\"",
        ),
        (
            requests({"updateParagraphStyle": {"paragraphStyle": {"namedStyleType": "BOGUS_STYLE_XYZ"}}}),
            f"Invalid value at '{STYLE_TYPE}' ({DOCS}.NamedStyleType), \"BOGUS_STYLE_XYZ\"",
        ),
        (
            requests({"insertText": {"text": "x"}, "deleteContentRange": {}}),
            "Invalid value at 'requests[0]' (oneof), oneof field 'request' is already set. Cannot set 'deleteContentRange'",
        ),
    ],
)
def test_a_docs_body_that_does_not_bind_is_refused_word_for_word(ask, body, message):
    answer = ask("POST", BATCH, body)
    assert answer.status == 400
    assert answer.error["message"] == message
    assert answer.error["status"] == "INVALID_ARGUMENT"


def test_each_fault_of_a_body_is_told_on_its_own_line_and_as_a_field_violation(ask):
    """github.com/lbjlaq/Antigravity-Manager/issues/868 shows the lines, github.com/zed-industries/zed/issues/62539 the fields."""
    answer = ask("POST", BATCH, {"requests": [{"a": 1}, {"b": 1}]})
    assert answer.error["message"].split("\n") == [
        "Invalid JSON payload received. Unknown name \"a\" at 'requests[0]': Cannot find field.",
        "Invalid JSON payload received. Unknown name \"b\" at 'requests[1]': Cannot find field.",
    ]
    [details] = answer.error["details"]
    assert details["@type"] == "type.googleapis.com/google.rpc.BadRequest"
    assert [one["field"] for one in details["fieldViolations"]] == ["requests[0]", "requests[1]"]


def test_a_plain_value_for_a_list_of_rows_is_refused_as_recorded(ask):
    """Recorded: WorksheetTest.test_add_validation, ``{"values": "X", "majorDimension": null}``."""
    answer = ask(
        "PUT", "/v4/spreadsheets/s/values/%27Sheet1%27%21A1?valueInputOption=RAW", {"values": "X", "majorDimension": None}
    )
    text = "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\""
    assert answer.error == {
        "code": 400,
        "message": text,
        "status": "INVALID_ARGUMENT",
        "details": [
            {
                "@type": "type.googleapis.com/google.rpc.BadRequest",
                "fieldViolations": [{"field": "data.values", "description": text}],
            }
        ],
    }


def test_a_list_where_one_value_belongs_is_refused(ask):
    """github.com/googleapis/google-api-nodejs-client/issues/1220 (there on spreadsheets.create, whose body has its own name)."""
    answer = ask("POST", "/v1/documents", {"title": ["x"]})
    assert answer.error["message"] == (
        "Invalid JSON payload received. Unknown name \"title\" at 'document': Proto field is not repeating, cannot start list."
    )


def test_an_object_where_a_plain_value_belongs_is_refused(ask):
    """The form is Slides', the same front end: ``Invalid value at 'requests[0]...transform' (scale_x), Starting an object ...``."""
    answer = ask("POST", BATCH, requests({"insertText": {"text": {"magnitude": 1}}}))
    assert answer.error["message"] == "Invalid value at 'requests[0].insert_text' (text), Starting an object on a scalar field"


def test_a_number_is_no_text_and_a_yes_is_no_boolean(ask, seen):
    answer = ask("POST", BATCH, requests({"insertText": {"text": 5}}))
    assert answer.error["message"] == "Invalid value at 'requests[0].insert_text.text' (TYPE_STRING), 5"
    answer = ask("POST", BATCH, requests({"updateTextStyle": {"textStyle": {"bold": "yes"}}}))
    assert answer.error["message"] == "Invalid value at 'requests[0].update_text_style.text_style.bold' (TYPE_BOOL), \"yes\""
    assert seen.calls == []


def test_a_number_that_does_not_fit_into_32_bits_is_refused(ask):
    answer = ask("POST", BATCH, requests({"insertText": {"location": {"index": 2**31}}}))
    assert answer.error["message"] == "Invalid value at 'requests[0].insert_text.location.index' (TYPE_INT32), 2147483648"


def test_what_the_proto3_mapping_takes_reaches_the_handler_in_one_form(ask, seen):
    """protobuf.dev/programming-guides/json: int32 as a string, whole floats, "true", and names in snake case."""
    body = requests({"insert_text": {"location": {"index": "7"}}})
    body["requests"].append({"updateTextStyle": {"textStyle": {"bold": "true"}, "range": {"startIndex": 1.0, "endIndex": 2}}})
    assert ask("POST", BATCH, body).status == 200
    first, second = seen.calls[-1].body["requests"]
    assert first == {"insertText": {"location": {"index": 7}}}
    assert second["updateTextStyle"] == {"textStyle": {"bold": True}, "range": {"startIndex": 1, "endIndex": 2}}


def test_explicit_null_counts_as_absent_and_is_remembered_by_its_json_path(ask, seen):
    """Absent: as the recordings show (27 requests with nulls, answered 200). Remembered: Drive clears properties by null
    (developers.google.com/workspace/drive/api/guides/properties)."""
    assert ask("PATCH", "/drive/v3/files/1abc", {"name": None, "appProperties": {"ggp-key": None, "kept": "x"}}).status == 200
    call = seen.calls[-1]
    assert call.body == {"appProperties": {"kept": "x"}}
    assert call.nulls == {"name", "appProperties.ggp-key"}
    ask("POST", BATCH, requests({"updateTextStyle": {"textStyle": {"bold": None}, "fields": "bold"}}))
    assert seen.calls[-1].nulls == {"requests[0].updateTextStyle.textStyle.bold"}
    ask("POST", "/v1/documents", {"title": None})
    assert seen.calls[-1].nulls == {"title"}


def test_drive_lists_what_the_front_end_refused_and_gives_it_a_status(ask):
    """github.com/brekkylab/backlot/issues/337 (``page_size``), /237 (status and errors[]) and pull 202 (reason, no domain)."""
    answer = ask("GET", "/drive/v3/files?pageSize=NOPE")
    text = "Invalid value at 'page_size' (TYPE_INT32), \"NOPE\""
    assert answer.error["message"] == text
    assert answer.error["errors"] == [{"message": text, "reason": "invalid"}]
    assert answer.error["status"] == "INVALID_ARGUMENT"


def test_an_empty_number_is_no_number(ask):
    """github.com/brekkylab/backlot/issues/337, row 2."""
    assert ask("GET", "/drive/v3/files?pageSize=").error["message"] == "Invalid value at 'page_size' (TYPE_INT32), \"\""


def test_a_bad_value_is_refused_at_either_end_of_a_repeat_and_drive_reads_the_first(ask, seen):
    """github.com/brekkylab/backlot/issues/306 and /337, row 3."""
    assert ask("GET", "/drive/v3/files?pageSize=5&pageSize=NOPE").status == 400
    assert ask("GET", "/drive/v3/files?pageSize=5&pageSize=7").status == 200
    assert seen.calls[-1].params["pageSize"] == 5


def test_a_number_out_of_its_range_is_refused(ask):
    """Wording: github.com/taers232c/GAMADV-X/issues/84. The range is files.list's own (pageSize: 1 to 1000)."""
    answer = ask("GET", "/drive/v3/files?pageSize=5000")
    [entry] = answer.error["errors"]
    assert entry["message"] == "Invalid value '5000'. Values must be within the range: [1, 1000]"
    assert (entry["reason"], entry["location"]) == ("invalidParameter", "pageSize")


def test_a_parameter_that_is_not_there_is_refused(ask):
    """Measured on documents.get with ``bogusQueryParamXyz=1``."""
    answer = ask("GET", "/v1/documents/d?bogusQueryParamXyz=1")
    assert answer.error["message"] == (
        'Invalid JSON payload received. Unknown name "bogusQueryParamXyz": Cannot bind query parameter. '
        "Field 'bogusQueryParamXyz' could not be found in request message."
    )


def test_a_parameter_that_is_needed_is_asked_for(ask):
    """github.com/brekkylab/backlot, errors/google.py at 74f79dd: "Google's wording is ``Required parameter: X``"."""
    answer = ask("GET", "/drive/v3/files/1abc/export")
    [entry] = answer.error["errors"]
    assert (entry["message"], entry["reason"]) == ("Required parameter: mimeType", "required")
    assert (entry["location"], entry["locationType"]) == ("mimeType", "parameter")


def test_a_flag_that_is_none_is_refused(ask):
    answer = ask("GET", "/drive/v3/files?supportsAllDrives=maybe")
    assert answer.error["message"] == "Invalid value at 'supports_all_drives' (TYPE_BOOL), \"maybe\""


@pytest.mark.parametrize(("word", "value"), [("true", True), ("1", True), ("yes", True), ("FALSE", False), ("n", False)])
def test_flags_are_read_as_protobuf_reads_them(ask, seen, word, value):
    """github.com/brekkylab/backlot/issues/339: ``1``, ``y`` and ``yes`` parse as true."""
    assert ask("GET", f"/drive/v3/files?supportsAllDrives={word}").status == 200
    assert seen.calls[-1].params["supportsAllDrives"] is value


def test_an_unknown_alt_is_refused_ahead_of_the_credential(ask):
    """github.com/brekkylab/backlot/issues/309; the sentence is the one measured there for ``$.xgafv``."""
    answer = ask("GET", "/v1/documents/d?alt=zzz", authorization="")
    assert answer.status == 400
    assert answer.error["message"] == "Invalid query parameters. Invalid value 'zzz' for system query parameter : alt"


def test_bytes_are_refused_where_there_are_none(ask):
    """github.com/brekkylab/backlot/issues/309, row 3."""
    answer = ask("GET", "/drive/v3/files?alt=media")
    assert answer.error["message"] == 'Unsupported alt type "media" for non byte stream request.'


@pytest.mark.parametrize("body", [b"{", b'{"requests": [}', b"\xff\xfe", b'{"requests": NaN}', b"[1]", b'"x"'])
def test_what_is_no_json_object_never_reaches_a_handler(ask, seen, body):
    """The grammar of the sentence is Google's; no outside witness for each case."""
    answer = ask("POST", BATCH, body)
    assert answer.status == 400
    assert answer.error["message"].startswith("Invalid JSON payload received. ")
    assert seen.calls == []
