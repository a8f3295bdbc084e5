"""Outgoing mail and the worker's clock."""
