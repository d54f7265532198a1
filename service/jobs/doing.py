"""How each kind of change is done: one function a kind, and the table of them.

A function returns reasons for what it left alone on purpose (usually none), and raises what the writer raises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from service.jobs.doer import Doer, Left, digests_of
from service.jobs.doing_disposal import clear_rows, dispose, settle
from service.jobs.doing_years import carry_forward, close, keep_open, reopen, turn_year
from service.jobs.world import today_in_london
from service.reconcile.actual import Item, Stage
from service.reconcile.change import (
    AddTabs,
    Adopt,
    Build,
    Change,
    Grant,
    KeepTabs,
    MakeBlankForm,
    MakeDocument,
    MakeFolder,
    MakeForm,
    MakeSheet,
    MakeTemplate,
    Mark,
    Mend,
    MoveWorkbook,
    Refresh,
    Rename,
    Restore,
    Restrict,
    Revoke,
    ShapeForm,
)
from service.reconcile.desired import Kind
from service.reconcile.disposal_changes import ClearRows, Dispose, Settle
from service.reconcile.forms_for import BLANK_FORM, FORM
from service.reconcile.mark import mark_of
from service.reconcile.tabs import TRACKING, columns_to_keep
from service.reconcile.tracking import Mark as TabsMark
from service.reconcile.year_changes import CarryForward, Close, KeepOpen, Reopen, TurnYear


def add_tabs(doer: Doer, change: AddTabs) -> Left:
    doer.workbook.add_tabs({tab: doer.first_tabs[tab] for tab in doer.first_tabs if tab in change.tabs})
    return ()


def keep_tabs(doer: Doer, change: KeepTabs) -> Left:
    doer.workbook.keep_tabs(columns_to_keep())
    mark = TabsMark(doer.workbook_id, change.version, doer.now().date())
    doer.workbook.write_rows(TRACKING, {change.row: mark.to_row()})
    return ()


def restrict(doer: Doer, change: Restrict) -> Left:
    doer.writer.restrict(change.drive_id)
    return ()


def move_workbook(doer: Doer, change: MoveWorkbook) -> Left:
    doer.writer.move(doer.workbook_id, doer.place(change.folder))
    return ()


def adopt(doer: Doer, change: Adopt) -> Left:
    as_made = change.kind in (Kind.FOLDER, Kind.SHEET) or (change.kind is Kind.FORM and not change.template)
    stage = Stage.READY if as_made else Stage.MADE
    known = doer.notebook.get(change.key)
    item = known or Item(change.key, change.kind, stage, change.mark, doer.now(), staff_id=change.staff_id)
    doer.notebook.note(
        replace(
            item,
            stage=stage,
            file_id=change.file_id,
            parent_id=change.parent_id,
            name=change.name,
            template=change.template,
            mark=change.mark,
        )
    )
    return ()


def make_folder(doer: Doer, change: MakeFolder) -> Left:
    item = doer.notebook[change.key]
    parent = item.parent_id or doer.place(change.parent)
    doer.writer.make_folder(item.file_id, change.name, parent, mark_of(item.key, item.mark))
    doer.notebook.note(replace(item, stage=Stage.READY, parent_id=parent))
    return ()


def make_template(doer: Doer, change: MakeTemplate) -> Left:
    item = doer.notebook[change.key]
    parent = doer.place(change.parent)
    file_id = doer.writer.make_document(change.name, parent, mark_of(item.key, item.mark))
    made = replace(item, stage=Stage.MADE, file_id=file_id, parent_id=parent)
    doer.notebook.note(made)
    doer.documents.build(file_id, doer.templates[change.template])
    doer.notebook.note(replace(made, stage=Stage.READY))
    return ()


def build(doer: Doer, change: Build) -> Left:
    doer.documents.build(change.file_id, doer.templates[change.template])
    doer.notebook.note(replace(doer.notebook[change.key], stage=Stage.READY))
    return ()


def mend(doer: Doer, change: Mend) -> Left:
    doer.documents.mend(change.file_id, doer.templates[change.template])
    return ()


def make_document(doer: Doer, change: MakeDocument) -> Left:
    item = doer.notebook[change.key]
    parent = doer.place(change.parent)
    source = doer.template(change.template)
    file_id = doer.writer.copy_document(source, change.name, parent, mark_of(item.key, item.mark))
    made = replace(item, stage=Stage.MADE, file_id=file_id, parent_id=parent)
    doer.notebook.note(made)
    doer.documents.fill(file_id, doer.templates[change.template], change.fields)
    doer.notebook.note(replace(made, stage=Stage.READY, digests=digests_of(change.fields)))
    return ()


def make_sheet(doer: Doer, change: MakeSheet) -> Left:
    item = doer.notebook[change.key]
    parent = doer.place(change.parent)
    file_id = doer.writer.make_sheet(change.name, parent, mark_of(item.key, item.mark))
    doer.notebook.note(replace(item, stage=Stage.READY, file_id=file_id, parent_id=parent))
    return ()


def make_blank_form(doer: Doer, change: MakeBlankForm) -> Left:
    item = doer.notebook[change.key]
    parent = doer.place(change.parent)
    file_id = doer.writer.make_form(change.name, parent, mark_of(item.key, item.mark))
    doer.notebook.note(replace(item, stage=Stage.READY, file_id=file_id, parent_id=parent))
    return ()


def make_form(doer: Doer, change: MakeForm) -> Left:
    item = doer.notebook[change.key]
    parent = doer.place(change.parent)
    blank = doer.notebook[BLANK_FORM]
    if blank.stage is Stage.INTENDED:
        raise KeyError(blank.key)
    file_id = doer.writer.copy_document(blank.file_id, change.name, parent, mark_of(item.key, item.mark))
    made = replace(item, stage=Stage.MADE, file_id=file_id, parent_id=parent)
    doer.notebook.note(made)
    doer.forms.shape(file_id, doer.asks[change.key])
    doer.notebook.note(replace(made, stage=Stage.READY, digests=digests_of({FORM: change.form})))
    return ()


def shape_form(doer: Doer, change: ShapeForm) -> Left:
    item = doer.notebook[change.key]
    doer.forms.shape(change.file_id, doer.asks[change.key])
    doer.notebook.note(replace(item, stage=Stage.READY, digests=digests_of({FORM: change.form})))
    return ()


def grant(doer: Doer, change: Grant) -> Left:
    item = doer.notebook[change.key]
    if item.stage is Stage.INTENDED:
        raise KeyError(change.key)
    access = doer.writer.grant(item.file_id, change.email, change.role)
    doer.notebook.note(item.with_grant(change.email, replace(access, since=today_in_london(doer.now()))))
    return ()


def revoke(doer: Doer, change: Revoke) -> Left:
    """What was shared by hand may be on a thing that the ledger does not know, and with someone whom it names for another
    permission."""
    doer.writer.revoke(change.file_id, change.permission_id)
    item = doer.notebook.get(change.key)
    known = item.grants.get(change.email) if item else None
    if item and known and known.permission_id == change.permission_id:
        doer.notebook.note(item.without_grant(change.email))
    return ()


def rename(doer: Doer, change: Rename) -> Left:
    doer.writer.rename(change.file_id, change.name)
    doer.notebook.note(replace(doer.notebook[change.key], name=change.name))
    return ()


def restore(doer: Doer, change: Restore) -> Left:
    doer.writer.restore(change.file_id)
    return ()


def mark(doer: Doer, change: Mark) -> Left:
    doer.writer.set_mark(change.file_id, mark_of(change.key, change.mark))
    return ()


def refresh(doer: Doer, change: Refresh) -> Left:
    item = doer.notebook[change.key]
    template = doer.templates[change.template]
    kept = doer.documents.refresh(change.file_id, template, change.fields, item.digests)
    written = {**item.digests, **digests_of(change.fields)}
    doer.notebook.note(replace(item, stage=Stage.READY, digests=written))
    return [f"'{name}' was left as it is: someone wrote in it or took it out" for name in kept]


DO: Mapping[type[Change], Callable[[Doer, Any], Left]] = {
    AddTabs: add_tabs,
    KeepTabs: keep_tabs,
    Restrict: restrict,
    MoveWorkbook: move_workbook,
    Adopt: adopt,
    MakeFolder: make_folder,
    MakeTemplate: make_template,
    Build: build,
    Mend: mend,
    MakeDocument: make_document,
    MakeSheet: make_sheet,
    MakeBlankForm: make_blank_form,
    MakeForm: make_form,
    ShapeForm: shape_form,
    Grant: grant,
    Revoke: revoke,
    Rename: rename,
    Restore: restore,
    Mark: mark,
    Refresh: refresh,
    TurnYear: turn_year,
    Close: close,
    Reopen: reopen,
    KeepOpen: keep_open,
    CarryForward: carry_forward,
    Dispose: dispose,
    ClearRows: clear_rows,
    Settle: settle,
}
