"""People, groups and members (developers.google.com/workspace/admin/directory/reference/rest/v1 and its guides).

There is no recording of the Directory at hand: what is expected here is Google's documentation, its discovery document, and
bodies that people quoted in public issues, each named where it is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from local_workspace.core.server import Served, serve
from local_workspace.core.workspace import Workspace
from local_workspace.directory import accounts
from local_workspace.directory.handlers import HANDLERS
from local_workspace.directory.seeding import add_person
from local_workspace.directory.tables import SCHEMA

USERS, GROUPS = "/admin/directory/v1/users", "/admin/directory/v1/groups"
DIRECTORY = [f"https://www.googleapis.com/auth/admin.directory.{name}" for name in ("user", "group")]
ADMIN, TESS, LINA, OMAR = (f"{name}@stour.example" for name in ("ada", "tess", "lina", "omar"))
ROBOT = "reader@ggp-local.iam.gserviceaccount.com"


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    made = Workspace(seed=1)
    made.db.executescript(SCHEMA)
    made.db.executemany("INSERT INTO domains VALUES (?)", [("stour.example",), ("weir.example",)])
    add_person(made, {"email": ADMIN, "given_name": "Ada", "family_name": "Zest", "admin": True})
    tess = {
        "email": TESS,
        "given_name": "Tess",
        "family_name": "Oak",
        "aliases": ["t.oak@stour.example"],
        "org_unit": "/Staff/Elm",
    }
    add_person(made, tess)
    add_person(made, {"email": LINA, "given_name": "Lina", "family_name": "Ash", "suspended": True, "org_unit": "/Staff"})
    add_person(made, {"email": OMAR, "given_name": "Omar", "family_name": "Oakley"})
    accounts.save(made, ROBOT, "serviceAccount", {"name": {"fullName": "reader"}, "isAdmin": True})
    yield made
    made.db.close()


@pytest.fixture
def served(workspace) -> Iterator[Served]:
    with serve(workspace, strict=True, handlers=HANDLERS) as running:
        yield running
    assert running.dispatcher.nonconforming == []


@pytest.fixture
def ask(as_caller):
    return as_caller(ADMIN, DIRECTORY)


def listed(ask, **query):
    answer = ask("GET", f"{USERS}?{urlencode({'customer': 'my_customer'} | query)}")
    assert answer.status == 200, answer.body
    return [one["primaryEmail"].partition("@")[0] for one in answer.json.get("users", [])]


def entry(answer):
    [one] = answer.error["errors"]
    return answer.status, one["reason"], one["message"]


@pytest.mark.parametrize("key", [TESS, TESS.upper(), "t.oak@stour.example", accounts.numeric_id(TESS)])
def test_a_person_is_found_by_address_alias_or_id(ask, key):
    """The reference: "primary email address, alias email address, or unique user ID". Members: the guide's sample user."""
    user = ask("GET", f"{USERS}/{key}").json
    assert user["kind"] == "admin#directory#user"
    assert user["primaryEmail"] == TESS
    assert user["name"] == {"givenName": "Tess", "familyName": "Oak", "fullName": "Tess Oak"}
    assert user["emails"] == [{"address": TESS, "primary": True}, {"address": "t.oak@stour.example"}]
    assert user["aliases"] == ["t.oak@stour.example"]
    assert user["orgUnitPath"] == "/Staff/Elm"
    assert {"id", "etag", "isAdmin", "isDelegatedAdmin", "suspended", "customerId", "creationTime", "isMailboxSetup"} <= set(user)


def test_nobody_is_not_found(ask):
    """github.com/googleapis/google-api-nodejs-client/issues/166 has the form, for groupKey and memberKey."""
    assert entry(ask("GET", f"{USERS}/nobody@stour.example")) == (404, "notFound", "Resource Not Found: userKey")
    assert entry(ask("GET", f"{GROUPS}/nothing@stour.example")) == (404, "notFound", "Resource Not Found: groupKey")


