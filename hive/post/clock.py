"""What the clock does at every tick, before due mail is sent."""

from __future__ import annotations

from datetime import datetime

from django.utils.module_loading import import_string

# Higher rooms add theirs when they start; each names a function of the moment.
_jobs: list[str] = ["hive.post.digest.send_due"]


def every_tick(job: str) -> None:
    """Run a function, named by its path, at every tick; it is harmless to repeat."""
    if job not in _jobs:
        _jobs.append(job)


def run_due(now: datetime) -> None:
    """Run every job once."""
    for job in _jobs:
        import_string(job)(now)
