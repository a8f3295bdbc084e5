"""Reading results: a bank's own score and the released figures of the groups it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from assessments.enums import SnapshotKind
from assessments.models import PlanStep, Submission, SubmissionSnapshot
from assessments.queries import signed_answers, stored_score
from hive.catalogue.queries import model_of
from hive.core.answers import Answers
from hive.core.disclosure import (
    Group,
    Part,
    PublicRatio,
    PublicSpread,
    PublicStatistic,
    Withheld,
    ancestors,
    leaf_of,
)
from hive.core.model import HiveModel
from hive.core.scoring import Score
from reports.groups import groups_of
from reports.models import (
    CohortMember,
    Publication,
    PublishedGroup,
    PublishedRatio,
    PublishedStatistic,
)
from reports.profile import asset_band_of, kind_of


class UnknownGroup(LookupError):
    """A group that the bank does not belong to, or none at all."""


class NotSigned(LookupError):
    """A submission without signed answers has no results."""


@dataclass(frozen=True)
class Peers:
    """The released figures of one group, and the groups to choose from, the finest first.

    ``lineage`` holds the statistics of each of ``choices`` by its code, ``sizes`` their banks.
    """

    group: Group
    choices: tuple[Group, ...]
    sizes: Mapping[str, int]
    lineage: Mapping[str, Mapping[str, PublicStatistic | Withheld]]
    spreads: Mapping[str, PublicSpread | Withheld]
    ratios: Mapping[str, PublicRatio | Withheld]

    @property
    def n(self) -> int:
        """How many banks the group has."""
        return self.sizes[self.group.code]

    @property
    def statistics(self) -> Mapping[str, PublicStatistic | Withheld]:
        """The group's figures by node."""
        return self.lineage[self.group.code]


@dataclass(frozen=True)
class Results:
    """Everything that is known about a submission's results; ``peers`` is None before release.

    ``is_corrected`` says that the bank signed again after its answers went into the statistics;
    a scorecard has a ``verification_code`` only while it did not.
    """

    submission: Submission
    model: HiveModel
    snapshot: SubmissionSnapshot
    score: Score
    answers: Answers
    is_reviewed: bool
    is_corrected: bool
    kind: str
    asset_band: str
    publication: Publication | None
    verification_code: str
    peers: Peers | None
    plan: tuple[PlanStep, ...]

    @property
    def published_at(self) -> datetime | None:
        """When the peers' figures were released."""
        return self.publication.released_at if self.publication else None


def results_of(submission: Submission, *, group: str | None = None) -> Results:
    """Read the results of a submission, against the bank's leaf or a group above it.

    The own score is the one stored with the answers that the bank signed last. Whoever calls
    has made sure that the reader may see it: ``Submission.objects.with_results_for``.
    """
    rows = submission.snapshots.filter(kind=SnapshotKind.SIGNED).annotate(is_reviewed=_accepted())
    snapshot = rows.select_related("score_run").order_by("-number").first()
    if snapshot is None:
        raise NotSigned(submission.pk)
    model = model_of(submission.cycle.edition)
    answers = signed_answers(snapshot)
    kind, asset_band = kind_of(model, answers), asset_band_of(model, answers)
    publication = _released(submission)
    member = _member(publication, submission)
    if publication is None and group is not None:
        raise UnknownGroup(group)
    is_corrected = member is not None and member.snapshot_id != snapshot.pk
    return Results(
        submission=submission,
        model=model,
        snapshot=snapshot,
        score=stored_score(snapshot),
        answers=answers,
        is_reviewed=snapshot.is_reviewed,
        is_corrected=is_corrected,
        kind=kind,
        asset_band=asset_band,
        publication=publication,
        verification_code=member.verification_code if member and not is_corrected else "",
        peers=_peers(publication, member, kind, asset_band, group) if publication else None,
        plan=tuple(submission.plan_steps.select_related("question")),
    )


def _released(submission: Submission) -> Publication | None:
    rows = Publication.objects.filter(cycle=submission.cycle_id, released_at__isnull=False)
    return rows.order_by("-revision").first()


def _member(publication: Publication | None, submission: Submission) -> CohortMember | None:
    if publication is None:
        return None
    return publication.members.filter(submission=submission).select_related("group").first()


def _accepted() -> Exists:
    """Ask of a snapshot whether what it holds was accepted later."""
    same = {"submission": OuterRef("submission"), "number__gt": OuterRef("number")}
    return Exists(SubmissionSnapshot.objects.filter(kind=SnapshotKind.ACCEPTED, **same))


def _peers(
    publication: Publication,
    member: CohortMember | None,
    kind: str,
    asset_band: str,
    wanted: str | None,
) -> Peers | None:
    rows = {row.code: row for row in publication.groups.all()}
    groups = groups_of(rows.values())
    leaf = _leaf(groups, member, kind, asset_band)
    choices = (leaf, *ancestors(groups, leaf)) if leaf else ()
    if wanted is not None and all(choice.code != wanted for choice in choices):
        raise UnknownGroup(wanted)
    if leaf is None:
        return None
    chosen = next((choice for choice in choices if choice.code == wanted), leaf)
    row = rows[chosen.code]
    told = [rows[choice.code] for choice in choices]
    lineage: dict[str, dict[str, PublicStatistic | Withheld]] = {each.code: {} for each in told}
    spreads: dict[str, PublicSpread | Withheld] = {}
    told_by_key = {each.pk: each for each in told}
    for each in PublishedStatistic.objects.filter(group__in=told):
        group = told_by_key[each.group_id]
        lineage[group.code][each.node] = statistic_of(group, each)
        if group is row:
            spreads[each.node] = _spread(row, each)
    return Peers(
        chosen,
        choices,
        {each.code: each.n for each in told},
        lineage,
        spreads,
        {each.question: _ratio(row, each) for each in row.ratios.all()},
    )


def _leaf(
    groups: tuple[Group, ...], member: CohortMember | None, kind: str, asset_band: str
) -> Group | None:
    """Return the group that the publication gave the bank, else the one its profile falls in."""
    if member is not None and member.group is not None:
        return next(group for group in groups if group.code == member.group.code)
    return leaf_of(groups, kind, asset_band)


def statistic_of(group: PublishedGroup, row: PublishedStatistic) -> PublicStatistic | Withheld:
    """Return a released figure, or why it is withheld."""
    figures = (row.mean, row.lower_quartile, row.median, row.upper_quartile)
    told = [figure for figure in figures if figure is not None]
    if row.n is None or len(told) < len(figures):
        return Withheld(group.code, row.node, row.withheld)
    return PublicStatistic(group.code, row.node, row.n, *told)


def _spread(group: PublishedGroup, row: PublishedStatistic) -> PublicSpread | Withheld:
    if row.spread_withheld:
        return Withheld(group.code, row.node, row.spread_withheld)
    return PublicSpread(group.code, row.node, tuple(Part(*part) for part in row.spread))


def _ratio(group: PublishedGroup, row: PublishedRatio) -> PublicRatio | Withheld:
    bands = (row.lower_quartile_band, row.median_band, row.upper_quartile_band)
    told = [band for band in bands if band is not None]
    if len(told) < len(bands):
        return Withheld(group.code, row.question, row.withheld)
    return PublicRatio(group.code, row.question, *told)
