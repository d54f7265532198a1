"""What holds for every answer: headers, cookies, errors, static files, and what a log may hold."""

from __future__ import annotations

import io
import json
import re

import pytest
import structlog

from service.errors import SetUpError, Unsure
from service.web import assets, logs
from service.web.headers import policy


@pytest.fixture
def client(house):
    return house.app(house.FakeDesk(persons={house.AMARA: house.person()})).test_client()


def directives(answer):
    return dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))


def test_every_page_allows_nothing_from_elsewhere(client):
    told = directives(client.get("/me"))
    assert told["default-src"] == "'none'"
    assert told["frame-ancestors"] == "'none'"
    assert told["base-uri"] == "'none'"
    assert told["form-action"] == "'self'"
    assert "unsafe" not in json.dumps(told)


def test_every_script_of_a_page_bears_its_nonce_and_no_two_answers_share_one(client):
    first, second = client.get("/me"), client.get("/me")
    nonce = re.search(r"'nonce-([\w-]{20,})'", directives(first)["script-src"])[1]
    scripts = re.findall(r"<script[^>]*>", first.text)
    assert scripts
    assert all(f'nonce="{nonce}"' in script for script in scripts)
    assert nonce not in directives(second)["script-src"]


def test_no_page_has_a_style_or_a_handler_in_its_html(client):
    page = client.get("/me").text
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)


@pytest.mark.parametrize("path", ["/me", "/nowhere", "/healthz", "/cron/provision"])
def test_errors_have_the_headers_too(client, path):
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_on_google_browsers_are_told_to_come_back_over_https_alone(house):
    assert "Strict-Transport-Security" in house.app(config=house.GOOGLE).test_client().get("/healthz").headers
    assert "Strict-Transport-Security" not in house.app().test_client().get("/healthz").headers


def test_without_a_nonce_no_script_runs_at_all():
    assert dict(policy("", https=True).headers)["Content-Security-Policy"].count("script-src 'none'") == 1


def test_the_session_cookie_is_for_this_host_and_https_alone(house):
    desk = house.FakeDesk(previewed=house.preview())
    app = house.app(desk, who=house.ADMIN, config=house.GOOGLE)
    cookie = app.test_client().get("/admin/preview", base_url="https://localhost").headers["Set-Cookie"]
    assert cookie.startswith("__Host-ggp=")
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "Domain" not in cookie


def test_a_form_posted_from_elsewhere_is_refused_though_its_token_is_right(house):
    desk = house.FakeDesk(previewed=house.preview())
    client = house.app(desk, who=house.ADMIN, config=house.GOOGLE).test_client()
    page = client.get("/admin/preview", base_url="https://localhost").text
    fields = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page)[1], "fingerprint": "f"}
    answer = client.post("/admin/apply", data=fields, base_url="https://localhost", headers={"Referer": "https://evil.example/"})
    assert answer.status_code == 400


def test_healthz_asks_no_one_and_nothing(house):
    desk = house.FakeDesk(trouble={"is_admin": RuntimeError()})
    client = house.app(desk, who=None).test_client()
    assert [client.get(path).status_code for path in ("/healthz", "/_ah/start", "/_ah/stop")] == [200, 200, 200]
    assert desk.asked == []


@pytest.mark.parametrize(
    ("problem", "code", "told"),
    [
        (RuntimeError("Amara Okafor wrote: I want to grow"), 500, "Something went wrong on our side"),
        (Unsure("drive.files.list", "backendError"), 503, "Google is not answering just now"),
        (SetUpError("no shared drive 'People': make it"), 503, "no shared drive &#39;People&#39;"),
    ],
)
@pytest.mark.parametrize("where", ["person_by_email", "is_admin"])
def test_every_error_is_a_page_in_plain_english_with_a_way_out(house, problem, code, told, where):
    answer = house.app(house.FakeDesk(trouble={where: problem})).test_client().get("/me")
    assert answer.status_code == code
    assert told in answer.text
    assert "<main" in answer.text
    assert 'class="govuk-link" href="/me"' in answer.text
    assert "wrote" not in answer.text
    assert "Traceback" not in answer.text


def test_a_page_that_does_not_exist_says_so_with_a_way_out(client):
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no page here" in answer.text


