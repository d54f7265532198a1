"""What every API shares: routing, validation, errors, the store, the clock."""
