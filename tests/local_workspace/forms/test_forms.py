"""Forms: made, changed and published. Sources: developers.google.com/workspace/forms/api/reference/rest/v1/forms and its
discovery document's descriptions; where a sentence of a refusal is ours, only its status is tested."""

from __future__ import annotations

import pytest

from tests.local_workspace.forms.conftest import ADA, LINA, MIME_TYPE, TESS, FormOf, Refused, choice, text


def refused(*wanted):
    return pytest.raises(Refused, match="|".join(wanted) or None)


def test_create_copies_only_the_titles_and_leaves_the_form_unpublished(caller):
    """ "Only the form.info.title and form.info.document_title fields are copied"; unpublished since 30 June 2026
    (developers.google.com/workspace/forms/api/guides/publish-form)."""
    tess = caller(TESS)
    made = tess("forms.forms.create", {"info": {"title": "My form", "documentTitle": "In Drive"}})
    assert made["info"] == {"title": "My form", "documentTitle": "In Drive"}
    assert made["publishSettings"] == {"publishState": {}}
    assert made["responderUri"].endswith("/viewform")
    assert "items" not in made
    assert tess("drive.files.get", fileId=made["formId"], fields="name,mimeType") == {"name": "In Drive", "mimeType": MIME_TYPE}
    with refused("Only info.title can be set"):
        tess("forms.forms.create", {"info": {"title": "Another", "description": "no"}})
    with refused("400"):
        tess("forms.forms.create", {"info": {}})


def test_a_service_account_cannot_own_a_form(robot):
    with refused("403", "500"):
        robot("forms.forms.create", {"info": {"title": "Mine"}})


def test_items_keep_ids_that_were_chosen_and_get_ids_where_none_were(form):
    first, second = form.add({**text("Name", "0000000a"), "itemId": "0000000b"}, text("Role"))
    assert first == {"itemId": "0000000b", "questionId": ["0000000a"]}
    assert len(second["itemId"]) == 8
    assert second["questionId"] != [second["itemId"]]
    item = form.get()["items"][0]
    assert item == {
        "itemId": "0000000b",
        "title": "Name",
        "questionItem": {"question": {"questionId": "0000000a", "textQuestion": {}}},
    }


def test_an_id_is_used_once(form):
    """ "The ID must not be already used in the form" (Item.itemId)."""
    form.add(text("Name", "0a"))
    with refused("Duplicate ID"):
        form.add(text("Role", "0a"))
    with refused("Invalid ID"):
        form.add(text("Role", "not hexadecimal"))
    assert form.titles() == ["Name"]


def test_a_batch_is_done_whole_or_not_at_all(form):
    """ "All the specified updates are made or none of them are" (BatchUpdateFormRequest)."""
    with refused(r"Invalid requests\[1\]"):
        form.do(
            {"createItem": {"item": text("Name"), "location": {"index": 0}}},
            {"deleteItem": {"location": {"index": 7}}},
        )
    assert form.titles() == []


