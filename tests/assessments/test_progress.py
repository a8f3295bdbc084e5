"""Progress: answers and nothing else are counted, and every page counts the same."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments import workflow
from assessments.admin.queue import with_counts
from assessments.enums import AnswerState
from assessments.models import Answer, Submission
from assessments.pages.dashboard import dashboard_of
from assessments.pages.dossier import dossier_of
from assessments.pages.tasks import task_list
from hive.catalogue.queries import model_of, questions_of
from tests.assessments.typing_in import reading_english
from tests.submissions import World, answer_all

pytestmark = pytest.mark.django_db


def counts(world: World) -> set[tuple[int, int]]:
    """Answered and all questions, as list, dashboard and the analysts' queue have them."""
    dossier = dossier_of(world.submission, world.coordinator)
    row = with_counts(Submission.objects.filter(pk=world.submission.pk)).get()
    pages = (
        task_list(dossier, "").progress,
        dashboard_of(world.submission, world.coordinator).progress,
    )
    return {*((page.answered, page.total) for page in pages), (row.answered, row.scored)}


@given(st.data())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_page_counts_the_same(world: World, data: st.DataObject) -> None:
    questions = questions_of(world.cycle.edition)
    scored = {question.code for question in model_of(world.cycle.edition).scored}
    codes = data.draw(st.sets(st.sampled_from(sorted(questions))))
    with transaction.atomic():
        Answer.objects.bulk_create(
            Answer(
                submission=world.submission,
                question=questions[code],
                state=AnswerState.DONT_KNOW,
                updated_by=world.coordinator,
                updated_at=timezone.now(),
            )
            for code in codes
        )

        found = counts(world)
        transaction.set_rollback(True)

    assert found == {(len(codes & scored), len(scored))}


def test_a_fresh_questionnaire_has_nothing_answered(world: World, client: Client) -> None:
    reading_english(client, world.coordinator)

    page = client.get(reverse("assessments:tasks", args=[world.submission.pk])).content.decode()

    assert "0 of 54 questions answered." in page
    assert counts(world) == {(0, 54)}


def test_closing_and_confirming_count_for_nothing(world: World) -> None:
    answer_all(world)
    row = world.cycle.edition.dimensions.get(code="D")
    before = counts(world)
    workflow.reopen_section(world.submission, row, by=world.coordinator)

    assert before == counts(world) == {(54, 54)}
