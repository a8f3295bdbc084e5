"""Today's scores beside those of the answers that were chosen."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hive.core.disclosure import Withheld
from hive.core.model import TOTAL
from reports.charts.figures import DASH, signed, two
from reports.scorecard import specs
from reports.scorecard.material import Material
from reports.scorecard.parts import Fact, Headline


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node today and as chosen; ``place`` is the quarter among the peers, as chosen."""

    name: str
    today: str
    then: str
    change: str
    band: str
    place: str
    is_changed: bool
    is_total: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Results as they are and as they would be, with how many answers differ."""

    today: Material
    then: Material
    changed: int

    @property
    def headline(self) -> Headline:
        """Say where the total stands and how far the next band is."""
        total = self.then.total
        if total.value is None:
            return Headline(_("No total score, so none can be tried."), "")
        values = {"score": two(total.value), "change": signed(self.change(TOTAL))}
        if self.changed:
            first = _("As chosen %(score)s points (%(change)s): ")
        else:
            first = _("Today %(score)s points: ")
        return Headline(first % values, self._distance())

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Today's total, the total as chosen, the change, and the quarter among the peers."""
        now, then = self.today.total, self.then.total
        change = signed(self.change(TOTAL))
        return (
            Fact(_("Total as chosen"), two(then.value), self.then.band_name(then.band)),
            Fact(_("Today"), two(now.value), self.today.band_name(now.band)),
            Fact(pgettext("difference of scores", "Change"), change, self._count()),
            Fact(_("Place among peers"), "", self.place(TOTAL), specs.quarter(self.then)),
        )

    def row(self, code: str, name: str) -> NodeRow:
        """Set one node beside itself."""
        then, change = self.then.own(code), self.change(code)
        return NodeRow(
            name,
            two(self.today.own(code).value),
            two(then.value),
            signed(change),
            self.then.band_name(then.band),
            self.place(code),
            bool(change),
            code == TOTAL,
        )

    def change(self, code: str) -> Decimal | None:
        """Return the difference of the two figures shown."""
        before, after = self.today.own(code).value, self.then.own(code).value
        return None if before is None or after is None else after - before

    def place(self, code: str) -> str:
        """Tell the quarter among the peers, from published figures alone, or why there is none."""
        told, peer = self.then.place(code), self.then.peer(code)
        if told is not None:
            return self.then.words.places[told]
        if isinstance(peer, Withheld):
            return self.then.words.reason(peer.reason)
        return _("On publication") if self.today.results.peers is None else DASH

    def _distance(self) -> str:
        total, bands = self.then.total, self.today.model.bands
        if total.value is None or total.band is None:
            return ""
        rises = total.band > (self.today.total.band or total.band)
        values = {"band": self.then.band_name(total.band)}
        if total.band == len(bands):
            return _highest(rises) % values
        following = self.today.model.band(total.band + 1)
        values["points"] = two(following.floor - total.value)
        values["next"] = self.then.band_name(following.number)
        return _below(rises) % values

    def _count(self) -> str:
        if not self.changed:
            return _("Nothing chosen yet")
        text = ngettext("%(n)s answer changed", "%(n)s answers changed", self.changed)
        return text % {"n": self.changed}


def _below(rises: bool) -> str:
    if rises:
        return _("reaches %(band)s, %(points)s below %(next)s")
    return _("%(band)s, %(points)s below %(next)s")


def _highest(rises: bool) -> str:
    return _("reaches the highest band, %(band)s") if rises else _("the highest band, %(band)s")
