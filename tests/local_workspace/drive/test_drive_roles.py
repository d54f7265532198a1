"""Who may do what in a shared drive: support.google.com/a/answer/7337554 ("File and folder-level tasks") and
developers.google.com/workspace/drive/api/guides/ref-roles.
"""

from __future__ import annotations

from typing import Any

import pytest

ROLES = ("reader", "commenter", "writer", "fileOrganizer", "organizer")
OF_FILES = {
    "canDownload": ROLES,
    "canCopy": ROLES,
    "canComment": ROLES[1:],
    "canEdit": ROLES[2:],
    "canModifyContent": ROLES[2:],
    "canRename": ROLES[2:],
    "canReadRevisions": ROLES[2:],
    "canShare": ROLES[2:],
    "canUntrash": ROLES[2:],
    "canModifyContentRestriction": ROLES[2:],
    "canTrash": ROLES[3:],
    "canMoveItemWithinDrive": ROLES[3:],
    "canMoveItemOutOfDrive": ROLES[4:],
    "canDelete": ROLES[4:],
    "canModifyOwnerContentRestriction": ROLES[4:],
}
OF_FOLDERS = {
    "canListChildren": ROLES,
    "canAddChildren": ROLES[2:],
    "canRename": ROLES[2:],
    "canShare": ROLES[3:],
    "canTrash": ROLES[3:],
    "canTrashChildren": ROLES[3:],
    "canMoveChildrenWithinDrive": ROLES[3:],
    "canDeleteChildren": ROLES[4:],
    "canMoveChildrenOutOfDrive": ROLES[4:],
    "canDisableInheritedPermissions": ROLES[4:],
    "canEnableInheritedPermissions": ROLES[4:],
}


@pytest.mark.parametrize("role", ROLES)
def test_a_member_may_do_with_a_file_what_the_role_allows(world: Any, role: str) -> None:
    file_id = world.service.document("Plan", world.drive)
    shown = world.member(world.tess, role).file(file_id)["capabilities"]
    assert {name: shown[name] for name in OF_FILES} == {name: role in roles for name, roles in OF_FILES.items()}


@pytest.mark.parametrize("role", ROLES)
def test_a_member_may_do_with_a_folder_what_the_role_allows(world: Any, role: str) -> None:
    folder_id = world.service.folder("Plans", world.drive)
    shown = world.member(world.tess, role).file(folder_id)["capabilities"]
    assert {name: shown[name] for name in OF_FOLDERS} == {name: role in roles for name, roles in OF_FOLDERS.items()}


def test_a_writer_edits_renames_and_adds_but_neither_bins_nor_moves(world: Any, refused: Any) -> None:
    tess = world.member(world.tess, "writer")
    folder_id = tess.folder("Drafts", world.drive)
    file_id = tess.document("Plan", world.drive)
    assert tess("files.update", {"name": "My plan"}, fileId=file_id)["name"] == "My plan"
    with refused(403, "insufficientFilePermissions", "The user does not have sufficient permissions for this file."):
        tess("files.update", {"trashed": True}, fileId=file_id)
    with refused(403, "insufficientFilePermissions"):
        tess("files.update", {}, fileId=file_id, addParents=folder_id, removeParents=world.drive)
    with refused(403, "insufficientFilePermissions"):
        tess("files.delete", fileId=file_id)


def test_a_content_manager_bins_and_moves_but_does_not_delete(world: Any, refused: Any) -> None:
    tess = world.member(world.tess, "fileOrganizer")
    file_id, folder_id = tess.document("Plan", world.drive), tess.folder("Drafts", world.drive)
    assert tess("files.update", {}, fileId=file_id, addParents=folder_id, removeParents=world.drive)["parents"] == [folder_id]
    assert tess("files.update", {"trashed": True}, fileId=file_id)["trashed"] is True
    with refused(403, "insufficientFilePermissions"):
        tess("files.delete", fileId=file_id)


def test_only_managers_share_folders_when_the_drive_says_so(world: Any, refused: Any) -> None:
    """`sharingFoldersRequiresOrganizerPermission` in the Drive resource."""
    folder_id = world.service.folder("Plans", world.drive)
    tess = world.member(world.tess, "fileOrganizer")
    tess.share(folder_id, world.lina.email, "reader")
    world.restrict(sharingFoldersRequiresOrganizerPermission=True)
    assert not tess.may(folder_id, "canShare")
    with refused(403, "insufficientFilePermissions"):
        tess.share(folder_id, world.olu.email, "reader")


def test_a_writer_shares_a_file_again_but_no_folder(world: Any, refused: Any) -> None:
    """ "any writer on a shared-drive file can re-share it" (google-facts, from the Permission and File resources)."""
    tess = world.member(world.tess, "writer")
    file_id = tess.document("Plan", world.drive)
    assert tess.share(file_id, world.lina.email, "writer")["role"] == "writer"
    folder_id = world.service.folder("Plans", world.drive)
    with refused(403, "insufficientFilePermissions"):
        tess.share(folder_id, world.olu.email, "reader")


def test_readers_do_not_copy_or_download_when_that_takes_a_writer(world: Any, refused: Any) -> None:
    """`copyRequiresWriterPermission` in the File and Drive resources; the refusal's words are live."""
    file_id = world.service.text("Notes.txt", world.drive)
    tess = world.member(world.tess, "commenter")
    world.restrict(copyRequiresWriterPermission=True)
    assert (tess.may(file_id, "canCopy"), tess.may(file_id, "canDownload")) == (False, False)
    with refused(403, "cannotCopyFile", "This file cannot be copied by the user."):
        tess("files.copy", {}, fileId=file_id)
    assert world.member(world.lina, "writer").may(file_id, "canCopy")


def test_membership_of_a_group_counts(world: Any, refused: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    body = {"type": "group", "role": "reader", "emailAddress": "staff@stour.example"}
    world.ada("permissions.create", body, fileId=world.drive, sendNotificationEmail=False)
    assert world.ivy.file(file_id)["name"] == "Plan"
    with refused(404, "notFound", f"File not found: {file_id}.", "fileId"):
        world.olu.file(file_id)


def test_what_stands_only_on_shared_drive_items_and_only_on_others(world: Any) -> None:
    """ "Not populated for items in shared drives" and "Only populated for items in shared drives" in the File resource."""
    shared = world.service.file(world.service.document("Plan", world.drive))
    own = world.tess.file(world.tess.document("Mine"))
    only_my_drive = {"owners", "permissions", "shared", "writersCanShare", "ownedByMe"}
    assert only_my_drive.isdisjoint(shared)
    assert only_my_drive <= set(own)
    only_shared = {"driveId", "hasAugmentedPermissions"}
    assert only_shared <= set(shared)
    assert only_shared.isdisjoint(own)
    assert "canAcceptOwnership" in own["capabilities"]
    assert "canAcceptOwnership" not in shared["capabilities"]
    assert shared["driveId"] == world.drive


def test_the_drives_top_folder_is_neither_renamed_nor_binned_nor_deleted(world: Any) -> None:
    """ "for immutable items such as the top-level folders of shared drives ... the name is constant" (File.name)."""
    shown = world.service.file(world.drive)["capabilities"]
    assert not any(shown[name] for name in ("canRename", "canTrash", "canDelete", "canMoveItemWithinDrive"))
