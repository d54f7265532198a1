"""Drive's pages: lists, copies, names, the bin, who has access, mail. What may be done by whom is Drive's own to say."""

from __future__ import annotations

import pytest

from tests.local_workspace import pages_trust as house


@pytest.fixture
def trust():
    made = house.trust()
    yield made
    made.workspace.db.close()


def test_drive_shows_one_s_shared_drives_and_what_is_shared_by_itself(trust):
    ada, tess, colin = (house.said(trust.as_(who).get("/drive")) for who in (house.ADA, house.TESS, house.COLIN))
    assert "Shared drives" in ada
    assert "People" in ada
    assert "Nothing has been shared with you." in ada
    assert "Shared drives" not in tess
    assert "Tess · Growing Great People" in tess
    assert "My plan" not in tess  # it lies in a folder that is shown
    assert "Nothing has been shared with you." in colin


def test_a_folder_lists_its_files_with_kind_time_and_who(trust):
    page = house.said(trust.as_(house.TESS).get(f"/drive/folders/{trust.folder}"))
    assert "My plan" in page
    assert "Doc · changed 6 October 2025, 09:00 by Ada Min" in page


def test_a_locked_file_shows_as_one_and_is_not_to_be_renamed(trust):
    """As Drive shows a lock beside the name (developers.google.com/workspace/drive/api/guides/content-restrictions)."""
    lock = {"contentRestrictions": [{"readOnly": True, "reason": "Agreed."}]}
    trust.drive_of(house.ADA, "files.update", lock, fileId=trust.plan)
    visitor = trust.as_(house.ADA)
    assert "Doc · locked · changed" in house.said(visitor.get(f"/drive/folders/{trust.folder}"))
    page = visitor.get(f"/file/d/{trust.plan}/view")
    assert "Read only Locked by Ada Min on 6 October 2025. Agreed." in house.said(page)
    assert "Move to the bin" in page.text
    assert "Rename" not in page.text


def test_a_long_folder_goes_on_on_the_next_page(trust):
    for number in range(101):
        body = {"name": f"Note {number:03}", "mimeType": house.FOLDER, "parents": [trust.folder]}
        trust.drive_of(house.ADA, "files.create", body)
    visitor = trust.as_(house.TESS)
    first = visitor.get(f"/drive/folders/{trust.folder}").text
    assert "Note 099" in first
    assert "Note 100" not in first
    more = next(part for part in first.split('"') if "page=" in part).replace("&amp;", "&")
    assert "Note 100" in visitor.client.get(more).text


def test_the_folders_above_that_one_cannot_see_are_not_named(trust):
    page = trust.as_(house.TESS).get(f"/file/d/{trust.plan}/view").text
    assert ">Tess · Growing Great People</a>" in page
    assert ">People</a>" not in page
    assert ">People</a>" in trust.as_(house.ADA).get(f"/file/d/{trust.plan}/view").text


@pytest.mark.parametrize(
    "path", ["/drive/folders/{folder}", "/file/d/{plan}/view", "/file/d/{plan}/access", "/document/d/{plan}/edit"]
)
def test_what_one_may_not_open_says_nothing_of_itself(trust, path):
    there = trust.as_(house.COLIN).get(path.format(folder=trust.folder, plan=trust.plan))
    nowhere = trust.as_(house.COLIN).get(path.format(folder="none", plan="none"))
    assert (there.status_code, nowhere.status_code) in ((404, 404), (403, 404))
    assert "You need access" in there.text
    assert "My plan" not in there.text
    assert "Tess" not in there.text
    assert there.text.replace(trust.plan, "").replace(trust.folder, "") == nowhere.text.replace("none", "")


def test_a_copy_lies_beside_the_original_where_one_may_add_files(trust):
    visitor = trust.as_(house.TESS)
    page = visitor.submit(visitor.get(f"/file/d/{trust.plan}/view"), "/copy")
    assert "Copy of My plan" in page.text
    assert "Copy of My plan" in visitor.get(f"/drive/folders/{trust.folder}").text


