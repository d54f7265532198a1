"""Answers are held to Google's schema, and to the fields that recordings and documented samples show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_workspace.core import conformance
from local_workspace.core.discovery import api, by_id

FILES_GET = by_id()["drive.files.get"]
WRONG = {"id": "1", "nmae": "x"}


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"id": "1", "nmae": "x"}, "drive.files.get: 'nmae' is not in the schema"),
        ({"size": 3}, "drive.files.get: 'size' is 3, not int64"),
        ({"trashed": "true"}, "drive.files.get: 'trashed' is 'true', not boolean"),
        ({"parents": "1"}, "drive.files.get: 'parents' is no list"),
        ({"name": None}, "drive.files.get: 'name' is null"),
        ({"createdTime": "yesterday"}, "drive.files.get: 'createdTime' is 'yesterday', not date-time"),
        ({"owners": [{"me": 1}]}, "drive.files.get: 'owners[0].me' is 1, not boolean"),
        ({"capabilities": []}, "drive.files.get: 'capabilities' is no object"),
        ({"properties": {"a": 1}}, "drive.files.get: 'properties.a' is 1, not string"),
        ({"imageMediaMetadata": {"width": "10"}}, "drive.files.get: 'imageMediaMetadata.width' is '10', not int32"),
    ],
)
def test_what_google_would_not_send_is_named(answer, problem):
    assert problem in conformance.check_response(FILES_GET, answer)


LEAVES = (
    st.none() | st.booleans() | st.integers(0, 9) | st.sampled_from(["1", "x", "2025-10-06T08:00:00.000Z", "CHOOSER", "text"])
)
NAMES = st.sampled_from(
    ["id", "size", "owners", "me", "parents", "capabilities", "canEdit", "properties", "createdTime", "other"]
)
ANSWERS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=8
)


@given(st.dictionaries(NAMES, ANSWERS, max_size=4))
def test_the_quick_look_finds_something_wrong_exactly_where_the_long_one_names_it(answer):
    node = {"$ref": FILES_GET.response}
    named = list(conformance.problems("drive", node, answer, ""))
    assert conformance.conforms(api("drive").schemas, node, answer) is not bool(named), named


def test_an_enum_that_is_not_declared_is_named():
    method = by_id()["docs.documents.get"]
    style = {"body": {"content": [{"paragraph": {"paragraphStyle": {"namedStyleType": "HEADING_9"}}}]}}
    assert any("HEADING_9" in problem for problem in conformance.check_response(method, style))


def test_no_answer_is_no_substitute_for_one_nor_one_for_none():
    assert conformance.check_response(FILES_GET, None)
    assert conformance.check_response(by_id()["drive.files.delete"], {"id": "1"})
    assert conformance.check_response(by_id()["drive.files.delete"], None) == []


def test_a_field_that_a_witness_shows_may_not_lack(monkeypatch):
    witness = {"drive.files.get": ({"fields": ["id", "owners.me"], "source": "a recording"},)}
    monkeypatch.setattr(conformance, "expected", lambda: witness)
    assert conformance.check_response(FILES_GET, {"owners": [{"me": True}, {}]}) == [
        "drive.files.get: lacks 'id'",
        "drive.files.get: lacks 'owners.me'",
    ]


def test_every_expected_field_is_in_its_schema_and_names_its_source():
    for name, witnesses in conformance.expected().items():
        method = by_id()[name]
        for witness in witnesses:
            assert witness["source"]
            for field in witness["fields"]:
                value: object = True
                for part in reversed(field.split(".")):
                    value = {part: value}
                lacking = [one for one in conformance.check_response(method, value) if "not in the schema" in one]
                assert lacking == [], field


def test_a_strict_server_refuses_to_send_it_undoes_the_work_and_remembers(ask, served, seen, workspace):
    def wrong(call):
        workspace.remember("done", True)
        return WRONG

    seen.answers["drive.files.copy"] = wrong
    answer = ask("POST", "/drive/v3/files/1abc/copy?fields=id", {})
    assert answer.status == 500
    assert "'nmae' is not in the schema" in answer.error["message"]
    assert workspace.recall("done") is None
    assert served.dispatcher.nonconforming == ["drive.files.copy: 'nmae' is not in the schema"]


def test_a_server_for_people_sends_it_all_the_same(ask, served, seen):
    served.dispatcher.strict = False
    seen.answers["drive.files.copy"] = WRONG
    assert ask("POST", "/drive/v3/files/1abc/copy?fields=id", {}).json == {"id": "1"}
