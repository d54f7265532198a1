"""The whole life of a template over HTTP, with the stock Google client: made, edited, copied, filled, written in, read."""

from __future__ import annotations

import google.oauth2.credentials
import pytest
from google.auth.transport.requests import AuthorizedSession

from local_workspace.core import oauth
from service.google import document_reading, document_repairs
from service.google.connect import SCOPES, Connection
from service.google.docs import GoogleDocuments
from service.google.door import Door
from service.google.drive import DriveReader, DriveWriter
from service.google.pace import unlimited
from service.policy.answers import By
from service.reconcile.digest import digest

SERVICE_ACCOUNT = "ggp@ggp-local.iam.gserviceaccount.com"
ABOUT = {"name": "Zoë Ødegård", "line_manager": "Lina Manager", "priorities": "Reading\nCalm corridors", "team": "Year 4"}


class Office:
    """The service account's own adapters, and a drive to work in."""

    def __init__(self, local):
        token = oauth.issue(local.workspace, SERVICE_ACCOUNT, SCOPES)
        session = AuthorizedSession(google.oauth2.credentials.Credentials(token))
        self.connection = Connection(session, Door(unlimited, 1), local.url)
        self.drive = DriveReader(self.connection).drives()[0].drive_id
        self.files = DriveWriter(self.connection)
        self.documents = GoogleDocuments(self.connection)

    def make(self, template):
        made = self.files.make_document(template.name, self.drive, {"key": template.key})
        self.documents.build(made, template)
        return made

    def get(self, file_id):
        request = self.connection.collection("docs", "v1", "documents").get(documentId=file_id, includeTabsContent=True)
        return self.connection.send("docs.documents.get", request, repeatable=True)

    def update(self, file_id, requests):
        request = self.connection.collection("docs", "v1", "documents").batchUpdate(
            documentId=file_id, body={"requests": list(requests)}
        )
        self.connection.send("docs.documents.batchUpdate", request, repeatable=False)


@pytest.fixture
def office(local):
    return Office(local)


@pytest.mark.parametrize("key", ["A/teachers", "A/job-description", "B", "C", "D"])
def test_every_template_can_be_made_and_has_no_problems(office, templates, key):
    made = office.make(templates[key])
    assert office.documents.condition(made, templates[key]).problems == ()
    read = office.documents.read(made, templates[key])
    assert set(read.answers) == set(templates[key].questions)
    assert set(read.choices) == set(templates[key].choices)
    assert read.revision_id


def test_a_copy_is_filled_written_in_kept_current_and_read(office, templates):
    plan = templates["B"]
    copy = office.files.copy_document(office.make(plan), "My growth plan", office.drive, {"key": "p"})
    office.documents.fill(copy, plan, ABOUT)
    document = office.get(copy)
    driver = next(one for one in _dropdowns(document) if one["dropdownProperties"]["dropdownDefinitionId"] == "kix.ggp-driver")
    place = document["tabs"][0]["documentTab"]["namedRanges"]["ggp.question.focus"]["namedRanges"][0]["ranges"][0]["endIndex"]
    chosen = {"dropdownProperties": {"selectedOptionId": "dropdownItem.equity"}, "fields": "selectedOptionId"}
    office.update(
        copy,
        [
            {"updateDropdownProperties": {"dropdownId": driver["dropdownId"], **chosen}},
            {"insertText": {"location": {"index": place + 1}, "text": "Talk in pairs 🌱."}},
        ],
    )
    kept = office.documents.refresh(copy, plan, {"line_manager": "Kai Osei"}, {})
    assert kept == ["line_manager"]
    written = {"line_manager": digest("Lina Manager")}
    assert office.documents.refresh(copy, plan, {"line_manager": "Kai Osei"}, written) == []
    read = office.documents.read(copy, plan)
    assert {name: read.fields[name] for name in ABOUT} == {**ABOUT, "line_manager": "Kai Osei"}
    assert read.answers["focus"] == "Talk in pairs 🌱."
    assert (read.choices["driver"].option, read.choices["driver"].by) == ("equity", By.CHIP)
    assert read.missing == ()


def test_a_template_that_was_edited_in_drive_is_mended_and_its_copies_are_filled(office, templates):
    plan = templates["B"]
    made = office.make(plan)
    office.update(made, [{"deleteNamedRange": {"name": "ggp.field.team"}}, {"deleteNamedRange": {"name": "ggp.question.focus"}}])
    assert office.documents.condition(made, plan).problems
    office.update(made, document_repairs.repairs(office.get(made), plan))
    assert document_reading.template_problems(office.get(made), plan) == ()
    copy = office.files.copy_document(made, "My growth plan", office.drive, {"key": "p"})
    office.documents.fill(copy, plan, ABOUT)
    assert office.documents.read(copy, plan).fields["team"] == "Year 4"


def test_filling_a_copy_whose_template_lost_an_optional_line_does_no_harm(office, templates):
    """ReplaceNamedRangeContentRequest in the discovery document: no range of that name is a no-op."""
    plan = templates["B"]
    made = office.make(plan)
    office.update(made, [{"deleteNamedRange": {"name": "ggp.field.team"}}])
    office.documents.fill(made, plan, ABOUT)
    assert office.documents.read(made, plan).fields["name"] == "Zoë Ødegård"


def _dropdowns(document):
    for element in document["tabs"][0]["documentTab"]["body"]["content"]:
        for one in element.get("paragraph", {}).get("elements", ()):
            if "dropdown" in one:
                yield one["dropdown"]
