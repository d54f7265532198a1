"""The Admin Directory: everyone's account, for importing staff
(developers.google.com/workspace/admin/directory/v1/guides/manage-users).

Needs the scope below and, for a service account, an admin role that may read users; neither is asked for otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from service.errors import NotThere
from service.google.connect import Connection

SCOPE = "https://www.googleapis.com/auth/admin.directory.user.readonly"
FIELDS = "nextPageToken,users(primaryEmail,name,suspended,archived,externalIds,organizations,relations)"


class GoogleDirectory:
    """Reads accounts, five hundred at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def addresses(self, email: str) -> Sequence[str]:
        """Every address of the account that one belongs to, aliases and former ones among them; () where there is none.

        A renamed account keeps its former address as an alias
        (developers.google.com/workspace/admin/directory/v1/guides/manage-users#update_user).
        """
        users = self._connection.collection("admin", "directory_v1", "users")
        request = users.get(userKey=email, fields="primaryEmail,aliases,nonEditableAliases")
        try:
            found = self._connection.send("directory.users.get", request, repeatable=True)
        except NotThere:
            return ()
        return [found["primaryEmail"], *found.get("aliases", ()), *found.get("nonEditableAliases", ())]

    def staff(self) -> Sequence[Mapping[str, str]]:
        """Rows by the register's own headings, for accounts that are in use and have an employee id.

        The id is the account's external id of type *organization*; role and school are its primary organisation's title
        and department. What an account does not say is left out, so that an import does not empty it.
        """
        return [row for user in self._users() if (row := _row(user))]

    def _users(self) -> Sequence[Mapping[str, Any]]:
        users = self._connection.collection("admin", "directory_v1", "users")
        found: list[Mapping[str, Any]] = []
        token = None
        while True:
            request = users.list(customer="my_customer", maxResults=500, pageToken=token, projection="full", fields=FIELDS)
            page = self._connection.send("directory.users.list", request, repeatable=True)
            found += page.get("users", [])
            token = page.get("nextPageToken")
            if not token:
                return found


def _row(user: Mapping[str, Any]) -> dict[str, str]:
    ids = [one["value"] for one in user.get("externalIds", []) if one.get("type") == "organization" and one.get("value")]
    if not ids or user.get("suspended") or user.get("archived"):
        return {}
    works = user.get("organizations") or [{}]
    primary = next((one for one in works if one.get("primary")), works[0])
    said = {
        "Staff id": ids[0],
        "Given name": user["name"].get("givenName", ""),
        "Family name": user["name"].get("familyName", ""),
        "E-mail": user["primaryEmail"],
        "Role": primary.get("title", ""),
        "School": primary.get("department", ""),
    }
    return {heading: value for heading, value in said.items() if value}