@pytest.mark.parametrize("target", [f"{USERS}/{TESS}", f"{USERS}?customer=my_customer", f"{GROUPS}?customer=my_customer"])
def test_only_admins_look(as_caller, target):
    """github.com/googleapis/google-api-nodejs-client/issues/1884: the whole body."""
    answer = as_caller(TESS, DIRECTORY)("GET", target)
    assert answer.error == {
        "code": 403,
        "message": "Not Authorized to access this resource/api",
        "errors": [{"domain": "global", "reason": "forbidden", "message": "Not Authorized to access this resource/api"}],
    }
    assert as_caller(ROBOT, DIRECTORY)("GET", target).status == 200


def test_a_person_sees_what_is_public_of_another_when_asking_for_that(as_caller):
    """guides/manage-users, "Retrieve a user as a non-administrator": viewType=domain_public."""
    user = as_caller(TESS, DIRECTORY)("GET", f"{USERS}/{OMAR}?viewType=domain_public").json
    assert user["name"]["fullName"] == "Omar Oakley"
    assert "suspended" not in user


def test_a_list_needs_a_domain_or_the_customer(ask):
    """github.com/googleapis/google-api-python-client/issues/579, with domain it worked."""
    assert entry(ask("GET", USERS)) == (400, "badRequest", "Bad Request")
    assert listed(ask, domain="weir.example", customer="") == []


def test_people_come_in_pages_and_none_is_missed(ask, workspace):
    """maxResults up to 500; nextPageToken (the discovery document)."""
    for number in range(25):
        add_person(workspace, {"email": f"p{number:02}@weir.example", "given_name": "P", "family_name": "Q"})
    seen, token, pages = [], "", 0
    while True:
        query = {"domain": "weir.example", "maxResults": 10} | ({"pageToken": token} if token else {})
        page = ask("GET", f"{USERS}?{urlencode(query)}").json
        seen += [one["primaryEmail"] for one in page["users"]]
        pages, token = pages + 1, page.get("nextPageToken")
        if not token:
            break
    assert (pages, seen) == (3, [f"p{number:02}@weir.example" for number in range(25)])
    assert ask("GET", f"{USERS}?domain=weir.example&maxResults=501").status == 400
    assert ask("GET", f"{USERS}?domain=weir.example&pageToken=zzz").status == 400


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ({}, ["ada", "lina", "omar", "tess"]),
        ({"orderBy": "givenName", "sortOrder": "DESCENDING"}, ["tess", "omar", "lina", "ada"]),
        ({"orderBy": "familyName"}, ["lina", "tess", "omar", "ada"]),
    ],
)
def test_people_come_in_the_order_asked_for(ask, order, names):
    assert listed(ask, **order) == names


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("email=tess@stour.example", ["tess"]),
        ("email=t.oak@stour.example", ["tess"]),
        ("email:t*", ["tess"]),
        ("givenName:'lin'", ["lina"]),
        ("familyName:Oak*", ["omar", "tess"]),
        ("familyName=oak", ["tess"]),
        ("name:'Tess Oak'", ["tess"]),
        ("oak", ["omar", "tess"]),
        ("isSuspended=true", ["lina"]),
        ("isAdmin=true", ["ada"]),
        ("isSuspended=false familyName:oak", ["omar", "tess"]),
        ("orgUnitPath=/Staff", ["lina", "tess"]),
        ("orgUnitPath=/", ["ada", "lina", "omar", "tess"]),
        ("externalId=T042", ["tess"]),
        ("orgTitle:head", ["omar"]),
        ("directManager='ada@stour.example'", ["tess"]),
        ("familyName:%", []),
    ],
)
def test_a_query_finds_whom_the_guide_says(ask, query, names):
    """guides/search-users: the table of fields, operators, and "matches all organizational unit chains under the target"."""
    relations = [{"type": "manager", "value": ADMIN}, {"type": "assistant", "value": LINA}]
    ask("PATCH", f"{USERS}/{TESS}", {"externalIds": [{"type": "organization", "value": "T042"}], "relations": relations})
    ask("PATCH", f"{USERS}/{OMAR}", {"organizations": [{"title": "Headteacher", "primary": True}]})
    assert listed(ask, query=query) == names


