"""files.list: developers.google.com/workspace/drive/api/guides/search-files, .../ref-search-terms and
.../enable-shareddrives; measured behaviour is marked "live".
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest


@pytest.fixture
def shelf(world: Any) -> Any:
    """Five files of Tess's, a minute apart."""
    folder = world.tess.folder("Reading", "root")
    for name in ("HelloWorld", "hello there world", "Ada's plan", "Growth plan 2", "Growth plan 10"):
        world.pass_time(minutes=1)
        world.tess.text(f"{name}", folder, data=b"The quick brown fox", properties={"kind": "plan"} if "plan" in name else {})
    world.folder_id = folder
    return world


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("name contains 'hello'", {"HelloWorld", "hello there world"}),  # prefix of a word, in any case
        ("name contains 'World'", {"hello there world"}),  # "a query of `name contains 'World'` doesn't"
        ("name contains 'wor he'", {"hello there world"}),  # live: in any order
        ("name = 'helloworld'", {"HelloWorld"}),  # live: without heed of case
        ("name != 'HelloWorld' and not name contains 'plan'", {"hello there world", "Reading"}),
        (r"name = 'Ada\'s plan'", {"Ada's plan"}),
        ('name = "Ada\'s plan"', {"Ada's plan"}),  # as gspread's recordings quote
        ("mimeType = 'text/plain' and name contains 'growth'", {"Growth plan 2", "Growth plan 10"}),
        ("mimeType contains 'google-apps'", {"Reading"}),
        ("mimeType != 'text/plain'", {"Reading"}),
        ("modifiedTime > '2025-10-06T08:03:30'", {"Growth plan 2", "Growth plan 10"}),
        ("createdTime <= '2025-10-06T09:01:00+01:00'", {"Reading", "HelloWorld"}),
        ("properties has { key='kind' and value='plan' }", {"Ada's plan", "Growth plan 2", "Growth plan 10"}),
        ("(name = 'Reading' or name = 'HelloWorld') and trashed = false", {"Reading", "HelloWorld"}),
        ("fullText contains 'quick' and name contains 'hello'", {"HelloWorld", "hello there world"}),
        ("fullText contains 'qui'", set()),  # "only performs matching on entire string tokens"
        ("fullText contains '\"brown fox\"' and name = 'HelloWorld'", {"HelloWorld"}),
        ("fullText contains '\"fox brown\"'", set()),
        ("'tess@stour.example' in owners and name contains 'ada'", {"Ada's plan"}),
        ("'me' in writers and name = 'HelloWorld'", {"HelloWorld"}),
        ("'lina@stour.example' in readers", set()),
        ("visibility = 'limited' and name contains 'hello'", {"HelloWorld", "hello there world"}),
        ("sharedWithMe = true", set()),
        ("trashed != false", set()),
    ],
)
def test_a_query_finds(shelf: Any, q: str, names: set[str]) -> None:
    assert set(shelf.tess.found(q)) == names


@pytest.mark.parametrize(
    "q",
    [
        "name contains",
        "name = 'unclosed",
        "title = 'v2'",
        "name < 'a'",
        "trashed = 'yes'",
        "'x' in children",
        "properties has { key='k' }",
        "modifiedTime > 'yesterday'",
        "name = 'a' and",
        "fullText = 'a'",
    ],
)
def test_what_is_no_query_is_refused(world: Any, refused: Any, q: str) -> None:
    """Live: 400 `Invalid Value`, location `q`."""
    with refused(400, "invalid", "Invalid Value", "q"):
        world.tess.found(q)


def test_children_are_found_by_their_folder_or_by_root(shelf: Any, refused: Any) -> None:
    assert set(shelf.tess.found("'root' in parents")) == {"Reading"}
    assert len(shelf.tess.found(f"'{shelf.folder_id}' in parents")) == 5
    with refused(404, "notFound", "File not found: .", "fileId"):  # live
        shelf.lina.found(f"'{shelf.folder_id}' in parents")


