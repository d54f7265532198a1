"""files.create, get, update, generateIds: developers.google.com/workspace/drive/api/guides/create-file, .../handle-errors,
.../properties, and the File resource of the discovery document.
"""

from __future__ import annotations

from typing import Any

import pytest

FOLDER = "application/vnd.google-apps.folder"
DOCUMENT = "application/vnd.google-apps.document"
SHORTCUT = "application/vnd.google-apps.shortcut"


def test_a_file_without_parents_goes_to_my_drive(world: Any) -> None:
    """ "If not specified as part of a create request, the file is placed directly in the user's My Drive folder"."""
    made = world.tess("files.create", {"name": "Mine", "mimeType": DOCUMENT})
    assert made["parents"] == [world.tess.file("root")["id"]]
    assert made["owners"][0]["emailAddress"] == world.tess.email
    assert "driveId" not in made


def test_the_answer_without_fields_is_the_short_one(world: Any) -> None:
    """As recorded by gspread's suite: `POST /drive/v3/files` answered kind, id, name and mimeType."""
    made = world.tess("files.create", {"name": "Mine", "mimeType": DOCUMENT}, fields=None)
    assert {"kind": "drive#file", "id": made["id"], "name": "Mine", "mimeType": DOCUMENT} == made


def test_ids_are_as_long_as_recorded_ones(world: Any) -> None:
    assert len(world.tess.document("Mine")) == len("1Sle_EDNRq8PsQGzmskqQWIGnUT4epR-d9A-9gaJsrrQ")


@pytest.mark.parametrize("body", [{"mimeType": DOCUMENT}, {"mimeType": FOLDER}, {"mimeType": "text/plain"}])
def test_a_service_account_owns_nothing_in_my_drive(world: Any, refused: Any, body: dict[str, str]) -> None:
    """Live, since 2025; "service accounts don't have storage quota and can't own any files" (handle-errors)."""
    message = (
        "Service Accounts do not have storage quota. Leverage shared drives "
        "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth delegation "
        "(http://support.google.com/a/answer/7281227) instead."
    )
    with refused(403, "storageQuotaExceeded", message):
        world.service("files.create", {"name": "Mine", **body})
    folder = world.tess.folder("Shared", "root")
    world.tess.share(folder, world.service.email, "writer")
    with refused(403, "storageQuotaExceeded", message):
        world.service("files.create", {"name": "Mine", "parents": [folder], **body})


def test_an_item_of_a_shared_drive_is_not_found_without_saying_so(world: Any, refused: Any) -> None:
    """ "make sure the supportsAllDrives query parameter is set to true" (handle-errors, notFound)."""
    file_id = world.service.document("Plan", world.drive)
    for method, params in (
        ("files.get", {}),
        ("files.update", {}),
        ("files.copy", {}),
        ("files.delete", {}),
        ("permissions.list", {}),
    ):
        body = {} if method in ("files.update", "files.copy") else None
        with refused(404, "notFound", f"File not found: {file_id}.", "fileId"):
            world.service(method, body, fileId=file_id, supportsAllDrives=False, **params)
    with refused(404, "notFound", f"File not found: {world.drive}."):
        world.service("files.create", {"name": "Plan", "parents": [world.drive]}, supportsAllDrives=False)


