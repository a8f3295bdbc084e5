"""Cohorts too small, or thresholds unset: nothing is told."""

from __future__ import annotations

import pytest

from hive.core.disclosure import Threshold
from reports import publishing
from reports.models import PublishedStatistic
from reports.publishing.cohort import read_cohort
from reports.publishing.figures import make_figures
from tests.published import closed_cycle

pytestmark = pytest.mark.django_db


def test_a_small_cohort_has_no_figures() -> None:
    filed = closed_cycle(kinds={"city": 9})

    publication = publishing.prepare(filed.cycle, by=filed.preparer)

    assert not publication.groups.exists()
    assert not PublishedStatistic.objects.exists()


@pytest.mark.parametrize("threshold", [Threshold(None, 6), Threshold(10, None), Threshold(0, 0)])
def test_an_unset_threshold_tells_nothing(threshold: Threshold) -> None:
    filed = closed_cycle(kinds={"city": 24})
    entries = read_cohort(filed.cycle)

    figures = make_figures(filed.model, entries, threshold=threshold)

    assert (figures.groups, figures.statistics, figures.ratios) == ((), (), ())


def test_the_audit_refuses_what_a_lower_threshold_would_tell() -> None:
    filed = closed_cycle(kinds={"city": 12, "rural": 4})
    entries = read_cohort(filed.cycle)

    with pytest.raises(publishing.UnsafeFigures):
        make_figures(filed.model, entries, threshold=Threshold(4, 2))


def test_children_of_one_parent_are_one_controller() -> None:
    filed = closed_cycle(kinds={"city": 12}, children_of_one=8)

    publication = publishing.prepare(filed.cycle, by=filed.preparer)

    assert not publication.groups.exists()
