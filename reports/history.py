"""Earlier years of a bank: what it scored, and what its peers' median was then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F

from assessments.enums import SnapshotKind
from assessments.models import SubmissionSnapshot
from assessments.queries import signed_answers, stored_score
from hive.catalogue.queries import model_of
from hive.core.answers import Answers
from hive.core.disclosure import PublicStatistic, Withheld
from hive.core.lineage import carry, lineage_between
from hive.core.model import TOTAL, Descent, HiveModel
from hive.core.scoring import Score
from hive.core.trend import Change, like_for_like, within_edition
from reports.models import PublishedStatistic
from reports.queries import Results, statistic_of

# How many years are drawn, the present one included.
MOST_YEARS = 5


@dataclass(frozen=True)
class Year:
    """One earlier cycle of the bank; ``peers`` are of the group that the bank had then."""

    snapshot: SubmissionSnapshot
    model: HiveModel
    score: Score
    peers: Mapping[str, PublicStatistic | Withheld]

    @property
    def year(self) -> int:
        """The year of the cycle."""
        return self.snapshot.submission.cycle.year

    @cached_property
    def nodes(self) -> Mapping[str, Score]:
        """Every node of the score by its code."""
        return {node.code: node for node in self.score.walk()}


@dataclass(frozen=True)
class History:
    """The earlier years, oldest first, and what changed since the last of them.

    ``changes`` is empty where nothing links the two editions, and without an earlier year.
    ``is_break`` says that the last two years were not asked by the same edition.
    """

    years: tuple[Year, ...]
    changes: Mapping[str, Change]
    is_break: bool

    @property
    def last(self) -> Year | None:
        """The year that the present one is compared with."""
        return self.years[-1] if self.years else None

    def before(self, code: str) -> Change | None:
        """Return a node's change where it may be drawn: within one edition."""
        return None if self.is_break else self.changes.get(code)


NO_HISTORY = History((), {}, is_break=False)


def history_of(results: Results) -> History:
    """Read the earlier years of a bank, in two queries however many there are."""
    rows = (
        SubmissionSnapshot.objects.filter(
            submission__bank=results.submission.bank_id,
            submission__cycle__year__lt=results.submission.cycle.year,
            kind=SnapshotKind.SIGNED,
        )
        .select_related("submission__cycle__edition", "score_run")
        .order_by("submission__cycle__year", "number")
    )
    signed = {row.submission.cycle.year: row for row in rows}
    latest = list(signed.values())[-(MOST_YEARS - 1) :]
    peers = _peers(latest) if latest else {}
    years = tuple(
        Year(
            row,
            model_of(row.submission.cycle.edition),
            stored_score(row),
            peers.get(row.submission_id, {}),
        )
        for row in latest
    )
    return _compared(results, years)


def _compared(results: Results, years: tuple[Year, ...]) -> History:
    if not years:
        return NO_HISTORY
    last = years[-1]
    if last.model.code == results.model.code:
        return History(years, within_edition(results.model, last.score, results.score), False)
    lineage = lineage_between(last.model, results.model)
    if lineage is None:
        return History(years, {}, is_break=True)
    carried = carry(lineage, results.model.questions, signed_answers(last.snapshot))
    before: Answers = {
        code: each.answer
        for code, each in carried.items()
        if each.descent is Descent.SAME and each.answer is not None
    }
    return History(years, like_for_like(results.model, before, results.answers), is_break=True)


def _peers(
    snapshots: list[SubmissionSnapshot],
) -> dict[object, dict[str, PublicStatistic | Withheld]]:
    """Read the released figures for the groups that the submissions had, by submission."""
    nodes = {TOTAL, *(d.code for row in snapshots for d in _model(row).dimensions)}
    rows = (
        PublishedStatistic.objects.filter(
            group__members__submission__in=[row.submission_id for row in snapshots],
            group__publication__released_at__isnull=False,
            node__in=nodes,
        )
        .annotate(of=F("group__members__submission"))
        .select_related("group")
        .order_by("group__publication__revision")
    )
    told: dict[object, dict[str, PublicStatistic | Withheld]] = {}
    for row in rows:
        told.setdefault(row.of, {})[row.node] = statistic_of(row.group, row)
    return told


def _model(row: SubmissionSnapshot) -> HiveModel:
    return model_of(row.submission.cycle.edition)
