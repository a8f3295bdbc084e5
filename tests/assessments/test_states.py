"""Every state x verb x role: what design allows goes through, everything else is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from time_machine import TimeMachineFixture

from assessments import workflow
from assessments.enums import SubmissionState as S
from assessments.findings import remarks_of
from assessments.models import Query, Submission
from assessments.queries import answers_of, versions_of
from assessments.workflow import FourEyes, Incomplete, Locked, NotAllowed, WrongState
from hive.audit.models import Event
from hive.banks.models import Membership, User
from hive.banks.roles import Role
from hive.core.answers import Answer, State
from hive.post.models import OutboxMail
from tests import evidence
from tests.factories import make_bank, make_user
from tests.submissions import World, answer_all, bring_to, change

pytestmark = pytest.mark.django_db

Act = Callable[[Submission, User], object]


def later(days: int = 7) -> object:
    return timezone.now() + timedelta(days=days)


def query_of(submission: Submission) -> Query:
    """A query of the letter in force, or one that no letter has gathered."""
    found = submission.queries.first()
    return found or Query(submission=submission, text="Which board?")


def warning_of(submission: Submission) -> dict[str, Any]:
    """A warning that stands."""
    remarks = remarks_of(submission, answers_of(submission), versions_of(submission))
    if not remarks.warnings:
        return {"check": "C01", "questions": ["T1-Q1", "tech_spending", "operating_income"]}
    finding = remarks.warnings[0].finding
    return {"check": finding.check.code, "questions": list(finding.questions)}


VERBS: dict[str, Act] = {
    "request": lambda s, u: workflow.request_signoff(s, by=u),
    "recall": lambda s, u: workflow.recall(s, by=u),
    "send_back": lambda s, u: workflow.send_back(s, by=u, reason="Check S1."),
    "seal": lambda s, u: evidence.seal(s, u),
    "sign": lambda s, u: workflow.sign(s, by=u),
    "withdraw": lambda s, u: workflow.withdraw(s, by=u, reason="A merger."),
    "start_review": lambda s, u: workflow.start_review(s, by=u),
    "recommend": lambda s, u: workflow.recommend(s, by=u),
    "return": lambda s, u: workflow.return_to_bank(s, by=u, letter="See S1.", due_at=later()),
    "ask": lambda s, u: workflow.ask(s, question="S1-Q1", text="Which board?", by=u),
    "reply": lambda s, u: workflow.reply(query_of(s), text="It is right.", by=u),
    "explain": lambda s, u: workflow.explain(s, **warning_of(s), text="It is right.", by=u),
    "reopen": lambda s, u: workflow.reopen(s, by=u, reason="A slip.", due_at=later()),
    "restore": lambda s, u: workflow.restore(s, by=u),
    "publish": lambda s, u: workflow.publish([s], by=u),
    "answer": lambda s, u: workflow.save_answers(
        s, [change(s, "S1-Q1", Answer(State.DONT_KNOW))], by=u
    ),
    "workbook": lambda s, u: workflow.keep_workbook(
        s, by=u, answers={"S1-Q1": Answer(State.DONT_KNOW)}, versions={}, sha256="0" * 64
    ),
    "workbook for the bank": lambda s, u: workflow.enter_for_bank(s, [], by=u, sha256="0" * 64),
}

BANK, REVIEW = [Role.COORDINATOR], [Role.ANALYST, Role.LEAD_ANALYST]
ALLOWED: dict[str, tuple[list[S], list[Role], S | None]] = {
    "request": ([S.DRAFT, S.RETURNED], BANK, S.AWAITING_SIGNOFF),
    "recall": ([S.AWAITING_SIGNOFF], BANK, S.DRAFT),
    "send_back": ([S.AWAITING_SIGNOFF], [Role.APPROVER], S.DRAFT),
    "seal": ([S.AWAITING_SIGNOFF], [Role.COORDINATOR, Role.APPROVER], None),
    "sign": ([S.AWAITING_SIGNOFF], [Role.APPROVER], S.SUBMITTED),
    "withdraw": ([S.DRAFT, S.RETURNED, S.AWAITING_SIGNOFF], [Role.APPROVER], S.WITHDRAWN),
    "start_review": ([S.SUBMITTED], REVIEW, S.IN_REVIEW),
    "recommend": ([S.IN_REVIEW], REVIEW, S.IN_REVIEW),
    "return": ([S.IN_REVIEW], REVIEW, S.RETURNED),
    "ask": ([S.IN_REVIEW], REVIEW, S.IN_REVIEW),
    "reply": ([S.RETURNED], BANK, S.RETURNED),
    "explain": ([S.DRAFT, S.RETURNED], BANK, None),
    "reopen": (
        [S.SUBMITTED, S.IN_REVIEW, S.ACCEPTED, S.PUBLISHED], [Role.LEAD_ANALYST], S.RETURNED
    ),
    "restore": ([S.WITHDRAWN], [Role.LEAD_ANALYST], S.DRAFT),
    "publish": ([S.ACCEPTED], [Role.LEAD_ANALYST], S.PUBLISHED),
    "answer": ([S.DRAFT, S.RETURNED], BANK, None),
    "workbook": ([S.DRAFT, S.RETURNED], [*BANK, Role.CONTRIBUTOR], None),
    "workbook for the bank": ([S.DRAFT, S.RETURNED], REVIEW, None),
}  # fmt: skip


@pytest.mark.parametrize("state", list(S))
def test_only_the_declared_cells_go_through(world: World, state: S) -> None:
    submission = bring_to(world, state)
    if state == S.DRAFT:
        answer_all(world)
    if state == S.RETURNED:
        workflow.reply(submission.queries.get(), text="It is right.", by=world.coordinator)
    people = {role: world.person(role) for role in Role}

    for verb, act in VERBS.items():
        states, roles, target = ALLOWED[verb]
        for role, person in people.items():
            savepoint = transaction.savepoint()
            if state in states and role in roles:
                act(submission, person)
                submission.refresh_from_db()
                assert submission.state == (target or state), (verb, role)
            else:
                with pytest.raises((NotAllowed, WrongState, Locked)):
                    act(submission, person)
                submission.refresh_from_db()
                assert submission.state == state, (verb, role)
            transaction.savepoint_rollback(savepoint)
            submission.refresh_from_db()


def test_somebody_of_another_bank_can_do_nothing(world: World) -> None:
    bring_to(world, "draft")
    from_elsewhere = make_world_stranger()

    for verb, act in VERBS.items():
        with pytest.raises(NotAllowed):
            act(world.submission, from_elsewhere)
        assert Submission.objects.get(pk=world.submission.pk).state == S.DRAFT, verb


def make_world_stranger() -> User:
    other = make_bank("elsewhere")
    return make_user("c@elsewhere.example", Role.COORDINATOR, Role.APPROVER, bank=other)


def test_whoever_requests_cannot_sign(world: World) -> None:
    Membership.objects.create(user=world.coordinator, bank=world.bank, role=Role.APPROVER)
    bring_to(world, S.AWAITING_SIGNOFF)

    with pytest.raises(FourEyes):
        workflow.sign(world.submission, by=User.objects.get(pk=world.coordinator.pk))


def test_whoever_recommends_cannot_accept(world: World) -> None:
    bring_to(world, S.IN_REVIEW)
    workflow.recommend(world.submission, by=world.analyst)

    with pytest.raises(FourEyes):
        workflow.accept(world.submission, by=world.analyst)


def test_nothing_is_accepted_without_a_recommendation(world: World) -> None:
    bring_to(world, S.IN_REVIEW)

    with pytest.raises(Incomplete):
        workflow.accept(world.submission, by=world.analyst)


@pytest.mark.parametrize(
    ("first", "second"), [("requested_by", "signed_by"), ("recommended_by", "accepted_by")]
)
def test_the_database_keeps_four_eyes(world: World, first: str, second: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.update(**{first: world.lead, second: world.lead})


def test_a_request_needs_every_required_question(world: World) -> None:
    with pytest.raises(Incomplete) as refused:
        workflow.request_signoff(world.submission, by=world.coordinator)

    assert len(refused.value.codes) == 54 + 8 + 5


def test_an_error_of_a_check_blocks_the_request(world: World) -> None:
    answer_all(world)
    staff = {"tech_staff": "900", "employees": "300"}
    changes = [change(world.submission, c, number(n)) for c, n in staff.items()]
    workflow.save_answers(world.submission, changes, by=world.coordinator)

    with pytest.raises(Incomplete) as refused:
        workflow.request_signoff(world.submission, by=world.coordinator)

    assert refused.value.codes == ("tech_staff", "employees")


def number(text: str) -> Answer:
    return Answer(State.ANSWERED, Decimal(text))


def test_signing_freezes_what_was_signed(world: World) -> None:
    bring_to(world, S.AWAITING_SIGNOFF)

    snapshot = workflow.sign(world.submission, by=world.approver)

    assert (snapshot.number, snapshot.kind, len(snapshot.sha256)) == (1, "signed", 64)
    assert snapshot.score_run.tree["code"] == "total"
    assert snapshot.edition_digest == world.cycle.edition.digest
    mails = OutboxMail.objects.filter(template="signed").values_list("recipient", flat=True)
    assert sorted(mails) == ["approver@yunting.example", "coordinator@yunting.example"]


def test_a_late_request_is_refused(world: World, time_machine: TimeMachineFixture) -> None:
    answer_all(world)
    time_machine.move_to(world.cycle.closes_at)

    with pytest.raises(Locked):
        workflow.request_signoff(world.submission, by=world.coordinator)


def test_an_extension_gives_one_bank_more_time(
    world: World, time_machine: TimeMachineFixture
) -> None:
    answer_all(world)
    until = world.cycle.closes_at + timedelta(days=3)
    workflow.extend(world.submission, by=world.lead, until=until)
    time_machine.move_to(world.cycle.closes_at + timedelta(days=1))

    workflow.request_signoff(world.submission, by=world.coordinator)

    world.submission.refresh_from_db()
    assert world.submission.state == S.AWAITING_SIGNOFF


def test_a_returned_submission_is_open_until_it_is_due_even_after_the_cycle(
    world: World, time_machine: TimeMachineFixture
) -> None:
    submission = bring_to(world, S.RETURNED)
    workflow.close_cycle(world.cycle, by=world.lead)

    assert submission.due_at is not None
    assert submission.bank_may_edit(submission.due_at - timedelta(seconds=1))
    assert not submission.bank_may_edit(submission.due_at)


def test_every_verb_leaves_an_event(world: World) -> None:
    bring_to(world, S.PUBLISHED)

    verbs = Event.objects.filter(subject_type="assessments.submission").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        *["submission.explained"] * world.submission.notes.count(),
        "submission.requested",
        "submission.signed",
        "submission.review_started",
        "submission.recommended",
        "submission.accepted",
        "submission.published",
    ]
