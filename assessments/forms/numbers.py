"""Reading a figure as people type or paste it."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

from hive.core.model import Text

MINUS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{IDEOGRAPHIC FULL STOP}": "."})
PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)\Z")
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?P<mark>[, '])[0-9]{3}(?:(?P=mark)[0-9]{3})*(?:\.[0-9]+)?\Z")
LONGEST = 40


class NotANumber(ValueError):
    """What was typed is no figure; str() tells the person what to type."""


def read_number(typed: str, unit: Text | None = None) -> Decimal:
    """Turn ``１，２３４．５`` or ``63.5 %`` into a figure; refuse what could mean two."""
    text = " ".join(unicodedata.normalize("NFKC", typed).translate(MINUS).split())
    text = _without_unit(text, unit)
    if GROUPED.match(text):
        text = re.sub("[, ']", "", text)
    if len(text) > LONGEST or not PLAIN.match(text):
        raise NotANumber(_explain(text))
    return Decimal(text)


def _without_unit(text: str, unit: Text | None) -> str:
    for name in (unit.en, unit.zh) if unit else ():
        name = unicodedata.normalize("NFKC", name)
        if name and text.endswith(name):
            return text.removesuffix(name).rstrip()
    return text


def _explain(text: str) -> str:
    if re.search("[0-9],[0-9]", text):
        return _("Write decimals with a point, for example 12.5, and leave out commas.")
    if text.endswith("%"):
        return _("Leave out the percent sign: this figure is not a percentage.")
    return _("Enter a number in figures, for example 12.5.")
