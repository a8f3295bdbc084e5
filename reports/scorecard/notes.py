"""What a reader must know: the peers, what is withheld, the method, who sees it."""

from __future__ import annotations

from collections import defaultdict

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hive.core.answers import State, plain
from hive.core.disclosure import MIN_BANKS, MIN_CONTROLLERS, smallest_difference
from hive.core.model import TOTAL
from hive.core.scoring import Reason
from reports.charts.figures import two
from reports.groups import bank_name, group_name
from reports.scorecard.material import Material
from reports.scorecard.parts import GroupChoice, Identity, Note, WeightRow
from reports.scorecard.wording import day, listed, sentences, stop
from reports.verification import printed

RECONSTRUCTION = "reconstruction"


def identity(material: Material) -> Identity:
    """Say whose scorecard this is, and of which answers."""
    results = material.results
    cycle, bank = results.submission.cycle, results.submission.bank
    name, year = bank.name_in(material.language), {"year": cycle.year}
    snapshot = results.snapshot.short_hash
    revision = ""
    if results.publication is not None:
        revision = _("Revision %(n)s") % {"n": results.publication.revision}
    values = {"year": cycle.year, "date": day(cycle.reference_date)}
    return Identity(
        bank=name,
        bank_note=bank_note(material),
        title=_("Digital maturity scorecard %(year)s") % year,
        cycle=_("%(year)s assessment (as of %(date)s)") % values,
        year=cycle.year,
        status=status(material),
        edition=material.model.code,
        edition_note=edition_note(material),
        snapshot=snapshot,
        revision=revision,
        foot=_foot(material, name, snapshot),
    )


def bank_note(material: Material) -> str:
    """Describe the bank by its own kind and size, as far as the profile says."""
    results = material.results
    if not results.kind or not results.asset_band:
        return ""
    return bank_name(material.model, results.kind, results.asset_band, material.language)


def status(material: Material) -> str:
    """Say whether analysts have reviewed the answers, and when the figures came out."""
    results = material.results
    if results.is_corrected and results.publication is not None:
        text = _("Corrected on %(date)s; peers as first published")
        return text % {"date": day(results.snapshot.taken_at)}
    if not results.is_reviewed:
        return _("Self-assessed, not reviewed")
    if results.published_at is None:
        return _("Reviewed, not yet published")
    return _("Reviewed, published on %(date)s") % {"date": day(results.published_at)}


def edition_note(material: Material) -> str:
    """Name the edition, and say where the names of its indicators come from."""
    code = {"code": material.model.code}
    if material.model.status == RECONSTRUCTION:
        return _("Hive Model, edition %(code)s (indicator names are a reconstruction)") % code
    return _("Hive Model, edition %(code)s") % code


def who_sees() -> str:
    """Say who sees a scorecard."""
    return _(
        "Seen by your bank and the alliance’s analysts; other banks see only group figures of at"
        " least %(banks)s banks."
    ) % {"banks": MIN_BANKS}


def small_print(material: Material) -> str:
    """Say in one paragraph who sees the scorecard and what it rests on."""
    ident = identity(material)
    return sentences([who_sees(), *(stop(each) for each in _origin(ident))])


def _origin(ident: Identity) -> list[str]:
    return [
        each for each in (ident.cycle, ident.status, ident.revision, ident.edition_note) if each
    ]


def peers_note(material: Material) -> Note:
    """Say who the peers are and how many."""
    title = _("Who the peers are")
    results = material.results
    if results.peers is None:
        if results.publication is None:
            return Note(title, (_("The peers are told when the cycle is published."),))
        return Note(title, (_("Too few banks took part for figures of peers."),))
    name = group_name(material.model, results.peers.group, material.language)
    count = ngettext("%(n)s bank: %(name)s.", "%(n)s banks: %(name)s.", results.peers.n)
    lines = [
        count % {"n": results.peers.n, "name": name},
        _(
            "Groups are formed from the number of banks alone, before any score is read: each has"
            " at least %(banks)s banks of at least %(controllers)s controllers. The figures"
            " describe every bank of the group, this one included, and are the same for every"
            " reader."
        )
        % {"banks": MIN_BANKS, "controllers": MIN_CONTROLLERS},
    ]
    if results.published_at is not None:
        text = _("Answers as signed by the banks; figures published on %(date)s.")
        lines.append(text % {"date": day(results.published_at)})
    return Note(title, tuple(lines))


def withheld_note(material: Material) -> Note:
    """Say what is withheld and why."""
    title = _("What is withheld, and why")
    if material.results.peers is None:
        return Note(title, (_("No peer figures are published, so none is withheld."),))
    by_reason: dict[str, list[str]] = defaultdict(list)
    for figure in material.withheld:
        by_reason[figure.reason].append(_node_name(material, figure.node))
    lines = [
        _("%(reason)s: %(names)s.")
        % {"reason": material.words.reason(reason), "names": listed(names)}
        for reason, names in by_reason.items()
    ]
    if not lines:
        lines = [_("All medians and quartiles of this group are published.")]
    lines.append(_("Never published: a rank, a lowest or highest score, another bank’s answer."))
    return Note(title, tuple(lines))


