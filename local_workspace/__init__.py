"""A local Google Workspace: Google's own wire protocol over HTTP, kept in SQLite."""
