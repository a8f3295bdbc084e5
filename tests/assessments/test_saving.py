"""Saving answers: versions, conflicts, repeats, and who may answer what."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction

from assessments import workflow
from assessments.models import Answer as Row
from assessments.models import AnswerEvent
from assessments.queries import answers_of, versions_of
from assessments.workflow import Change, Locked, NotAllowed
from hive.banks.roles import Role
from hive.core.answers import Answer, InvalidAnswer, Selection, State
from tests.factories import make_bank, make_user
from tests.submissions import World, bring_to, change

pytestmark = pytest.mark.django_db


def level(number: int) -> Answer:
    return Answer(State.ANSWERED, number)


def save(world: World, *changes: Change) -> workflow.Saved:
    return workflow.save_answers(world.submission, changes, by=world.coordinator)


def test_an_answer_is_stored_with_its_event(world: World) -> None:
    saved = save(world, change(world.submission, "S1-Q1", level(3)))

    assert (saved.versions, saved.conflicts) == ({"S1-Q1": 1}, {})
    assert answers_of(world.submission) == {"S1-Q1": level(3)}
    event = AnswerEvent.objects.get()
    assert (event.value, event.version, event.source, event.by) == (
        3, 1, "web", world.coordinator
    )  # fmt: skip


def test_a_stale_change_comes_back_with_the_stored_answer_and_the_rest_is_saved(
    world: World,
) -> None:
    save(world, change(world.submission, "S1-Q1", level(3)))

    saved = save(
        world,
        change(world.submission, "S1-Q1", level(5), version=0),
        change(world.submission, "S1-Q2", level(2)),
    )

    assert saved.versions == {"S1-Q2": 1}
    assert saved.conflicts == {"S1-Q1": Row.objects.get(question__code="S1-Q1")}
    assert answers_of(world.submission)["S1-Q1"] == level(3)


def test_the_same_key_again_is_one_event(world: World) -> None:
    once = change(world.submission, "S1-Q1", level(3))

    first, second = save(world, once), save(world, once)

    assert first == second
    assert AnswerEvent.objects.count() == 1


def test_the_same_answer_again_makes_no_event(world: World) -> None:
    save(world, change(world.submission, "S1-Q1", level(3)))

    saved = save(world, change(world.submission, "S1-Q1", level(3), version=0))

    assert saved.versions == {"S1-Q1": 1}
    assert AnswerEvent.objects.count() == 1


def test_an_answer_can_be_taken_back_and_given_again(world: World) -> None:
    for answer in (level(3), None, level(4)):
        save(world, change(world.submission, "S1-Q1", answer))

    events = AnswerEvent.objects.values_list("version", "state", "value")
    assert list(events) == [(1, "answered", 3), (2, "", None), (3, "answered", 4)]
    assert versions_of(world.submission) == {"S1-Q1": 3}


def test_one_invalid_answer_saves_nothing(world: World) -> None:
    with pytest.raises(InvalidAnswer):
        save(
            world,
            change(world.submission, "S1-Q1", level(3)),
            change(world.submission, "S1-Q2", level(9)),
        )

    assert not Row.objects.exists()


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("S2-Q2", Answer(State.NOT_APPLICABLE)),
        ("S2-Q2", Answer(State.NOT_APPLICABLE, reason="  ")),
        ("S1-Q1", Answer(State.NOT_APPLICABLE, reason="No plan.")),
        ("bank_type", Answer(State.DONT_KNOW)),
        ("O1-Q2", Answer(State.ANSWERED, Selection(("cio", "none")))),
        ("S1-Q1", Answer(State.ANSWERED)),
    ],
)
def test_what_the_edition_does_not_allow_is_refused(
    world: World, code: str, answer: Answer
) -> None:
    with pytest.raises(InvalidAnswer):
        save(world, change(world.submission, code, answer))


def test_a_contributor_answers_assigned_dimensions_only(world: World) -> None:
    strategy = world.cycle.edition.dimensions.get(code="S")
    workflow.assign(world.submission, strategy, world.contributor, by=world.coordinator)

    def attempt(code: str) -> workflow.Saved:
        changes = [change(world.submission, code, Answer(State.DONT_KNOW))]
        return workflow.save_answers(world.submission, changes, by=world.contributor)

    assert attempt("S1-Q1").versions == {"S1-Q1": 1}
    for code in ("O1-Q1", "P1"):
        with pytest.raises(NotAllowed):
            attempt(code)


@pytest.mark.parametrize("role", [Role.APPROVER, Role.EXECUTIVE, Role.ANALYST, Role.LEAD_ANALYST])
def test_other_roles_answer_nothing(world: World, role: Role) -> None:
    with pytest.raises(NotAllowed):
        workflow.save_answers(
            world.submission,
            [change(world.submission, "S1-Q1", level(3))],
            by=world.person(role),
        )


@pytest.mark.parametrize("state", ["awaiting_signoff", "submitted", "accepted", "withdrawn"])
def test_a_locked_submission_takes_no_answer(world: World, state: str) -> None:
    bring_to(world, state)
    before = answers_of(world.submission)

    with pytest.raises(Locked):
        save(world, change(world.submission, "S1-Q1", Answer(State.DONT_KNOW)))

    assert answers_of(world.submission) == before


def test_a_section_goes_to_people_of_the_bank_who_may_fill_in(world: World) -> None:
    strategy = world.cycle.edition.dimensions.get(code="S")
    stranger = make_user("x@other.example", Role.CONTRIBUTOR, bank=make_bank("other"))

    for person in (stranger, world.approver, world.analyst):
        with pytest.raises(workflow.Incomplete):
            workflow.assign(world.submission, strategy, person, by=world.coordinator)


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "answered", "value": None},
        {"state": "dont_know", "value": 3},
        {"state": "not_applicable", "value": None, "reason": ""},
    ],
)
def test_the_database_refuses_an_answer_that_contradicts_its_state(
    world: World, columns: dict[str, object]
) -> None:
    save(world, change(world.submission, "S1-Q1", level(3)))

    with pytest.raises(IntegrityError), transaction.atomic():
        Row.objects.update(**columns)


def test_the_database_keeps_one_answer_and_one_event_per_version_and_key(world: World) -> None:
    save(world, change(world.submission, "S1-Q1", level(3)))
    row, event = Row.objects.get(), AnswerEvent.objects.get()

    row.pk, event.pk = None, None
    for copy in (row, event):
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)
    event.version, event.key = 2, uuid.uuid4()
    event.save(force_insert=True)
    assert AnswerEvent.objects.count() == 2
