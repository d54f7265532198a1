"""Moving, the bin and deletion: developers.google.com/workspace/drive/api/guides/folder, .../delete, .../handle-errors."""

from __future__ import annotations

from typing import Any


def test_a_move_names_the_folder_it_leaves(world: Any, refused: Any) -> None:
    """Live (github.com/tidyverse/googledrive/issues/377 and /386): adding a parent is not moving."""
    folder = world.service.folder("School", world.drive)
    file_id, mine = world.service.document("Plan", world.drive), world.tess.document("Mine")
    world.tess.share(mine, world.lina.email, "writer")
    with refused(403, "teamDrivesParentLimit", "A shared drive item must have exactly one parent."):
        world.service("files.update", {}, fileId=file_id, addParents=folder)
    with refused(403, "cannotAddParent", "Increasing the number of parents is not allowed"):
        world.lina("files.update", {}, fileId=mine, addParents=world.lina.folder("Other", "root"))
    moved = world.service("files.update", {}, fileId=file_id, addParents=folder, removeParents=world.drive)
    assert moved["parents"] == [folder]


def test_what_one_owns_in_my_drive_moves_without_naming_where_from(world: Any) -> None:
    """Live: google-drive-mock's tests, which their author runs against Drive, move so (iterate_changes.test.ts)."""
    file_id, folder = world.tess.document("Mine"), world.tess.folder("Other", "root")
    before = world.tess.file(file_id)["modifiedTime"]
    world.pass_time(minutes=1)
    moved = world.tess("files.update", {}, fileId=file_id, addParents=folder)
    assert (moved["parents"], moved["modifiedTime"]) == ([folder], before)


def test_a_shared_drive_item_is_not_taken_out_of_its_only_folder(world: Any, refused: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    with refused(403, "teamDrivesParentLimit"):
        world.service("files.update", {}, fileId=file_id, removeParents=world.drive)


def test_a_folder_does_not_go_into_itself(world: Any, refused: Any) -> None:
    """handle-errors, badRequest: "a parent that would create a cycle", "a duplicate parent"."""
    outer = world.service.folder("Outer", world.drive)
    inner = world.service.folder("Inner", outer)
    with refused(400, "badRequest"):
        world.service("files.update", {}, fileId=outer, addParents=inner, removeParents=world.drive)
    with refused(400, "badRequest"):
        world.service("files.update", {}, fileId=inner, addParents=outer)


def test_a_my_drive_folder_does_not_move_into_a_shared_drive(world: Any, refused: Any) -> None:
    tess = world.member(world.tess, "organizer")
    folder = tess.folder("Mine", "root")
    with refused(403, "teamDrivesFolderMoveInNotSupported", "Moving folders into shared drives is not supported."):
        tess("files.update", {}, fileId=folder, addParents=world.drive, removeParents="root")


def test_a_file_that_moves_into_a_shared_drive_is_the_drives(world: Any) -> None:
    tess = world.member(world.tess, "writer")
    file_id = tess.document("Mine")
    moved = tess("files.update", {}, fileId=file_id, addParents=world.drive, removeParents="root")
    assert moved["driveId"] == world.drive
    assert "owners" not in moved
    assert world.service.file(file_id)["name"] == "Mine"


def test_what_is_in_a_binned_folder_is_in_the_bin_but_not_explicitly(world: Any) -> None:
    """`trashed`: "either explicitly or from a trashed parent folder"; `trashedTime`, `trashingUser`."""
    folder = world.service.folder("School", world.drive)
    file_id = world.service.document("Plan", folder)
    binned = world.service("files.update", {"trashed": True}, fileId=folder)
    assert (binned["trashed"], binned["explicitlyTrashed"], binned["trashedTime"]) == (True, True, "2025-10-06T08:00:00.000Z")
    assert binned["trashingUser"]["emailAddress"] == world.service.email
    inner = world.service.file(file_id)
    assert (inner["trashed"], inner["explicitlyTrashed"]) == (True, False)
    assert "trashedTime" not in inner
    assert world.service.found("trashed = false", corpora="drive", driveId=world.drive) == []
    world.service("files.update", {"trashed": False}, fileId=folder)
    assert world.service.file(file_id)["trashed"] is False


def test_what_was_binned_by_itself_stays_in_the_bin_when_its_folder_comes_back(world: Any) -> None:
    folder = world.service.folder("School", world.drive)
    file_id, other = world.service.document("Plan", folder), world.service.document("Other", folder)
    world.service("files.update", {"trashed": True}, fileId=file_id)
    for trashed in (True, False):
        world.service("files.update", {"trashed": trashed}, fileId=folder)
    assert (world.service.file(file_id)["trashed"], world.service.file(other)["trashed"]) == (True, False)


def test_in_my_drive_only_the_owner_bins(world: Any, refused: Any) -> None:
    """ "Only the owner may trash a file" (File.trashed)."""
    file_id = world.tess.document("Mine")
    world.tess.share(file_id, world.lina.email, "writer")
    with refused(403, "insufficientFilePermissions"):
        world.lina("files.update", {"trashed": True}, fileId=file_id)
    assert "trashedTime" not in world.tess("files.update", {"trashed": True}, fileId=file_id)


def test_deleting_a_folder_deletes_what_is_in_it(world: Any, refused: Any) -> None:
    folder = world.service.folder("School", world.drive)
    file_id = world.service.document("Plan", folder)
    assert world.service("files.delete", fileId=folder) == b""
    for gone in (folder, file_id):
        with refused(404, "notFound"):
            world.service.file(gone)


def test_what_others_own_in_a_deleted_folder_goes_to_their_root(world: Any) -> None:
    """ "all descendants owned by the user are also deleted" (files.delete)."""
    folder = world.tess.folder("Team", "root")
    world.tess.share(folder, world.lina.email, "writer")
    file_id = world.lina.document("Minutes", folder)
    world.tess("files.delete", fileId=folder)
    assert world.lina.file(file_id)["parents"] == [world.lina.file("root")["id"]]


def test_emptying_the_bin_takes_the_callers_own(world: Any, refused: Any) -> None:
    kept, gone = world.tess.document("Kept"), world.tess.document("Gone")
    world.tess("files.update", {"trashed": True}, fileId=gone)
    world.tess("files.emptyTrash")
    assert world.tess.file(kept)["name"] == "Kept"
    with refused(404, "notFound"):
        world.tess.file(gone)


def test_a_shared_drives_bin_is_emptied_by_its_managers(world: Any, refused: Any) -> None:
    tess = world.member(world.tess, "fileOrganizer")
    file_id = tess.document("Plan", world.drive)
    tess("files.update", {"trashed": True}, fileId=file_id)
    with refused(403, "insufficientFilePermissions"):
        tess("files.emptyTrash", driveId=world.drive)
    world.service("files.emptyTrash", driveId=world.drive)
    with refused(404, "notFound"):
        tess.file(file_id)
