"""The Sheets methods, and what Drive asks of Sheets about its files."""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Handler
from local_workspace.core.workspace import Kind, Workspace
from local_workspace.sheets import developer_metadata, filtered_values, separated_values, spreadsheets, values
from local_workspace.sheets.files import MIME_TYPE, duplicate, make
from local_workspace.sheets.requests import KINDS
from local_workspace.sheets.xlsx_reading import import_workbook
from local_workspace.sheets.xlsx_writing import XLSX
from local_workspace.sheets.xlsx_writing import export as export_workbook

HANDLERS: Mapping[str, Handler] = {
    "sheets.spreadsheets.batchUpdate": spreadsheets.batch_update,
    "sheets.spreadsheets.create": spreadsheets.create,
    "sheets.spreadsheets.developerMetadata.get": developer_metadata.get,
    "sheets.spreadsheets.developerMetadata.search": developer_metadata.search,
    "sheets.spreadsheets.get": spreadsheets.get,
    "sheets.spreadsheets.getByDataFilter": spreadsheets.get_by_data_filter,
    "sheets.spreadsheets.sheets.copyTo": spreadsheets.copy_sheet_to,
    "sheets.spreadsheets.values.append": values.append,
    "sheets.spreadsheets.values.batchClear": values.batch_clear,
    "sheets.spreadsheets.values.batchClearByDataFilter": filtered_values.batch_clear,
    "sheets.spreadsheets.values.batchGet": values.batch_get,
    "sheets.spreadsheets.values.batchGetByDataFilter": filtered_values.batch_get,
    "sheets.spreadsheets.values.batchUpdate": values.batch_update,
    "sheets.spreadsheets.values.batchUpdateByDataFilter": filtered_values.batch_update,
    "sheets.spreadsheets.values.clear": values.clear,
    "sheets.spreadsheets.values.get": values.get,
    "sheets.spreadsheets.values.update": values.update,
}

NOTES: Mapping[str, str] = {
    "sheets.spreadsheets.batchUpdate": f"{len(KINDS)} of 74 request kinds",
}


def register(workspace: Workspace) -> None:
    """Tell Drive how Sheets keeps its files."""
    workspace.kinds[MIME_TYPE] = Kind(
        create=lambda where, file_id, title: make(where, file_id),
        copy=duplicate,
        exports={**{one: separated_values.exporter(one) for one in separated_values.KINDS}, XLSX: export_workbook},
        imports={**dict.fromkeys(separated_values.KINDS, separated_values.import_text), XLSX: import_workbook},
    )