def test_a_query_that_is_none_is_refused_and_one_that_is_not_built_says_so(ask):
    """Refusal: the words GAM looks for ("Invalid Input: query"); no outside witness for which queries earn it."""
    for query in ("bogus=1", "isAdmin=maybe", "email>a", "isAdmin:true"):
        assert entry(ask("GET", f"{USERS}?{urlencode({'customer': 'my_customer', 'query': query})}"))[0] == 400
    answer = ask("GET", f"{USERS}?customer=my_customer&query=im%3Ax")
    assert answer.status == 501
    assert "directory.users.list query im" in answer.error["message"]


def test_an_account_is_made(ask):
    """guides/manage-users, "Create an account": primaryEmail, name and password are needed; the answer is the user."""
    body = {
        "primaryEmail": "New.One@stour.example",
        "name": {"givenName": "Né", "familyName": "O'Hare"},
        "password": "long enough",
    }
    made = ask("POST", USERS, body).json
    assert made["primaryEmail"] == "new.one@stour.example"
    assert made["name"]["fullName"] == "Né O'Hare"
    assert "password" not in made
    assert ask("GET", f"{USERS}/{made['id']}").json["etag"] == made["etag"]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"name": {"givenName": "A"}}, (400, "invalid", "Invalid Given/Family Name: FamilyName")),
        ({"primaryEmail": TESS}, (409, "duplicate", "Entity already exists.")),
        ({"primaryEmail": "t.oak@stour.example"}, (409, "duplicate", "Entity already exists.")),
        ({"primaryEmail": "x@elsewhere.example"}, (403, "forbidden", "Not Authorized to access this resource/api")),
        ({"password": "short"}, (400, "invalid", "Invalid Password")),
    ],
)
def test_an_account_that_cannot_be_is_refused(ask, change, refusal):
    """google-api-php-client/issues/1742 (name), google-api-python-client/issues/949 (409), SCRT-HQ/PSGSuite/issues/191 (403);
    the password's words are GAM's table.
    """
    body = {"primaryEmail": "a@stour.example", "name": {"givenName": "A", "familyName": "B"}, "password": "long enough"} | change
    assert entry(ask("POST", USERS, body)) == refusal


@pytest.mark.parametrize("verb", ["PUT", "PATCH"])
def test_a_change_changes_what_is_given_and_clears_what_is_null(ask, verb):
    """users.update: "This method supports patch semantics, meaning that you only need to include the fields you wish to update"."""
    ask("PATCH", f"{USERS}/{TESS}", {"phones": [{"value": "1"}], "organizations": [{"title": "Teacher"}]})
    user = ask(verb, f"{USERS}/{TESS}", {"suspended": True, "name": {"familyName": "Elm"}, "phones": None}).json
    assert user["suspended"] is True
    assert user["suspensionReason"] == "ADMIN"
    assert user["name"] == {"givenName": "Tess", "familyName": "Elm", "fullName": "Tess Elm"}
    assert user["organizations"] == [{"title": "Teacher"}]
    assert "phones" not in user
    assert "suspensionReason" not in ask(verb, f"{USERS}/{TESS}", {"suspended": False}).json


