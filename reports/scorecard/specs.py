"""The charts of a scorecard as specs, each with its finding and its source."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hive.core.disclosure import PublicStatistic
from hive.core.model import TOTAL, Indicator
from reports.charts.figures import DASH, limit, two
from reports.charts.parts import Axis, Cluster, DotGroup, Node
from reports.charts.spec import Cell, Comb, DotPlot, Legend, Quarter, Radar, Strip
from reports.scorecard import findings
from reports.scorecard.material import Material
from reports.scorecard.wording import listed


def comb(material: Material) -> Comb:
    """Every indicator in the colour of its band."""
    title = _("Score and band of every indicator; total %(score)s, %(band)s")
    total = material.total
    band = material.band_name(total.band)
    return Comb(
        words=material.words,
        title=title % {"score": two(total.value), "band": band},
        takeaway=findings.extremes(material),
        scale=material.scale,
        total=total,
        clusters=tuple(
            Cluster(
                dimension.code,
                material.say(dimension.name),
                material.own(dimension.code),
                tuple(
                    Node(each.code, material.say(each.name), material.own(each.code))
                    for each in dimension.indicators
                ),
            )
            for dimension in material.model.dimensions
        ),
    )


def radar(material: Material) -> Radar:
    """The dimensions against the peer median."""
    limits = [limit(edge) for edge in material.scale.limits[1:-1]]
    return Radar(
        words=material.words,
        title=_("Dimensions of this bank and the median of its peers"),
        takeaway=findings.dimensions_finding(material),
        source=_("The rings are the limits of the bands: %(limits)s.") % {"limits": listed(limits)},
        scale=material.scale,
        axes=tuple(
            Axis(
                dimension.code,
                material.say(dimension.name),
                material.own(dimension.code),
                material.peer(dimension.code),
            )
            for dimension in material.model.dimensions
        ),
    )


def dot_plot(material: Material) -> DotPlot:
    """Every indicator against the middle half of the peers."""
    peers = material.results.peers
    source = ""
    if peers is not None:
        source = ngettext(
            "Grey bar: the middle half of %(n)s bank; tick: its median."
            " No lowest or highest score and no rank is published.",
            "Grey bar: the middle half of the group (%(n)s banks); tick: the median."
            " No lowest or highest score and no rank is published.",
            peers.n,
        ) % {"n": peers.n}
    return DotPlot(
        words=material.words,
        title=_("Indicators of this bank against the middle half of its peers"),
        takeaway=findings.quarters(material).text,
        source=source,
        scale=material.scale,
        groups=tuple(
            DotGroup(
                dimension.code,
                material.say(dimension.name),
                tuple(
                    material.dot(each.code, material.say(each.name))
                    for each in dimension.indicators
                ),
            )
            for dimension in material.model.dimensions
        ),
    )


def legend(material: Material) -> Legend:
    """The bands of the edition."""
    return Legend(words=material.words, title=_("The bands"), scale=material.scale)


def cell(material: Material, code: str) -> Cell:
    """One score in the colour of its band."""
    own = material.own(code)
    title = f"{code} {two(own.value)}"
    if own.band is not None:
        title += f" {material.band_name(own.band)}"
    return Cell(words=material.words, title=title, scale=material.scale, shown=own)


def strip(material: Material, indicator: Indicator) -> Strip:
    """One row of the dot plot."""
    row = material.dot(indicator.code, material.say(indicator.name))
    peer = row.peer
    median = two(peer.median) if isinstance(peer, PublicStatistic) else DASH
    title = _("%(code)s: this bank %(own)s, peer median %(median)s")
    values = {"code": indicator.code, "own": two(row.own.value), "median": median}
    return Strip(words=material.words, title=title % values, scale=material.scale, row=row)


def quarter(material: Material) -> Quarter:
    """The place of the total among the peers."""
    told = material.place(TOTAL)
    name = material.words.places[told] if told else DASH
    title = _("Place among peers: %(place)s") % {"place": name}
    return Quarter(words=material.words, title=title, place=told)
