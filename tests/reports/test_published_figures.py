"""What a publication stores: the frozen cohort, the groups, figures computed a second time here."""

from __future__ import annotations

import hashlib
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from assessments.enums import CycleState, SnapshotKind, SubmissionState
from assessments.models import Submission, SubmissionSnapshot
from hive.audit.models import Event
from tests.published import Published

pytestmark = pytest.mark.django_db


def quartile(values: list[Fraction], share: Fraction) -> Decimal:
    """Interpolate on n-1, in two decimals half up: written again, of plain fractions."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    exact = ordered[below] + (at - below) * (ordered[above] - ordered[below])
    return two(exact)


def two(value: Fraction) -> Decimal:
    """Round half up to two decimals."""
    nine = round(value * 10**9)
    return (Decimal(nine) / 10**9).quantize(Decimal("0.01"), ROUND_HALF_UP)


def scores_of(submission: Submission) -> dict[str, Fraction]:
    """Read the stored tree of what was signed last."""
    snapshot = submission.snapshots.filter(kind=SnapshotKind.SIGNED).latest("number")
    found: dict[str, Fraction] = {}

    def walk(node: dict) -> None:
        if node["score"] is not None:
            found[node["code"]] = Fraction(node["score"])
        for part in node["parts"]:
            walk(part)

    walk(snapshot.score_run.tree)
    return found


def test_stored_figures_equal_an_independent_computation(cohort: Published) -> None:
    """Every group, every node: mean and quartiles over the banks of the group."""
    group = cohort.publication.groups.get(code="city")
    banks = [s for s in cohort.submissions if s.bank.code.startswith("city")]
    scores = [scores_of(submission) for submission in banks]
    nodes = [code for code, _, _ in cohort.model.nodes()]
    counted = [each for each in scores if all(node in each for node in nodes)]

    stored = {
        row.node: (row.n, row.mean, row.lower_quartile, row.median, row.upper_quartile)
        for row in group.statistics.filter(withheld="")
    }

    assert group.n == len(counted)
    assert stored == {
        node: (
            len(counted),
            two(sum((each[node] for each in counted), Fraction(0)) / len(counted)),
            *(quartile([each[node] for each in counted], Fraction(q, 4)) for q in (1, 2, 3)),
        )
        for node in stored
    }
    assert len(stored) > 15


def test_groups_are_the_tree_of_counts(cohort: Published) -> None:
    groups = [(g.code, g.parent and g.parent.code, g.n) for g in cohort.publication.groups.all()]

    assert groups == [
        ("all", None, 42),
        ("city", "all", 24),
        ("rural+other_kinds", "all", 18),
        ("city/a1-a2", "city", 14),
        ("city/a3-a6", "city", 10),
    ]


def test_every_member_holds_the_snapshot_signed_last(cohort: Published) -> None:
    pairs = cohort.publication.members.values_list("submission", "snapshot")
    signed = SubmissionSnapshot.objects.filter(kind=SnapshotKind.SIGNED)

    assert set(pairs) == set(signed.values_list("submission", "pk"))


def test_digest_is_the_hash_over_the_hashes_of_the_snapshots(cohort: Published) -> None:
    hashes = cohort.publication.members.values_list("snapshot__sha256", flat=True)
    expected = hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()

    assert cohort.publication.cohort_digest == expected


def test_release_publishes_the_cycle_and_its_submissions(cohort: Published) -> None:
    states = set(Submission.objects.filter(cycle=cohort.cycle).values_list("state", flat=True))

    assert cohort.cycle.state == CycleState.PUBLISHED
    assert states == {SubmissionState.PUBLISHED}
    assert cohort.publication.released_by == cohort.releaser


def test_both_verbs_are_on_record(cohort: Published) -> None:
    verbs = Event.objects.filter(verb__startswith="publication.").values_list("verb", "actor_label")

    assert list(verbs.order_by("pk")) == [
        ("publication.prepared", cohort.preparer.email),
        ("publication.released", cohort.releaser.email),
    ]
