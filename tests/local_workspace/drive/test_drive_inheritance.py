"""What permissions let through: developers.google.com/workspace/drive/api/guides/limited-expansive-access and
.../handle-errors (cannotModifyInheritedTeamDrivePermission).
"""

from __future__ import annotations

from typing import Any


def test_a_member_of_the_drive_reaches_everything_in_it(world: Any) -> None:
    folder = world.service.folder("School", world.drive)
    file_id = world.service.document("Plan", folder)
    held = world.member(world.tess, "writer").permissions(file_id)["tess@stour.example"]
    detail = {"permissionType": "member", "role": "writer", "inherited": True, "inheritedFrom": world.drive}
    assert held["permissionDetails"] == [detail]
    assert (held["role"], held["displayName"], held["deleted"], held["pendingOwner"]) == ("writer", "Tess Hill", False, False)


def test_a_folders_permission_reaches_its_children_and_says_where_it_is_from(world: Any) -> None:
    folder = world.service.folder("School", world.drive)
    file_id = world.service.document("Plan", folder)
    world.service.share(folder, world.tess.email, "reader")
    held = world.service.permissions(file_id)["tess@stour.example"]
    assert held["permissionDetails"] == [{"permissionType": "file", "role": "reader", "inherited": True, "inheritedFrom": folder}]
    assert world.tess.file(file_id)["name"] == "Plan"


def test_an_inherited_permission_is_neither_taken_nor_lowered_on_a_child(world: Any, refused: Any) -> None:
    """The sentence is the page's; the reason was renamed in 2025 (GAM 7.10.05)."""
    file_id = world.service.document("Plan", world.drive)
    permission = world.member(world.tess, "writer").permissions(file_id)["tess@stour.example"]["id"]
    message = "Cannot update or delete an inherited permission on a shared drive item."
    with refused(403, "cannotModifyInheritedPermission", message):
        world.service("permissions.delete", fileId=file_id, permissionId=permission)
    with refused(403, "cannotModifyInheritedPermission", message):
        world.service("permissions.update", {"role": "reader"}, fileId=file_id, permissionId=permission)
    with refused(403, "cannotModifyInheritedPermission", message):
        world.service.share(file_id, world.tess.email, "reader")


