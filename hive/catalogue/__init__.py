"""Editions of the Hive Model as stored."""
