"""What can go wrong outside, in the words the jobs decide by. `service.google.door` translates into these, once."""

from __future__ import annotations


class WorkspaceError(Exception):
    """Something that the Workspace said or did not say. `attempted` names the API method, never a person."""

    def __init__(self, attempted: str, reason: str, code: int = 0) -> None:
        super().__init__(f"{attempted}: {reason}")
        self.attempted = attempted
        self.reason = reason
        self.code = code


class Refused(WorkspaceError):
    """The Workspace said no: nothing was done."""


class Throttled(Refused):
    """Turned away at the door for too many requests, even after waiting: nothing was done."""


class NotThere(Refused):
    """404: it does not exist, or not for the service."""


class NoAccount(Refused):
    """The address has no Google account yet, so nothing can be shared with it silently."""


class ReachedAlready(Refused):
    """Whoever it is reaches it through the drive, with more than this: nothing was given, and nothing is needed."""


class AlreadyThere(Refused):
    """409, or a name or id that is taken."""


class MovedOn(Refused):
    """The document changed since it was read."""


class Unsure(WorkspaceError):
    """No answer, or a fault of Google's: the work may or may not be done."""


class LostHold(WorkspaceError):
    """This run may hold the control workbook no more: it must not write another line."""


class SetUpError(Exception):
    """Something a person has to put right before anything can run: what, where, and how to mend it."""


class NoRoom(SetUpError):
    """No people-drive has room for another folder."""
