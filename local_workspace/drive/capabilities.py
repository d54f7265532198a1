"""What a role may do with a file: one table, by the names of Drive's capabilities.

From developers.google.com/workspace/drive/api/guides/ref-roles, support.google.com/a/answer/7337554 (who may do what in a
shared drive) and the descriptions of `File.capabilities` in the discovery document.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from local_workspace.drive.inheritance import RANK


@dataclass(frozen=True)
class Situation:
    """All that a capability depends on. root: a drive's top folder; member: of the shared drive itself."""

    role: str
    folder: bool = False
    in_drive: bool = True
    root: bool = False
    member: bool = True
    lockable: bool = True
    locked: bool = False
    owner_locked: bool = False
    copying_needs_writer: bool = False
    copying_needs_organizer: bool = False
    organizers_share_folders: bool = False
    writers_can_share: bool = True

    @property
    def reads(self) -> bool:
        return RANK[self.role] >= RANK["reader"]

    @property
    def comments(self) -> bool:
        return RANK[self.role] >= RANK["commenter"]

    @property
    def writes(self) -> bool:
        return RANK[self.role] >= RANK["writer"]

    @property
    def manages(self) -> bool:
        """Content manager or more; in My Drive, the owner."""
        return RANK[self.role] >= RANK["fileOrganizer"]

    @property
    def organizes(self) -> bool:
        """Manager of the shared drive; in My Drive, the owner."""
        return RANK[self.role] >= RANK["organizer"]

    @property
    def downloads(self) -> bool:
        if self.copying_needs_organizer:
            return self.organizes
        return self.writes if self.copying_needs_writer else self.reads

    @property
    def moves(self) -> bool:
        return self.manages if self.in_drive else self.writes

    @property
    def shares(self) -> bool:
        """A writer re-shares a file, unless its owner forbids it; a folder of a shared drive needs a content manager."""
        if not self.in_drive:
            return self.organizes or (self.writes and self.writers_can_share)
        if not self.folder:
            return self.writes
        return self.organizes if self.root or self.organizers_share_folders else self.manages

    @property
    def limits(self) -> bool:
        """May turn a folder's inheritance off and on."""
        if not self.folder or self.root:
            return False
        return self.organizes or (not self.in_drive and self.writes and self.writers_can_share)


Rule = Callable[[Situation], bool]


def _never(situation: Situation) -> bool:
    return False


EVERYWHERE: Mapping[str, Rule] = {
    "canAddChildren": lambda s: s.folder and s.writes,
    "canChangeCopyRequiresWriterPermission": lambda s: s.moves and not s.root,
    "canChangeItemDownloadRestriction": lambda s: s.organizes and not s.folder,
    "canChangeSecurityUpdateEnabled": _never,
    "canChangeViewersCanCopyContent": lambda s: s.moves and not s.root,
    "canComment": lambda s: s.comments and not s.locked,
    "canCopy": lambda s: s.downloads and (s.in_drive or not s.folder),
    "canDelete": lambda s: s.organizes and not s.root,
    "canDisableInheritedPermissions": lambda s: s.limits,
    "canDownload": lambda s: s.downloads,
    "canEdit": lambda s: s.writes,
    "canEnableInheritedPermissions": lambda s: s.limits,
    "canListChildren": lambda s: s.folder and s.reads,
    "canModifyContent": lambda s: s.writes and not s.locked,
    "canModifyContentRestriction": lambda s: s.lockable and (s.organizes if s.owner_locked else s.writes),
    "canModifyEditorContentRestriction": lambda s: s.lockable and (s.organizes if s.owner_locked else s.writes),
    "canModifyLabels": _never,
    "canModifyOwnerContentRestriction": lambda s: s.lockable and s.organizes,
    "canMoveChildrenWithinDrive": lambda s: s.folder and s.moves,
    "canMoveItemOutOfDrive": lambda s: s.organizes and not s.root,
    "canMoveItemWithinDrive": lambda s: s.moves and not s.root,
    "canReadLabels": _never,
    "canReadRevisions": lambda s: s.writes and (s.in_drive or not s.folder),
    "canRemoveChildren": lambda s: s.folder and s.writes and not s.in_drive,
    "canRemoveContentRestriction": lambda s: s.locked and (s.organizes if s.owner_locked else s.writes),
    "canRename": lambda s: s.writes and not s.locked and not s.root,
    "canShare": lambda s: s.shares,
    "canStartApproval": _never,
    "canTrash": lambda s: s.manages and not s.root,
    "canUntrash": lambda s: (s.writes if s.in_drive else s.organizes) and not s.root,
}
"""`_never`: labels and approvals are not in Workspace for Education Fundamentals."""

IN_SHARED_DRIVES: Mapping[str, Rule] = {
    "canAddFolderFromAnotherDrive": lambda s: s.folder and s.organizes,
    "canDeleteChildren": lambda s: s.folder and s.organizes,
    "canMoveChildrenOutOfDrive": lambda s: s.folder and s.organizes,
    "canMoveChildrenOutOfTeamDrive": lambda s: s.folder and s.organizes,
    "canMoveChildrenWithinTeamDrive": lambda s: s.folder and s.moves,
    "canMoveItemOutOfTeamDrive": lambda s: s.organizes and not s.root,
    "canMoveItemWithinTeamDrive": lambda s: s.moves and not s.root,
    "canMoveTeamDriveItem": lambda s: s.moves and not s.root,
    "canReadDrive": lambda s: s.member,
    "canReadTeamDrive": lambda s: s.member,
    "canTrashChildren": lambda s: s.folder and s.manages,
}

IN_MY_DRIVE: Mapping[str, Rule] = {
    "canAcceptOwnership": _never,
    "canAddMyDriveParent": _never,
    "canMoveItemIntoTeamDrive": lambda s: s.organizes and not s.root,
    "canRemoveMyDriveParent": lambda s: s.writes and not s.root,
}


@functools.lru_cache(maxsize=1024)
def capabilities(situation: Situation) -> Mapping[str, bool]:
    """Every capability in a situation. The same mapping is returned each time: read it, do not write to it."""
    table = {**EVERYWHERE, **(IN_SHARED_DRIVES if situation.in_drive else IN_MY_DRIVE)}
    return {name: bool(rule(situation)) for name, rule in table.items()}
