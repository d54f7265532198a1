"""The wire: paths as they were sent, connections kept, compression, bytes, and the documents that describe it all."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
from urllib.parse import quote, urlencode, urlsplit

import pytest
from googleapiclient.discovery import build_from_document

from local_workspace.core import oauth
from local_workspace.core.app import App
from local_workspace.core.discovery import APIS, by_id, find


@pytest.mark.parametrize(
    ("verb", "path", "method", "params"),
    [
        ("GET", "/drive/v3/files/1a%2Fb", "drive.files.get", {"fileId": "1a/b"}),
        ("POST", "/drive/v3/files/1a/copy", "drive.files.copy", {"fileId": "1a"}),
        ("GET", "/drive/v3/files/generateIds", "drive.files.generateIds", {}),
        ("POST", "/v1/documents/d:batchUpdate", "docs.documents.batchUpdate", {"documentId": "d"}),
        ("GET", "/v1/forms/f/responses", "forms.forms.responses.list", {"formId": "f"}),
        (
            "PUT",
            "/v4/spreadsheets/s/values/%27It%27%27s%3A%2F%21%27%21A1%3AB2",
            "sheets.spreadsheets.values.update",
            {"spreadsheetId": "s", "range": "'It''s:/!'!A1:B2"},
        ),
        (
            "POST",
            "/v4/spreadsheets/s/values/A1:B2:append",
            "sheets.spreadsheets.values.append",
            {"spreadsheetId": "s", "range": "A1:B2"},
        ),
        ("GET", "/v4/spreadsheets/s/values:batchGet", "sheets.spreadsheets.values.batchGet", {"spreadsheetId": "s"}),
        (
            "GET",
            "/admin/directory/v1/customer/my_customer/orgunits/Staff/Oak%20School",
            "directory.orgunits.get",
            {"customerId": "my_customer", "orgUnitPath": "Staff/Oak School"},
        ),
        ("GET", "/calendar/v3/calendars/a%40b/events/e", "calendar.events.get", {"calendarId": "a@b", "eventId": "e"}),
        ("POST", "/gmail/v1/users/me/messages/send", "gmail.users.messages.send", {"userId": "me"}),
    ],
)
def test_a_raw_path_finds_its_method(verb, path, method, params):
    found = find(verb, path)
    assert found is not None
    assert (found.method.id, found.path) == (method, params)


def test_every_method_of_every_api_is_found_by_its_own_path():
    """The discovery documents are the witness: each method's path, its variables filled in."""
    for method in by_id().values():
        filled = "/" + method.path
        for name in method.parameters:
            filled = filled.replace("{+" + name + "}", "x/y").replace("{" + name + "}", "x")
        found = find(method.verb, filled)
        assert found is not None, method.id
        assert found.method.path == method.path, (method.id, found.method.id)


def test_pages_for_people_get_every_address_but_the_apis(served):
    shown = []

    def pages(environ, start_response):
        shown.append(environ["REQUEST_URI"])
        start_response("200 OK", [])
        return [b""]

    app = App(served.dispatcher, pages)
    targets = [f"/{method.path}" for method in by_id().values()] + ["/token", "/_local/calls", "/batch/drive/v3", "/batch"]
    for target in [*targets, "/", "/drive", "/drive/folders/1", "/documents/d", "/static/page.css"]:
        environ = {"REQUEST_METHOD": "GET", "REQUEST_URI": target, "PATH_INFO": target}
        app(environ, lambda status, headers: None)
    assert shown == ["/", "/drive", "/drive/folders/1", "/documents/d", "/static/page.css"]


def test_an_address_that_no_api_has_is_a_page_of_googles(ask):
    """Google's front end: ``Error 404 (Not Found)!!1``, an HTML page."""
    answer = ask("GET", "/drive/v3/nothing")
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert b"Error 404 (Not Found)!!1" in answer.body


def test_a_method_that_is_not_built_says_so_and_names_itself(ask):
    answer = ask("GET", "/calendar/v3/users/me/calendarList")
    assert answer.status == 501
    assert "calendar.calendarList.list" in answer.error["message"]


def test_a_connection_is_kept_for_the_next_call(ask):
    ask("GET", "/drive/v3/files/1abc")
    kept = ask.connection.sock
    ask("GET", "/drive/v3/nothing")
    assert ask.connection.sock is kept


def test_nothing_comes_back_from_a_delete_as_recorded(ask):
    """Recorded, 218 times: DELETE /drive/v3/files/{id} is 204, text/html, length 0."""
    answer = ask("DELETE", "/drive/v3/files/1abc")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["content-type"] == "text/html"


