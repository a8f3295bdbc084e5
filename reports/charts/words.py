"""The few words that stand in a drawing or its table, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from hive.core.disclosure import MIN_BANKS, MIN_CONTROLLERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words of every chart. ``reasons`` are keyed as scores and withheld figures name them."""

    language: str
    own: str
    last: str
    peer: str
    median: str
    quartiles: str
    lower_quartile: str
    upper_quartile: str
    gap: str
    total: str
    year: str
    edition: str
    dimension: str
    indicator: str
    band: str
    score: str
    answered: str
    state: str
    done: str
    returned: str
    no_peers: str
    share: str
    brand: str
    reasons: Mapping[str, str] = field(default_factory=dict, hash=False)
    places: Mapping[str, str] = field(default_factory=dict, hash=False)

    def reason(self, key: str) -> str:
        """Say why a figure is not there."""
        return self.reasons[key]


def words(language: str) -> Words:
    """Return the words of one language; ``language`` is one of Django's language codes."""
    with override(language):
        return Words(
            language=language,
            own=_("This bank"),
            last=_("Last year"),
            peer=_("Peer median"),
            median=pgettext("column of a chart", "Median"),
            # xgettext:no-python-format
            quartiles=_("Middle 50% of peers"),
            lower_quartile=_("Lower quartile"),
            upper_quartile=_("Upper quartile"),
            gap=pgettext("column of a chart", "Gap"),
            total=pgettext("centre of a chart", "Total"),
            year=pgettext("column of a chart", "Year"),
            edition=pgettext("column of a chart", "Edition"),
            dimension=_("Dimension"),
            indicator=_("Indicator"),
            band=pgettext("maturity band", "Band"),
            score=_("Score"),
            answered=pgettext("column of a chart", "Answered"),
            state=pgettext("column of a chart", "State"),
            done=pgettext("state of a section", "Completed"),
            returned=pgettext("state of a section", "To be corrected"),
            share=_("Share of the group's banks"),
            no_peers=_("Peer figures are not published yet"),
            brand=_("Hive"),
            reasons=_reasons(),
            places=_places(),
        )


def _reasons() -> Mapping[str, str]:
    return {
        "too_few_banks": _("Not published: fewer than %(count)s banks") % {"count": MIN_BANKS},
        "too_few_controllers": _("Not published: fewer than %(count)s controllers")
        % {"count": MIN_CONTROLLERS},
        "no_variation": _("Not published: all banks have the same score"),
        "gives_banks_away": _("Not published: it could give single banks away"),
        "protects_another": _("Not published: it would reveal another figure"),
        "unanswered": _("Not all answered"),
        "not_applicable": _("Not applicable"),
        "too_few_answered": _("Too few applicable questions"),
        "too_few_indicators": _("Too few applicable indicators"),
    }


def _places() -> Mapping[str, str]:
    return {
        "bottom_quarter": _("Bottom quarter"),
        "lower_middle": _("Lower middle"),
        "upper_middle": _("Upper middle"),
        "top_quarter": _("Top quarter"),
        "at_lower_quartile": _("At the lower quartile"),
        "at_median": _("At the median"),
        "at_upper_quartile": _("At the upper quartile"),
        "as_most_peers": _("As most peers"),
    }
