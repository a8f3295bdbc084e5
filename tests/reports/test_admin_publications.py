"""Publications in the admin: prepared by one lead analyst, released by another, groups only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoDbBlocker

from assessments.enums import CycleState, SubmissionState
from assessments.models import Cycle
from hive.banks.roles import Role
from reports import publishing
from reports.models import Publication
from tests.assessments.reviewing import browser
from tests.factories import make_bank, make_user
from tests.published import Published, closed_cycle

pytestmark = pytest.mark.django_db

LIST = "/admin/reports/publication/"
ADD = "/admin/reports/publication/add/"


@pytest.fixture(scope="module")
def filed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Published]:
    """A closed cycle of drawn banks, made once for this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield closed_cycle()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def page(publication: Publication, name: str = "change", *more: str) -> str:
    return reverse(f"admin:reports_publication_{name}", args=[publication.pk, *more])


def test_one_prepares_and_another_releases(filed):
    browser(filed.preparer).post(ADD, {"cycle": filed.cycle.pk})
    publication = Publication.objects.get()
    browser(filed.releaser).post(page(publication, "act", "release"))

    publication.refresh_from_db()
    cycle = Cycle.objects.get(pk=filed.cycle.pk)
    states = set(cycle.submissions.values_list("state", flat=True))
    assert (publication.prepared_by, publication.released_by) == (filed.preparer, filed.releaser)
    assert (cycle.state, states) == (CycleState.PUBLISHED, {SubmissionState.PUBLISHED})


def test_the_preparer_finds_no_release_button_and_cannot_release(filed):
    publication = publishing.prepare(filed.cycle, by=filed.preparer)

    shown = browser(filed.preparer).get(page(publication)).context
    browser(filed.preparer).post(page(publication, "act", "release"))

    publication.refresh_from_db()
    assert (shown["buttons"], publication.is_released) == ([], False)
    assert shown["next_sentence"].startswith("You prepared this publication")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD_ANALYST])
def test_nobody_else_prepares_or_releases(filed, role):
    publication = publishing.prepare(filed.cycle, by=filed.preparer)
    person = make_user("me@x.example", role, bank=make_bank())

    answers = [
        browser(person).post(ADD, {"cycle": filed.cycle.pk}).status_code,
        browser(person).post(page(publication, "act", "release")).status_code,
    ]

    publication.refresh_from_db()
    assert (answers, publication.is_released) == ([403, 403], False)
    assert Publication.objects.count() == 1


def test_only_closed_cycles_are_offered(filed):
    Cycle.objects.filter(pk=filed.cycle.pk).update(state=CycleState.OPEN)

    response = browser(filed.preparer).post(ADD, {"cycle": filed.cycle.pk})

    assert "cycle" in response.context["adminform"].form.errors
    assert not Publication.objects.exists()


def test_the_page_names_the_banks_that_are_left_out(filed):
    late = filed.submissions[0]
    type(late).objects.filter(pk=late.pk).update(state=SubmissionState.IN_REVIEW)

    publication = publishing.prepare(filed.cycle, by=filed.preparer)
    shown = browser(filed.releaser).get(page(publication)).context

    assert [submission.pk for submission in shown["left_out"]] == [late.pk]
    assert "accepted_by" not in shown


def test_the_page_shows_groups_and_no_bank_of_the_cohort(filed):
    publication = publishing.prepare(filed.cycle, by=filed.preparer)

    response = browser(filed.releaser).get(page(publication))
    body = response.content.decode()
    tables = response.context["tables"]

    assert [table.n for table in tables] == list(publication.groups.values_list("n", flat=True))
    assert all(table.n >= 10 for table in tables)
    assert [s.bank.name_en for s in filed.submissions if s.bank.name_en in body] == []


def test_pages_of_publications_ask_little(filed, django_assert_max_num_queries):
    publication = publishing.prepare(filed.cycle, by=filed.preparer)
    client = browser(filed.releaser)

    for path in (LIST, page(publication)):
        client.get(path)
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200
