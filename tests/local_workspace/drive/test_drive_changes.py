"""changes.*: developers.google.com/workspace/drive/api/guides/manage-changes and the Change resource."""

from __future__ import annotations

from typing import Any


def start(caller: Any, **params: Any) -> str:
    return str(caller("changes.getStartPageToken", **params)["startPageToken"])


def since(caller: Any, token: str, **params: Any) -> dict[str, Any]:
    """By file id."""
    listed = caller("changes.list", pageToken=token, includeItemsFromAllDrives=True, **params)
    return {one.get("fileId", one.get("driveId")): one for one in listed["changes"]}


def test_a_drives_log_tells_what_changed_and_who_did_it(world: Any) -> None:
    """ "the updated state of the file"; `lastModifyingUser` comes with it."""
    world.member(world.tess, "writer")
    file_id = world.service.document("Plan", world.drive)
    world.tess.document("Mine")
    token = start(world.service, driveId=world.drive)
    assert since(world.service, token, driveId=world.drive) == {}
    world.tess("files.update", {"name": "My plan"}, fileId=file_id)
    change = since(world.service, token, driveId=world.drive)[file_id]
    assert (change["kind"], change["changeType"], change["removed"]) == ("drive#change", "file", False)
    assert (change["file"]["name"], change["file"]["lastModifyingUser"]["emailAddress"]) == ("My plan", world.tess.email)


def test_typing_in_a_doc_is_a_change(world: Any) -> None:
    from local_workspace.core.call import Call, Principal
    from local_workspace.drive import access

    world.member(world.tess, "writer")
    file_id = world.service.document("Plan", world.drive)
    token = start(world.service, driveId=world.drive)
    access.touch(Call("docs.documents.batchUpdate", {}, {}, Principal(world.tess.email), world.workspace), file_id)
    assert set(since(world.service, token, driveId=world.drive)) == {file_id}


def test_a_file_stands_in_the_log_once_at_its_last_change(world: Any) -> None:
    one, two = world.service.document("One", world.drive), world.service.document("Two", world.drive)
    token = start(world.service, driveId=world.drive)
    for file_id in (one, two, one):
        world.service("files.update", {"description": "changed"}, fileId=file_id)
    listed = world.service("changes.list", pageToken=token, driveId=world.drive, includeItemsFromAllDrives=True)
    assert [change["fileId"] for change in listed["changes"]] == [two, one]


def test_a_permission_on_a_folder_gives_no_entries_for_its_children(world: Any) -> None:
    """manage-changes: "permission changes on a parent don't generate entries for children"."""
    folder = world.service.folder("School", world.drive)
    world.service.document("Plan", folder)
    token = start(world.service, driveId=world.drive)
    world.service.share(folder, world.tess.email, "writer")
    assert set(since(world.service, token, driveId=world.drive)) == {folder}


def test_a_deleted_file_is_told_as_removed(world: Any) -> None:
    world.member(world.tess, "reader")
    file_id = world.service.document("Plan", world.drive)
    tokens = start(world.service, driveId=world.drive), start(world.tess)
    world.service("files.delete", fileId=file_id)
    for caller, change in (
        (world.service, since(world.service, tokens[0], driveId=world.drive)[file_id]),
        (world.tess, since(world.tess, tokens[1])[file_id]),
    ):
        assert change["removed"] is True, caller.email
        assert "file" not in change
    assert since(world.tess, tokens[1], includeRemoved=False) == {}
    assert since(world.olu, tokens[1]) == {}


def test_losing_access_is_a_removal_for_who_lost_it(world: Any) -> None:
    """`removed`: "for example by deletion or loss of access"."""
    file_id = world.service.document("Plan", world.drive)
    permission = world.service.share(file_id, world.tess.email, "writer")["id"]
    token = start(world.tess)
    world.service("permissions.delete", fileId=file_id, permissionId=permission)
    assert since(world.tess, token)[file_id]["removed"] is True
    assert since(world.service, token)[file_id]["removed"] is False


def test_a_users_log_has_shared_drives_only_when_asked_for(world: Any) -> None:
    world.member(world.tess, "reader")
    token = start(world.tess)
    shared, mine = world.service.document("Plan", world.drive), world.tess.document("Mine")
    assert set(since(world.tess, token)) == {shared, mine}
    listed = world.tess("changes.list", pageToken=token)
    assert [change["fileId"] for change in listed["changes"]] == [mine]


def test_the_log_comes_in_pages_and_ends_with_where_to_go_on(world: Any) -> None:
    """`newStartPageToken`: "present only if the end of the current changes list has been reached"."""
    token = start(world.service, driveId=world.drive)
    made = [world.service.document(str(number), world.drive) for number in range(5)]
    params = {"driveId": world.drive, "includeItemsFromAllDrives": True, "pageSize": 2}
    seen = []
    while token:
        page = world.service("changes.list", pageToken=token, **params)
        seen += [change["fileId"] for change in page["changes"]]
        token, last = page.get("nextPageToken", ""), page
    assert seen == made
    assert world.service("changes.list", pageToken=last["newStartPageToken"], **params)["changes"] == []


def test_a_token_that_drive_did_not_give_is_refused(world: Any, refused: Any) -> None:
    for token in ("nonsense", "-1", "999999"):
        with refused(400, "invalid", "Invalid Value", "pageToken"):
            world.service("changes.list", pageToken=token)


def test_a_drives_log_is_for_its_members(world: Any, refused: Any) -> None:
    with refused(404, "notFound", f"Shared drive not found: {world.drive}"):
        start(world.olu, driveId=world.drive)
    with refused(404, "notFound"):
        start(world.service, driveId=world.drive, supportsAllDrives=None)


def test_renaming_the_drive_is_a_change_of_the_drive(world: Any) -> None:
    token = start(world.service, driveId=world.drive)
    world.ada("drives.update", {"name": "Staff"}, driveId=world.drive)
    change = since(world.service, token, driveId=world.drive)[world.drive]
    assert (change["changeType"], change["drive"]["name"]) == ("drive", "Staff")
