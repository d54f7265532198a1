"""files.copy: developers.google.com/workspace/drive/api/reference/rest/v3/files/copy, and the File resource."""

from __future__ import annotations

from typing import Any

FOLDER = "application/vnd.google-apps.folder"


def test_a_copy_carries_properties_unless_they_are_nulled(world: Any) -> None:
    """ "applies any requested updates with patch semantics"; "Entries with null values are cleared in update and copy"."""
    source = world.service.document(
        "Template", world.drive, description="B", properties={"a": "1", "b": "2"}, appProperties={"k": "v"}
    )
    body = {"name": "Plan", "properties": {"a": None, "c": "3"}}
    copy = world.service("files.copy", body, fileId=source)
    assert (copy["name"], copy["description"]) == ("Plan", "B")
    assert (copy["properties"], copy["appProperties"]) == ({"b": "2", "c": "3"}, {"k": "v"})
    assert world.service.file(source)["properties"] == {"a": "1", "b": "2"}


def test_a_copy_that_a_person_makes_carries_properties_too(world: Any) -> None:
    world.member(world.tess, "writer")
    source = world.service.document("Plan", world.drive, properties={"mark": "ours"}, appProperties={"k": "v"})
    copy = world.tess("files.copy", {}, fileId=source)
    assert copy["properties"] == {"mark": "ours"}
    assert world.service.file(copy["id"])["appProperties"] == {"k": "v"}


def test_a_copys_name_is_given_or_begins_with_copy_of(world: Any) -> None:
    """As recorded by gspread's suite: `{"name": null, …}` made "Copy of Test ClientTest test_copy"."""
    source = world.tess.document("Test")
    assert world.tess("files.copy", {"name": None}, fileId=source)["name"] == "Copy of Test"


def test_sharing_star_and_lock_stay_with_the_source(world: Any) -> None:
    source = world.tess.document("Template", starred=True)
    world.tess.share(source, world.lina.email, "writer")
    world.tess("files.update", {"contentRestrictions": [{"readOnly": True}]}, fileId=source)
    copy = world.tess("files.copy", {}, fileId=source)
    assert (copy["shared"], copy["starred"]) == (False, False)
    assert "contentRestrictions" not in copy


def test_a_copy_stays_beside_its_source_if_the_copier_may_add_there(world: Any) -> None:
    """ "If not specified as part of a copy request, the file inherits any discoverable parent of the source file"."""
    folder = world.service.folder("Templates", world.drive)
    source = world.service.document("Template", folder)
    assert world.service("files.copy", {}, fileId=source)["parents"] == [folder]
    copy = world.member(world.tess, "reader")("files.copy", {}, fileId=source)
    assert copy["parents"] == [world.tess.file("root")["id"]]
    assert copy["owners"][0]["emailAddress"] == world.tess.email


def test_the_service_cannot_copy_a_persons_file_to_nowhere(world: Any, refused: Any) -> None:
    source = world.tess.document("Mine")
    world.tess.share(source, world.service.email, "reader")
    with refused(403, "storageQuotaExceeded"):
        world.service("files.copy", {}, fileId=source)
    copy = world.service("files.copy", {"parents": [world.drive]}, fileId=source)
    assert copy["driveId"] == world.drive


def test_folders_are_not_copied(world: Any, refused: Any) -> None:
    """Live."""
    folder = world.service.folder("School", world.drive)
    with refused(403, "cannotCopyFile", "This file cannot be copied by the user."):
        world.service("files.copy", {}, fileId=folder)


def test_a_copy_of_a_doc_takes_no_generated_id_and_one_of_a_blob_does(world: Any, refused: Any) -> None:
    document, text = world.service.document("Plan", world.drive), world.service.text("a.txt", world.drive)
    first, second = world.service("files.generateIds", count=2)["ids"]
    with refused(403, "insufficientFilePermissions", "Generated IDs are not supported for Docs Editors formats."):
        world.service("files.copy", {"id": first}, fileId=document)
    copy = world.service("files.copy", {"id": second}, fileId=text)
    assert (copy["id"], copy["size"]) == (second, "5")
    assert world.service("files.get", fileId=second, alt="media", fields=None) == b"hello"


def test_a_copy_goes_into_one_folder(world: Any, refused: Any) -> None:
    one, two = world.service.folder("One", world.drive), world.service.folder("Two", world.drive)
    source = world.service.document("Template", world.drive)
    with refused(403, "teamDrivesParentLimit"):
        world.service("files.copy", {"parents": [one, two]}, fileId=source)


def test_open_comments_come_along_only_when_asked_for(world: Any) -> None:
    """`copyComments`: "Whether to copy the open (unresolved) comments associated with the file", default false."""
    source = world.tess.document("Plan")
    world.tess("comments.create", {"content": "Still open"}, fileId=source)
    done = world.tess("comments.create", {"content": "Done"}, fileId=source)["id"]
    world.tess("replies.create", {"action": "resolve"}, fileId=source, commentId=done)
    plain, full = (world.tess("files.copy", {}, fileId=source, copyComments=wanted)["id"] for wanted in (False, True))
    assert world.tess("comments.list", fileId=plain)["comments"] == []
    assert [one["content"] for one in world.tess("comments.list", fileId=full)["comments"]] == ["Still open"]
