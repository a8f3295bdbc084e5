"""The analysts' workplace: editions, cycles and the queue of submissions, in Django's own admin."""

from assessments.admin import cycles, editions, submissions

__all__ = ["cycles", "editions", "submissions"]
