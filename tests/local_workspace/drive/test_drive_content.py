"""Bytes, exports and revisions: developers.google.com/workspace/drive/api/guides/manage-uploads, .../manage-downloads,
.../manage-revisions and .../handle-errors.
"""

from __future__ import annotations

import hashlib
from typing import Any

DOCUMENT = "application/vnd.google-apps.document"


def test_an_upload_is_kept_byte_for_byte_with_its_checksums(world: Any) -> None:
    data = bytes(range(256))
    made = world.tess("files.create", {"name": "photo.tar.gz"}, media=("application/gzip", data))
    assert (made["mimeType"], made["size"], made["originalFilename"]) == ("application/gzip", "256", "photo.tar.gz")
    assert (made["fullFileExtension"], made["fileExtension"]) == ("tar.gz", "gz")
    assert made["md5Checksum"] == hashlib.md5(data).hexdigest()  # noqa: S324 Drive's own checksum
    assert made["sha256Checksum"] == hashlib.sha256(data).hexdigest()
    assert world.tess("files.get", fileId=made["id"], alt="media", fields=None) == data


def test_docs_are_exported_and_not_downloaded(world: Any, refused: Any) -> None:
    file_id, text = world.tess.document("Plan"), world.tess.text("a.txt")
    message = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
    with refused(403, "fileNotDownloadable", message):
        world.tess("files.get", fileId=file_id, alt="media", fields=None)
    assert isinstance(world.tess("files.export", fileId=file_id, mimeType="text/plain", fields=None), bytes)
    with refused(403, "fileNotExportable", "Export only supports Docs Editors files."):
        world.tess("files.export", fileId=text, mimeType="text/plain", fields=None)
    with refused(400, "badRequest", "The requested conversion is not supported."):
        world.tess("files.export", fileId=file_id, mimeType="image/png", fields=None)


def test_an_export_finds_shared_drive_files_without_being_told(world: Any) -> None:
    """files.export has no supportsAllDrives."""
    file_id = world.service.document("Plan", world.drive)
    assert isinstance(world.service("files.export", fileId=file_id, mimeType="text/plain", fields=None), bytes)


def test_a_conversion_that_is_not_there_is_refused(world: Any, refused: Any) -> None:
    """Live."""
    with refused(400, "badRequest", "The requested conversion is not supported."):
        world.tess("files.create", {"mimeType": DOCUMENT}, media=("image/tiff", b"II*"))
    assert world.tess.found() == []


def test_a_blobs_revisions_are_kept_and_read(world: Any, refused: Any) -> None:
    file_id = world.tess.text("a.txt", data=b"one")
    world.pass_time(minutes=1)
    world.tess("files.update", {}, media=("text/plain", b"two"), fileId=file_id)
    first, second = world.tess("revisions.list", fileId=file_id)["revisions"]
    assert (first["size"], second["modifiedTime"]) == ("3", "2025-10-06T08:01:00.000Z")
    assert world.tess("revisions.get", fileId=file_id, revisionId=first["id"], alt="media", fields=None) == b"one"
    assert world.tess.file(file_id)["headRevisionId"] == second["id"]
    world.tess("revisions.delete", fileId=file_id, revisionId=second["id"])
    assert world.tess("files.get", fileId=file_id, alt="media", fields=None) == b"one"
    with refused(400, "cannotDeleteOnlyRevision"):
        world.tess("revisions.delete", fileId=file_id, revisionId=first["id"])
    with refused(404, "notFound", f"Revision not found: {second['id']}."):
        world.tess("revisions.get", fileId=file_id, revisionId=second["id"])


def test_keep_forever_is_for_ever(world: Any, refused: Any) -> None:
    file_id = world.tess.text("a.txt")
    revision = world.tess.file(file_id)["headRevisionId"]
    kept = world.tess("revisions.update", {"keepForever": True}, fileId=file_id, revisionId=revision)
    assert kept["keepForever"] is True
    message = "Bad Request. Cannot update a revision to false that is marked as keepForever."
    with refused(400, "illegalKeepForeverModification", message):
        world.tess("revisions.update", {"keepForever": False}, fileId=file_id, revisionId=revision)


def test_a_docs_revisions_are_listed_for_writers_and_never_deleted(world: Any, refused: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    world.service.share(file_id, world.tess.email, "commenter")
    (revision,) = world.service("revisions.list", fileId=file_id)["revisions"]
    assert (revision["mimeType"], revision["lastModifyingUser"]["emailAddress"]) == (DOCUMENT, world.service.email)
    with refused(403, "insufficientFilePermissions"):
        world.tess("revisions.list", fileId=file_id)
    with refused(403, "revisionDeletionNotSupported"):
        world.service("revisions.delete", fileId=file_id, revisionId=revision["id"])


def test_another_hand_makes_another_revision(world: Any) -> None:
    from local_workspace.core.call import Call, Principal
    from local_workspace.drive import access

    file_id = world.service.document("Plan", world.drive)
    for minutes, person in ((1, world.service), (1, world.tess), (1, world.tess), (60, world.tess)):
        world.pass_time(minutes=minutes)
        access.touch(Call("docs.documents.batchUpdate", {}, {}, Principal(person.email), world.workspace), file_id)
    listed = world.service("revisions.list", fileId=file_id)["revisions"]
    assert [one["lastModifyingUser"]["displayName"] for one in listed] == ["ggp", "Tess Hill", "Tess Hill"]


def test_each_revision_of_a_doc_says_whether_it_is_the_caller_s_own(world: Any) -> None:
    """`lastModifyingUser` of a Revision, and `me` of a User: "Whether this user is the requesting user". revisions.list knows no
    supportsAllDrives: what lies in a shared drive is found all the same."""
    tess = world.member(world.tess, "writer")
    file_id = world.service.document("Plan", world.drive)
    for caller in (world.service, tess, world.service):
        world.pass_time(minutes=10)
        body = {"requests": [{"insertText": {"location": {"index": 1}, "text": "More. "}}]}
        world.dispatcher.as_person("docs.documents.batchUpdate", caller.email, {"documentId": file_id}, body)
    for caller, mine in ((world.service, [True, True, False, True]), (tess, [False, False, True, False])):
        found = caller("revisions.list", fileId=file_id, fields="revisions(lastModifyingUser(me))")
        assert found == {"revisions": [{"lastModifyingUser": {"me": one}} for one in mine]}


def test_about_says_who_is_asking_and_what_they_have(world: Any) -> None:
    """The About resource."""
    world.tess.text("a.txt", data=b"12345")
    mine, services = world.tess("about.get"), world.service("about.get")
    assert (mine["user"]["emailAddress"], mine["user"]["me"], mine["canCreateDrives"]) == (world.tess.email, True, True)
    assert mine["storageQuota"]["usageInDrive"] == "5"
    assert (services["canCreateDrives"], services["storageQuota"]["limit"]) == (False, "0")
    assert "text/plain" in mine["exportFormats"][DOCUMENT]