def not_applicable_note(material: Material) -> Note:
    """Count what was left out or not known, and name the indicators that do not apply."""
    states = [
        answer.state
        for code, answer in material.results.answers.items()
        if code in material.model.homes
    ]
    lines = [
        _count_left_out(states.count(State.NOT_APPLICABLE)),
        _count_unknown(states.count(State.DONT_KNOW)),
    ]
    lacking = _indicators_without_score(material)
    if lacking:
        text = _("Not applicable as a whole and left out of the dimension: %(names)s.")
        lines.append(text % {"names": listed(lacking)})
    return Note(_("Not applicable and don’t know"), tuple(lines))


def _count_left_out(number: int) -> str:
    if not number:
        return _("No question is left out as not applicable.")
    text = ngettext(
        "%(n)s question is not applicable and left out of the score.",
        "%(n)s questions are not applicable and left out of the score.",
        number,
    )
    return text % {"n": number}


def _count_unknown(number: int) -> str:
    if not number:
        return _("No question is answered with “don’t know”.")
    text = ngettext(
        "%(n)s question is answered with “don’t know” and counts as its lowest answer.",
        "%(n)s questions are answered with “don’t know” and count as their lowest answer.",
        number,
    )
    return text % {"n": number}


def method_note(material: Material) -> Note:
    """Say how the score was made."""
    scoring = material.model.scoring
    scale = {"low": plain(scoring.scale_min), "high": plain(scoring.scale_max)}
    lines = (
        _(
            "Each answer scores on a scale from %(low)s to %(high)s; an indicator is the weighted"
            " mean of its questions, a dimension of its indicators, the total of its dimensions."
        )
        % scale,
        _("Bands: %(bands)s; the lower limit belongs to the band.") % {"bands": _bands(material)},
        _(
            "Scores are worked out exactly and shown with two decimals, rounded half up but never"
            " over the limit of a band. A difference is that of the two figures shown. Quartiles"
            " are interpolated linearly."
        ),
        _differences(material),
        _("Answering rule: %(rule)s") % {"rule": material.say(material.model.answering_rule)},
    )
    return Note(_("How the score was made"), tuple(line for line in lines if line))


def weight_rows(material: Material) -> tuple[WeightRow, ...]:
    """List the weights of the edition."""
    return tuple(
        WeightRow(
            material.say(dimension.name),
            plain(dimension.weight),
            listed(f"{i.code} {plain(i.weight)}" for i in dimension.indicators),
        )
        for dimension in material.model.dimensions
    )


def confidentiality_note(material: Material) -> Note:
    """Say who sees the scorecard, what it is not, and what it was made from."""
    ident = identity(material)
    lines = [
        who_sees(),
        _("This is not a regulatory rating."),
        sentences(stop(each) for each in _origin(ident)),
        _("Snapshot of the signed answers (SHA-256): %(hash)s.") % {"hash": ident.snapshot},
    ]
    if material.results.verification_code:
        where = {
            "code": printed(material.results.verification_code),
            "address": f"{settings.SITE_ORIGIN}{reverse('public:verify')}",
        }
        lines.append(_("Verification code: %(code)s; anybody can check it at %(address)s.") % where)
    return Note(_("Confidentiality and origin"), tuple(lines))


def choices(material: Material) -> tuple[GroupChoice, ...]:
    """List the groups this bank may be set against, the finest first."""
    peers = material.results.peers
    if peers is None:
        return ()
    return tuple(
        GroupChoice(
            group.code,
            group_name(material.model, group, material.language),
            group.code == peers.group.code,
        )
        for group in peers.choices
    )


def _foot(material: Material, bank: str, snapshot: str) -> str:
    parts = [bank, str(material.results.submission.cycle.year)]
    parts.append(_("snapshot %(hash)s") % {"hash": snapshot})
    if settings.HIVE_DEMO:
        parts.append(_("Demo: banks and figures are invented"))
    if not material.results.is_reviewed:
        parts.append(_("Self-assessed, not reviewed"))
    parts.append(_("not a rating"))
    return _(" · ").join(parts)


def _node_name(material: Material, code: str) -> str:
    if code == TOTAL:
        return material.words.total
    names = {d.code: material.say(d.name) for d in material.model.dimensions}
    return names.get(code, code)


def _indicators_without_score(material: Material) -> list[str]:
    return [
        f"{indicator.code} {material.say(indicator.name)}"
        for indicator in material.model.indicators
        if material.nodes[indicator.code].reason is Reason.TOO_FEW_ANSWERED
    ]


def _bands(material: Material) -> str:
    return listed(f"{step.name} {step.span}" for step in material.scale.steps)


def _differences(material: Material) -> str:
    """Say what one answer can move: below it a difference means nothing."""
    if material.results.peers is None:
        return ""
    model = material.model
    return _(
        "What one answer can move: indicator %(indicator)s, dimension %(dimension)s, total"
        " %(total)s. A smaller difference is told as “no meaningful difference”."
    ) % {
        "indicator": _range([smallest_difference(model, i.code) for i in model.indicators]),
        "dimension": _range([smallest_difference(model, d.code) for d in model.dimensions]),
        "total": two(smallest_difference(model, TOTAL)),
    }


def _range(values: list) -> str:
    low, high = min(values), max(values)
    return two(low) if low == high else f"{two(low)}\N{EN DASH}{two(high)}"
