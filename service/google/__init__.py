"""The only importers of Google's client libraries: one file an API, one door for calls."""
