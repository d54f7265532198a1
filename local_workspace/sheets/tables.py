"""One row of the database for each row of a sheet that holds anything: a write costs what it touches.

sheet_rows.cells: a JSON list, a cell at its column's place (see `rows`). filled: a bit for each column with a value
(columns from 62 on share one), so that tables are found without reading cells. formulas: how many cells of it formulas fill.
"""

SCHEMA = """
CREATE TABLE IF NOT EXISTS spreadsheets (file_id TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sheets (
    file_id TEXT NOT NULL, sheet_id INTEGER NOT NULL, place INTEGER NOT NULL, title TEXT NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (file_id, sheet_id));
CREATE TABLE IF NOT EXISTS sheet_rows (
    file_id TEXT NOT NULL, sheet_id INTEGER NOT NULL, row INTEGER NOT NULL, cells TEXT NOT NULL,
    filled INTEGER NOT NULL, formulas INTEGER NOT NULL,
    PRIMARY KEY (file_id, sheet_id, row)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sheet_rows_with_formulas ON sheet_rows (file_id, sheet_id, row) WHERE formulas > 0;
CREATE TABLE IF NOT EXISTS sheet_dimensions (
    file_id TEXT NOT NULL, sheet_id INTEGER NOT NULL, dimension TEXT NOT NULL, place INTEGER NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (file_id, sheet_id, dimension, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS developer_metadata (
    file_id TEXT NOT NULL, id INTEGER NOT NULL, sheet_id INTEGER, dimension TEXT, place INTEGER,
    key TEXT NOT NULL, value TEXT, visibility TEXT NOT NULL,
    PRIMARY KEY (file_id, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS developer_metadata_places ON developer_metadata (file_id, sheet_id, dimension, place);
CREATE INDEX IF NOT EXISTS developer_metadata_keys ON developer_metadata (file_id, key, value);
"""
