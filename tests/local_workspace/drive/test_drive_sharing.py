"""permissions.*: developers.google.com/workspace/drive/api/guides/manage-sharing, the Permission resource of the discovery
document, and refusals that people met ("live").
"""

from __future__ import annotations

import time
from typing import Any

import pytest

from local_workspace.core.call import Call, Principal
from local_workspace.drive.permissions import create

NOBODY = "new.person@stour.example"


def mails(world: Any) -> list[tuple[str, str, str]]:
    found = world.workspace.db.execute("SELECT sender, recipient, body FROM outbox ORDER BY seq")
    return [tuple(row) for row in found]


def user(email: str, role: str = "reader", **more: Any) -> dict[str, Any]:
    return {"type": "user", "role": role, "emailAddress": email, **more}


def test_sharing_sends_a_mail_unless_told_not_to(world: Any) -> None:
    """ "sendNotificationEmail ... defaults to true for users and groups"."""
    file_id = world.service.document("Plan", world.drive)
    world.service("permissions.create", user(world.tess.email), fileId=file_id, emailMessage="Have a look")
    world.service("permissions.create", user(world.lina.email), fileId=file_id, sendNotificationEmail=False)
    assert mails(world) == [(world.service.email, world.tess.email, "Have a look")]


def test_a_silent_share_needs_an_account(world: Any, refused: Any) -> None:
    """Live: the words of the 400. With a mail the same share is an invitation."""
    file_id = world.service.document("Plan", world.drive)
    message = (
        f'Bad Request. User message: "You are trying to invite {NOBODY}. Since there is no Google account associated with '
        'this email address, you must check the "Notify people" box to invite this recipient."'
    )
    with refused(400, "invalidSharingRequest", message):
        world.service.share(file_id, NOBODY, "reader")
    assert NOBODY not in world.service.permissions(file_id)
    world.service("permissions.create", user(NOBODY), fileId=file_id)
    assert mails(world)[-1][1] == NOBODY


def test_a_shared_drive_takes_no_member_without_an_account(world: Any, refused: Any) -> None:
    """Live."""
    message = "Cannot share a shared drive with non Google accounts."
    with refused(403, "cannotShareTeamDriveWithNonGoogleAccounts", message):
        world.ada("permissions.create", user(NOBODY), fileId=world.drive)


