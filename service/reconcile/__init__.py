"""Desired, actual and the changeset between them: values and rules without any input or output."""
