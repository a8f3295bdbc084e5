"""A bank that signed last year, on an edition from which this year's has grown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from random import Random

from assessments.enums import CycleState, SubmissionState
from assessments.models import Cycle, Submission
from assessments.workflow.filing import Filing, file_submissions
from hive.banks.roles import Role
from hive.catalogue.models import Edition
from hive.catalogue.queries import model_of
from hive.catalogue.workflow import load
from hive.core.answers import Answer, Answers, Selection, State
from tests.draws import answers_from, draw_complete
from tests.factories import make_user
from tests.lineages import elder_file, heir_file
from tests.submissions import World, make_world

SIGNED_AT = datetime(2025, 3, 11, 6, 0, tzinfo=UTC)


def answered(value: object) -> Answer:
    """An answer with a value."""
    return Answer(State.ANSWERED, value)


# What the bank answered last year to the questions that tests look at, by the earlier codes.
GIVEN: Mapping[str, Answer] = {
    "K1-Q1": answered(2),
    "K1-Q2": answered(Decimal("1.5")),
    "K1-Q3": answered(True),
    "K1-Q4": answered(Selection(("o1", "o2"))),
    "L1-Q1": answered(2),
    "L1-Q2": Answer(State.NOT_APPLICABLE, None, "We have no such business."),
    "L1-Q3": Answer(State.DONT_KNOW),
    "L2-Q1": answered(3),
    "M1-Q1": answered(1),
    "M2-Q1": answered(2),
    "N1-Q1": answered(2),
}


def world_after_a_year() -> World:
    """A bank with an open cycle on the heir; nothing is signed before it yet."""
    load(elder_file())
    return make_world(heir_file())


def drawn_last_year(seed: int = 3) -> Answers:
    """Complete answers of last year, with those that tests look at."""
    model = model_of(Edition.objects.get(code="steep.1"))
    return {**answers_from(model, draw_complete(model, Random(seed))), **GIVEN}


def file_last_year(
    world: World,
    answers: Answers | None = None,
    *,
    edition: str = "steep.1",
    year: int = 2025,
    state: SubmissionState = SubmissionState.ACCEPTED,
) -> Submission:
    """File the bank's submission of an earlier year."""
    cycle = Cycle.objects.create(
        year=year,
        edition=Edition.objects.get(code=edition),
        reference_date=datetime(year - 1, 12, 31, tzinfo=UTC).date(),
        opens_at=datetime(year, 1, 6, tzinfo=UTC),
        closes_at=datetime(year, 4, 30, tzinfo=UTC),
        state=CycleState.CLOSED,
    )
    person = make_user(
        f"zhao{year}@yunting.example", Role.EXECUTIVE, bank=world.bank, name="Zhao Lei"
    )
    filing = Filing(world.bank, answers or drawn_last_year(), person, world.approver, state)
    (submission,) = file_submissions(
        cycle,
        [filing],
        by=world.lead,
        recommender=world.analyst,
        acceptor=world.second_analyst,
        at=SIGNED_AT.replace(year=year),
    )
    return submission
