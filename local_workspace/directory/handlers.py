"""The Directory's methods, by discovery id."""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Handler
from local_workspace.directory import aliases, groups, members, users

HANDLERS: Mapping[str, Handler] = {
    "directory.groups.delete": groups.delete,
    "directory.groups.get": groups.get,
    "directory.groups.insert": groups.insert,
    "directory.groups.list": groups.list_,
    "directory.groups.patch": groups.update,
    "directory.groups.update": groups.update,
    "directory.members.delete": members.delete,
    "directory.members.get": members.get,
    "directory.members.hasMember": members.has_member,
    "directory.members.insert": members.insert,
    "directory.members.list": members.list_,
    "directory.members.patch": members.update,
    "directory.members.update": members.update,
    "directory.users.aliases.delete": aliases.delete,
    "directory.users.aliases.insert": aliases.insert,
    "directory.users.aliases.list": aliases.list_,
    "directory.users.delete": users.delete,
    "directory.users.get": users.get,
    "directory.users.insert": users.insert,
    "directory.users.list": users.list_,
    "directory.users.makeAdmin": users.make_admin,
    "directory.users.patch": users.update,
    "directory.users.undelete": users.undelete,
    "directory.users.update": users.update,
}

NOTES: Mapping[str, str] = {
    "directory.groups.list": "no query",
    "directory.groups.patch": "a group's address cannot be changed",
    "directory.groups.update": "a group's address cannot be changed",
    "directory.members.get": "no delivery_settings",
    "directory.members.insert": "no delivery_settings",
    "directory.users.insert": "passwords are measured, not kept",
    "directory.users.list": "of query's fields, not addresses, im, manager chains, 2-step verification, custom schemas; "
    "changes are found at once",
    "directory.users.undelete": "the 20 days are not counted",
    "directory.users.update": "custom schemas are not checked against a declaration",
    "directory.users.patch": "custom schemas are not checked against a declaration",
}
