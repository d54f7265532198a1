"""Values and rules of Growing Great People. Pure: no input, no output, no clock."""
