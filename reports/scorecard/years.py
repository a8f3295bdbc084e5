"""The years: how the dimensions stood, what changed since last time, what is not compared."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hive.core.disclosure import is_meaningful, smallest_difference
from hive.core.maturity import shown
from hive.core.model import TOTAL, Dimension
from hive.core.scoring import Score
from hive.core.trend import LEAST_SHARE, Change
from reports.charts.figures import DASH, signed, two
from reports.charts.parts import Shown, YearPanel, YearPoint
from reports.charts.spec import Years
from reports.history import Year
from reports.scorecard.material import Material
from reports.scorecard.parts import ChangeRow, Headline, YearsPart
from reports.scorecard.wording import listed


def years_part(material: Material) -> YearsPart | None:
    """Tell the years; None for a bank that was never here before."""
    last = material.history.last
    if last is None:
        return None
    headline = _headline(material, last)
    return YearsPart(
        headline=headline,
        sentences=tuple(_sentences(material, last)),
        chart=_chart(material, headline),
        changes=_changes(material),
        is_break=material.history.is_break,
    )


def since_last_year(material: Material) -> str:
    """Say by how much the total changed, or that it cannot be compared; "" without a last year."""
    last = material.history.last
    if last is None:
        return ""
    change = material.history.before(TOTAL)
    if change is not None and change.points is not None:
        return _("%(points)s since %(year)s") % {"points": signed(change.points), "year": last.year}
    return _("not comparable with %(year)s") % {"year": last.year}


def _headline(material: Material, last: Year) -> Headline:
    year = {"year": last.year}
    if not material.history.changes:
        return Headline(_("Another model asked in %(year)s: ") % year, _("no comparison is made"))
    since = (
        _("Like for like, since %(year)s: ") if material.history.is_break else _("Since %(year)s: ")
    )
    rose, fell = _moved(material)
    if not rose and not fell:
        return Headline(since % year, _("no dimension changed meaningfully"))
    told = [
        ngettext("%(n)s dimension rose", "%(n)s dimensions rose", len(rose)) % {"n": len(rose)}
        if rose
        else "",
        ngettext("%(n)s dimension fell", "%(n)s dimensions fell", len(fell)) % {"n": len(fell)}
        if fell
        else "",
    ]
    return Headline(since % year, listed(part for part in told if part))


def _moved(material: Material) -> tuple[list[Dimension], list[Dimension]]:
    """Return the dimensions that rose and fell by more than one answer can move."""
    rose: list[Dimension] = []
    fell: list[Dimension] = []
    for dimension in material.model.dimensions:
        points = _points(material, dimension.code)
        if points is not None and is_meaningful(
            points, smallest_difference(material.model, dimension.code)
        ):
            (rose if points > 0 else fell).append(dimension)
    return rose, fell


def _points(material: Material, code: str) -> Decimal | None:
    change = material.history.changes.get(code)
    return None if change is None else change.points


def _sentences(material: Material, last: Year) -> list[str]:
    history = material.history
    values = {
        "year": last.year,
        "old": last.snapshot.submission.cycle.edition.code,
        "new": material.results.submission.cycle.edition.code,
    }
    if not history.is_break:
        told = [_("Both years were asked and scored by the same edition of the model.")]
    elif not history.changes:
        told = [
            _(
                "The editions %(old)s and %(new)s are not linked, so the scores of the two years "
                "are not compared."
            )
            % values
        ]
    else:
        told = [
            _(
                "The model changed from edition %(old)s to %(new)s, so the scores of the two years "
                "stand apart. The table compares like for like: only questions that mean the same "
                "and were answered in both years, scored by the newer edition."
            )
            % values,
            _("A change is told where such questions carry at least %(share)s of the weight.")
            % {"share": _percent(LEAST_SHARE)},
        ]
    told.append(
        _("A change smaller than one answer can move is no meaningful difference; it is not bold.")
    )
    return told


def _chart(material: Material, headline: Headline) -> Years:
    history = material.history
    return Years(
        words=material.words,
        title=_("Scores of the dimensions by year"),
        takeaway=headline.text,
        source=_("Line: this bank; dashed: the median of its peer group of the year.")
        + (
            " " + _("Dotted rule: the model changed; rings are scores of an earlier edition.")
            if any(year.model.code != material.model.code for year in history.years)
            else ""
        ),
        scale=material.scale,
        panels=tuple(_panel(material, dimension) for dimension in material.model.dimensions),
    )


def _panel(material: Material, dimension: Dimension) -> YearPanel:
    earlier = [
        point
        for year in material.history.years
        if (point := _earlier(material, year, dimension.code)) is not None
    ]
    present = YearPoint(
        material.results.submission.cycle.year,
        material.results.submission.cycle.edition.code,
        material.own(dimension.code),
        material.peer(dimension.code),
        is_comparable=True,
    )
    return YearPanel(dimension.code, material.say(dimension.name), (*earlier, present))


def _earlier(material: Material, year: Year, code: str) -> YearPoint | None:
    node = year.nodes.get(code)
    if node is None:
        return None
    return YearPoint(
        year.year,
        year.snapshot.submission.cycle.edition.code,
        _shown(year, node),
        year.peers.get(code),
        is_comparable=year.model.code == material.model.code,
    )


def _shown(year: Year, node: Score) -> Shown:
    if node.value is None:
        return Shown(None, None, node.reason.value if node.reason else "")
    return Shown(shown(year.model, node.value), node.band)


def _changes(material: Material) -> tuple[ChangeRow, ...]:
    if not material.history.changes:
        return ()
    rows = [_row(material, d.code, material.say(d.name)) for d in material.model.dimensions]
    if not material.history.is_break:
        rows.append(_row(material, TOTAL, material.words.total, is_total=True))
    return tuple(rows)


def _row(material: Material, code: str, name: str, *, is_total: bool = False) -> ChangeRow:
    change = material.history.changes.get(code, Change(code, None, None))
    points = change.points
    is_clear = points is not None and is_meaningful(
        points, smallest_difference(material.model, code)
    )
    share = _percent(change.share) if material.history.is_break else DASH
    return ChangeRow(
        name, two(change.before), two(change.now), signed(points), share, is_clear, is_total
    )


def _percent(share: Fraction) -> str:
    """Write a share in whole percent, never more than it is."""
    return f"{int(share * 100)}%"