def test_a_long_query_comes_as_a_form_that_says_it_is_a_get(ask, seen):
    """google-api-python-client does this for addresses over 2,048 characters (googleapiclient.http.MAX_URI_LENGTH)."""
    form = urlencode({"q": "name = 'ü' and trashed = false", "fields": "files(id)"}).encode()
    answer = ask("POST", "/drive/v3/files", form, X_HTTP_Method_Override="GET", content_type="application/x-www-form-urlencoded")
    assert answer.json == {"files": [{"id": "1abc"}]}
    assert seen.calls[-1].method == "drive.files.list"
    assert seen.calls[-1].params["q"] == "name = 'ü' and trashed = false"


def test_an_answer_is_compressed_when_the_client_can_read_it(ask, seen):
    seen.answers["docs.documents.get"] = {"documentId": "d", "title": "é" * 5000}
    answer = ask("GET", "/v1/documents/d", Accept_Encoding="gzip, deflate")
    assert answer.headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.body))["title"] == "é" * 5000
    assert "content-encoding" not in ask("GET", "/v1/documents/d").headers


def test_a_compressed_request_is_read(ask, seen):
    body = gzip.compress(json.dumps({"title": "Plan"}).encode())
    assert ask("POST", "/v1/documents", body, Content_Encoding="gzip").status == 200
    assert seen.calls[-1].body == {"title": "Plan"}


def test_bytes_are_asked_for_with_alt_media(ask):
    answer = ask("GET", "/drive/v3/files/1abc?alt=media")
    assert (answer.body, answer.headers["content-type"]) == (b"abc", "text/plain")


def test_an_answer_is_indented_when_that_is_asked_for(ask):
    assert b"\n" in ask("GET", "/drive/v3/files/1abc?prettyPrint=true").body
    assert b"\n" not in ask("GET", "/drive/v3/files/1abc?prettyPrint=false").body


def test_a_request_in_chunks_is_read(served, ask, seen):
    def pieces():
        yield b'{"title":'
        yield b' "Plan"}'

    connection = http.client.HTTPConnection(urlsplit(served.url).netloc)
    headers = {"Authorization": f"Bearer {ask.token}", "Content-Type": "application/json"}
    connection.request("POST", "/v1/documents", pieces(), headers, encode_chunked=True)
    assert connection.getresponse().status == 200
    connection.close()
    assert seen.calls[-1].body == {"title": "Plan"}


def test_a_handler_that_breaks_is_a_500_that_says_how_and_the_work_is_undone(ask, served, seen, workspace, caplog):
    def breaks(call):
        workspace.remember("half", True)
        raise ZeroDivisionError("half way")

    seen.answers["drive.files.copy"] = breaks
    answer = ask("POST", "/drive/v3/files/1abc/copy", {})
    assert answer.status == 500
    assert "ZeroDivisionError: half way" in answer.error["message"]
    assert workspace.recall("half") is None
    assert served.dispatcher.nonconforming == ["drive.files.copy: ZeroDivisionError: half way"]


@pytest.mark.parametrize(("name", "version"), APIS.items())
def test_each_api_describes_itself_with_its_address_here(ask, served, name, version):
    document = ask("GET", f"/discovery/v1/apis/{name}/{version}/rest").json
    assert document["rootUrl"] == f"{served.url}/"
    assert document["id"] == f"{name}:{version}"
    assert "mtlsRootUrl" not in document
    assert document == ask("GET", f"/$discovery/rest?api={name}&version={quote(version)}").json


def test_a_version_that_only_one_api_has_is_enough_and_an_unknown_one_is_not_found(ask):
    assert ask("GET", "/$discovery/rest?version=v4").json["name"] == "sheets"
    assert ask("GET", "/$discovery/rest?version=v99").status == 404


def test_the_stock_client_works_from_the_document_it_finds_here(ask, served):
    document = ask("GET", "/discovery/v1/apis/drive/v3/rest").body
    token = oauth.issue(served.workspace, "tess@stour.example", ["https://www.googleapis.com/auth/drive"])
    from google.oauth2.credentials import Credentials

    with build_from_document(document, credentials=Credentials(token)) as drive:
        assert drive.files().get(fileId="1abc", fields="id,size").execute() == {"id": "1abc", "size": "3"}


def test_etags_are_sent_and_heeded_where_google_has_them(ask):
    """developers.google.com/workspace/calendar/api/guides/version-resources: If-None-Match 304, If-Match 412."""
    event = "/calendar/v3/calendars/primary/events/e"
    assert ask("GET", event).headers["etag"] == '"e1"'
    assert ask("GET", event, If_None_Match='"e1"').status == 304
    assert ask("PUT", event, {"summary": "x"}, If_Match='"e1"').status == 200
    answer = ask("PUT", event, {"summary": "x"}, If_Match='"old"')
    assert answer.status == 412
    [entry] = answer.error["errors"]
    assert (entry["reason"], entry["message"]) == ("conditionNotMet", "Precondition Failed")
    assert (entry["location"], entry["locationType"]) == ("If-Match", "header")


def test_no_other_host_can_be_looked_up_in_a_test():
    with pytest.raises(AssertionError, match="a test reached for"):
        socket.getaddrinfo("www.googleapis.com", 443)
