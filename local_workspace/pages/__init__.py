"""Plain pages, so that a person can play staff, manager and admin in a browser."""
