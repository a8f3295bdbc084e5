"""The peers at large: this bank beside each of its groups, and how a group lies in the bands."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hive.core.disclosure import PublicSpread, PublicStatistic, is_meaningful, smallest_difference
from hive.core.model import TOTAL, Dimension
from reports.charts.figures import percent
from reports.charts.parts import HeatColumn, HeatRow, Peer, Shown, SpreadRow
from reports.charts.spec import Heat, Spread
from reports.groups import group_name
from reports.queries import Peers
from reports.scorecard.material import Material
from reports.scorecard.wording import listed

# A finding names as many dimensions; more are counted.
MOST_NAMED = 3


def heat(material: Material) -> Heat | None:
    """Set this bank beside the medians of its groups; None before release."""
    peers = material.results.peers
    if peers is None:
        return None
    columns = [HeatColumn(material.words.own, "")]
    for group in peers.choices:
        n = peers.sizes[group.code]
        banks = ngettext("%(n)s bank", "%(n)s banks", n) % {"n": n}
        columns.append(HeatColumn(group_name(material.model, group, material.language), banks))
    return Heat(
        words=material.words,
        title=_("Scores of this bank and medians of its groups"),
        takeaway=_heat_finding(material, peers),
        source=_source(peers),
        scale=material.scale,
        columns=tuple(columns),
        rows=tuple(
            HeatRow(
                code,
                name,
                (material.own(code), *(_median(material, each) for each in _peers(peers, code))),
                is_total=code == TOTAL,
            )
            for code, name in _nodes(material)
        ),
    )


def spread(material: Material) -> Spread | None:
    """Tell which share of the group's banks lies in which bands; None before release."""
    peers = material.results.peers
    if peers is None:
        return None
    return Spread(
        words=material.words,
        title=_("Banks of the group by band"),
        takeaway=_spread_finding(material, peers),
        source=ngettext(
            "Share of the group's %(n)s bank, rounded. Bands in which a group has too few banks are"
            " told together with their neighbours.",
            "Share of the group's %(n)s banks, this bank included, rounded. Bands in which a group"
            " has too few banks are told together with their neighbours.",
            peers.n,
        )
        % {"n": peers.n},
        scale=material.scale,
        rows=tuple(
            SpreadRow(
                code, name, material.own(code).band, peers.spreads[code], is_total=code == TOTAL
            )
            for code, name in _nodes(material)
        ),
    )


def _source(peers: Peers) -> str:
    if len(peers.choices) == 1:
        return _("The group's median in the colour of its band.")
    return _("The median of each group in the colour of its band; each is part of the next.")


def _nodes(material: Material) -> Iterator[tuple[str, str]]:
    for dimension in material.model.dimensions:
        yield dimension.code, material.say(dimension.name)
    yield TOTAL, material.words.total


def _peers(peers: Peers, code: str) -> list[Peer]:
    return [peers.lineage[group.code].get(code) for group in peers.choices]


def _median(material: Material, peer: Peer) -> Shown:
    if isinstance(peer, PublicStatistic):
        return Shown(peer.median, material.scale.band_of(peer.median))
    return Shown(None, None, peer.reason if peer else "")


def _heat_finding(material: Material, peers: Peers) -> str:
    above = [d for d in material.model.dimensions if _side(material, peers, d) > 0]
    below = [d for d in material.model.dimensions if _side(material, peers, d) < 0]
    names = {"above": _named(material, above), "below": _named(material, below)}
    if above and below:
        return _("Above every group: %(above)s; below: %(below)s") % names
    if above:
        return _("Above every group: %(above)s") % names
    if below:
        return _("Below every group: %(below)s") % names
    return _("No dimension lies clearly above or below every group")


def _named(material: Material, dimensions: list[Dimension]) -> str:
    """Name a few dimensions, count many."""
    n = len(dimensions)
    if n > MOST_NAMED:
        return ngettext("%(n)s dimension", "%(n)s dimensions", n) % {"n": n}
    return listed(material.say(dimension.name) for dimension in dimensions)


def _side(material: Material, peers: Peers, dimension: Dimension) -> int:
    """Return 1 or -1 for a dimension clearly above or below every group, 0 otherwise."""
    own = material.own(dimension.code).value
    medians = [p.median for p in _peers(peers, dimension.code) if isinstance(p, PublicStatistic)]
    if own is None or len(medians) < len(peers.choices):
        return 0
    smallest = smallest_difference(material.model, dimension.code)
    gaps = [own - median for median in medians]
    if not all(is_meaningful(gap, smallest) for gap in gaps):
        return 0
    return all(gap > 0 for gap in gaps) - all(gap < 0 for gap in gaps)


def _spread_finding(material: Material, peers: Peers) -> str:
    told, band = peers.spreads[TOTAL], material.total.band
    if not isinstance(told, PublicSpread):
        return _("How the group's banks lie in the bands")
    if band is None:
        most = max(told.parts, key=lambda part: part.banks)
        values = {"name": material.scale.span_name(most), "share": percent(most.banks, told.n)}
        return _("Total: most of the group, %(share)s, in %(name)s") % values
    own = told.part_of(band)
    above = sum(part.banks for part in told.parts if part.first > own.last)
    values = {"name": material.scale.span_name(own), "same": percent(own.banks, told.n)}
    if not above:
        return _("Total: %(same)s of the group in %(name)s, none above") % values
    values["above"] = percent(above, told.n)
    return _("Total: %(same)s of the group in %(name)s, %(above)s above") % values
