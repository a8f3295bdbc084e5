"""Several people at one question, in any order: nothing is overwritten without being shown."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from assessments import workflow
from assessments.models import AnswerEvent
from assessments.queries import answers_of, core_answer
from assessments.workflow import Change, Saved
from hive.banks.models import User
from hive.banks.roles import Role
from hive.catalogue.queries import model_of
from hive.core.answers import Answer, State
from tests.editions import dump, small_edition
from tests.factories import make_user
from tests.submissions import World, make_world

pytestmark = pytest.mark.django_db

SCHEDULES, MANY_SCHEDULES = 150, 10_000
ANSWERS = st.sampled_from(
    [
        None,
        Answer(State.DONT_KNOW),
        Answer(State.ANSWERED, 1),
        Answer(State.ANSWERED, 2),
    ]
)
PEOPLE = st.integers(0, 3)


@dataclass
class Tab:
    """A page that one person has open: the version it shows, and what it sent last."""

    person: User
    version: int = 0
    sent: Change | None = None
    is_in_conflict: bool = False


def test_no_schedule_of_four_people_overwrites_silently() -> None:
    nobody_is_overwritten(schedules=SCHEDULES)


@pytest.mark.faults
def test_ten_thousand_schedules_of_four_people_overwrite_nothing_silently() -> None:
    nobody_is_overwritten(schedules=MANY_SCHEDULES)


def nobody_is_overwritten(*, schedules: int) -> None:
    """Let four tabs save, retry and take back in drawn orders, and compare after each step."""
    world = make_world(dump(small_edition()))
    first_section = world.cycle.edition.dimensions.order_by("pk")[0]
    workflow.assign(world.submission, first_section, world.contributor, by=world.coordinator)
    second = make_user("second@yunting.example", Role.COORDINATOR, bank=world.bank)
    # The fourth tab belongs to somebody who has the page open twice.
    people = [world.coordinator, world.contributor, second, world.coordinator]

    run_state_machine_as_test(
        lambda: Together(world, people),
        settings=settings(
            max_examples=schedules,
            stateful_step_count=6,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


class Together(RuleBasedStateMachine):
    """Keeps a list of what was written beside the database, and compares what each save says."""

    def __init__(self, world: World, people: list[User]) -> None:
        super().__init__()
        self.world = world
        self.question = model_of(world.cycle.edition).scored[0]
        self.code = self.question.code
        self.tabs = [Tab(person) for person in people]
        self.written: list[tuple[Answer | None, Change, User]] = []
        self.savepoint = transaction.savepoint()

    def teardown(self) -> None:
        try:
            self.events_are_what_was_written_and_fold_to_the_answer()
        finally:
            transaction.savepoint_rollback(self.savepoint)

    @initialize(first=ANSWERS)
    def somebody_answers(self, first: Answer | None) -> None:
        self.send(self.tabs[0], Change(self.code, first, 0, uuid.uuid4()))

    @rule(number=PEOPLE)
    def opens_the_page(self, number: int) -> None:
        tab = self.tabs[number]
        tab.version, tab.is_in_conflict = len(self.written), False

    @rule(number=PEOPLE, answer=ANSWERS)
    def saves(self, number: int, answer: Answer | None) -> None:
        tab = self.tabs[number]
        self.send(tab, Change(self.code, answer, tab.version, uuid.uuid4()))

    @rule(number=PEOPLE)
    def sends_again(self, number: int) -> None:
        tab = self.tabs[number]
        if tab.sent:
            self.send(tab, tab.sent)

    @rule(number=PEOPLE)
    def keeps_mine(self, number: int) -> None:
        tab = self.tabs[number]
        if tab.sent and tab.is_in_conflict:
            self.send(tab, replace(tab.sent, version=tab.version, key=uuid.uuid4()))

    def send(self, tab: Tab, sent: Change) -> None:
        saved = workflow.save_answers(self.world.submission, [sent], by=tab.person)
        is_repeated = bool(self.written) and self.written[-1][1].key == sent.key
        if not is_repeated and sent.answer != self.present:
            if sent.version != len(self.written):
                self.is_shown_both(tab, sent, saved)
                return
            self.written.append((sent.answer, sent, tab.person))
        assert (saved.versions, saved.conflicts) == ({self.code: len(self.written)}, {})
        tab.version, tab.sent, tab.is_in_conflict = len(self.written), sent, False

    def is_shown_both(self, tab: Tab, sent: Change, saved: Saved) -> None:
        row = saved.conflicts[self.code]
        theirs = None if row is None else core_answer(row, self.question)
        assert (saved.versions, saved.present) == ({}, {self.code: len(self.written)})
        assert theirs == self.present
        if row is not None:
            assert row.updated_by == self.written[-1][2]
        tab.version, tab.sent, tab.is_in_conflict = len(self.written), sent, True

    @property
    def present(self) -> Answer | None:
        return self.written[-1][0] if self.written else None

    def events_are_what_was_written_and_fold_to_the_answer(self) -> None:
        events = list(AnswerEvent.objects.filter(submission=self.world.submission))
        told = [core_answer(e, self.question) if e.state else None for e in events]
        assert told == [answer for answer, _, _ in self.written]
        assert [event.version for event in events] == list(range(1, len(events) + 1))
        folded = {} if self.present is None else {self.code: self.present}
        assert answers_of(self.world.submission) == folded
