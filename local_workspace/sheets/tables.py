"""One row of the database for each row of a sheet that holds anything: a write costs what it touches."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS spreadsheets (file_id TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sheets (
    file_id TEXT NOT NULL, sheet_id INTEGER NOT NULL, place INTEGER NOT NULL, title TEXT NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (file_id, sheet_id));
CREATE TABLE IF NOT EXISTS sheet_rows (
    file_id TEXT NOT NULL, sheet_id INTEGER NOT NULL, row INTEGER NOT NULL, cells TEXT NOT NULL,
    PRIMARY KEY (file_id, sheet_id, row)) WITHOUT ROWID;
"""
