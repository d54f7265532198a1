"""Forms v1: forms, their items, their responses and watches."""
