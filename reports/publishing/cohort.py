"""The cohort of a publication: accepted submissions with the answers their banks signed last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from assessments.enums import SnapshotKind, SubmissionState
from assessments.models import Cycle, Submission, SubmissionSnapshot
from assessments.queries import signed_answers, stored_score
from hive.catalogue.queries import model_of
from hive.core.answers import Answers
from hive.core.disclosure import Member
from hive.core.model import HiveModel
from reports.models import Publication
from reports.profile import asset_band_of, kind_of


@dataclass(frozen=True)
class Entry:
    """One bank of the cohort: its signed snapshot, what was answered and what it scores.

    ``scores`` holds the exact score of every node; a bank that lacks one, or whose profile
    places it in no group, is not counted and has no ``member``.
    """

    submission: Submission
    snapshot: SubmissionSnapshot
    answers: Answers
    scores: Mapping[str, Fraction]
    kind: str
    asset_band: str
    member: Member | None


def read_cohort(cycle: Cycle) -> tuple[Entry, ...]:
    """Return the accepted submissions of a cycle in the order of their banks' codes."""
    rows = Submission.objects.filter(cycle=cycle, state=SubmissionState.ACCEPTED)
    submissions = list(rows.select_related("bank", "cycle__edition").order_by("bank__code"))
    snapshots = _signed_last(submissions)
    model = model_of(cycle.edition)
    return tuple(_entry(model, each, snapshots[each.pk]) for each in submissions)


def left_out(cycle: Cycle) -> list[Submission]:
    """Return the submissions that are not accepted and so take no part in the publication."""
    accepted = (SubmissionState.ACCEPTED, SubmissionState.PUBLISHED)
    rows = Submission.objects.filter(cycle=cycle).exclude(state__in=accepted)
    return list(rows.select_related("bank").order_by("bank__code"))


def uncounted(publication: Publication) -> list[Submission]:
    """Return the submissions of the cohort whose banks are not in the statistics."""
    members = publication.members.filter(counted=False).select_related("submission__bank")
    return [member.submission for member in members.order_by("submission__bank__code")]


def digest(snapshots: Iterable[SubmissionSnapshot]) -> str:
    """Return the SHA-256 over the hashes of some snapshots, whatever their order."""
    hashes = sorted(snapshot.sha256 for snapshot in snapshots)
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def _signed_last(submissions: Sequence[Submission]) -> Mapping[UUID, SubmissionSnapshot]:
    rows = SubmissionSnapshot.objects.filter(
        submission__in=submissions, kind=SnapshotKind.SIGNED
    ).select_related("score_run")
    return {row.submission_id: row for row in rows.order_by("number")}


def _entry(model: HiveModel, submission: Submission, snapshot: SubmissionSnapshot) -> Entry:
    snapshot.submission = submission
    answers = signed_answers(snapshot)
    known = {node.code: node.value for node in stored_score(snapshot).walk()}
    nodes = [code for code, _, _ in model.nodes()]
    scores = {code: value for code in nodes if (value := known[code]) is not None}
    kind, asset_band = kind_of(model, answers), asset_band_of(model, answers)
    member = None
    if len(scores) == len(nodes) and kind and asset_band:
        bank = submission.bank
        member = Member(bank.code, str(bank.controller), kind, asset_band)
    return Entry(submission, snapshot, answers, scores, kind, asset_band, member)