def test_an_old_address_goes_on_as_an_alias_and_the_groups_go_along(ask):
    """guides/manage-users, "Update a user's account": a renamed user's old address becomes an alias."""
    ask("POST", GROUPS, {"email": "staff@stour.example"})
    ask("POST", f"{GROUPS}/staff@stour.example/members", {"email": TESS})
    user = ask("PATCH", f"{USERS}/{TESS}", {"primaryEmail": "tess.elm@stour.example"}).json
    assert user["aliases"] == ["t.oak@stour.example", TESS]
    assert ask("GET", f"{USERS}/{TESS}").json["primaryEmail"] == "tess.elm@stour.example"
    assert ask("GET", f"{GROUPS}/staff@stour.example/hasMember/{TESS}").json == {"isMember": True}
    assert ask("PATCH", f"{USERS}/{OMAR}", {"primaryEmail": LINA}).status == 409


def test_a_write_on_an_old_version_is_refused(ask):
    """Directory resources carry etags; If-Match as in every JSON API of that family."""
    etag = ask("GET", f"{USERS}/{TESS}").headers["etag"]
    assert ask("PATCH", f"{USERS}/{TESS}", {"archived": True}, If_Match=etag).status == 200
    assert ask("PATCH", f"{USERS}/{TESS}", {"archived": False}, If_Match=etag).status == 412


def test_who_is_deleted_is_gone_and_comes_back_by_id(ask, workspace):
    """users.delete, users.undelete ("The immutable id of the user"), list with showDeleted."""
    identity = ask("GET", f"{USERS}/{TESS}").json["id"]
    assert ask("DELETE", f"{USERS}/{TESS}").status == 204
    assert not accounts.exists(workspace, TESS)
    assert listed(ask, showDeleted="true") == ["tess"]
    assert ask("POST", f"{USERS}/{TESS}/undelete", {"orgUnitPath": "/Back"}).status == 404
    assert ask("POST", f"{USERS}/{identity}/undelete", {"orgUnitPath": "/Back"}).status == 204
    assert ask("GET", f"{USERS}/{TESS}").json["orgUnitPath"] == "/Back"
    assert listed(ask, showDeleted="true") == []


def test_an_admin_makes_an_admin(ask, as_caller):
    assert ask("POST", f"{USERS}/{TESS}/makeAdmin", {"status": True}).status == 204
    assert as_caller(TESS, DIRECTORY)("GET", f"{USERS}/{OMAR}").status == 200


def test_aliases_are_listed_added_and_removed(ask):
    """guides/manage-user-aliases."""
    added = ask("POST", f"{USERS}/{OMAR}/aliases", {"alias": "oo@weir.example"}).json
    assert added["kind"] == "admin#directory#alias"
    assert [one["alias"] for one in ask("GET", f"{USERS}/{OMAR}/aliases").json["aliases"]] == ["oo@weir.example"]
    assert ask("GET", f"{USERS}/oo@weir.example").json["primaryEmail"] == OMAR
    assert ask("POST", f"{USERS}/{OMAR}/aliases", {"alias": TESS}).status == 409
    assert ask("DELETE", f"{USERS}/{OMAR}/aliases/oo@weir.example").status == 204
    assert ask("GET", f"{USERS}/oo@weir.example").status == 404


def test_a_group_is_made_read_listed_and_deleted(ask):
    """guides/manage-groups: the sample group's members."""
    made = ask("POST", GROUPS, {"email": "Staff@stour.example", "name": "Staff"}).json
    assert made["kind"] == "admin#directory#group"
    assert (made["email"], made["directMembersCount"], made["adminCreated"]) == ("staff@stour.example", "0", True)
    assert entry(ask("POST", GROUPS, {"email": "staff@stour.example"}))[:2] == (409, "duplicate")
    ask("POST", f"{GROUPS}/{made['id']}/members", {"email": TESS})
    [found] = ask("GET", f"{GROUPS}?userKey={TESS}").json["groups"]
    assert found["directMembersCount"] == "1"
    assert ask("GET", f"{GROUPS}?domain=weir.example").json.get("groups") is None
    assert ask("PUT", f"{GROUPS}/staff@stour.example", {"description": "All"}).json["description"] == "All"
    assert ask("DELETE", f"{GROUPS}/staff@stour.example").status == 204
    assert ask("GET", f"{GROUPS}?customer=my_customer").json.get("groups") is None


