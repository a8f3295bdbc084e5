"""Last year's evidence: listed to be ticked, item by item, and never taken over by itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from assessments.attached import Item, signed_items
from assessments.pages.dossier import Dossier
from assessments.pages.evidence import Shown, as_shown, writable
from assessments.previous import Previous, previous_of
from hive.catalogue.queries import model_of


@dataclass(frozen=True, slots=True)
class Offer:
    """One item of an earlier cycle; ``codes`` are the questions that are still the same."""

    shown: Shown
    codes: tuple[str, ...]
    is_taken: bool

    @property
    def item(self) -> Item:
        """The item as it would be taken over."""
        return replace(self.shown.item, codes=self.codes)

    @property
    def can_be_taken(self) -> bool:
        """Whether there is something to tick."""
        return bool(self.codes) and not self.is_taken


@dataclass(frozen=True)
class EarlierPage:
    """What the bank signed as evidence in the cycle before."""

    dossier: Dossier
    previous: Previous | None

    @property
    def year(self) -> int | None:
        """The year of that cycle."""
        return self.previous.year if self.previous else None

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """The items behind questions that the person fills in, and those without a question."""
        if self.previous is None:
            return ()
        same = self._same_questions(self.previous)
        held = {(item.row.kind, item.row.sha256) for item in self.dossier.evidence}
        snapshot = self.previous.snapshot
        offers = (
            Offer(
                shown=as_shown(snapshot.submission, item),
                codes=tuple(code for code in item.codes if code in same),
                is_taken=(item.row.kind, item.row.sha256) in held,
            )
            for item in signed_items(snapshot)
        )
        return tuple(offer for offer in offers if offer.codes or self.dossier.is_coordinator)

    @property
    def can_take(self) -> bool:
        """Whether there is anything to tick."""
        return any(offer.can_be_taken for offer in self.offers)

    def chosen(self, ids: list[str]) -> list[Item]:
        """Return the ticked items that can be taken over."""
        return [o.item for o in self.offers if o.can_be_taken and str(o.item.id) in ids]

    def _same_questions(self, previous: Previous) -> Collection[str]:
        """The questions that the person fills in and that were asked in the same words."""
        before = model_of(previous.snapshot.submission.cycle.edition).questions
        return {
            question.code
            for question in writable(self.dossier)
            if question.code in before
            and before[question.code].text == question.text
            and before[question.code].kind is question.kind
        }


def earlier_page(dossier: Dossier) -> EarlierPage:
    """Gather the page."""
    return EarlierPage(dossier, previous_of(dossier.submission))
