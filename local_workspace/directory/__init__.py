"""The Admin Directory: who has an account, and which groups there are."""
