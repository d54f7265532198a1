"""Drive's tables. A shared drive's root folder is a file with the drive's own id."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS drives (id TEXT PRIMARY KEY, name TEXT NOT NULL, created TEXT NOT NULL, restrictions TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (
    id TEXT PRIMARY KEY, drive_id TEXT, parent_id TEXT, owner TEXT, name TEXT NOT NULL, mime_type TEXT NOT NULL,
    limited INTEGER NOT NULL DEFAULT 0, trashed INTEGER NOT NULL DEFAULT 0, trashed_at TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL, modified TEXT NOT NULL, modified_by TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1,
    json TEXT NOT NULL DEFAULT '{}');
CREATE INDEX IF NOT EXISTS files_by_parent ON files (parent_id);
CREATE INDEX IF NOT EXISTS files_by_drive ON files (drive_id, created);
CREATE TABLE IF NOT EXISTS properties (
    file_id TEXT NOT NULL, project TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (file_id, project, key));
CREATE INDEX IF NOT EXISTS properties_by_value ON properties (project, key, value);
CREATE TABLE IF NOT EXISTS permissions (
    file_id TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, email TEXT NOT NULL, role TEXT NOT NULL,
    json TEXT NOT NULL DEFAULT '{}', PRIMARY KEY (file_id, id));
CREATE INDEX IF NOT EXISTS permissions_by_email ON permissions (email);
CREATE TABLE IF NOT EXISTS given_ids (id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS contents (file_id TEXT PRIMARY KEY, mime_type TEXT NOT NULL, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, drive_id TEXT, file_id TEXT NOT NULL, time TEXT NOT NULL, removed INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS changes_by_drive ON changes (drive_id, seq);
CREATE TABLE IF NOT EXISTS outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL,
    subject TEXT NOT NULL, body TEXT NOT NULL);
"""
