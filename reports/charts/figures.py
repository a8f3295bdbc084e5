"""How figures are written: two decimals, a real minus sign, limits without idle zeros."""

from __future__ import annotations

from decimal import Decimal

DASH = "\N{EM DASH}"
MINUS = "\N{MINUS SIGN}"
PLACES = 2
# From here on a gap stands out; it is set in bold.
WIDE_GAP = Decimal(15)


def two(value: Decimal | None) -> str:
    """Write a score with two decimals, more only if it has more: ``7.00``; none is a dash."""
    if value is None:
        return DASH
    return _digits(value).replace("-", MINUS)


def signed(value: Decimal | None) -> str:
    """Write a difference with its sign: ``+1.25``, ``−5.83``, ``0.00``; none is a dash."""
    if value is None:
        return DASH
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return sign + _digits(abs(value))


def percent(part: int, whole: int) -> str:
    """Write a share in whole percent, rounded half up: ``31%``."""
    return f"{(200 * part + whole) // (2 * whole)}%"


def limit(value: Decimal) -> str:
    """Write the edge of a band: ``20``, ``12.5``."""
    shown = f"{value:f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown).replace("-", MINUS)


def _digits(value: Decimal) -> str:
    exponent = value.as_tuple().exponent
    given = -exponent if isinstance(exponent, int) else 0
    return f"{value:.{max(PLACES, given)}f}"