def test_a_child_may_add_to_what_is_inherited_and_take_its_own_part_back(world: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    world.member(world.tess, "reader")
    permission = world.service.share(file_id, world.tess.email, "writer")
    assert permission["role"] == "writer"
    assert {(one["role"], one["inherited"]) for one in permission["permissionDetails"]} == {("writer", False), ("reader", True)}
    world.service("permissions.delete", fileId=file_id, permissionId=permission["id"])
    assert world.service.permissions(file_id)["tess@stour.example"]["role"] == "reader"


def augmented(world: Any) -> set[str]:
    """The names of what a list of the drive says to have permissions of its own."""
    params = {"corpora": "drive", "driveId": world.drive, "includeItemsFromAllDrives": True}
    listed = world.service("files.list", fields="files(name,hasAugmentedPermissions)", **params)["files"]
    assert all(set(one) == {"name", "hasAugmentedPermissions"} for one in listed)
    return {one["name"] for one in listed if one["hasAugmentedPermissions"]}


def test_a_list_tells_what_has_permissions_of_its_own(world: Any) -> None:
    """`hasAugmentedPermissions`: "Whether there are permissions directly on this file"; what comes from above does not count."""
    folder = world.service.folder("School", world.drive)
    plan, other = world.service.document("Plan", folder), world.service.document("Other", folder)
    world.member(world.lina, "reader")
    assert augmented(world) == set()
    world.service.share(folder, world.tess.email, "reader")
    assert augmented(world) == {"School"}
    given = [world.service.share(plan, one.email, "writer")["id"] for one in (world.lina, world.olu)]
    world.service.share(other, world.ivy.email, "reader", fields="id")
    assert augmented(world) == {"School", "Plan", "Other"}
    for permission in given:
        world.service("permissions.delete", fileId=plan, permissionId=permission)
    assert augmented(world) == {"School", "Other"}
    assert world.service.file(plan)["hasAugmentedPermissions"] is False


def test_a_permission_that_has_ended_is_none_of_the_file_s_own(world: Any) -> None:
    plan = world.service.document("Plan", world.drive)
    body = {"type": "user", "role": "reader", "emailAddress": world.tess.email, "expirationTime": world.at(days=1)}
    world.service("permissions.create", body, fileId=plan, sendNotificationEmail=False)
    assert augmented(world) == {"Plan"}
    world.pass_time(days=2)
    assert augmented(world) == set()


def test_one_list_tells_each_way_by_which_someone_reaches_a_file(world: Any) -> None:
    """permissionDetails: `inherited` is "always populated", `inheritedFrom` "only populated for items in shared drives", `role` is
    that way's; the permission's own role is the strongest of them. The mask takes all else away, the deprecated twin too."""
    folder = world.service.folder("School", world.drive)
    plan = world.service.document("Plan", folder)
    world.member(world.tess, "reader")
    for file_id, role in ((folder, "commenter"), (plan, "writer")):
        world.service.share(file_id, world.tess.email, role)
    mask = "permissions(id,emailAddress,role,type,permissionDetails,view)"
    held = world.service.permissions(plan, fields=mask)
    assert set(held) == {world.ada.email, world.service.email, world.tess.email}
    tess = held[world.tess.email]
    assert set(tess) == {"id", "emailAddress", "role", "type", "permissionDetails"}
    assert (tess["role"], tess["type"]) == ("writer", "user")
    assert tess["permissionDetails"] == [
        {"permissionType": "file", "role": "writer", "inherited": False},
        {"permissionType": "file", "role": "commenter", "inherited": True, "inheritedFrom": folder},
        {"permissionType": "member", "role": "reader", "inherited": True, "inheritedFrom": world.drive},
    ]
    member = {"permissionType": "member", "role": "organizer", "inherited": True, "inheritedFrom": world.drive}
    assert held[world.service.email]["permissionDetails"] == [member]
    on_the_drive = world.service.permissions(world.drive, fields=mask)[world.tess.email]
    assert on_the_drive["permissionDetails"] == [{"permissionType": "member", "role": "reader", "inherited": False}]


def test_a_limited_folder_opens_to_managers_and_to_those_it_was_shared_with(world: Any, refused: Any) -> None:
    world.member(world.tess, "writer")
    world.member(world.lina, "fileOrganizer")
    folder = world.service.folder("Ivy", world.drive, inheritedPermissionsDisabled=True)
    file_id = world.service.document("Plan", folder)
    world.service.share(folder, world.ivy.email, "writer")
    assert world.ivy.file(file_id)["name"] == "Plan"
    assert world.ada.file(file_id)["name"] == "Plan"
    for outsider in (world.tess, world.lina):
        with refused(404, "notFound"):
            outsider.file(file_id)


def test_members_see_that_a_limited_folder_is_there_and_nothing_of_what_is_in_it(world: Any, refused: Any) -> None:
    """ "you can still access the folder metadata with files.get() and files.list() ... `canListChildren` ... false ...
    If you try to list the children of such a folder, the result is always empty"; `view=metadata`, role `reader`."""
    tess = world.member(world.tess, "writer")
    folder = world.service.folder("Ivy", world.drive, inheritedPermissionsDisabled=True)
    world.service.document("Plan", folder)
    shown = tess.file(folder)
    assert (shown["name"], shown["inheritedPermissionsDisabled"]) == ("Ivy", True)
    assert not any(shown["capabilities"][name] for name in ("canListChildren", "canEdit", "canAddChildren", "canShare"))
    assert tess.found(f"'{folder}' in parents", corpora="drive", driveId=world.drive) == []
    assert tess.found(corpora="drive", driveId=world.drive) == ["Ivy"]
    held = world.ada.permissions(folder)["tess@stour.example"]
    assert (held["role"], held["view"], held["inheritedPermissionsDisabled"]) == ("reader", "metadata", True)
    assert all(detail["inherited"] for detail in held["permissionDetails"])
    with refused(403, "insufficientFilePermissions"):
        tess("files.create", {"name": "Mine", "parents": [folder]})


def test_someone_added_back_to_a_limited_folder_has_no_view(world: Any) -> None:
    """ "the values in the response body become `inheritedPermissionsDisabled=true` with the `view` field as unset"."""
    world.member(world.tess, "writer")
    folder = world.service.folder("Tess", world.drive, inheritedPermissionsDisabled=True)
    held = world.service.share(folder, world.tess.email, "writer")
    assert held["inheritedPermissionsDisabled"] is True
    assert "view" not in held
    assert any(not detail["inherited"] for detail in held["permissionDetails"])


def test_only_managers_limit_folders_and_only_folders_are_limited(world: Any, refused: Any) -> None:
    tess = world.member(world.tess, "fileOrganizer")
    folder = tess.folder("School", world.drive)
    for call in (
        lambda: tess("files.update", {"inheritedPermissionsDisabled": True}, fileId=folder),
        lambda: tess.folder("Other", world.drive, inheritedPermissionsDisabled=True),
        lambda: world.service.document("Plan", world.drive, inheritedPermissionsDisabled=True),
    ):
        with refused(403, "insufficientFilePermissions"):
            call()
    assert tess.found("name = 'Other'", corpora="drive", driveId=world.drive) == []


def test_lifting_the_limit_lets_members_in_again(world: Any) -> None:
    tess = world.member(world.tess, "reader")
    folder = world.service.folder("Ivy", world.drive, inheritedPermissionsDisabled=True)
    file_id = world.service.document("Plan", folder)
    world.service("files.update", {"inheritedPermissionsDisabled": False}, fileId=folder)
    assert tess.file(file_id)["name"] == "Plan"


def test_a_limited_folder_in_a_limited_folder_is_not_even_seen(world: Any, refused: Any) -> None:
    tess = world.member(world.tess, "writer")
    outer = world.service.folder("Outer", world.drive, inheritedPermissionsDisabled=True)
    inner = world.service.folder("Inner", outer, inheritedPermissionsDisabled=True)
    assert tess.file(outer)["name"] == "Outer"
    with refused(404, "notFound"):
        tess.file(inner)


def test_in_my_drive_the_folders_people_edit_but_do_not_own_what_others_put_in_it(world: Any) -> None:
    folder = world.tess.folder("Team", "root")
    world.tess.share(folder, world.lina.email, "writer")
    file_id = world.lina.document("Minutes", folder)
    shown = world.tess.file(file_id)
    assert [owner["emailAddress"] for owner in shown["owners"]] == ["lina@stour.example"]
    assert (shown["capabilities"]["canEdit"], shown["capabilities"]["canTrash"]) == (True, False)


def test_a_folder_that_the_caller_cannot_open_is_not_named_as_a_parent(world: Any) -> None:
    """ "If not specified ... any discoverable parent" (File.parents): what cannot be found is not shown."""
    folder = world.service.folder("School", world.drive)
    file_id = world.service.document("Plan", folder)
    world.service.share(file_id, world.tess.email, "writer")
    assert "parents" not in world.tess.file(file_id)
    assert world.service.file(file_id)["parents"] == [folder]
