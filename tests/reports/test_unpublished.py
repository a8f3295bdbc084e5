"""Before release nothing of the peers is told; after a correction the peers stay as they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from assessments import workflow
from assessments.enums import SnapshotKind, SubmissionState
from assessments.queries import answers_of
from assessments.workflow.snapshots import take
from hive.core.disclosure import PublicStatistic
from reports import publishing
from reports.queries import results_of
from reports.scorecard import build
from tests.factories import make_bank
from tests.published import Filed, closed_cycle, standing

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Filed]:
    """A closed cycle whose publication is prepared, not released."""
    with standing(django_db_blocker):
        made = closed_cycle(kinds={"city": 24})
        publishing.prepare(made.cycle, by=made.preparer)
        yield made


def test_a_prepared_publication_shows_nothing(filed: Filed) -> None:
    results = results_of(filed.submissions[0])

    assert (results.publication, results.peers, results.published_at) == (None, None, None)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_figure_of_the_peers_is_in_the_scorecard(filed: Filed, language: str) -> None:
    card = build(filed.submissions[0], language=language)

    peers = [row.peer for group in card.dots.groups for row in group.rows]
    peers += [axis.peer for axis in card.radar.axes]
    assert not any(isinstance(peer, PublicStatistic) for peer in peers)
    assert {row.median for row in card.dimensions} == {"—"}
    assert (card.has_peers, card.leads, card.gaps, card.choices) == (False, (), (), ())


def test_unreviewed_scores_say_so(filed: Filed) -> None:
    answers = answers_of(filed.submissions[0])
    submission = filed.file(make_bank("late"), answers, SubmissionState.SUBMITTED)

    cards = [build(submission, language=language) for language in ("zh-hans", "en")]

    assert [card.identity.status for card in cards] == [
        "自评，未经审核",
        "Self-assessed, not reviewed",
    ]
    assert "自评，未经审核" in cards[0].identity.foot
    assert cards[0].lead == "自评，未经审核。同组数据在发布后显示。"


def test_a_correction_leaves_the_peers_as_first_published(filed: Filed) -> None:
    publishing.release(publishing.prepared(filed.cycle), by=filed.releaser)
    submission = filed.submissions[0]
    submission.refresh_from_db()
    before = build(submission, language="en")
    later = timezone.now() + timedelta(days=9)
    workflow.reopen(submission, by=filed.preparer, reason="Check.", due_at=later)
    answers = answers_of(submission)
    take(submission, answers, SnapshotKind.SIGNED, by=filed.preparer, at=timezone.now())
    submission.refresh_from_db()

    after = build(submission, language="en")

    assert submission.state == SubmissionState.RETURNED
    assert "peers as first published" in after.identity.status
    assert [row.median for row in after.dimensions] == [row.median for row in before.dimensions]
