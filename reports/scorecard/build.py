"""Building a scorecard: results in, everything it says out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from assessments.models import Submission
from hive.core.disclosure import Place, PublicStatistic, Withheld
from hive.core.maturity import Difference, leads_and_gaps
from hive.core.model import TOTAL
from reports.charts.drawings.dots import WIDE_GAP
from reports.charts.figures import DASH, signed, two
from reports.charts.parts import peer_text
from reports.groups import group_name
from reports.history import history_of
from reports.queries import results_of
from reports.scorecard import findings, notes, specs
from reports.scorecard.coverage import coverage
from reports.scorecard.figures import figure_rows
from reports.scorecard.material import Material
from reports.scorecard.parts import DimensionRow, Fact, Move, Scorecard
from reports.scorecard.peers import heat, spread
from reports.scorecard.plan import plan_lead, plan_rows
from reports.scorecard.ratios import ratio_rows, ratios_lead
from reports.scorecard.sheets import dimension_sheet, step_of
from reports.scorecard.trace import trace
from reports.scorecard.wording import day
from reports.scorecard.years import since_last_year, years_part


def build(submission: Submission, *, language: str, group: str | None = None) -> Scorecard:
    """Say everything a scorecard says, in one language, against the leaf or a group above it.

    ``language`` is one of Django's codes, ``zh-hans`` or ``en``.
    """
    (card,) = build_each(submission, languages=(language,), group=group)
    return card


def build_each(
    submission: Submission, *, languages: Sequence[str], group: str | None = None
) -> tuple[Scorecard, ...]:
    """Say the same in several languages, from rows that are read once."""
    results = results_of(submission, group=group)
    history = history_of(results)
    return tuple(_in_language(Material(results, each, history)) for each in languages)


def _in_language(material: Material) -> Scorecard:
    with override(material.language):
        return _scorecard(material)


def _scorecard(material: Material) -> Scorecard:
    leads, gaps = _moves(material)
    opened = trace(material)
    return Scorecard(
        language=material.language,
        identity=notes.identity(material),
        headline=findings.headline(material),
        lead=findings.lead(material),
        facts=_facts(material),
        has_peers=material.results.peers is not None,
        comb=specs.comb(material),
        radar=specs.radar(material),
        legend=specs.legend(material),
        dimensions=_dimension_rows(material),
        leads=leads,
        gaps=gaps,
        dots=specs.dot_plot(material),
        dots_headline=findings.quarters(material),
        dots_lead=findings.quarters_lead(material),
        heat=heat(material),
        spread=spread(material),
        sheets=tuple(dimension_sheet(material, each) for each in material.model.dimensions),
        ratios=ratio_rows(material),
        ratios_lead=ratios_lead(material),
        coverage=coverage(material),
        plan=plan_rows(material),
        plan_lead=plan_lead(material),
        small_print=notes.small_print(material),
        peers=notes.peers_note(material),
        withheld=notes.withheld_note(material),
        not_applicable=notes.not_applicable_note(material),
        method=notes.method_note(material),
        weights=notes.weight_rows(material),
        confidentiality=notes.confidentiality_note(material),
        trace=opened,
        years=years_part(material),
        figures=figure_rows(material, opened),
        choices=notes.choices(material),
    )


def _facts(material: Material) -> tuple[Fact, ...]:
    return (_total_fact(material), _place_fact(material), _peers_fact(material), _status(material))


def _total_fact(material: Material) -> Fact:
    total = material.total
    note = ""
    if total.band is not None:
        step = next(step for step in material.scale.steps if step.number == total.band)
        note = _("%(band)s (%(limits)s)") % {"band": step.name, "limits": step.span}
        change = since_last_year(material)
        note = _("; ").join((note, change)) if change else note
    return Fact(_("Total and band"), two(total.value), note)


def _place_fact(material: Material) -> Fact:
    peer = material.peer(TOTAL)
    quarter = specs.quarter(material)
    if quarter.place is not None and isinstance(peer, PublicStatistic):
        note = _place_note(material, quarter.place, peer)
    elif isinstance(peer, Withheld):
        note = material.words.reason(peer.reason)
    else:
        note = _("No total score") if material.results.peers else _("On publication")
    return Fact(_("Place among peers"), "", note, quarter)


def _place_note(material: Material, place: Place, peer: PublicStatistic) -> str:
    """Say what is told in place of a rank: the quarter, and how far the upper quartile is."""
    own = material.total.value
    points = Decimal(0) if own is None else own - peer.upper_quartile
    texts = {
        -1: _("%(place)s, %(points)s below the upper quartile; ranks are not published"),
        0: _("%(place)s; ranks are not published"),
        1: _("%(place)s, %(points)s above the upper quartile; ranks are not published"),
    }
    text = texts[(points > 0) - (points < 0)]
    return text % {"place": material.words.places[place], "points": two(abs(points))}


def _peers_fact(material: Material) -> Fact:
    peers = material.results.peers
    label = _("Peer group")
    if peers is None:
        return Fact(label, DASH, material.words.no_peers)
    value = ngettext("%(n)s bank", "%(n)s banks", peers.n) % {"n": peers.n}
    return Fact(label, value, group_name(material.model, peers.group, material.language))


def _status(material: Material) -> Fact:
    results = material.results
    label = pgettext("of a scorecard", "Status")
    if not results.is_reviewed:
        signed = _("Signed on %(date)s, not reviewed") % {"date": day(results.snapshot.taken_at)}
        return Fact(label, pgettext("status", "Self-assessed"), signed)
    if results.is_corrected or results.published_at is None:
        return Fact(label, _("Reviewed"), notes.status(material))
    published = _("Published on %(date)s") % {"date": day(results.published_at)}
    return Fact(label, _("Reviewed"), published)


def _dimension_rows(material: Material) -> tuple[DimensionRow, ...]:
    rows = [
        _dimension_row(material, dimension.code, material.say(dimension.name))
        for dimension in material.model.dimensions
    ]
    return (*rows, _dimension_row(material, TOTAL, material.words.total, is_total=True))


def _dimension_row(
    material: Material, code: str, name: str, *, is_total: bool = False
) -> DimensionRow:
    own, gap = material.own(code), material.gap(code)
    band = material.band_name(own.band)
    if own.value is None and own.reason:
        band = material.words.reason(own.reason)
    return DimensionRow(
        name,
        two(own.value),
        band,
        peer_text(material.peer(code), material.words),
        signed(gap),
        gap is not None and abs(gap) >= WIDE_GAP,
        is_total,
    )


def _moves(material: Material) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
    codes = [indicator.code for indicator in material.model.indicators]
    own = {code: value for code in codes if (value := material.own(code).value) is not None}
    medians: dict[str, Decimal] = {
        code: peer.median
        for code in codes
        if isinstance(peer := material.peer(code), PublicStatistic)
    }
    leads, gaps = leads_and_gaps(material.model, own, medians)
    return (
        tuple(_move(material, each) for each in leads),
        tuple(_move(material, each) for each in gaps),
    )


def _move(material: Material, difference: Difference) -> Move:
    indicator = next(i for i in material.model.indicators if i.code == difference.indicator)
    distance = (
        _("%(points)s above the median.")
        if difference.points > 0
        else _("%(points)s below the median.")
    )
    return Move(
        specs.cell(material, indicator.code),
        indicator.code,
        material.say(indicator.name),
        distance % {"points": two(abs(difference.points))},
        step_of(material, indicator) or _("Highest band reached; keep the lead."),
    )
