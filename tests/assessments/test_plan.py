"""The plan of a bank: who changes it, what goes in, and that no answer is touched."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from assessments.models import Answer, AnswerEvent, PlanStep, YearQuarter
from assessments.workflow import (
    Incomplete,
    NotAllowed,
    PlanChanged,
    Wish,
    change_plan_step,
    remove_plan_step,
    save_plan,
)
from hive.audit.models import Event
from hive.banks.roles import Role
from tests.factories import make_bank, make_user
from tests.plans import DUE, liftable, make_plan
from tests.submissions import World, bring_to, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = make_world()
    bring_to(world, "submitted")
    return world


def told(step: PlanStep) -> tuple[object, ...]:
    return step.question.code, step.target, step.owner, step.due, step.version


def test_steps_are_taken_into_the_plan(world: World) -> None:
    wishes = [Wish(*each) for each in list(liftable(world.submission).items())[:3]]

    save_plan(world.submission, wishes, owner=" Zhou Min ", due=DUE, by=world.approver)

    steps = world.submission.plan_steps.select_related("question")
    assert [told(step) for step in steps] == [
        (wish.question, wish.target, "Zhou Min", DUE, 1) for wish in wishes
    ]
    event = Event.objects.get(verb="plan.saved")
    assert event.bank == world.bank.pk
    assert event.detail == {"questions": [wish.question for wish in wishes]}


def test_a_question_that_is_planned_already_gets_the_new_step(world: World) -> None:
    (step,) = make_plan(world.submission, world.coordinator)
    further = liftable(world.submission, steps=2)
    code = step.question.code if step.question.code in further else ""
    target = further.get(code, step.target)

    save_plan(
        world.submission, [Wish(step.question.code, target, 1)],
        owner="Li", due=YearQuarter(2028, 1), by=world.coordinator,
    )  # fmt: skip

    (again,) = world.submission.plan_steps.select_related("question")
    assert (again.pk, *told(again)) == (
        step.pk, step.question.code, target, "Li", YearQuarter(2028, 1), 2
    )  # fmt: skip


def test_a_plan_that_a_colleague_changed_is_not_overwritten(world: World) -> None:
    (step,) = make_plan(world.submission, world.coordinator)
    wish = Wish(step.question.code, step.target)

    with pytest.raises(PlanChanged, match=step.question.code):
        save_plan(world.submission, [wish], owner="Li", due=DUE, by=world.approver)
    with pytest.raises(PlanChanged, match="Nothing was saved"):
        change_plan_step(step, owner="Li", due=DUE, version=0, by=world.approver)
    with pytest.raises(PlanChanged):
        remove_plan_step(step, version=7, by=world.approver)

    assert told(world.submission.plan_steps.get()) == told(step)


def test_a_step_is_changed_and_removed(world: World) -> None:
    (step,) = make_plan(world.submission, world.coordinator)

    change_plan_step(step, owner="Li", due=YearQuarter(2028, 4), version=1, by=world.approver)
    changed = world.submission.plan_steps.get()
    remove_plan_step(changed, version=2, by=world.coordinator)

    assert (changed.owner, changed.due, changed.version) == ("Li", YearQuarter(2028, 4), 2)
    assert world.submission.plan_steps.count() == 0
    assert [event.verb for event in Event.objects.filter(verb__startswith="plan.")] == [
        "plan.removed", "plan.changed", "plan.saved"
    ]  # fmt: skip


def test_all_or_none_goes_in(world: World) -> None:
    code, target = next(iter(liftable(world.submission).items()))
    for wrong in (Wish("no-such", "1"), Wish(code, "99")):
        with pytest.raises(Incomplete):
            save_plan(
                world.submission,
                [Wish(code, target), wrong],
                owner="Li",
                due=DUE,
                by=world.approver,
            )
    with pytest.raises(Incomplete, match="at least one step"):
        save_plan(world.submission, [], owner="Li", due=DUE, by=world.approver)
    with pytest.raises(ValidationError):
        save_plan(world.submission, [Wish(code, target)], owner=" ", due=DUE, by=world.approver)

    assert world.submission.plan_steps.count() == 0


def test_what_does_not_apply_cannot_be_planned(world: World) -> None:
    snapshot = world.submission.snapshots.get()
    content = snapshot.content
    left_out = next(q for q in content.split('"') if q and f'"{q}":{{"reason":' in content)

    with pytest.raises(Incomplete, match="cannot be in the plan"):
        save_plan(world.submission, [Wish(left_out, "5")], owner="Li", due=DUE, by=world.approver)


def test_before_signing_there_is_no_plan() -> None:
    world = make_world()

    with pytest.raises(Incomplete, match="is signed"):
        save_plan(world.submission, [Wish("S1-Q1", "5")], owner="Li", due=DUE, by=world.coordinator)


@pytest.mark.parametrize(
    "role", [Role.EXECUTIVE, Role.CONTRIBUTOR, Role.ANALYST, Role.LEAD_ANALYST]
)
def test_others_cannot_change_the_plan(world: World, role: Role) -> None:
    (step,) = make_plan(world.submission, world.coordinator)
    person = world.person(role)

    with pytest.raises(NotAllowed):
        save_plan(
            world.submission, [Wish(step.question.code, step.target, 1)],
            owner="Li", due=DUE, by=person,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        change_plan_step(step, owner="Li", due=DUE, version=1, by=person)
    with pytest.raises(NotAllowed):
        remove_plan_step(step, version=1, by=person)


def test_a_plan_is_seen_where_results_are(world: World) -> None:
    make_plan(world.submission, world.coordinator)
    other = make_user("x@other.example", Role.COORDINATOR, bank=make_bank("other"))
    sees = {role: PlanStep.objects.visible_to(world.person(role)).count() for role in Role}

    assert sees == {
        Role.COORDINATOR: 1, Role.CONTRIBUTOR: 0, Role.APPROVER: 1, Role.EXECUTIVE: 1,
        Role.ANALYST: 1, Role.LEAD_ANALYST: 1, Role.ADMINISTRATOR: 0, Role.AUDITOR: 0,
    }  # fmt: skip
    assert PlanStep.objects.visible_to(other).count() == 0


def test_a_plan_touches_no_answer(world: World) -> None:
    def stored() -> list[object]:
        snapshots = world.submission.snapshots.values_list("sha256", "score_run__tree")
        return [*Answer.objects.values_list(), AnswerEvent.objects.count(), *snapshots]

    before = stored()
    (step,) = make_plan(world.submission, world.coordinator)
    change_plan_step(step, owner="Li", due=DUE, version=1, by=world.approver)

    assert stored() == before


@pytest.mark.parametrize("wrong", [{"owner": ""}, {"quarter": 0}, {"quarter": 5}])
def test_the_database_keeps_the_rules(world: World, wrong: dict[str, object]) -> None:
    (step,) = make_plan(world.submission, world.coordinator)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlanStep.objects.filter(pk=step.pk).update(**wrong)