def test_results_are_sorted_as_asked(shelf: Any, refused: Any) -> None:
    """`orderBy`: ascending, or with ``desc``; `name_natural` reads numbers."""
    growth = "name contains 'growth'"
    assert shelf.tess.found(growth, orderBy="name") == ["Growth plan 10", "Growth plan 2"]
    assert shelf.tess.found(growth, orderBy="name_natural") == ["Growth plan 2", "Growth plan 10"]
    assert shelf.tess.found(growth, orderBy="folder,modifiedTime desc") == ["Growth plan 10", "Growth plan 2"]
    assert shelf.tess.found(orderBy="folder,name")[0] == "Reading"
    # live: google-drive-mock's tests sort so
    assert shelf.tess.found(growth, orderBy="modifiedTime asc, name asc") == ["Growth plan 2", "Growth plan 10"]
    with refused(400, "invalid", "", "orderBy"):
        shelf.tess.found(orderBy="size")
    message = "Sorting is not supported for queries with fullText terms. Results are always in descending relevance order."
    with refused(400, "badRequest", message, "orderBy"):
        shelf.tess.found("fullText contains 'fox'", orderBy="name")


@pytest.mark.parametrize("order", [None, "name", "name desc", "modifiedTime", "folder,name_natural", "starred desc,createdTime"])
def test_pages_together_are_the_whole_list(shelf: Any, order: str | None) -> None:
    whole = shelf.tess.found(orderBy=order)
    names, token = [], None
    while token is not None or not names:
        page = shelf.tess("files.list", pageSize=2, orderBy=order, pageToken=token, includeItemsFromAllDrives=True)
        names += [one["name"] for one in page["files"]]
        token = page.get("nextPageToken")
        if token is None:
            break
    assert names == whole
    assert len(whole) == 6


def test_a_page_token_belongs_to_its_search(shelf: Any, refused: Any) -> None:
    token = shelf.tess("files.list", pageSize=2, q="trashed = false")["nextPageToken"]
    for params in ({"q": "trashed = true"}, {"q": "trashed = false", "orderBy": "name"}, {"pageToken": "nonsense"}):
        with refused(400, "invalid", "Invalid Value", "pageToken"):
            shelf.tess("files.list", **{"pageToken": token, **params})


def test_app_properties_are_found_by_their_own_project(world: Any) -> None:
    world.ada.share(world.drive, world.rival.email, "organizer")
    world.service.document("Plan", world.drive, appProperties={"key": "k1"})
    q = "appProperties has { key='key' and value='k1' }"
    params = {"corpora": "drive", "driveId": world.drive}
    assert (world.service.found(q, **params), world.rival.found(q, **params)) == (["Plan"], [])


def test_shared_drives_are_searched_only_when_asked_for_twice(world: Any) -> None:
    """ "includeItemsFromAllDrives ... supportsAllDrives": both, or only My Drive is searched."""
    world.member(world.tess, "reader")
    world.service.document("Plan", world.drive)
    mine = world.tess.document("Mine")
    assert set(world.tess.found()) == {"Plan", "Mine"}
    assert world.tess.found(includeItemsFromAllDrives=None) == ["Mine"]
    assert world.tess.found(supportsAllDrives=None) == ["Mine"]
    assert world.tess.found(corpora="drive", driveId=world.drive) == ["Plan"]
    assert set(world.tess.found(corpora="allDrives")) == {"Plan", "Mine"}
    assert mine


def test_the_drives_id_goes_with_its_corpora_and_nothing_else(world: Any, refused: Any) -> None:
    """ "The driveId parameter must be specified if and only if corpora is set to drive." """
    message = "The driveId parameter must be specified if and only if corpora is set to drive."
    with refused(400, "teamDriveIdRequiresTeamDriveCorpora", message, "driveId"):
        world.service.found(driveId=world.drive)
    with refused(400, "invalid", message, "driveId"):
        world.service.found(corpora="drive")
    with refused(404, "notFound", f"Shared drive not found: {world.drive}", "driveId"):
        world.olu.found(corpora="drive", driveId=world.drive)
    for one in ("includeItemsFromAllDrives", "supportsAllDrives"):
        with refused(400, "invalid"):
            world.service.found(corpora="drive", driveId=world.drive, **{one: None})


def test_the_space_of_apps_is_empty(world: Any, refused: Any) -> None:
    """`spaces`: "Supported values are `drive` and `appDataFolder`"."""
    world.tess.document("Mine")
    assert world.tess.found(spaces="appDataFolder") == []
    assert world.tess.found(spaces="drive,appDataFolder") == ["Mine"]
    with refused(400, "invalid", "Invalid Value", "spaces"):
        world.tess.found(spaces="photos")