def test_a_reader_s_copy_lies_in_their_own_drive_and_is_theirs(trust):
    visitor = trust.as_(house.LINA)
    page = visitor.submit(visitor.get(f"/file/d/{trust.plan}/view"), "/copy")
    assert "Copy of My plan" in page.text
    assert "Copy of My plan" in visitor.get("/drive").text
    assert "You can edit." in visitor.get(f"/document/d/{made_by(trust, house.LINA)}/edit").text


def made_by(trust, who):
    [one] = trust.drive_of(who, "files.list", q="'me' in owners and mimeType != 'application/vnd.google-apps.folder'")["files"]
    return one["id"]


def test_a_writer_renames_and_drive_says_who_did(trust):
    visitor = trust.as_(house.TESS)
    page = visitor.submit(visitor.get(f"/file/d/{trust.plan}/view"), "/name", name="My growth plan")
    assert "The name is changed." in page.text
    file = trust.drive_of(house.ADA, "files.get", fileId=trust.plan)
    assert file["name"] == "My growth plan"


def test_a_name_of_nothing_is_no_name(trust):
    visitor = trust.as_(house.TESS)
    page = visitor.submit(visitor.get(f"/file/d/{trust.plan}/view"), "/name", name="  ")
    assert "A name needs at least one letter" in page.text


def test_only_who_may_put_a_file_into_the_bin_is_offered_it(trust):
    """support.google.com/a/answer/7337554: in a shared drive, contributors cannot move files to the bin."""
    assert "Move to the bin" not in trust.as_(house.TESS).get(f"/file/d/{trust.plan}/view").text
    visitor = trust.as_(house.ADA)
    binned = visitor.submit(visitor.get(f"/file/d/{trust.plan}/view"), "/bin")
    assert "It is in the bin." in binned.text
    assert "in the bin, so it is read only" in visitor.get(f"/document/d/{trust.plan}/edit").text
    back = visitor.submit(visitor.get("/drive/bin"), "/restore")
    assert "It is out of the bin." in back.text


def test_a_refusal_is_told_in_drive_s_words(trust):
    visitor = trust.as_(house.TESS)
    where, fields = visitor.form(visitor.get(f"/file/d/{trust.plan}/view"), "/name")
    answer = visitor.client.post(where.replace("/name", "/bin"), data=fields)
    assert "The user does not have sufficient permissions" in visitor.client.get(answer.headers["Location"]).text


def test_something_new_is_made_where_one_may_add_files(trust):
    visitor = trust.as_(house.TESS)
    doc = visitor.submit(visitor.get(f"/drive/folders/{trust.folder}"), "/new", name="Notes")
    assert "<h1" in doc.text
    assert "Notes" in doc.text
    folder = visitor.submit(visitor.get("/drive"), "/new", name="Mine", kind="folder")
    assert "This folder is empty." in folder.text
    assert "Make something new here" not in trust.as_(house.LINA).get(f"/drive/folders/{trust.folder}").text


def test_editors_see_who_has_access_and_where_it_comes_from(trust):
    page = house.said(trust.as_(house.TESS).get(f"/file/d/{trust.plan}/access"))
    assert "Tess Teacher you tess.teacher@stour.example Can edit through a folder above" in page
    assert "Lina Manager lina.manager@stour.example Can comment through a folder above" in page
    assert "Ada Min ada.min@stour.example Manager through" in page


def test_readers_are_not_told_who_has_access(trust):
    page = trust.as_(house.LINA).get(f"/file/d/{trust.plan}/access")
    assert page.status_code == 200
    assert "Only people who can edit this doc are told" in page.text
    assert "You cannot share this doc" in page.text


def test_a_writer_shares_on_and_a_mail_goes_out(trust):
    visitor = trust.as_(house.TESS)
    page = visitor.submit(
        visitor.get(f"/file/d/{trust.plan}/access"), "/access", email=house.COLIN, role="commenter", message="Have a look?"
    )
    assert "Shared with colin.colleague@stour.example." in page.text
    assert "Colin Colleague" in page.text
    mail = house.said(trust.as_(house.COLIN).get("/mail"))
    assert "My plan - shared with you From Tess Teacher" in mail
    assert "Have a look?" in mail
    assert "My plan" in trust.as_(house.COLIN).get("/drive").text


