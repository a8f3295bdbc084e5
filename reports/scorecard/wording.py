"""Small pieces of language: lists, dates, amounts, names within a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from unicodedata import east_asian_width

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from hive.core.answers import plain
from hive.core.model import Question, ScoreBand
from reports.charts.figures import MINUS

# A text of a bank's own takes no more room on a scorecard than this many Latin letters.
LONGEST = 120


def listed(names: Iterable[str]) -> str:
    """Join names as a list within a sentence."""
    return pgettext("between the names of a list", ", ").join(names)


def sentences(parts: Iterable[str]) -> str:
    """Join whole sentences, leaving out empty ones."""
    chinese = (get_language() or "").startswith("zh")
    return ("" if chinese else " ").join(part for part in parts if part)


def stop(statement: str) -> str:
    """End a statement as a sentence."""
    return statement + pgettext("end of a sentence", ".")


def half_widths(text: str) -> int:
    """Count the room a text takes, in Latin letters: a Han character takes that of two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(width in "WF" for width in map(east_asian_width, text))


def clipped(text: str) -> str:
    """Shorten what a bank wrote itself; the whole of it stands in its questionnaire."""
    if half_widths(text) <= LONGEST:
        return text
    room, kept = LONGEST - 1, ""
    for character in text:
        room -= half_widths(character)
        if room < 0:
            break
        kept += character
    return kept.rstrip() + "…"


def day(moment: date | datetime) -> str:
    """Write a date as people do: ``20 May 2025``, ``2025年5月20日``."""
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return date_format(local, pgettext("format of a date", "j F Y"))


def within(name: str) -> str:
    """Write a name as it stands within a sentence: a plain English word loses its capital."""
    return name[:1].lower() + name[1:] if name[1:].islower() else name


def amount(value: Decimal, unit: str) -> str:
    """Write a number with its unit."""
    figure = plain(value).replace("-", MINUS)
    if not unit:
        return figure
    return f"{figure}{unit}" if unit == "%" else _("%(n)s %(unit)s") % {"n": figure, "unit": unit}


def stretch(band: ScoreBand, unit: str) -> str:
    """Write a scoring band of a number: ``60–75%``, ``≥ 90%``."""
    if band.ceiling is None:
        return _("≥ %(floor)s") % {"floor": amount(band.floor, unit)}
    ends = f"{plain(band.floor)}\N{EN DASH}{plain(band.ceiling)}"
    return f"{ends}{unit}" if unit in ("", "%") else _("%(n)s %(unit)s") % {"n": ends, "unit": unit}


def unit_of(question: Question, language: str) -> str:
    """Return the unit of a number in a language, empty for none."""
    return question.unit.in_(language) if question.unit else ""
