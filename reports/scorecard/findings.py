"""The findings: sentences that are true because they are made from the figures shown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hive.core.disclosure import Place
from hive.core.model import TOTAL, Dimension, Indicator
from hive.core.scoring import Reason
from reports.charts.figures import signed, two
from reports.scorecard.material import Material
from reports.scorecard.parts import Headline
from reports.scorecard.wording import listed, sentences, within

# From this gap on a difference is called large, as the dot plot prints it bold.
LARGE = Decimal(15)
# Lists in a headline name at most this many; beyond that they are counted.
NAMED = 3


def headline(material: Material) -> Headline:
    """Say the total and its band, then the dimensions that stand out the most."""
    total = material.total
    if total.value is None:
        return Headline(_("No total score: "), _too_few(material))
    values = {"score": two(total.value), "band": material.band_name(total.band)}
    first = _("%(score)s points, level %(band)s: ") % values
    return Headline(first, _headline_of_peers(material))


def lead(material: Material) -> str:
    """Set the total against the median and count the dimensions above and below."""
    if material.results.peers is None:
        return _no_peers(material)
    parts = [total_against_peers(material), _count_dimensions(material)]
    return sentences(parts)


def total_against_peers(material: Material) -> str:
    """Say how the total differs from the peer median."""
    gap = material.gap(TOTAL)
    if gap is None:
        return ""
    if material.clear_gap(TOTAL) is None:
        text = _("The total shows no meaningful difference from the peer median (%(gap)s).")
        return text % {"gap": signed(gap)}
    if gap > 0:
        return _("The total is %(points)s above the peer median.") % {"points": two(gap)}
    return _("The total is %(points)s below the peer median.") % {"points": two(-gap)}


def extremes(material: Material) -> str:
    """Name the indicators with the highest and the lowest score."""
    scored = [i for i in material.model.indicators if material.own(i.code).value is not None]
    if not scored:
        return _("No indicator has a score")
    values = {i.code: material.own(i.code).value or Decimal(0) for i in scored}
    high, low = max(values.values()), min(values.values())
    if high == low:
        return _("All indicators score %(score)s") % {"score": two(high)}
    names = {
        "high": _codes([i for i in scored if values[i.code] == high]),
        "low": _codes([i for i in scored if values[i.code] == low]),
        "high_band": _band_of(material, scored, values, high),
        "low_band": _band_of(material, scored, values, low),
    }
    return _("Highest: %(high)s (%(high_band)s); lowest: %(low)s (%(low_band)s)") % names


def dimensions_finding(material: Material) -> str:
    """Name the dimensions that are clearly above and below the peer median."""
    found = material.stands_out(material.model.dimensions)
    if material.results.peers is None:
        return _own_spread(material)
    if not found.compared:
        return _("The peers’ figures for the dimensions are withheld")
    if len(found.above) == len(material.model.dimensions):
        return _("All dimensions above the peers")
    if len(found.below) == len(material.model.dimensions):
        return _("All dimensions below the peers")
    above, below = _names(material, found.above), _names(material, found.below)
    if above and below:
        return _("Above the peers: %(above)s; below: %(below)s") % {"above": above, "below": below}
    if above:
        return _("Above the peers: %(above)s") % {"above": above}
    if below:
        return _("Below the peers: %(below)s") % {"below": below}
    return _("No dimension differs meaningfully from the peers")


def quarters(material: Material) -> Headline:
    """Count the indicators in the top and in the bottom quarter of the peers."""
    if material.results.peers is None:
        return Headline(extremes(material), "")
    places = _places(material)
    if not places:
        return Headline(_("The peers’ figures for the indicators are withheld"), "")
    top = sum(each is Place.TOP_QUARTER for each in places.values())
    bottom = sum(each is Place.BOTTOM_QUARTER for each in places.values())
    if not top and not bottom:
        return Headline(_("Every indicator lies within the middle half of the peers"), "")
    return Headline(_in_top_quarter(top), _in_bottom_quarter(bottom))


def _in_top_quarter(number: int) -> str:
    if not number:
        return _("No indicator in the top quarter of the peers, ")
    text = ngettext(
        "%(n)s indicator in the top quarter of the peers, ",
        "%(n)s indicators in the top quarter of the peers, ",
        number,
    )
    return text % {"n": number}


def _in_bottom_quarter(number: int) -> str:
    if not number:
        return _("none in the bottom quarter")
    return _("%(n)s in the bottom quarter") % {"n": number}


def quarters_lead(material: Material) -> str:
    """Name the indicators in the top and in the bottom quarter."""
    places = _places(material)
    top = [i for i in material.model.indicators if places.get(i.code) is Place.TOP_QUARTER]
    bottom = [i for i in material.model.indicators if places.get(i.code) is Place.BOTTOM_QUARTER]
    parts = []
    if top:
        parts.append(_("Top quarter: %(codes)s.") % {"codes": all_codes(top)})
    if bottom:
        parts.append(_("Bottom quarter: %(codes)s.") % {"codes": all_codes(bottom)})
    return sentences(parts)


def _headline_of_peers(material: Material) -> str:
    found = material.stands_out(material.model.dimensions)
    if material.results.peers is None:
        return _own_spread(material)
    if not found.compared:
        return _("the peers’ figures are withheld")
    best = max(found.above, key=lambda part: size_of(material, part), default=None)
    worst = max(found.below, key=lambda part: size_of(material, part), default=None)
    if best and worst:
        both = {"ahead": _ahead(material, best), "behind": _behind(material, worst)}
        return _("%(ahead)s, %(behind)s") % both
    if best:
        return _("%(ahead)s, behind in no dimension") % {"ahead": _ahead(material, best)}
    if worst:
        return _behind_alone(material, worst)
    return _("no dimension differs meaningfully from the peers")


def _ahead(material: Material, part: Dimension | Indicator) -> str:
    name = {"name": within(material.say(part.name))}
    if size_of(material, part) >= LARGE:
        return _("well ahead of peers in %(name)s") % name
    return _("ahead of peers in %(name)s") % name


def _behind(material: Material, part: Dimension | Indicator) -> str:
    name = {"name": within(material.say(part.name))}
    if size_of(material, part) >= LARGE:
        return _("well behind in %(name)s") % name
    return _("behind in %(name)s") % name


def _behind_alone(material: Material, part: Dimension | Indicator) -> str:
    name = {"name": within(material.say(part.name))}
    if size_of(material, part) >= LARGE:
        return _("well behind peers in %(name)s, ahead in no dimension") % name
    return _("behind peers in %(name)s, ahead in no dimension") % name


def size_of(material: Material, part: Dimension | Indicator) -> Decimal:
    return abs(material.gap(part.code) or Decimal(0))


def _own_spread(material: Material) -> str:
    """Name the highest and the lowest dimension, when there are no peers to speak of."""
    scored = [d for d in material.model.dimensions if material.own(d.code).value is not None]
    if not scored:
        return _("no dimension has a score")
    values = {d.code: material.own(d.code).value or Decimal(0) for d in scored}
    high, low = max(values.values()), min(values.values())
    if high == low:
        return _("all dimensions score the same")
    names = {
        "high": _names(material, [d for d in scored if values[d.code] == high]),
        "low": _names(material, [d for d in scored if values[d.code] == low]),
    }
    return _("highest in %(high)s, lowest in %(low)s") % names


def _no_peers(material: Material) -> str:
    if material.results.publication is not None:
        return _("Too few banks took part for figures of peers.")
    if material.results.is_reviewed:
        return _("Reviewed by the alliance’s analysts. Peer figures appear on publication.")
    return _("Self-assessed, not reviewed. Peer figures appear on publication.")


def _count_dimensions(material: Material) -> str:
    found = material.stands_out(material.model.dimensions)
    if not found.compared:
        return _("The peers’ figures for the dimensions are withheld.")
    above, below = len(found.above), len(found.below)
    counts = (
        (above, _("%(n)s above the peers")),
        (below, _("%(n)s below the peers")),
        (found.compared - above - below, _("%(n)s without a meaningful difference")),
    )
    told = listed(text % {"n": count} for count, text in counts if count)
    whole = ngettext(
        "Of %(n)s dimension compared: %(counts)s.",
        "Of %(n)s dimensions compared: %(counts)s.",
        found.compared,
    )
    return whole % {"n": found.compared, "counts": told}


def _too_few(material: Material) -> str:
    lacking = [
        within(material.say(dimension.name))
        for dimension in material.model.dimensions
        if material.own(dimension.code).value is None
    ]
    reason = material.nodes[TOTAL].reason
    if reason is Reason.UNANSWERED:
        return _("not all answered in %(names)s") % {"names": listed(lacking)}
    return _("too few applicable indicators in %(names)s") % {"names": listed(lacking)}


def _places(material: Material) -> dict[str, Place]:
    places = {each.code: material.place(each.code) for each in material.model.indicators}
    return {code: told for code, told in places.items() if told is not None}


def _names(material: Material, parts: Sequence[Dimension | Indicator]) -> str:
    return listed(within(material.say(part.name)) for part in parts)


def _codes(parts: Sequence[Indicator]) -> str:
    if len(parts) > NAMED:
        return ngettext("%(n)s indicator", "%(n)s indicators", len(parts)) % {"n": len(parts)}
    return all_codes(parts)


def all_codes(parts: Sequence[Indicator]) -> str:
    return pgettext("between the names of a list", ", ").join(part.code for part in parts)


def _band_of(
    material: Material, scored: Sequence[Indicator], values: dict[str, Decimal], value: Decimal
) -> str:
    first = next(i for i in scored if values[i.code] == value)
    return material.band_name(material.own(first.code).band)
