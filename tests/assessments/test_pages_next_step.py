"""The one sentence that is right for each role in each state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override

from assessments import workflow
from assessments.pages.dossier import dossier_of
from assessments.pages.next_step import NextStep, next_step
from assessments.pages.team import team_of
from hive.banks.models import User
from hive.banks.roles import Role
from hive.core.answers import Answer, State
from tests.factories import make_user
from tests.submissions import (
    World,
    answer_all,
    bring_to,
    change,
    confirm_sections,
    sound_answers,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def step(world: World, who: User | Role) -> NextStep:
    world.submission.refresh_from_db()
    user = world.person(who) if isinstance(who, Role) else who
    user = User.objects.get(pk=user.pk)
    dossier = dossier_of(world.submission, user)
    return next_step(dossier, team_of(world.bank))


def told(world: World, who: User | Role) -> tuple[str, str]:
    """The sentence and the label of the first button."""
    found = step(world, who)
    return found.sentence, found.first.label if found.first else ""


C, F, A, E = Role.COORDINATOR, Role.CONTRIBUTOR, Role.APPROVER, Role.EXECUTIVE
SUBMITTED = "Submitted. The alliance will review it; there is nothing to do now."
REVIEWED = "The alliance's analysts are reviewing it; there is nothing to do now."
ACCEPTED = "Accepted. The results come out when the alliance publishes the cycle."
PUBLISHED = "The results are published: see where your bank stands."
LEFT = "The bank has left this cycle; to return, please ask the alliance."
WAITING = "Waiting for the signature of Approver."
TO_BEGIN = "67 questions are still to be answered; then ask Approver to sign."
UNASSIGNED = "No section is assigned to you yet; please ask Coordinator."
GO_ON = "Go on with S1 Strategic planning and top-level design"
CHECK_ALL = "Every question is answered. Check the answers and request the signature."


@pytest.mark.parametrize(
    ("state", "role", "sentence", "first"),
    [
        ("draft", C, TO_BEGIN, GO_ON),
        ("draft", F, UNASSIGNED, ""),
        (
            "draft",
            A,
            "The questionnaire is being filled in; you will be asked to sign by mail.",
            "Open the questionnaire",
        ),
        (
            "draft",
            E,
            "The questionnaire is being filled in; you will see the results here.",
            "",
        ),
        ("awaiting_signoff", C, WAITING, "Open the request"),
        ("awaiting_signoff", F, WAITING, ""),
        (
            "awaiting_signoff",
            A,
            "Coordinator asks you to sign. Signing submits the answers to the alliance.",
            "Read and sign",
        ),
        ("awaiting_signoff", E, WAITING, ""),
        ("submitted", C, SUBMITTED, "Open the receipt"),
        ("submitted", F, SUBMITTED, ""),
        ("submitted", A, SUBMITTED, "Open the receipt"),
        ("submitted", E, SUBMITTED, "Open the receipt"),
        ("in_review", C, REVIEWED, "Open the receipt"),
        ("in_review", F, REVIEWED, ""),
        (
            "returned",
            C,
            "The alliance returned the questionnaire: read its letter and correct it.",
            "Check answers",
        ),
        ("accepted", C, ACCEPTED, "Open the receipt"),
        ("accepted", E, ACCEPTED, "Open the receipt"),
        ("published", C, PUBLISHED, "See the results"),
        ("published", F, "The cycle is published. Thank you for your part in it.", ""),
        ("published", E, PUBLISHED, "See the results"),
        ("withdrawn", C, LEFT, ""),
        ("withdrawn", A, LEFT, ""),
    ],
)
def test_each_role_is_told_its_next_step(
    world: World, state: str, role: Role, sentence: str, first: str
) -> None:
    bring_to(world, state)

    assert told(world, role) == (sentence, first)


def test_a_coordinator_is_told_to_correct_what_was_returned(world: World) -> None:
    submission = bring_to(world, "in_review")
    due = timezone.now() + timedelta(days=3)
    workflow.return_to_bank(
        submission, by=world.analyst, letter="See.", due_at=due, questions=["S1-Q2", "S1-Q3"]
    )

    both = told(world, C)
    workflow.save_answers(
        submission,
        [change(submission, code, Answer(State.DONT_KNOW)) for code in ("S1-Q2", "S1-Q3")],
        by=world.coordinator,
    )

    assert both == (
        "The alliance returned 2 questions: correct them, then request the signature again.",
        "Correct S1-Q2 (returned)",
    )
    assert told(world, C) == (
        "Every question is answered: check 1 section and confirm it.",
        "Check and confirm",
    )
    confirm_sections(world)
    assert told(world, C) == (CHECK_ALL, "Check answers")


def test_a_contributor_is_told_about_own_sections_only(world: World) -> None:
    row = world.cycle.edition.dimensions.get(code="D")
    workflow.assign(world.submission, row, world.contributor, by=world.coordinator)

    before = told(world, F)
    answers = {c: a for c, a in sound_answers(world).items() if c.startswith("D")}
    changes = [change(world.submission, code, answer) for code, answer in answers.items()]
    workflow.save_answers(world.submission, changes, by=world.coordinator)
    answered = told(world, F)
    workflow.close_section(world.submission, row, by=world.contributor)

    assert before == (
        "9 questions in your sections are still to be answered.",
        "Go on with D1 Data governance and data asset management",
    )
    assert answered == (
        "Section Data is answered: read it again and say that it is finished.",
        "Finish the section",
    )
    assert told(world, F) == (
        "Your sections are finished. Coordinator confirms them and requests the signature.",
        "Open the questionnaire",
    )
    assert told(world, C) == (
        "Contributor finished a section that waits for your confirmation: Data.",
        "Check and confirm",
    )


def test_a_section_that_came_back_is_told_before_what_is_missing(world: World) -> None:
    row = world.cycle.edition.dimensions.get(code="D")
    workflow.assign(world.submission, row, world.contributor, by=world.coordinator)
    answer_all(world)
    workflow.send_section_back(world.submission, row, by=world.coordinator, remark="See D1.")

    assert told(world, F) == (
        "Section Data was sent back to you: read the remark and change it.",
        "Open the section",
    )
    assert told(world, C) == (
        "Every question is answered; Contributor still has to finish: Data.",
        "Check answers",
    )


def test_after_the_deadline_the_sentence_says_so(world: World) -> None:
    with time_machine.travel(world.cycle.closes_at + timedelta(seconds=1), tick=False):
        found = step(world, C)

    assert found.sentence == (
        "The questionnaire is closed and was not submitted; please ask the alliance."
    )
    assert found.deadline.endswith("the time is over.")


def test_before_the_opening_the_sentence_names_the_day(world: World) -> None:
    with time_machine.travel(world.cycle.opens_at - timedelta(days=1), tick=False):
        sentence, _ = told(world, C)

    assert sentence.startswith("The questionnaire opens on ")


def test_a_request_that_nobody_else_can_sign_says_so(world: World) -> None:
    both = make_user("both@yunting.example", C, A, bank=world.bank)
    answer_all(world)
    workflow.request_signoff(world.submission, by=both)
    world.approver.memberships.update(is_active=False)

    assert told(world, C) == (
        "The signature is requested, but nobody else at the bank can sign.",
        "Name somebody who signs",
    )


@pytest.mark.parametrize(
    ("before", "left"),
    [
        (timedelta(days=12), "12 days left."),
        (timedelta(days=1), "1 day left."),
        (timedelta(minutes=1), "the last day is today."),
        (timedelta(0), "the time is over."),
    ],
)
def test_days_are_counted_in_the_zone_of_the_alliance(
    world: World, before: timedelta, left: str
) -> None:
    closing = world.cycle.closes_at.replace(hour=10, minute=0, second=0, microsecond=0)
    world.cycle.closes_at = closing
    world.cycle.save()
    world.submission.cycle.refresh_from_db()

    with time_machine.travel(closing - before, tick=False):
        found = step(world, C)

    assert found.deadline.endswith(f"18:00 (Beijing time), {left}")
