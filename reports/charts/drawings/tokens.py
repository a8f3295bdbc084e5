"""The colours of the drawings, read once from the style sheet that the pages use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

SHEET = Path(__file__).parents[3] / "static" / "css" / "tokens.css"
TOKEN = re.compile(r"--hive-([\w-]+):\s*(#[0-9a-f]{6})")
BANDS = 5
TEXT_CONTRAST = 4.5
EDGE_CONTRAST = 3.0
CHINESE = "Hive Sans, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
ENGLISH = "Hive Sans Latin, Hive Sans, Segoe UI, Noto Sans CJK KR, sans-serif"
CHINESE_SERIF = "Hive Serif, Noto Serif CJK SC, serif"
ENGLISH_SERIF = "Hive Serif Latin, Hive Serif, Georgia, serif"

Channels = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Paint:
    """How a band is painted: ground, text upon it, and the edge that pale grounds need on white."""

    fill: str
    on: str
    edge: str | None


@cache
def tokens() -> dict[str, str]:
    """Return every colour of the style sheet by its name without the prefix."""
    return dict(TOKEN.findall(SHEET.read_text(encoding="utf-8")))


def colour(name: str) -> str:
    """Return a colour by its token's name: ``ink``, ``band-3``."""
    return tokens()[name]


def family(language: str) -> str:
    """Name the fonts of a language; a Latin face first where quotes must be narrow."""
    return CHINESE if language.startswith("zh") else ENGLISH


def serif(language: str) -> str:
    """Name the fonts of a language's headlines."""
    return CHINESE_SERIF if language.startswith("zh") else ENGLISH_SERIF


@cache
def band_paint(number: int, bands: int) -> Paint:
    """Paint band ``number`` of ``bands``: up to five take the tokens evenly, more lie between."""
    if bands <= BANDS:
        step = 3 if bands == 1 else 1 + round((number - 1) * (BANDS - 1) / (bands - 1))
        fill = colour(f"band-{step}")
    else:
        fill = _readable_between((number - 1) / (bands - 1))
    edge = colour("band-edge") if contrast(fill, colour("paper")) < EDGE_CONTRAST else None
    return Paint(fill, _text_on(fill), edge)


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast of two colours: 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _text_on(fill: str) -> str:
    return max(colour("ink"), colour("paper"), key=lambda text: contrast(fill, text))


def _readable_between(place: float) -> str:
    """Mix neighbours at ``place`` of the ramp; go darker while no text colour would be read."""
    for n in count():
        fill = _between(min(1.0, place + n / 100))
        if contrast(fill, _text_on(fill)) >= TEXT_CONTRAST:
            return fill
    raise AssertionError("the darkest band carries white text")


def _between(place: float) -> str:
    lower = min(int(place * (BANDS - 1)), BANDS - 2)
    share = place * (BANDS - 1) - lower
    ends = (_channels(colour(f"band-{lower + n}")) for n in (1, 2))
    mixed = (round(a + (b - a) * share) for a, b in zip(*ends, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _channels(code: str) -> Channels:
    red, green, blue = (float(int(code[n : n + 2], 16)) for n in (1, 3, 5))
    return red, green, blue


def _luminance(code: str) -> float:
    linear = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (value / 255 for value in _channels(code))
    )
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
