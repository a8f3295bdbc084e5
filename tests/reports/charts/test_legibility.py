"""Charts in grey and to eyes that see fewer colours: series differ, and never by hue alone."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import hypot

import pytest

from hive.documents.drawing import Circle, Drawing, Line, Part, Polygon, Rect
from reports.charts import drawings
from reports.charts.drawings import Form
from reports.charts.drawings.tokens import band_paint, colour, contrast
from tests.reports.charts import specimens

# What one chart sets against each other: the bank, the peers' median and their middle half, the
# scale's bands with the edge that pale ones carry, and the paper they stand on.
SERIES = [("own", "peer-band"), ("peer", "peer-band")]
ON_PAPER = ["own", "peer", "band-edge", "ink-3", "line-strong"]
# The simulations of Machado, Oliveira and Fernandes (2009) at full severity, in linear light.
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}  # fmt: skip
# Twice what an eye just notices in CIELAB; bands beside each other are told apart at a glance.
APART = 10.0
BANDS = 5


def linear(code: str) -> list[float]:
    channels = (int(code[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def seen(code: str, eye: str) -> tuple[float, float, float]:
    """Return a colour in CIELAB as an eye sees it."""
    light = linear(code)
    r, g, b = (
        min(1.0, max(0.0, sum(w * c for w, c in zip(row, light, strict=True)))) for row in EYES[eye]
    )
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else t * 841 / 108 + 4 / 29 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: str, other: str, eye: str) -> float:
    return hypot(*(a - b for a, b in zip(seen(one, eye), seen(other, eye), strict=True)))


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize(("one", "other"), SERIES)
def test_series_of_a_chart_stand_apart(one: str, other: str, eye: str) -> None:
    assert distance(colour(one), colour(other), eye) >= 2 * APART


@pytest.mark.parametrize("name", ON_PAPER)
def test_what_carries_meaning_stands_out_from_the_paper(name: str) -> None:
    """Contrast is of luminance alone, so that it holds in grey as well."""
    assert contrast(colour(name), colour("paper")) >= 3


@pytest.mark.parametrize("eye", EYES)
def test_every_band_is_told_from_every_other(eye: str) -> None:
    fills = [band_paint(number, BANDS).fill for number in range(1, BANDS + 1)]

    assert min(distance(*pair, eye) for pair in combinations(fills, 2)) >= APART
    lightness = [seen(fill, eye)[0] for fill in fills]
    assert all(one - other >= APART for one, other in pairwise(lightness))


@pytest.mark.parametrize("form", Form)
def test_no_chart_tells_series_apart_by_colour_alone(form: Form) -> None:
    """In one ink, the bank and its peers still differ: by their shapes, or by dashes."""
    before, now = specimens.statistic("30", "42", "55"), specimens.statistic("34", "45", "60")
    years = specimens.years(specimens.point(2024, "40", before), specimens.point(2025, "50", now))
    for spec in (specimens.radar("en"), specimens.dot_plot("en"), years):
        drawing = drawings.draw(spec, form)

        own, peer = marks(drawing, "own"), marks(drawing, "peer")

        assert own
        assert peer
        assert own & peer == set()


def marks(drawing: Drawing, token: str) -> set[tuple[object, ...]]:
    """Return how the marks of a series look but for their colour."""
    return {shape(part) for part in drawing.parts if colour(token) in paints(part)}


def paints(part: Part) -> set[str | None]:
    match part:
        case Circle() | Polygon() | Rect():
            return {part.fill, part.stroke}
        case Line():
            return {part.stroke}
    return set()


def shape(part: Part) -> tuple[object, ...]:
    match part:
        case Circle():
            return "circle", part.fill is not None and part.fill != colour("paper")
        case Polygon():
            return "polygon", len(part.corners), part.dash, part.fill is None
        case Rect():
            return "rect", part.fill is not None and part.fill != colour("paper")
        case Line(dash=dash):
            return "line", dash
    raise TypeError(part)