def test_the_top_folders_are_not_found(world: Any) -> None:
    world.tess.document("Mine")
    assert world.tess.found() == ["Mine"]
    assert world.service.found(corpora="drive", driveId=world.drive) == []


def test_shared_with_me_is_what_others_gave_me_by_name(world: Any) -> None:
    file_id = world.tess.document("Minutes")
    world.pass_time(minutes=1)
    world.tess.share(file_id, world.lina.email, "writer")
    assert world.lina.found("sharedWithMe = true") == ["Minutes"]
    shown = world.lina.file(file_id)
    assert (shown["sharedWithMeTime"], shown["sharingUser"]["emailAddress"]) == ("2025-10-06T08:01:00.000Z", world.tess.email)
    assert world.tess.found("sharedWithMe = true") == []


def test_a_new_file_is_not_found_while_search_lags_but_can_be_got(world: Any) -> None:
    """Live: 90 new items showed 7 after two minutes and all of them after seven. `files.get` never lags."""
    params = {"corpora": "drive", "driveId": world.drive}
    world.workspace.search_lag = timedelta(minutes=10)
    file_id = world.service.document("Plan", world.drive, properties={"mark": "1"})
    assert world.service.found(**params) == []
    assert world.service.file(file_id)["name"] == "Plan"
    world.pass_time(minutes=9)
    assert world.service.found("properties has { key='mark' and value='1' }", **params) == []
    world.pass_time(minutes=1)
    assert world.service.found("properties has { key='mark' and value='1' }", **params) == ["Plan"]


def test_search_shows_a_file_as_it_was_while_it_lags(world: Any) -> None:
    params = {"corpora": "drive", "driveId": world.drive, "includeItemsFromAllDrives": True}
    renamed, binned, marked, gone = (
        world.service.document(name, world.drive) for name in ("Old name", "Binned", "Marked", "Gone")
    )
    world.pass_time(minutes=20)
    world.workspace.search_lag = timedelta(minutes=10)
    world.service("files.update", {"name": "New name"}, fileId=renamed)
    world.service("files.update", {"trashed": True}, fileId=binned)
    world.service("files.update", {"properties": {"mark": "1"}}, fileId=marked)
    world.service("files.delete", fileId=gone)
    before = {one["name"]: one for one in world.service("files.list", **params)["files"]}
    assert set(before) == {"Old name", "Binned", "Marked", "Gone"}
    assert before["Binned"]["trashed"] is False
    assert "properties" not in before["Marked"]
    assert world.service.found("trashed = true", **params) == []
    world.pass_time(minutes=10)
    after = {one["name"]: one for one in world.service("files.list", **params)["files"]}
    assert set(after) == {"New name", "Binned", "Marked"}
    assert after["Binned"]["trashed"] is True
    assert after["Marked"]["properties"] == {"mark": "1"}


def test_a_folder_put_back_still_looks_binned_while_search_lags(world: Any) -> None:
    params = {"corpora": "drive", "driveId": world.drive}
    folder = world.service.folder("School", world.drive)
    world.service.document("Plan", folder)
    world.service("files.update", {"trashed": True}, fileId=folder)
    world.pass_time(minutes=20)
    world.workspace.search_lag = timedelta(minutes=10)
    world.service("files.update", {"trashed": False}, fileId=folder)
    assert set(world.service.found("trashed = true", **params)) == {"School", "Plan"}
    world.pass_time(minutes=10)
    assert set(world.service.found("trashed = false", **params)) == {"School", "Plan"}


def test_several_changes_within_the_lag_show_the_oldest_first(world: Any) -> None:
    params = {"corpora": "drive", "driveId": world.drive}
    file_id = world.service.document("One", world.drive)
    world.pass_time(minutes=20)
    world.workspace.search_lag = timedelta(minutes=10)
    for name in ("Two", "Three"):
        world.service("files.update", {"name": name}, fileId=file_id)
        world.pass_time(minutes=4)
    seen = []
    for _ in range(3):
        seen += world.service.found(**params)
        world.pass_time(minutes=4)
    assert seen == ["One", "Two", "Three"]