def test_what_is_not_foreseen_among_refusals_changes_nothing_and_says_so(client):
    answer = client.delete("/me")
    assert answer.status_code == 405
    assert "Nothing was changed" in answer.text


def test_a_static_file_may_be_kept_for_a_year_under_its_digest_only(client):
    address = re.search(r"/static/[0-9a-f]{12}/site\.css", client.get("/me").text)[0]
    with client.get(address) as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.mimetype == "text/css"
    with client.get("/static/000000000000/site.css") as answer:
        assert answer.headers["Cache-Control"] == "no-cache"
    assert client.get("/static/000000000000/../app.py").status_code == 404
    assert client.get("/static/000000000000/none.css").status_code == 404


def test_another_file_is_another_digest(tmp_path):
    (tmp_path / "a.css").write_text("a{}")
    before = assets.digest(tmp_path)
    (tmp_path / "a.css").write_text("b{}")
    assert assets.digest(tmp_path) != before


def test_a_page_can_not_name_a_static_file_that_does_not_exist():
    with pytest.raises(FileNotFoundError):
        assets.address("0", "none.css")


def test_nothing_that_is_for_government_only_is_served():
    for file in assets.STATIC.rglob("*.css"):
        css = file.read_text("utf-8")
        assert not re.search(r"GDS Transport|crest|@font-face|url\(", css), file.name
    assert not [one for one in assets.STATIC.rglob("*") if one.suffix in {".woff", ".woff2", ".png", ".ico"}]


def test_what_is_served_of_others_has_its_licence_beside_it():
    licences = {one.stem: one.read_text("utf-8") for one in (assets.STATIC / "licences").iterdir()}
    assert "The MIT License" in licences["govuk-frontend"]
    assert "Zero-Clause BSD" in licences["htmx"]


@pytest.fixture
def lines():
    """What is logged, as parsed JSON lines; structlog is put back as it was."""
    before, out = structlog.get_config(), io.StringIO()
    logs.configure(out, "salt of the tests")
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    structlog.configure(**before)


def test_a_request_is_one_line_with_a_hash_for_the_person(house, lines):
    client = house.app(house.FakeDesk(persons={house.AMARA: house.person()})).test_client()
    client.get("/me?q=Okafor")
    client.get("/healthz")
    (line,) = lines()
    assert (line["message"], line["severity"], line["page"], line["status"]) == ("request", "INFO", "me.mine", 200)
    assert line["who"] == logs.who(house.AMARA, "salt of the tests")
    assert "Okafor" not in json.dumps(line)


def test_the_hash_depends_on_the_salt_and_not_on_capitals(house):
    assert logs.who(house.AMARA, "a") == logs.who(house.AMARA.upper(), "a") != logs.who(house.AMARA, "b")


def test_an_error_is_logged_by_kind_and_place_without_what_it_says(house, lines):
    trouble = {"person_by_email": RuntimeError(f"Amara Okafor, {house.AMARA}, wrote: I want to grow")}
    house.app(house.FakeDesk(trouble=trouble)).test_client().get("/me")
    failure = next(line for line in lines() if line["message"] == "a page failed")
    assert failure["severity"] == "ERROR"
    assert failure["exception"] == "RuntimeError"
    assert "web/me.py" in " ".join(failure["at"])
    text = json.dumps(lines())
    for private in ("Amara", "Okafor", house.AMARA, "want to grow"):
        assert private not in text


def test_an_address_that_slips_into_a_log_leaves_it_as_a_hash(house, lines):
    structlog.get_logger("any").warning("shared with Amara.Okafor@stour.example.", to=[{"who": house.AMARA}], number=3)
    (line,) = lines()
    hashed = f"person:{logs.who(house.AMARA, 'salt of the tests')}"
    assert (line["message"], line["to"], line["number"]) == (f"shared with {hashed}.", [{"who": hashed}], 3)


def test_an_exception_logged_without_being_caught_here_is_told_by_kind(lines):
    log = structlog.get_logger("any")
    try:
        int("Amara Okafor")
    except ValueError:
        log.exception("it stopped")
    log.error("nothing to tell", exc_info=True)
    first, second = lines()
    assert (first["exception"], first["severity"]) == ("ValueError", "ERROR")
    assert "exception" not in second
    assert "Okafor" not in json.dumps(first)
