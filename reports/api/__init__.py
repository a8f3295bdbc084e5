"""The read-only API: a bank's own results as JSON, for its own programs."""
