"""A document is one row: its model as JSON, and the revision that its last change made."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    file_id TEXT PRIMARY KEY, model TEXT NOT NULL, revision TEXT NOT NULL, revised_at TEXT NOT NULL);
"""
