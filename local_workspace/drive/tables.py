"""Drive's tables. A shared drive's root folder is a file with the drive's own id.

`in_bin` is what `trashed` shows (the file or a folder above it was binned); `trashed` is what `explicitlyTrashed` shows.
`past_files` keeps how files were before a change while search lags behind.
"""

FILE_COLUMNS = (
    "drive_id",
    "parent_id",
    "owner",
    "name",
    "mime_type",
    "limited",
    "trashed",
    "in_bin",
    "trashed_at",
    "trashed_by",
    "created",
    "modified",
    "modified_by",
    "version",
    "json",
)

_FILE = """
    drive_id TEXT, parent_id TEXT, owner TEXT, name TEXT NOT NULL, mime_type TEXT NOT NULL,
    limited INTEGER NOT NULL DEFAULT 0, trashed INTEGER NOT NULL DEFAULT 0, in_bin INTEGER NOT NULL DEFAULT 0,
    trashed_at TEXT NOT NULL DEFAULT '', trashed_by TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL, modified TEXT NOT NULL, modified_by TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1,
    json TEXT NOT NULL DEFAULT '{}'"""

SCHEMA = f"""
CREATE TABLE IF NOT EXISTS drives (id TEXT PRIMARY KEY, name TEXT NOT NULL, created TEXT NOT NULL, restrictions TEXT NOT NULL,
    items INTEGER NOT NULL DEFAULT 0, json TEXT NOT NULL DEFAULT '{{}}');
CREATE TABLE IF NOT EXISTS drive_requests (email TEXT NOT NULL, request_id TEXT NOT NULL, PRIMARY KEY (email, request_id));
CREATE TABLE IF NOT EXISTS hidden_drives (email TEXT NOT NULL, drive_id TEXT NOT NULL, PRIMARY KEY (email, drive_id));

CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, {_FILE});
CREATE INDEX IF NOT EXISTS files_by_parent ON files (parent_id, created, id);
CREATE INDEX IF NOT EXISTS files_of_owner ON files (owner, created, id);
CREATE INDEX IF NOT EXISTS files_roots ON files (owner) WHERE parent_id IS NULL;
CREATE INDEX IF NOT EXISTS files_by_drive ON files (drive_id, created, id);
CREATE TABLE IF NOT EXISTS past_files (seq INTEGER PRIMARY KEY AUTOINCREMENT, until TEXT NOT NULL, id TEXT NOT NULL, {_FILE});
CREATE INDEX IF NOT EXISTS past_files_by_id ON past_files (id, seq);
CREATE INDEX IF NOT EXISTS past_files_by_until ON past_files (until);

CREATE TABLE IF NOT EXISTS properties (
    file_id TEXT NOT NULL, project TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (file_id, project, key));
CREATE INDEX IF NOT EXISTS properties_by_value ON properties (project, key, value, file_id);
CREATE TABLE IF NOT EXISTS past_properties (
    seq INTEGER NOT NULL, project TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (seq, project, key));

CREATE TABLE IF NOT EXISTS permissions (
    file_id TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, email TEXT NOT NULL, role TEXT NOT NULL,
    view TEXT NOT NULL DEFAULT '', expires TEXT NOT NULL DEFAULT '', json TEXT NOT NULL DEFAULT '{{}}',
    PRIMARY KEY (file_id, id));
CREATE INDEX IF NOT EXISTS permissions_by_email ON permissions (email);
CREATE TABLE IF NOT EXISTS personal (
    file_id TEXT NOT NULL, email TEXT NOT NULL, starred INTEGER NOT NULL DEFAULT 0, viewed TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '', PRIMARY KEY (file_id, email));

CREATE TABLE IF NOT EXISTS given_ids (id TEXT PRIMARY KEY, email TEXT NOT NULL, type TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS revisions (
    file_id TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL, modified TEXT NOT NULL, modified_by TEXT NOT NULL,
    mime_type TEXT NOT NULL, json TEXT NOT NULL DEFAULT '{{}}', data BLOB, PRIMARY KEY (file_id, number));
CREATE TABLE IF NOT EXISTS changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, drive_id TEXT, file_id TEXT NOT NULL, kind TEXT NOT NULL, time TEXT NOT NULL,
    lost TEXT NOT NULL DEFAULT '[]');
CREATE INDEX IF NOT EXISTS changes_by_drive ON changes (drive_id, seq);
CREATE INDEX IF NOT EXISTS changes_by_file ON changes (file_id);

CREATE TABLE IF NOT EXISTS comments (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, file_id TEXT NOT NULL, id TEXT NOT NULL, comment_id TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL, created TEXT NOT NULL, modified TEXT NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
    json TEXT NOT NULL DEFAULT '{{}}');
CREATE INDEX IF NOT EXISTS comments_by_file ON comments (file_id, comment_id);
CREATE TABLE IF NOT EXISTS outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL,
    subject TEXT NOT NULL, body TEXT NOT NULL);
"""