def test_sharing_can_be_quiet(trust):
    visitor = trust.as_(house.TESS)
    visitor.submit(visitor.get(f"/file/d/{trust.plan}/access"), "/access", email=house.COLIN, notify=None)
    assert "No mail." in trust.as_(house.COLIN).get("/mail").text


def test_a_group_is_shared_with_as_one_and_its_members_have_the_mail(trust):
    visitor = trust.as_(house.ADA)
    page = visitor.submit(visitor.get(f"/file/d/{trust.sheet}/access"), "/access", email="staff@stour.example")
    assert "group" in house.said(page)
    assert "to staff@stour.example" in house.said(trust.as_(house.TESS).get("/mail"))


def test_a_refused_share_keeps_what_was_filled_in(trust):
    visitor = trust.as_(house.TESS)
    page = visitor.submit(
        visitor.get(f"/file/d/{trust.plan}/access"), "/access", email="nobody@stour.example", role="writer", notify=None
    )
    assert page.status_code == 422
    assert 'value="nobody@stour.example"' in page.text
    assert "Nothing was changed." in page.text


def test_access_given_here_is_changed_and_taken_away_here(trust):
    house.share(trust, trust.plan, house.COLIN, "reader")
    visitor = trust.as_(house.TESS)
    [one] = [
        form for form in house.Forms(visitor.get(f"/file/d/{trust.plan}/access").text).forms if "/access/" in form[0]
    ]  # only what was given on this very file
    assert one[1]["role"] == ["reader"]
    page = visitor.submit(visitor.get(f"/file/d/{trust.plan}/access"), "/access/", role="commenter")
    assert "Access is changed." in page.text
    page = visitor.submit(visitor.get(f"/file/d/{trust.plan}/access"), "/access/", role="none")
    assert "Colin" not in page.text


def test_members_of_a_shared_drive_are_seen_and_managed_by_its_managers(trust):
    visitor = trust.as_(house.ADA)
    page = visitor.submit(visitor.get(f"/file/d/{trust.drive}/access"), "/access?", email=house.ZOE, role="fileOrganizer")
    assert "Shared with" in page.text
    assert "Zoë O’Brien" in page.text


def test_mail_is_empty_until_something_comes(trust):
    assert "No mail. A quiet day." in trust.as_(house.TESS).get("/mail").text


def test_a_doc_is_taken_away_as_a_pdf_by_whoever_may_read_it(trust):
    page = trust.as_(house.LINA).get(f"/file/d/{trust.plan}/view")
    assert "Download as PDF" in page.text
    answer = trust.as_(house.LINA).get(f"/file/d/{trust.plan}/content?to=application/pdf")
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "My%20plan.pdf" in answer.headers["Content-Disposition"] or '"My plan.pdf"' in answer.headers["Content-Disposition"]
    assert trust.as_(house.COLIN).get(f"/file/d/{trust.plan}/content?to=application/pdf").status_code != 200


def test_what_drive_keeps_itself_is_saved_and_a_page_of_it_never_runs_here(trust):
    dispatcher, tess = trust.dispatcher, house.TESS
    made = dispatcher.as_person("drive.files.create", tess, {}, {"name": "note.html", "mimeType": "text/html"})
    page = trust.as_(tess).get(f"/file/d/{made['id']}/view")
    assert ">Download<" in page.text
    answer = trust.as_(tess).get(f"/file/d/{made['id']}/content")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_folder_has_nothing_to_take_away(trust):
    page = trust.as_(house.TESS).get(f"/file/d/{trust.folder}/view")
    assert "Download" not in page.text
    assert trust.as_(house.TESS).get(f"/file/d/{trust.folder}/content").status_code != 200
