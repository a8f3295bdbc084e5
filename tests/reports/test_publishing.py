"""Who prepares a publication, who releases it, and when either is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from assessments import workflow
from assessments.enums import CycleState
from assessments.models import Cycle
from assessments.workflow import FourEyes, NotAllowed
from hive.banks.roles import Role
from hive.post.models import OutboxMail
from reports import publishing
from reports.models import Publication
from tests.factories import make_user
from tests.published import Filed, closed_cycle, standing

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Filed]:
    """A closed cycle of 26 accepted submissions."""
    with standing(django_db_blocker):
        yield closed_cycle(kinds={"city": 14, "rural": 12})


def test_release_writes_to_those_who_see_results(filed: Filed) -> None:
    publication = publishing.prepare(filed.cycle, by=filed.preparer)
    bank = filed.submissions[0].bank
    make_user("head@bank.example", Role.EXECUTIVE, bank=bank)
    make_user("clerk@bank.example", Role.CONTRIBUTOR, bank=bank)

    publishing.release(publication, by=filed.releaser)

    mails = OutboxMail.objects.filter(template="published").values_list("recipient", flat=True)
    assert list(mails) == ["head@bank.example"]


def test_preparing_again_replaces_what_was_prepared(filed: Filed) -> None:
    first = publishing.prepare(filed.cycle, by=filed.preparer)

    second = publishing.prepare(filed.cycle, by=filed.releaser)

    assert list(Publication.objects.all()) == [second]
    assert second.cohort_digest == first.cohort_digest


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR])
def test_only_a_lead_analyst_prepares_and_releases(filed: Filed, role: Role) -> None:
    publication = publishing.prepare(filed.cycle, by=filed.preparer)
    other = make_user("other@alliance.example", role)

    with pytest.raises(NotAllowed):
        publishing.prepare(filed.cycle, by=other)
    with pytest.raises(NotAllowed):
        publishing.release(publication, by=other)


def test_whoever_prepares_cannot_release(filed: Filed) -> None:
    publication = publishing.prepare(filed.cycle, by=filed.preparer)

    with pytest.raises(FourEyes):
        publishing.release(publication, by=filed.preparer)


def test_the_database_refuses_a_release_by_the_preparer(filed: Filed) -> None:
    publication = publishing.prepare(filed.cycle, by=filed.preparer)

    refused = pytest.raises(IntegrityError, match="preparer_does_not_release")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE reports_publication SET released_by_id = prepared_by_id, released_at = %s",
            [timezone.now()],
        )
    publication.refresh_from_db()
    assert not publication.is_released


@pytest.mark.parametrize("state", [CycleState.DRAFT, CycleState.OPEN])
def test_an_unclosed_cycle_is_not_prepared(filed: Filed, state: CycleState) -> None:
    Cycle.objects.update(state=state)

    with pytest.raises(publishing.CycleNotClosed):
        publishing.prepare(filed.cycle, by=filed.preparer)


def test_published_figures_are_not_prepared_again(filed: Filed) -> None:
    publication = publishing.prepare(filed.cycle, by=filed.preparer)
    publishing.release(publication, by=filed.releaser)

    with pytest.raises(publishing.AlreadyPublished):
        publishing.prepare(filed.cycle, by=filed.preparer)
    with pytest.raises(publishing.AlreadyPublished):
        publishing.release(publication, by=filed.releaser)


def test_release_refuses_when_a_bank_of_the_cohort_was_reopened(filed: Filed) -> None:
    publication = publishing.prepare(filed.cycle, by=filed.preparer)
    submission = filed.submissions[0]
    workflow.reopen(
        submission, by=filed.preparer, reason="Check.", due_at=timezone.now() + timedelta(days=9)
    )

    with pytest.raises(publishing.CohortChanged, match=submission.bank.code):
        publishing.release(publication, by=filed.releaser)

    assert Cycle.objects.get().state == CycleState.CLOSED


def test_release_refuses_when_controllers_have_changed_the_groups(filed: Filed) -> None:
    publication = publishing.prepare(filed.cycle, by=filed.preparer)
    parent, *children = [s.bank for s in filed.submissions if s.bank.code.startswith("rural")]
    for child in children:
        child.parent = parent
        child.save()

    with pytest.raises(publishing.CohortChanged):
        publishing.release(publication, by=filed.releaser)


def test_banks_left_out_are_named(filed: Filed) -> None:
    submission = filed.submissions[0]
    workflow.reopen(
        submission, by=filed.preparer, reason="Check.", due_at=timezone.now() + timedelta(days=9)
    )

    publication = publishing.prepare(filed.cycle, by=filed.preparer)

    assert publishing.left_out(filed.cycle) == [submission]
    assert publication.members.count() == 25
