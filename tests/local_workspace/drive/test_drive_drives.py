"""drives.*: developers.google.com/workspace/drive/api/guides/manage-shareddrives and the Drive resource."""

from __future__ import annotations

from typing import Any


def test_a_service_account_makes_no_shared_drive(world: Any, refused: Any) -> None:
    """Live."""
    with refused(403, "userCannotCreateTeamDrives", "The authenticated user cannot create new shared drives."):
        world.service("drives.create", {"name": "Mine"}, requestId="r")


def test_the_same_request_makes_no_second_drive(world: Any, refused: Any) -> None:
    """ "If the shared drive already exists a 409 error will be returned"; another user's request is another's."""
    made = world.tess("drives.create", {"name": "Team"}, requestId="r")
    with refused(409, "teamDriveAlreadyExists"):
        world.tess("drives.create", {"name": "Team"}, requestId="r")
    assert world.lina("drives.create", {"name": "Team"}, requestId="r")["id"] != made["id"]


def test_restrictions_are_set_after_making_the_drive_by_its_managers(world: Any, refused: Any) -> None:
    """ "restrictions can't be set when creating a shared drive"."""
    with refused(403, "fieldNotWritable"):
        world.tess("drives.create", {"name": "Team", "restrictions": {"domainUsersOnly": True}}, requestId="r")
    world.member(world.tess, "fileOrganizer")
    with refused(403, "insufficientFilePermissions"):
        world.tess("drives.update", {"restrictions": {"domainUsersOnly": True}}, driveId=world.drive)
    world.service("drives.update", {"restrictions": {"domainUsersOnly": True}}, driveId=world.drive)
    shown = world.service("drives.update", {"name": "Staff"}, driveId=world.drive)
    assert (shown["name"], shown["restrictions"]["domainUsersOnly"]) == ("Staff", True)
    assert world.service.file(world.drive)["name"] == "Staff"


def test_a_member_sees_the_drive_and_what_they_may_do_with_it(world: Any, refused: Any) -> None:
    world.member(world.tess, "writer")
    shown = world.tess("drives.get", driveId=world.drive)["capabilities"]
    assert (shown["canAddChildren"], shown["canManageMembers"], shown["canTrashChildren"]) == (True, False, False)
    assert world.service("drives.get", driveId=world.drive)["capabilities"]["canManageMembers"] is True
    file_id = world.service.document("Plan", world.drive)
    world.service.share(file_id, world.lina.email, "writer")
    with refused(404, "notFound", f"Shared drive not found: {world.drive}", "driveId"):
        world.lina("drives.get", driveId=world.drive)


def test_one_lists_the_drives_one_is_in(world: Any) -> None:
    for name in ("Team A", "Team B", "Other"):
        world.tess("drives.create", {"name": name}, requestId=name)
    listed = [one["name"] for one in world.tess("drives.list")["drives"]]
    assert listed == ["Other", "Team A", "Team B"]
    assert [one["name"] for one in world.tess("drives.list", q="name contains 'team' and hidden = false")["drives"]] == [
        "Team A",
        "Team B",
    ]
    first = world.tess("drives.list", pageSize=2)
    rest = world.tess("drives.list", pageSize=2, pageToken=first["nextPageToken"])
    assert [one["name"] for one in first["drives"] + rest["drives"]] == listed
    assert world.olu("drives.list")["drives"] == []


def test_an_admin_finds_every_drive_by_its_members(world: Any, refused: Any) -> None:
    """ref-search-terms: memberCount and organizerCount, with useDomainAdminAccess."""
    world.tess("drives.create", {"name": "Team"}, requestId="r")
    admin = {"useDomainAdminAccess": True}
    assert [one["name"] for one in world.ada("drives.list", **admin)["drives"]] == ["People", "Team"]
    assert [one["name"] for one in world.ada("drives.list", q="organizerCount = 2", **admin)["drives"]] == ["People"]
    with refused(400, "invalid", "Invalid Value", "q"):
        world.ada("drives.list", q="memberCount = 1")
    with refused(403, "insufficientAdministratorPrivileges"):
        world.tess("drives.list", **admin)


def test_an_admin_adds_a_member_to_a_drive_that_is_not_theirs(world: Any, refused: Any) -> None:
    drive = world.tess("drives.create", {"name": "Team"}, requestId="r")["id"]
    with refused(404, "notFound"):
        world.ada.share(drive, world.service.email, "organizer")
    world.ada.share(drive, world.service.email, "organizer", useDomainAdminAccess=True)
    assert world.service("drives.get", driveId=drive)["capabilities"]["canManageMembers"] is True


def test_hiding_a_drive_is_each_persons_own(world: Any) -> None:
    assert world.ada("drives.hide", driveId=world.drive)["hidden"] is True
    assert world.service("drives.get", driveId=world.drive)["hidden"] is False
    assert world.ada("drives.list", q="hidden = true")["drives"][0]["id"] == world.drive
    assert world.ada("drives.unhide", driveId=world.drive)["hidden"] is False


def test_a_drive_that_is_not_empty_is_not_deleted(world: Any, refused: Any) -> None:
    """ "The shared drive cannot contain any untrashed items" (drives.delete)."""
    file_id = world.service.document("Plan", world.drive)
    with refused(403, "cannotDeleteResourceWithChildren"):
        world.service("drives.delete", driveId=world.drive)
    world.service("files.update", {"trashed": True}, fileId=file_id)
    world.service("drives.delete", driveId=world.drive)
    with refused(404, "notFound"):
        world.service("drives.get", driveId=world.drive)
    with refused(404, "notFound"):
        world.service.file(file_id)
