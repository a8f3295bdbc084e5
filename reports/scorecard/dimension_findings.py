"""The findings of one dimension."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hive.core.disclosure import PublicStatistic
from hive.core.model import Dimension
from reports.charts.figures import signed, two
from reports.scorecard.findings import LARGE, all_codes, size_of
from reports.scorecard.material import Material
from reports.scorecard.parts import Headline
from reports.scorecard.wording import sentences, within


def headline(material: Material, dimension: Dimension) -> Headline:
    """Say a dimension's score and band, then how it stands against the peers."""
    own = material.own(dimension.code)
    name = material.say(dimension.name)
    if own.value is None:
        first = _("%(name)s: no score, ") % {"name": name}
        return Headline(first, within(material.words.reason(own.reason)))
    values = {"name": name, "score": two(own.value), "band": material.band_name(own.band)}
    first = _("%(name)s %(score)s, level %(band)s: ") % values
    return Headline(first, _against_peers(material, dimension))


def lead(material: Material, dimension: Dimension) -> str:
    """Give the peer median and the indicator that pulls the most."""
    peer, gap = material.peer(dimension.code), material.gap(dimension.code)
    parts = []
    if isinstance(peer, PublicStatistic) and gap is not None:
        text = _("Peer median %(median)s, difference %(gap)s.")
        parts.append(text % {"median": two(peer.median), "gap": signed(gap)})
    parts.append(_lowest_indicator(material, dimension))
    return sentences(parts)


def _against_peers(material: Material, dimension: Dimension) -> str:
    gap = material.clear_gap(dimension.code)
    if material.results.peers is None:
        return _spread(material, dimension)
    if not isinstance(material.peer(dimension.code), PublicStatistic):
        return _("the peers’ figures are withheld")
    if gap is None:
        return _("no meaningful difference from peers")
    size = abs(gap)
    if gap > 0:
        return _("well ahead of peers") if size >= LARGE else _("ahead of peers")
    return _("well behind peers") if size >= LARGE else _("behind peers")


def _spread(material: Material, dimension: Dimension) -> str:
    scored = [i for i in dimension.indicators if material.own(i.code).value is not None]
    values = {i.code: value for i in scored if (value := material.own(i.code).value) is not None}
    if len(set(values.values())) <= 1:
        return _("all indicators alike")
    low = min(values.values())
    names = all_codes([i for i in scored if values[i.code] == low])
    return _("lowest in %(codes)s") % {"codes": names}


def _lowest_indicator(material: Material, dimension: Dimension) -> str:
    """Name the indicator furthest below the peers, if one is clearly below."""
    below = material.stands_out(dimension.indicators).below
    if not below:
        return ""
    worst = max(below, key=lambda part: size_of(material, part))
    text = _("The largest gap is in %(code)s %(name)s, %(points)s below the median.")
    return text % {
        "code": worst.code,
        "name": within(material.say(worst.name)),
        "points": two(size_of(material, worst)),
    }