def test_every_kind_of_item_and_question_can_be_made(form):
    questions = [
        {"textQuestion": {"paragraph": True}},
        {"scaleQuestion": {"low": 1, "high": 5, "lowLabel": "little", "highLabel": "much"}},
        {"dateQuestion": {"includeYear": True}},
        {"timeQuestion": {}},
        {"ratingQuestion": {"ratingScaleLevel": 5, "iconType": "STAR"}},
        {"choiceQuestion": {"type": "DROP_DOWN", "options": [{"value": "One"}]}},
    ]
    grid = {"columns": {"type": "RADIO", "options": [{"value": "There"}, {"value": "Apologies"}]}}
    rows = [{"questionId": f"1{n}", "rowQuestion": {"title": f"Person {n}"}} for n in range(2)]
    form.add(
        *({"title": f"Q{n}", "questionItem": {"question": one}} for n, one in enumerate(questions)),
        {"title": "Who", "questionGroupItem": {"grid": grid, "questions": rows}},
        {"title": "Part two", "pageBreakItem": {}},
        {"title": "Read this", "textItem": {}},
        {"imageItem": {"image": {"sourceUri": "https://stour.example/a.png", "altText": "A tree"}}},
        {"videoItem": {"video": {"youtubeUri": "https://www.youtube.com/watch?v=abc"}, "caption": "Watch"}},
    )
    items = form.get()["items"]
    assert len(items) == 11
    assert [one["questionId"] for one in items[6]["questionGroupItem"]["questions"]] == ["10", "11"]
    assert items[9]["imageItem"]["image"] == {"contentUri": "https://stour.example/a.png", "altText": "A tree"}


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ({"title": "Nothing"}, "exactly one kind of item"),
        ({"title": "Both", "textItem": {}, "pageBreakItem": {}}, "exactly one kind of item"),
        ({"questionItem": {"question": {"required": True}}}, "exactly one kind of question"),
        (choice("Q"), "at least one option"),
        (choice("Q", "A", "A"), "different"),
        (choice("Q", " "), "needs a value"),
        (choice("Q", "A", {"isOther": True}, kind="DROP_DOWN"), "Other"),
        (choice("Q", {"value": "A", "goToSectionId": "0f"}), "no section"),
        (choice("Q", {"value": "A", "goToAction": "SUBMIT_FORM"}, kind="CHECKBOX"), "radio and drop-down"),
        ({"title": "Two\nlines", "textItem": {}}, "newlines"),
        ({"questionItem": {"question": {"fileUploadQuestion": {"folderId": "1"}}}}, "file upload"),
        ({"questionItem": {"question": {"rowQuestion": {"title": "Row"}}}}, "question group"),
        ({"questionItem": {"question": {"scaleQuestion": {"low": 2, "high": 5}}}}, "scale"),
        ({"questionItem": {"question": {"ratingQuestion": {"ratingScaleLevel": 2, "iconType": "STAR"}}}}, "rating"),
        ({"questionGroupItem": {"questions": [{"rowQuestion": {"title": "R"}}]}}, "grid"),
        (
            {
                "questionGroupItem": {
                    "grid": {"columns": {"type": "DROP_DOWN", "options": [{"value": "A"}]}},
                    "questions": [{"rowQuestion": {"title": "R"}}],
                }
            },
            "RADIO or CHECKBOX",
        ),
        ({"questionItem": {"question": {"textQuestion": {}, "grading": {"pointValue": 1}}}}, "quiz"),
        ({"imageItem": {"image": {}}}, "source"),
        ({"imageItem": {"image": {"sourceUri": "https://a.example", "properties": {"width": 800}}}}, "740"),
    ],
)
def test_what_an_item_cannot_be_is_refused(form, item, why):
    with refused(why):
        form.add(item)
    assert form.titles() == []


def test_an_update_changes_what_its_mask_names(form):
    form.add({**text("Name", "0a", required=True), "description": "As on your badge"})
    change = {"title": "Your name", "questionItem": {"question": {"textQuestion": {"paragraph": True}}}}
    mask = "title,questionItem.question.textQuestion"
    form.do({"updateItem": {"item": change, "location": {"index": 0}, "updateMask": mask}})
    [item] = form.get()["items"]
    assert (item["title"], item["description"]) == ("Your name", "As on your badge")
    assert item["questionItem"]["question"] == {"questionId": "0a", "required": True, "textQuestion": {"paragraph": True}}
    form.do({"updateItem": {"item": {}, "location": {"index": 0}, "updateMask": "description"}})
    assert "description" not in form.get()["items"][0]
    with refused("update_mask"):
        form.do({"updateItem": {"item": change, "location": {"index": 0}}})


def test_a_blank_id_in_the_mask_gives_way_to_a_new_one(form):
    """ "If an ID is blank (and in the field mask) a new ID is generated" (UpdateItemRequest.item)."""
    form.add(text("Name", "0a"))
    change = {"questionItem": {"question": {"textQuestion": {}}}}
    form.do({"updateItem": {"item": change, "location": {"index": 0}, "updateMask": "questionItem.question"}})
    assert form.get()["items"][0]["questionItem"]["question"]["questionId"] != "0a"


def test_items_move_and_go(form):
    form.add(text("A"), text("B"), text("C"))
    form.do({"moveItem": {"originalLocation": {"index": 0}, "newLocation": {"index": 2}}})
    assert form.titles() == ["B", "C", "A"]
    form.do({"deleteItem": {"location": {"index": 1}}})
    assert form.titles() == ["B", "A"]


