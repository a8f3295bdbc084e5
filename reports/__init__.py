"""Telling: publications, charts, scorecards."""
