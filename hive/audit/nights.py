"""Which night it is: what is done once a day is done after two o'clock, in the alliance's zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings

HOUR = 2


def night_of(now: datetime) -> date:
    """The day whose night's work is due."""
    return (now.astimezone(settings.HIVE_ZONE) - timedelta(hours=HOUR)).date()


def start_of(night: date) -> datetime:
    """When the work of a night falls due."""
    return datetime.combine(night, time(HOUR), settings.HIVE_ZONE)
