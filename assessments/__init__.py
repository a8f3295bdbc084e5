"""Collecting: cycles, submissions, answers, evidence, comments."""
