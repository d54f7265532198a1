"""The core's own tables: tokens, service accounts' public keys, upload sessions."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS service_keys (key_id TEXT PRIMARY KEY, email TEXT NOT NULL, public_pem TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, email TEXT NOT NULL, kind TEXT NOT NULL, scopes TEXT NOT NULL,
    expires REAL NOT NULL);
CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, request TEXT NOT NULL);
"""
