"""The geometry of the comb: flat-topped cells in six clusters of three round one centre."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hive.documents.drawing import Point

SQRT3 = math.sqrt(3)
CLUSTERS = 6
INNER_GAP = 0.045
CHANNEL = 0.34
COMB_WIDTH = 8.0
COMB_HEIGHT = 5 * SQRT3


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell's place: cluster 0-5 clockwise from the top, or None for the centre; place 1-3."""

    cluster: int | None
    place: int
    x: float
    y: float
    corners: tuple[Point, ...]


def direction(degrees: float) -> Point:
    """Return the unit vector at an angle, clockwise from the right as y grows downwards."""
    return math.cos(math.radians(degrees)), math.sin(math.radians(degrees))


def hexagon(x: float, y: float, apothem: float, insets: Sequence[float] = (0,) * 6) -> list[Point]:
    """Return the corners of a cell; edge i faces 60 i - 90 degrees, drawn in by its inset."""
    edges = [(*direction(60 * i - 90), apothem - insets[i]) for i in range(6)]
    corners = []
    for (a1, b1, c1), (a2, b2, c2) in zip(edges, edges[1:] + edges[:1], strict=True):
        across = a1 * b2 - a2 * b1
        corners.append((x + (c1 * b2 - c2 * b1) / across, y + (a1 * c2 - a2 * c1) / across))
    return corners


def cell(x: float, y: float, radius: float) -> list[Point]:
    """Return the corners of a plain cell; ``radius`` is centre to corner."""
    return hexagon(x, y, radius * SQRT3 / 2)


@lru_cache(maxsize=64)
def spots(
    radius: float, inner: float | None = None, channel: float | None = None
) -> tuple[Spot, ...]:
    """Place the nineteen cells: hairlines inside a cluster, channels between clusters."""
    inner = max(0.6, radius * INNER_GAP) if inner is None else inner
    channel = max(1.6, radius * CHANNEL) if channel is None else channel
    pitch = radius * SQRT3
    lattice = list(_lattice(pitch))
    found = []
    for cluster, place, x, y in lattice:
        gaps = (
            _gap(cluster, _neighbour(lattice, x, y, i, pitch), inner, channel) for i in range(6)
        )
        corners = tuple(hexagon(x, y, pitch / 2, tuple(gaps)))
        found.append(Spot(cluster, place, x, y, corners))
    return tuple(found)


def below(corners: Sequence[Point], level: float) -> list[Point]:
    """Return the part of a shape under a horizontal line."""
    kept = []
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if y1 >= level:
            kept.append((x1, y1))
        if (y1 - level) * (y2 - level) < 0:
            share = (level - y1) / (y2 - y1)
            kept.append((x1 + share * (x2 - x1), level))
    return kept


def filled(corners: Sequence[Point], share: float) -> list[Point]:
    """Return the part of a cell that a share of it fills from below."""
    heights = [y for _, y in corners]
    return below(corners, max(heights) - (max(heights) - min(heights)) * share)


def _lattice(pitch: float) -> Iterator[tuple[int | None, int, float, float]]:
    yield None, 0, 0.0, 0.0
    for cluster in range(CLUSTERS):
        (ax, ay), (bx, by) = direction(60 * cluster - 90), direction(60 * cluster - 30)
        places = [(ax, ay), (2 * ax, 2 * ay), (ax + bx, ay + by)]
        for place, (x, y) in enumerate(places, start=1):
            yield cluster, place, pitch * x, pitch * y


def _neighbour(
    lattice: Sequence[tuple[int | None, int, float, float]],
    x: float,
    y: float,
    edge: int,
    pitch: float,
) -> int | None:
    dx, dy = direction(60 * edge - 90)
    for cluster, _, at_x, at_y in lattice:
        if math.hypot(at_x - x - pitch * dx, at_y - y - pitch * dy) < pitch / 10:
            return cluster
    return None


def _gap(cluster: int | None, neighbour: int | None, inner: float, channel: float) -> float:
    return (inner if cluster is not None and cluster == neighbour else channel) / 2
