"""What the ledger would say once changes were made: so that what comes after them can be worked out before they are. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from service.reconcile.actual import Access, Item, Stage
from service.reconcile.between import CARRIED
from service.reconcile.change import (
    Adopt,
    Build,
    Change,
    Grant,
    MakeBlankForm,
    MakeDocument,
    MakeFolder,
    MakeForm,
    MakeSheet,
    MakeTemplate,
    Refresh,
    Rename,
    Revoke,
    ShapeForm,
)
from service.reconcile.closing import WRITTEN
from service.reconcile.desired import Kind
from service.reconcile.digest import digest
from service.reconcile.forms_for import FORM
from service.reconcile.year_changes import CarryForward, Close, KeepOpen, Reopen

MADE: Mapping[type[Change], Kind] = {
    MakeFolder: Kind.FOLDER,
    MakeTemplate: Kind.TEMPLATE,
    MakeDocument: Kind.DOCUMENT,
    MakeSheet: Kind.SHEET,
    MakeBlankForm: Kind.FORM,
    MakeForm: Kind.FORM,
}


def after(items: Mapping[str, Item], changes: Iterable[Change], now: datetime) -> dict[str, Item]:
    """The items as they would be. What is to be made has no id yet; its key stands for it."""
    out = dict(items)
    for change in changes:
        if type(change) in MADE:
            out[change.key] = _made(change, now)
        elif type(change) in KEPT and change.key in out:
            out[change.key] = KEPT[type(change)](out[change.key], change)
    return out


def _made(change: Change, now: datetime) -> Item:
    fields = {**getattr(change, "fields", {}), **({FORM: change.form} if isinstance(change, MakeForm) else {})}
    return Item(
        key=change.key,
        kind=MADE[type(change)],
        stage=Stage.READY,
        mark="",
        since=now,
        file_id=f"new {change.key}",
        parent_id=f"new {getattr(change, 'parent', '')}",
        name=getattr(change, "name", ""),
        staff_id=change.staff_id,
        template=getattr(change, "template", ""),
        digests=_digests(fields),
    )


def _with(item: Item, fields: Mapping[str, str]) -> Item:
    return replace(item, digests={**item.digests, **_digests(fields)})


def _digests(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: digest(text) for name, text in fields.items()}


KEPT: Mapping[type[Change], Callable[[Item, Any], Item]] = {
    Adopt: lambda item, change: replace(item, stage=Stage.MADE, file_id=change.file_id, name=change.name),
    Build: lambda item, change: replace(item, stage=Stage.READY),
    Grant: lambda item, change: item.with_grant(change.email, Access(change.role, f"new {change.email}")),
    Revoke: lambda item, change: item.without_grant(change.email),
    Rename: lambda item, change: replace(item, name=change.name),
    Refresh: lambda item, change: _with(item, change.fields),
    ShapeForm: lambda item, change: _with(item, {FORM: change.form}),
    CarryForward: lambda item, change: _with(item, {CARRIED: change.source}),
    KeepOpen: lambda item, change: _with(item, {WRITTEN: WRITTEN}),
    Close: lambda item, change: replace(item, name=change.name or item.name, closed=True),
    Reopen: lambda item, change: replace(item, name=change.name or item.name, closed=False),
}
