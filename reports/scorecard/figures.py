"""Every node of the score as one row: this bank's figure, its weight, and the peers' figures."""

from __future__ import annotations

from collections.abc import Iterator

from hive.core.disclosure import Withheld
from hive.core.model import TOTAL
from reports.scorecard.material import Material
from reports.scorecard.parts import FigureRow, Level, Trace


def figure_rows(material: Material, whole: Trace) -> tuple[FigureRow, ...]:
    """List the total, the dimensions, the indicators and the questions, parts after the whole."""
    return tuple(_rows(material, whole, 0))


def _rows(material: Material, node: Trace, depth: int) -> Iterator[FigureRow]:
    level = tuple(Level)[depth]
    peer = material.peer(node.code)
    own = material.own(node.code)
    yield FigureRow(
        code="" if node.code == TOTAL else node.code,
        name=node.name,
        level=level,
        own=own,
        band=material.band_name(own.band) if own.band is not None else "",
        weight=node.weight,
        how=node.how,
        left_out=node.left_out,
        peer=peer,
        no_peer="" if level is Level.QUESTION else _no_peer(material, peer),
        gap=None if level is Level.QUESTION else material.gap(node.code),
        spread=material.spread(node.code),
    )
    for part in node.parts:
        yield from _rows(material, part, depth + 1)


def _no_peer(material: Material, peer: object) -> str:
    """Say why there is no figure of the peers, if there is none."""
    if isinstance(peer, Withheld):
        return material.words.reason(peer.reason)
    return material.words.no_peers if peer is None else ""
