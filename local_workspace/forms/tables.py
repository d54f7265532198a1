"""A form is one row: its content as JSON, in the words of the API's own Form. A response is one row.

`submitted` is when a response was last sent, `created` when it was first. notices: what watches have told their topics.
"""

SCHEMA = """
CREATE TABLE IF NOT EXISTS forms (
    file_id TEXT PRIMARY KEY, json TEXT NOT NULL, revision TEXT NOT NULL, public_id TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS form_responses (
    form_id TEXT NOT NULL, id TEXT NOT NULL, email TEXT NOT NULL, created TEXT NOT NULL, submitted TEXT NOT NULL,
    place TEXT NOT NULL, answers TEXT NOT NULL, PRIMARY KEY (form_id, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS form_responses_in_order ON form_responses (form_id, place);
CREATE INDEX IF NOT EXISTS form_responses_by_time ON form_responses (form_id, submitted);
CREATE INDEX IF NOT EXISTS form_responses_of ON form_responses (form_id, email);
CREATE TABLE IF NOT EXISTS form_watches (
    form_id TEXT NOT NULL, id TEXT NOT NULL, project TEXT NOT NULL, email TEXT NOT NULL, event TEXT NOT NULL,
    topic TEXT NOT NULL, created TEXT NOT NULL, expires TEXT NOT NULL, error TEXT NOT NULL DEFAULT '',
    told TEXT NOT NULL DEFAULT '', PRIMARY KEY (form_id, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS form_notices (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, topic TEXT NOT NULL, form_id TEXT NOT NULL,
    watch_id TEXT NOT NULL, event TEXT NOT NULL);
"""
