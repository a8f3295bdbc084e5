"""The append-only record of who did what, when, and with what result."""
