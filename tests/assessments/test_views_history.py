"""The history of an answer: every change for those who may read it, and nowhere else."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from assessments.enums import Source
from assessments.models import AnswerEvent
from hive.banks.roles import Role
from tests.assessments.sending import assign, reason, send
from tests.assessments.typing_in import reading_english
from tests.factories import make_bank, make_user
from tests.submissions import World, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(world: World, client: Client) -> Client:
    return reading_english(client, world.coordinator)


def history(client: Client, world: World, code: str = "S2-Q2", page: str = "") -> HttpResponse:
    path = reverse("assessments:history", args=[world.submission.pk, code])
    return client.get(path, {"page": page})


def rows_of(response: HttpResponse) -> list[tuple[str, str, str, str]]:
    rows = response.context["page"].rows
    return [(row.who, row.before, row.after, row.source) for row in rows]


@pytest.fixture
def changed(world: World, coordinator: Client) -> World:
    """A question answered, found not applicable, and cleared."""
    assign(world)
    send(coordinator, world, "S2-Q2", figure="63.5")
    workflow.save_answers(
        world.submission,
        [change(world.submission, "S2-Q2", reason("No milestone fell due."))],
        by=world.contributor,
        source=Source.WORKBOOK,
    )
    send(coordinator, world, "S2-Q2", version=2)
    return world


CHANGES = [
    ("Coordinator", "Not applicable: No milestone fell due.", "No answer", "Web page"),
    ("Contributor", "63.5 %", "Not applicable: No milestone fell due.", "Workbook"),
    ("Coordinator", "No answer", "63.5 %", "Web page"),
]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CONTRIBUTOR, Role.APPROVER])
def test_the_history_tells_every_change_newest_first(
    changed: World, client: Client, role: Role
) -> None:
    response = history(reading_english(client, changed.person(role)), changed)

    assert rows_of(response) == CHANGES
    assert "No milestone fell due." in response.content.decode()


def test_the_history_is_closed_to_who_may_not_read_the_question(
    changed: World, client: Client
) -> None:
    contributor = reading_english(client, changed.contributor)
    statuses = [history(contributor, changed, code).status_code for code in ("O1-Q1", "P1", "X")]
    neighbour = make_user("c@other.example", Role.COORDINATOR, bank=make_bank("other"))
    others = [changed.executive, neighbour]

    assert statuses == [404, 404, 404]
    assert [
        history(reading_english(Client(), person), changed).status_code for person in others
    ] == [403, 404]


def test_a_long_history_is_told_in_pages(world: World, coordinator: Client) -> None:
    question = world.cycle.edition.questions.get(code="S1-Q1")
    AnswerEvent.objects.bulk_create(
        AnswerEvent(
            submission=world.submission,
            question=question,
            version=number,
            state="answered",
            value=1 + number % 5,
            source="web",
            by=world.coordinator,
            at=timezone.now(),
        )
        for number in range(1, 151)
    )

    first = history(coordinator, world, "S1-Q1").context["page"].rows
    second = history(coordinator, world, "S1-Q1", "2").context["page"].rows

    assert (len(first), len(second)) == (100, 50)
    assert first[-1].before == second[0].after
    assert second[-1].before == "No answer"


def test_a_question_nobody_answered_says_so(world: World, coordinator: Client) -> None:
    html = history(coordinator, world).content.decode()

    assert "This question has not been answered yet." in html


def test_the_dashboards_log_holds_no_values(changed: World, client: Client) -> None:
    html = reading_english(client, changed.coordinator).get("/").content.decode()

    assert "Contributor saved S2-Q2" in html
    assert "No milestone fell due." not in html
    assert "63.5" not in html
