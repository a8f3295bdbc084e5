"""Cycles in the admin: made, opened and closed by lead analysts alone."""

from __future__ import annotations

import pytest
from django.utils import translation

from assessments.enums import CycleState
from assessments.models import Cycle, Submission
from hive.audit.models import Event
from hive.banks.roles import Role
from hive.catalogue.models import Edition
from tests.assessments.reviewing import browser, do, labels, page, said
from tests.factories import make_user

pytestmark = pytest.mark.django_db

ADD = "/admin/assessments/cycle/add/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def typed(**changes: object) -> dict[str, object]:
    """What a lead analyst types for a new cycle."""
    return {
        "year": 2027,
        "edition": Edition.objects.get().pk,
        "opens_at": "2027-01-10T09:00",
        "closes_at": "2027-03-31T18:00",
        "reference_date": "",
        **changes,
    }


def test_a_lead_analyst_makes_a_cycle(world):
    response = browser(world.lead).post(ADD, typed())

    cycle = Cycle.objects.get(year=2027)
    assert response.status_code == 302
    assert (cycle.state, str(cycle.reference_date)) == (CycleState.DRAFT, "2026-12-31")
    assert cycle.opens_at.isoformat() == "2027-01-10T01:00:00+00:00"
    assert Event.objects.filter(verb="cycle.made", subject=str(cycle.pk)).count() == 1


def test_a_cycle_cannot_close_before_it_opens(world):
    response = browser(world.lead).post(ADD, typed(closes_at="2026-01-01T09:00"))

    assert "A cycle must open before it closes." in response.content.decode()
    assert not Cycle.objects.filter(year=2027).exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD_ANALYST])
def test_nobody_else_makes_a_cycle(world, role):
    response = browser(world.person(role)).post(ADD, typed())

    assert response.status_code == 403
    assert not Cycle.objects.filter(year=2027).exists()


def test_opening_gives_every_active_bank_its_questionnaire(world):
    browser(world.lead).post(ADD, typed())
    cycle = Cycle.objects.get(year=2027)

    do(world.lead, cycle, "open")

    cycle.refresh_from_db()
    assert cycle.state == CycleState.OPEN
    assert Submission.objects.filter(cycle=cycle).count() == 1


def test_closing_an_open_cycle(world):
    do(world.lead, world.cycle, "close")

    world.cycle.refresh_from_db()
    assert world.cycle.state == CycleState.CLOSED


def test_a_cycle_is_not_opened_twice(world):
    response = do(world.lead, world.cycle, "open")

    assert said(response, world.lead) == [
        "This cannot be done now: the submission is “Open”. Reload the page."
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD_ANALYST])
def test_nobody_else_opens_or_closes(world, role):
    person = world.person(role)

    answers = [do(person, world.cycle, name).status_code for name in ("open", "close")]

    world.cycle.refresh_from_db()
    assert (answers, world.cycle.state) == ([403, 403], CycleState.OPEN)


def test_analysts_look_without_buttons(world):
    assert labels(world.analyst, world.cycle) == []
    assert labels(world.lead, world.cycle) == ["Close the cycle", "Give all banks more time"]


def test_the_dates_of_a_cycle_cannot_be_posted(world):
    response = browser(world.lead).post(page(world.cycle), typed(year=2030))

    assert response.status_code == 403


def test_administrators_see_no_cycles():
    administrator = make_user("admin@alliance.example", Role.ADMINISTRATOR)

    assert browser(administrator).get("/admin/assessments/cycle/").status_code == 403