def test_the_same_person_twice_is_the_same_permission_changed(world: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    first = world.service.share(file_id, world.tess.email, "reader")
    second = world.service.share(file_id, world.tess.email, "writer")
    assert (first["id"], second["role"]) == (second["id"], "writer")
    own = [one for one in world.service.permissions(file_id).values() if not one["permissionDetails"][0]["inherited"]]
    assert len(own) == 1


def test_a_permissions_id_is_the_persons_on_every_file(world: Any) -> None:
    """ "a unique identifier for the grantee, and is published in the User resource as `permissionId`"."""
    one = world.service.share(world.service.document("Plan", world.drive), world.tess.email, "reader")
    other = world.lina.share(world.lina.document("Mine"), world.tess.email, "writer")
    assert one["id"] == other["id"] == world.tess("about.get")["user"]["permissionId"]
    assert one["id"].isdigit()


@pytest.mark.parametrize(
    ("body", "status", "reason", "location"),
    [
        ({"role": "reader"}, 400, "required", "permission.type"),
        ({"type": "user", "emailAddress": "tess@stour.example"}, 400, "required", "permission.role"),
        (user("tess@stour.example", "editor"), 400, "invalid", "permission.role"),
        (user("tess at stour"), 400, "invalid", "permission.emailAddress"),
        ({"type": "domain", "role": "reader"}, 400, "invalid", "permission.domain"),
        ({"type": "everyone", "role": "reader"}, 400, "invalid", "permission.type"),
    ],
)
def test_a_permission_that_is_not_whole_is_refused(
    world: Any, refused: Any, body: dict[str, Any], status: int, reason: str, location: str
) -> None:
    """ "if `type` is `user` or `group`, you must provide an `emailAddress` ... If `type` is `domain`, ... a `domain`"."""
    file_id = world.service.document("Plan", world.drive)
    with refused(status, reason, "", location):
        world.service("permissions.create", body, fileId=file_id)


def test_roles_stand_only_where_they_mean_something(world: Any, refused: Any) -> None:
    """The reasons are those that GAM handles (glgapi.py); the words of the second are live."""
    file_id, folder = world.service.document("Plan", world.drive), world.service.folder("School", world.drive)
    mine = world.tess.document("Mine")
    with refused(403, "organizerOnNonTeamDriveNotSupported"):
        world.service.share(folder, world.tess.email, "organizer")
    with refused(403, "fileOrganizerOnFoldersInSharedDriveOnly", "FileOrganizer role is only allowed on folders."):
        world.service.share(file_id, world.tess.email, "fileOrganizer")
    with refused(403, "ownerOnTeamDriveItemNotSupported"):
        world.service.share(file_id, world.tess.email, "owner")
    with refused(403, "fileOrganizerOnNonTeamDriveNotSupported"):
        world.tess.share(mine, world.lina.email, "fileOrganizer")
    assert world.service.share(folder, world.tess.email, "fileOrganizer")["role"] == "fileOrganizer"


def test_a_drive_for_its_domain_only_takes_no_one_else(world: Any, refused: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    world.restrict(domainUsersOnly=True)
    with refused(403, "teamDriveDomainUsersOnlyRestriction"):
        world.service("permissions.create", user("guest@far.example"), fileId=file_id)
    with refused(403, "teamDriveDomainUsersOnlyRestriction"):
        world.service("permissions.create", {"type": "anyone", "role": "reader"}, fileId=file_id)
    assert world.service.share(file_id, world.tess.email, "reader")["role"] == "reader"


def test_a_drive_for_its_members_only_shares_its_items_with_no_one_else(world: Any, refused: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    world.restrict(driveMembersOnly=True)
    with refused(400, "teamDriveTeamMembersOnlyRestriction"):
        world.service.share(file_id, world.tess.email, "reader")
    world.member(world.tess, "reader")
    assert world.service.share(file_id, world.tess.email, "writer")["role"] == "writer"


def test_anyone_with_the_link_opens_a_file_and_does_not_find_it(world: Any) -> None:
    file_id = world.tess.document("Poster")
    made = world.tess("permissions.create", {"type": "anyone", "role": "reader"}, fileId=file_id)
    assert (made["id"], made["type"], made["allowFileDiscovery"]) == ("anyoneWithLink", "anyone", False)
    assert world.olu.file(file_id)["name"] == "Poster"
    assert world.olu.found() == []


def test_a_permission_ends_when_it_says(world: Any, refused: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    until = world.at(hours=2)
    made = world.service("permissions.create", user(world.tess.email, expirationTime=until), fileId=file_id)
    assert made["expirationTime"] == "2025-10-06T10:00:00.000Z"
    world.pass_time(hours=3)
    with refused(404, "notFound"):
        world.tess.file(file_id)
    assert world.tess.email not in world.service.permissions(file_id)


def test_expiry_is_for_people_in_the_future_within_a_year_and_on_folders_for_readers(world: Any, refused: Any) -> None:
    """The Permission resource; "Expiration dates ..." sentences are live."""
    file_id, folder = world.service.document("Plan", world.drive), world.service.folder("School", world.drive)

    def share(target: str, role: str = "reader", **body: Any) -> None:
        world.service("permissions.create", user(world.tess.email, role, **body), fileId=target)

    soon = world.at(days=7)
    with refused(403, "expirationDatesMustBeInTheFuture"):
        share(file_id, expirationTime=world.at(hours=-1))
    with refused(403, "cannotSetExpiration"):
        share(file_id, expirationTime=world.at(days=400))
    with refused(403, "cannotSetExpiration", "Expiration dates cannot be set on this item."):
        share(folder, "writer", expirationTime=soon)
    with refused(
        403, "expirationDateNotAllowedForSharedDriveMembers", "Expiration dates are not allowed for shared drive members."
    ):
        world.ada("permissions.create", user(world.tess.email, expirationTime=soon), fileId=world.drive)
    with refused(403, "cannotSetExpirationOnAnyoneOrDomain"):
        anyone = {"type": "anyone", "role": "reader", "expirationTime": soon}
        world.service("permissions.create", anyone, fileId=file_id)
    share(folder, "reader", expirationTime=soon)


def test_an_expiry_can_be_taken_off(world: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    made = world.service("permissions.create", user(world.tess.email, expirationTime=world.at(hours=2)), fileId=file_id)
    changed = world.service("permissions.update", {}, fileId=file_id, permissionId=made["id"], removeExpiration=True)
    assert "expirationTime" not in changed


def test_ownership_passes_only_when_asked_for_by_name_and_with_a_mail(world: Any, refused: Any) -> None:
    """Live: both sentences. "downgrade the current owner to a writer"."""
    file_id = world.tess.document("Mine")
    body = user(world.lina.email, "owner")
    message = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
    with refused(403, "forbidden", message):
        world.tess("permissions.create", body, fileId=file_id)
    with refused(403, "forbidden"):
        world.tess("permissions.create", body, fileId=file_id, transferOwnership=True, sendNotificationEmail=False)
    world.tess("permissions.create", body, fileId=file_id, transferOwnership=True)
    assert [owner["emailAddress"] for owner in world.lina.file(file_id)["owners"]] == [world.lina.email]
    assert world.lina.permissions(file_id)[world.tess.email]["role"] == "writer"


def test_a_writer_neither_takes_ownership_nor_the_owner_away(world: Any, refused: Any) -> None:
    file_id = world.tess.document("Mine")
    world.tess.share(file_id, world.lina.email, "writer")
    with refused(403, "insufficientFilePermissions"):
        world.lina("permissions.create", user(world.lina.email, "owner"), fileId=file_id, transferOwnership=True)
    owners = world.lina.permissions(file_id)[world.tess.email]["id"]
    with refused(403, "cannotRemoveOwner"):
        world.lina("permissions.delete", fileId=file_id, permissionId=owners)


def test_writers_do_not_share_what_its_owner_keeps(world: Any, refused: Any) -> None:
    """`writersCanShare` in the File resource."""
    file_id = world.tess.document("Mine")
    world.tess.share(file_id, world.lina.email, "writer")
    world.tess("files.update", {"writersCanShare": False}, fileId=file_id)
    with refused(403, "insufficientFilePermissions"):
        world.lina.share(file_id, world.olu.email, "reader")


def test_a_reader_takes_away_only_the_own_permission(world: Any, refused: Any) -> None:
    """Live: the sentence."""
    file_id = world.service.document("Plan", world.drive)
    mine = world.service.share(file_id, world.tess.email, "reader")["id"]
    other = world.service.share(file_id, world.lina.email, "reader")["id"]
    message = "The authenticated user does not have the required access to delete the permission."
    with refused(403, "cannotDeletePermission", message):
        world.tess("permissions.delete", fileId=file_id, permissionId=other)
    world.tess("permissions.delete", fileId=file_id, permissionId=mine)
    with refused(404, "notFound"):
        world.tess.file(file_id)


def test_readers_do_not_read_who_else_has_a_file(world: Any, refused: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    world.service.share(file_id, world.tess.email, "commenter")
    with refused(403, "insufficientFilePermissions"):
        world.tess.permissions(file_id)


def test_a_permission_that_is_not_there_is_named(world: Any, refused: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    with refused(404, "notFound", "Permission not found: 12345.", "permissionId"):
        world.service("permissions.get", fileId=file_id, permissionId="12345")


def test_a_list_of_permissions_comes_in_pages_and_takes_no_token_of_another(world: Any, refused: Any) -> None:
    file_id, other = world.service.document("Plan", world.drive), world.service.document("Other", world.drive)
    for person in (world.tess, world.lina, world.olu):
        world.service.share(file_id, person.email, "reader")
    first = world.service("permissions.list", fileId=file_id, pageSize=3)
    rest = world.service("permissions.list", fileId=file_id, pageSize=3, pageToken=first["nextPageToken"])
    assert (len(first["permissions"]), len(rest["permissions"])) == (3, 2)
    assert "nextPageToken" not in rest
    with refused(400, "invalid", "Invalid Value", "pageToken"):
        world.service("permissions.list", fileId=other, pageToken=first["nextPageToken"])


def test_an_alias_is_the_same_person(world: Any) -> None:
    world.workspace.db.execute("INSERT INTO aliases VALUES ('t.hill@stour.example', 'tess@stour.example')")
    file_id = world.service.document("Plan", world.drive)
    assert world.service.share(file_id, "T.Hill@stour.example", "reader")["emailAddress"] == "tess@stour.example"


def test_form_responders_stand_in_a_view_of_their_own(world: Any, refused: Any) -> None:
    """ "`published`: The permission's role is `publishedReader`"; listed with includePermissionsForView=published."""
    file_id = world.service.document("Form", world.drive)
    made = world.service("permissions.create", user(world.tess.email, view="published"), fileId=file_id)
    assert (made["view"], made["role"]) == ("published", "reader")
    assert world.tess.email not in world.service.permissions(file_id)
    assert world.tess.email in world.service.permissions(file_id, includePermissionsForView="published")
    with refused(404, "notFound"):
        world.tess.file(file_id)


def test_overlapping_permission_writes_lose_one(world: Any) -> None:
    """ "Concurrent permissions operations on the same file aren't supported; only the last update is applied"."""

    file_id = world.service.document("Plan", world.drive)
    arrived = time.monotonic()
    for person in (world.tess, world.lina):
        params = {"fileId": file_id, "supportsAllDrives": True, "sendNotificationEmail": False}
        caller = Principal(world.service.email, "serviceAccount")
        create(Call("drive.permissions.create", params, user(person.email), caller, world.workspace, arrived=arrived))
    held = world.service.permissions(file_id)
    assert world.lina.email in held
    assert world.tess.email not in held


def test_writes_one_after_another_are_all_kept(world: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    for person in (world.tess, world.lina, world.olu):
        world.service.share(file_id, person.email, "reader")
    assert {world.tess.email, world.lina.email, world.olu.email} <= set(world.service.permissions(file_id))