def test_what_the_caller_may_not_open_is_not_found(world: Any, refused: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    with refused(404, "notFound", f"File not found: {file_id}.", "fileId"):
        world.tess.file(file_id)
    with refused(404, "notFound", "File not found: nonsense."):
        world.tess.file("nonsense")


def test_a_file_has_one_parent_and_it_is_a_folder(world: Any, refused: Any) -> None:
    folder, file_id = world.service.folder("School", world.drive), world.service.document("Plan", world.drive)
    with refused(403, "teamDrivesParentLimit", "A shared drive item must have exactly one parent."):
        world.service("files.create", {"name": "Plan", "parents": [world.drive, folder]})
    with refused(403, "parentNotAFolder", "The specified parent is not a folder."):
        world.service("files.create", {"name": "Plan", "parents": [file_id]})
    with refused(403, "cannotAddParent", "Increasing the number of parents is not allowed"):
        world.tess("files.create", {"parents": [world.tess.folder("A", "root"), world.tess.folder("B", "root")]})


def test_generated_ids_make_a_folder_once(world: Any, refused: Any) -> None:
    """ "a retry gives 409 instead of a duplicate" (create-file, "Generate IDs to use with your files")."""
    wanted = world.service("files.generateIds", count=1)["ids"][0]
    body = {"id": wanted, "name": "Tess", "mimeType": FOLDER, "parents": [world.drive]}
    assert world.service("files.create", body)["id"] == wanted
    with refused(409, "fileIdInUse", "A file already exists with the provided ID."):
        world.service("files.create", body)


def test_generated_ids_are_refused_for_docs_editors_formats(world: Any, refused: Any) -> None:
    """Live, 2026-09-05."""
    wanted = world.service("files.generateIds", count=1)["ids"][0]
    body = {"id": wanted, "name": "Plan", "mimeType": DOCUMENT, "parents": [world.drive]}
    with refused(403, "insufficientFilePermissions", "Generated IDs are not supported for Docs Editors formats."):
        world.service("files.create", body)


def test_ids_that_were_not_given_to_the_caller_are_not_usable(world: Any, refused: Any) -> None:
    """Live, 2026-09-05, for the words; "The IDs generated for the requesting user"."""
    someone_elses = world.ada("files.generateIds", count=1)["ids"][0]
    for wanted in ("1inventedinventedinventedinvented", someone_elses):
        with refused(400, "invalid", "The provided file ID is not usable."):
            world.service("files.create", {"id": wanted, "mimeType": FOLDER, "parents": [world.drive]})


def test_ids_for_shortcuts_are_asked_for_as_such(world: Any, refused: Any) -> None:
    """`type`: "Supported values are `files` and `shortcuts`"; live for the refusal."""
    target = world.service.document("Plan", world.drive)
    body = {"mimeType": SHORTCUT, "parents": [world.drive], "shortcutDetails": {"targetId": target}}
    for_files = world.service("files.generateIds", count=1)["ids"][0]
    with refused(400, "invalid", "The provided file ID is not usable."):
        world.service("files.create", body | {"id": for_files})
    for_shortcuts = world.service("files.generateIds", count=1, type="shortcuts")["ids"][0]
    made = world.service("files.create", body | {"id": for_shortcuts})
    assert made["shortcutDetails"] == {"targetId": target, "targetMimeType": DOCUMENT}


def test_ids_come_ten_at_a_time_unless_told(world: Any, refused: Any) -> None:
    made = world.tess("files.generateIds")
    assert (made["kind"], made["space"], len(set(made["ids"]))) == ("drive#generatedIds", "drive", 10)
    with refused(400, "invalidParameter"):
        world.tess("files.generateIds", count=1001)


def test_a_shortcut_does_not_point_at_a_shortcut(world: Any, refused: Any) -> None:
    """Live."""
    target = world.tess.document("Plan")
    first = world.tess("files.create", {"mimeType": SHORTCUT, "shortcutDetails": {"targetId": target}})["id"]
    message = "The specified file is not an allowed shortcut target type."
    with refused(403, "shortcutTargetInvalid", message):
        world.tess("files.create", {"mimeType": SHORTCUT, "shortcutDetails": {"targetId": first}})


def test_a_patch_changes_what_it_names_and_nulls_clear_properties(world: Any) -> None:
    """ "Entries with null values are cleared in update and copy requests" (File.properties)."""
    file_id = world.service.document("Plan", world.drive, description="Draft", properties={"a": "1", "b": "2"})
    body = {"name": "My plan", "properties": {"b": None, "c": "3"}}
    changed = world.service("files.update", body, fileId=file_id)
    assert (changed["name"], changed["description"], changed["properties"]) == ("My plan", "Draft", {"a": "1", "c": "3"})


def test_app_properties_are_the_projects_own(world: Any) -> None:
    """ "private to the requesting app" (File.appProperties)."""
    world.member(world.tess, "writer")
    world.ada.share(world.drive, world.rival.email, "writer")
    file_id = world.service.document("Plan", world.drive, appProperties={"key": "ours"}, properties={"all": "see"})
    world.rival("files.update", {"appProperties": {"key": "theirs"}}, fileId=file_id)
    seen = [who.file(file_id).get("appProperties") for who in (world.service, world.rival, world.tess)]
    assert seen == [{"key": "ours"}, {"key": "theirs"}, None]
    assert all(who.file(file_id)["properties"] == {"all": "see"} for who in (world.service, world.rival, world.tess))


def test_properties_have_limits(world: Any, refused: Any) -> None:
    """properties guide: 124 bytes of key and value in UTF-8, 30 public, 30 private to one application. Words of the first: live."""
    file_id = world.service.document("Plan", world.drive, properties={"k" * 24: "v" * 100})
    message = "Properties and app properties are limited to 124 bytes in UTF-8 encoding, counting both the key and the value."
    with refused(403, "propertyLengthLimitExceeded", message):
        world.service("files.update", {"properties": {"k" * 24: "é" * 51}}, fileId=file_id)
    many = {f"k{number}": "v" for number in range(29)}
    world.service("files.update", {"properties": many}, fileId=file_id)
    with refused(403, "propertyCountLimitExceeded"):
        world.service("files.update", {"properties": {"one": "more"}}, fileId=file_id)
    world.service("files.update", {"appProperties": {**many, "last": "one"}}, fileId=file_id)


def test_fields_that_are_not_writable_are_refused(world: Any, refused: Any) -> None:
    """Live, both sentences."""
    file_id = world.service.document("Plan", world.drive)
    with refused(403, "fieldNotWritable", "The resource body includes fields which are not directly writable."):
        world.service("files.update", {"id": file_id, "name": "x"}, fileId=file_id)
    with refused(
        403,
        "fieldNotWritable",
        "The parents field is not directly writable in update requests. Use the addParents and removeParents parameters instead.",
    ):
        world.service("files.update", {"parents": [world.drive]}, fileId=file_id)


def test_a_star_is_each_persons_own(world: Any) -> None:
    world.member(world.tess, "reader")
    file_id = world.service.document("Plan", world.drive)
    assert world.tess("files.update", {"starred": True}, fileId=file_id)["starred"] is True
    assert world.service.file(file_id)["starred"] is False
    assert world.tess.found("starred = true") == ["Plan"]


def test_the_version_grows_with_every_change_and_the_last_hand_shows(world: Any) -> None:
    """`version`: "monotonically increasing"; `lastModifyingUser`, `modifiedByMe`."""
    world.member(world.tess, "writer")
    file_id = world.service.document("Plan", world.drive)
    before = world.service.file(file_id)
    world.pass_time(minutes=1)
    after = world.tess("files.update", {"name": "My plan"}, fileId=file_id)
    assert int(after["version"]) > int(before["version"])
    assert (after["modifiedTime"], after["createdTime"]) == ("2025-10-06T08:01:00.000Z", before["createdTime"])
    assert (after["lastModifyingUser"]["emailAddress"], after["modifiedByMe"]) == (world.tess.email, True)


def test_times_may_be_told(world: Any) -> None:
    """`createdTime` on creation and `modifiedTime` in both are writable."""
    then = {"createdTime": "2024-09-01T09:00:00+01:00", "modifiedTime": "2024-09-02T00:00:00Z"}
    made = world.tess("files.create", {"name": "Old", "mimeType": DOCUMENT, **then})
    assert (made["createdTime"], made["modifiedTime"]) == ("2024-09-01T08:00:00.000Z", "2024-09-02T00:00:00.000Z")


def test_links_lead_to_the_server_or_to_google(world: Any) -> None:
    file_id, folder = world.tess.document("Plan"), world.tess.folder("School", "root")
    assert world.tess.file(file_id)["webViewLink"] == f"https://docs.google.com/document/d/{file_id}/edit"
    assert world.tess.file(folder)["webViewLink"] == f"https://drive.google.com/drive/folders/{folder}"
    world.workspace.base_url = "http://127.0.0.1:9"
    assert world.tess.file(file_id)["webViewLink"] == f"http://127.0.0.1:9/document/d/{file_id}/edit"
    assert world.tess.file(folder)["webViewLink"] == f"http://127.0.0.1:9/drive/folders/{folder}"


def test_folders_go_a_hundred_deep(world: Any, refused: Any) -> None:
    """handle-errors: teamDriveHierarchyTooDeep, myDriveHierarchyDepthLimitExceeded."""
    inner = world.drive
    for number in range(100):
        inner = world.service.folder(str(number), inner)
    with refused(403, "teamDriveHierarchyTooDeep", "The shared drive hierarchy depth will exceed the limit."):
        world.service.folder("one more", inner)
    assert world.service.document("Plan", inner)


def test_an_editor_that_is_not_here_says_so(world: Any, refused: Any) -> None:
    with refused(501, "notImplemented"):
        world.tess("files.create", {"mimeType": "application/vnd.google-apps.presentation"})
