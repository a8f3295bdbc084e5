"""The code of a printed scorecard: genuine, replaced, not known; no bank is named, no guessing."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from reports.models import CohortMember, Publication
from reports.scorecard import build
from reports.scorecard.pdf import scorecard_pdf
from reports.verification import Verdict, printed, verify
from tests.papers import words_of
from tests.published import Published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def member_of(cohort: Published, n: int = 0) -> CohortMember:
    return cohort.publication.members.get(submission=cohort.submissions[n])


def ask(code: str, client: Client | None = None):
    client = client or Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client.post(reverse("public:verify"), {"code": code})


def test_a_printed_code_is_found_as_it_is_typed(cohort: Published) -> None:
    member = member_of(cohort)
    code = member.verification_code

    found = [
        verify(typed) for typed in (code, printed(code), code.upper(), f" {code[:9]}-{code[9:]}")
    ]

    assert {each.verdict for each in found} == {Verdict.GENUINE}
    assert found[0].year == cohort.cycle.year
    assert found[0].snapshot == member.snapshot.sha256[:16]


@pytest.mark.one_database
def test_the_scorecard_prints_it_and_the_address(cohort: Published) -> None:
    submission = cohort.submissions[0]
    paper = scorecard_pdf(build(submission, language="en"))

    text = re.sub(r"\s", "", "".join(words_of(paper)))

    assert f"Verificationcode:{member_of(cohort).verification_code};" in text
    assert "/verify/" in text


@pytest.mark.parametrize("typed", ["0" * 32, "x", "'; --", "%", "码" * 32])
def test_other_codes_are_not_known(cohort: Published, typed: str) -> None:
    response = ask(typed)

    assert response.status_code == 200
    assert "Not known" in response.content.decode()
    assert verify(typed).snapshot == ""


def test_a_bank_that_signed_again_has_a_replaced_scorecard(cohort: Published) -> None:
    submission = cohort.submissions[1]
    due = timezone.now() + timedelta(days=9)
    workflow.reopen(submission, by=cohort.releaser, reason="A slip.", due_at=due)
    member = member_of(cohort, 1)
    assert verify(member.verification_code).verdict is Verdict.GENUINE

    newer = submission.snapshots.get(pk=member.snapshot_id)
    newer.pk, newer.number, newer.sha256 = None, 9, "f" * 64
    newer.save()

    assert verify(member.verification_code).verdict is Verdict.REPLACED
    assert "Replaced" in ask(member.verification_code).content.decode()


def test_a_newer_revision_replaces_every_scorecard(cohort: Published) -> None:
    code = member_of(cohort).verification_code
    revised = Publication.objects.get(pk=cohort.publication.pk)
    revised.pk, revised.revision = uuid4(), 2
    revised.save(force_insert=True)

    assert verify(code).verdict is Verdict.REPLACED


def test_codes_of_unreleased_figures_are_not_known(cohort: Published) -> None:
    code = member_of(cohort).verification_code
    Publication.objects.update(released_at=None, released_by=None)

    assert verify(code).verdict is Verdict.UNKNOWN


def test_the_page_names_no_bank(cohort: Published) -> None:
    member = member_of(cohort)

    page = ask(member.verification_code).content.decode()

    bank = member.submission.bank
    assert "Genuine" in page
    assert member.snapshot.sha256[:16] in page
    assert not [name for name in (bank.name_zh, bank.name_en, bank.code) if name in page]


def test_an_empty_code_is_asked_for_again() -> None:
    response = ask("")

    assert response.status_code == 422
    assert "Enter the code that is printed on the scorecard." in response.content.decode()


def test_guessing_is_slowed_down() -> None:
    client = Client()

    answers = [ask("0" * 32, client).status_code for _ in range(25)]

    assert answers.count(200) == 20
    assert answers[-1] == 429
