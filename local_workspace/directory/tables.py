"""The Directory's tables."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS domains (name TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS accounts (email TEXT PRIMARY KEY, kind TEXT NOT NULL, json TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS accounts_by_id ON accounts (json_extract(json, '$.id'));
CREATE TABLE IF NOT EXISTS deleted_accounts (id TEXT PRIMARY KEY, email TEXT NOT NULL, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS aliases (alias TEXT PRIMARY KEY, email TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS aliases_by_email ON aliases (email);
CREATE TABLE IF NOT EXISTS groups (email TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS groups_by_id ON groups (json_extract(json, '$.id'));
CREATE TABLE IF NOT EXISTS members (group_email TEXT NOT NULL, email TEXT NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (group_email, email));
CREATE INDEX IF NOT EXISTS members_by_email ON members (email);
"""