def test_an_option_may_lead_to_a_section_that_is_there(form):
    [section] = form.add({"title": "Team two", "pageBreakItem": {}})
    form.add(
        choice(
            "Which team?", {"value": "Two", "goToSectionId": section["itemId"]}, {"value": "None", "goToAction": "SUBMIT_FORM"}
        )
    )
    form.do({"deleteItem": {"location": {"index": 0}}})
    [left] = form.get()["items"]
    assert left["questionItem"]["question"]["choiceQuestion"]["options"][0] == {"value": "Two"}


def test_info_and_settings_are_updated_by_mask(form):
    form.do({"updateFormInfo": {"info": {"title": "New", "description": "Short."}, "updateMask": "title,description"}})
    assert form.get()["info"] == {"title": "New", "description": "Short.", "documentTitle": "Reflection"}
    with refused("documentTitle"):
        form.do({"updateFormInfo": {"info": {"documentTitle": "No"}, "updateMask": "documentTitle"}})
    form.do({"updateSettings": {"settings": {"emailCollectionType": "VERIFIED"}, "updateMask": "emailCollectionType"}})
    assert form.get()["settings"] == {"emailCollectionType": "VERIFIED"}


def test_a_quiz_that_is_none_any_more_loses_its_grading(form):
    form.do({"updateSettings": {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}})
    form.add(text("2 + 2", "0a", grading={"pointValue": 1, "correctAnswers": {"answers": [{"value": "4"}]}}))
    form.do({"updateSettings": {"settings": {"quizSettings": {"isQuiz": False}}, "updateMask": "quizSettings.isQuiz"}})
    assert "grading" not in form.get()["items"][0]["questionItem"]["question"]


def test_a_write_under_an_old_revision_is_refused(form):
    """ "If this is not the latest revision of the form, the request is not processed and returns a 400" (WriteControl)."""
    old = form.get()["revisionId"]
    form.add(text("A"))
    request = {"createItem": {"item": text("B"), "location": {"index": 1}}}
    with refused("required revision ID"):
        form.do(request, writeControl={"requiredRevisionId": old})
    assert form.do(request, writeControl={"requiredRevisionId": form.get()["revisionId"]})["writeControl"]
    assert form.titles() == ["A", "B"]


def test_publishing_needs_both_settings_and_never_accepts_unpublished(form):
    """ "Setting is_accepting_responses to true and is_published to false isn't supported and returns an error"."""
    for state in ({"isPublished": True}, {"isPublished": False, "isAcceptingResponses": True}):
        with refused("400"):
            form.ask("forms.forms.setPublishSettings", {"publishSettings": {"publishState": state}}, formId=form.id)
    assert form.publish()["publishSettings"]["publishState"] == {"isPublished": True, "isAcceptingResponses": True}
    assert form.publish(accepting=False)["publishSettings"]["publishState"] == {"isPublished": True}


def test_a_copy_has_the_questions_and_is_unpublished(open_form):
    """files.copy of a form starts unpublished, with its questions' ids and its settings, and without its responses."""
    open_form.send(TESS, {"0a": "Reading"})
    made = open_form.ask("drive.files.copy", {"name": "Next year"}, fileId=open_form.id, supportsAllDrives=True)
    twin = FormOf(made["id"], open_form.ask)
    assert twin.get()["publishSettings"] == {"publishState": {}}
    assert [one["questionItem"]["question"]["questionId"] for one in twin.get()["items"]] == ["0a", "0b"]
    assert twin.get()["settings"] == {"emailCollectionType": "VERIFIED"}
    assert twin.responses() == {}


def test_only_who_may_edit_changes_a_form_or_sees_its_answers(open_form, caller):
    tess = FormOf(open_form.id, caller(TESS))
    for attempt in (tess.get, tess.responses, tess.publish, lambda: tess.add(text("Mine"))):
        with refused("403", "404"):
            attempt()
    assert FormOf(open_form.id, caller(ADA)).get()["formId"] == open_form.id
    assert LINA


def test_a_form_takes_no_lock(form):
    """Content restrictions are "not available for Forms" (drive/api/guides/content-restrictions)."""
    body = {"contentRestrictions": [{"readOnly": True}]}
    with refused("403", "400"):
        form.ask("drive.files.update", body, fileId=form.id, supportsAllDrives=True)
