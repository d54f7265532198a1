"""Growing Great People: the service."""
