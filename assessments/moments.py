"""Days and times as people read them, always in the alliance's zone."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def day(value: date | datetime) -> str:
    """Write a date with its year."""
    local = localtime(value) if isinstance(value, datetime) else value
    return date_format(local, pgettext("date format", "j F Y"))


def moment(value: datetime, *, now: datetime | None = None) -> str:
    """Write a time of day, with the date unless it is today and the year unless it is this one."""
    local, today = localtime(value), localdate(now)
    clock = date_format(local, "H:i")
    if local.date() == today:
        return _("today %(clock)s") % {"clock": clock}
    same_year = local.year == today.year
    pattern = pgettext("date format", "j F") if same_year else pgettext("date format", "j F Y")
    return f"{date_format(local, pattern)} {clock}"


def clock(value: datetime) -> str:
    """Write a time of day to the second, as for a save that has just happened."""
    return date_format(localtime(value), "H:i:s")


def full_moment(value: datetime) -> str:
    """Write date and time with the zone, as on receipts and for deadlines."""
    local = localtime(value)
    return _("%(day)s %(clock)s (Beijing time)") % {
        "day": day(value),
        "clock": date_format(local, "H:i"),
    }


def days_left(until: datetime, now: datetime) -> str:
    """Say how much time is left until a deadline, in days of the alliance's zone."""
    if until <= now:
        return _("the time is over")
    days = (localdate(until) - localdate(now)).days
    if days == 0:
        return _("the last day is today")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def deadline(until: datetime, now: datetime) -> str:
    """Write a deadline with what is left of it."""
    return _("Due %(moment)s, %(left)s.") % {
        "moment": full_moment(until),
        "left": days_left(until, now),
    }