@pytest.fixture
def staff(ask):
    for name in ("all", "elm"):
        ask("POST", GROUPS, {"email": f"{name}@stour.example", "name": name})
    ask("POST", f"{GROUPS}/all@stour.example/members", {"email": "elm@stour.example"})
    ask("POST", f"{GROUPS}/all@stour.example/members", {"email": LINA, "role": "OWNER"})
    ask("POST", f"{GROUPS}/elm@stour.example/members", {"email": TESS})
    return f"{GROUPS}/all@stour.example"


def test_members_are_listed_by_role_and_through_groups(ask, staff):
    """members.list: roles, includeDerivedMembership; the reference's types USER and GROUP."""
    members = ask("GET", f"{staff}/members").json["members"]
    assert [(one["email"], one["role"], one["type"], one["status"]) for one in members] == [
        ("elm@stour.example", "MEMBER", "GROUP", "ACTIVE"),
        (LINA, "OWNER", "USER", "ACTIVE"),
    ]
    assert [one["email"] for one in ask("GET", f"{staff}/members?roles=OWNER").json["members"]] == [LINA]
    derived = ask("GET", f"{staff}/members?includeDerivedMembership=true").json["members"]
    assert [one["email"] for one in derived] == ["elm@stour.example", LINA, TESS]
    page = ask("GET", f"{staff}/members?maxResults=1").json
    assert [one["email"] for one in ask("GET", f"{staff}/members?pageToken={page['nextPageToken']}").json["members"]] == [LINA]
    ask("POST", f"{staff}/members", {"email": TESS})
    again = ask("GET", f"{staff}/members?includeDerivedMembership=true").json["members"]
    assert [one["email"] for one in again] == ["elm@stour.example", LINA, TESS]


def test_membership_is_direct_or_nested(ask, staff):
    """members.hasMember: "Membership can be direct or nested"; a key that is nobody's:
    github.com/googleapis/google-api-python-client/issues/1754.
    """
    assert ask("GET", f"{staff}/hasMember/{TESS}").json == {"isMember": True}
    assert ask("GET", f"{staff}/hasMember/{OMAR}").json == {"isMember": False}
    assert entry(ask("GET", f"{staff}/hasMember/nobody@stour.example")) == (400, "invalid", "Invalid Input: memberKey")


def test_a_member_is_added_once_changed_and_removed(ask, staff):
    assert entry(ask("POST", f"{staff}/members", {"email": LINA}))[:2] == (409, "duplicate")
    nobody = ask("POST", f"{staff}/members", {"email": "nobody@stour.example"})
    assert entry(nobody) == (404, "notFound", "Resource Not Found: memberKey")
    assert ask("POST", f"{staff}/members", {"email": "guest@elsewhere.example"}).json["type"] == "USER"
    assert ask("PATCH", f"{staff}/members/{LINA}", {"role": "MANAGER"}).json["role"] == "MANAGER"
    assert ask("GET", f"{staff}/members/{LINA}").json["role"] == "MANAGER"
    assert ask("DELETE", f"{staff}/members/{LINA}").status == 204
    assert entry(ask("GET", f"{staff}/members/{LINA}")) == (404, "notFound", "Resource Not Found: memberKey")


def test_a_group_is_no_member_of_itself_by_any_way(ask, staff):
    """The reference, `role`: "The API returns an error for cycles in group memberships"."""
    assert ask("POST", f"{GROUPS}/elm@stour.example/members", {"email": "all@stour.example"}).status == 400


def test_a_narrow_scope_reads_and_does_not_write(as_caller):
    reader = as_caller(ADMIN, ["https://www.googleapis.com/auth/admin.directory.user.readonly"])
    assert reader("GET", f"{USERS}/{TESS}").status == 200
    assert reader("PATCH", f"{USERS}/{TESS}", {"suspended": True}).status == 403
