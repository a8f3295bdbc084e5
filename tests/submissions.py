"""A small world for tests of collecting: a bank, its people, the alliance's, an open cycle."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.utils import timezone

from assessments import workflow
from assessments.findings import remarks_of
from assessments.models import Cycle, Submission
from assessments.queries import answers_of, versions_of
from assessments.sections import is_sound
from assessments.workflow import Change
from hive.banks.models import Bank, User
from hive.banks.roles import Role
from hive.catalogue.edition_file import EditionFile, read_edition
from hive.catalogue.models import Edition
from hive.catalogue.queries import model_of
from hive.catalogue.workflow import load
from hive.core import checks
from hive.core.answers import Answer, Answers
from hive.core.model import Severity
from tests.copies import made_once, replayed
from tests.draws import answers_from, draw_complete
from tests.editions import real_edition
from tests.factories import make_bank, make_user


@dataclass
class World:
    """Everybody and everything that a submission needs."""

    bank: Bank
    cycle: Cycle
    submission: Submission
    coordinator: User
    contributor: User
    approver: User
    executive: User
    analyst: User
    second_analyst: User
    lead: User
    second_lead: User

    def person(self, role: Role) -> User:
        """Somebody in a role."""
        people = {
            Role.COORDINATOR: self.coordinator,
            Role.CONTRIBUTOR: self.contributor,
            Role.APPROVER: self.approver,
            Role.EXECUTIVE: self.executive,
            Role.ANALYST: self.analyst,
            Role.LEAD_ANALYST: self.lead,
        }
        return people.get(role) or make_user(f"{role}@alliance.example", role)


def make_world(file: EditionFile | str | None = None) -> World:
    """Make one bank and an open cycle on the real edition, or on an edition file or its text."""
    return _world(file=file)


@made_once
def _world(*, file: EditionFile | str | None) -> World:
    file = read_edition(file) if isinstance(file, str) else file or real_edition()
    edition = load(file)
    bank = make_bank("yunting")
    lead = make_user("lead@alliance.example", Role.LEAD_ANALYST)
    cycle = open_cycle(edition, lead)
    return World(
        bank=bank,
        cycle=cycle,
        submission=Submission.objects.get(bank=bank, cycle=cycle),
        coordinator=make_user("coordinator@yunting.example", Role.COORDINATOR, bank=bank),
        contributor=make_user("contributor@yunting.example", Role.CONTRIBUTOR, bank=bank),
        approver=make_user("approver@yunting.example", Role.APPROVER, bank=bank),
        executive=make_user("executive@yunting.example", Role.EXECUTIVE, bank=bank),
        analyst=make_user("analyst@alliance.example", Role.ANALYST),
        second_analyst=make_user("second@alliance.example", Role.ANALYST),
        lead=lead,
        second_lead=make_user("lead2@alliance.example", Role.LEAD_ANALYST),
    )


def open_cycle(edition: Edition, lead: User, year: int = 2026) -> Cycle:
    """Make and open a cycle that began yesterday and ends in a month."""
    now = timezone.now()
    cycle = workflow.make_cycle(
        year=year,
        edition=edition,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=30),
        by=lead,
    )
    workflow.open_cycle(cycle, by=lead)
    cycle.refresh_from_db()
    return cycle


def sound_answers(world: World, seed: int = 1) -> Answers:
    """Draw complete answers that no check of the edition finds an error in."""
    model = model_of(world.cycle.edition)
    rng = Random(seed)
    while True:
        answers = answers_from(model, draw_complete(model, rng))
        found = checks.run(model, answers)
        if not any(finding.check.severity is Severity.ERROR for finding in found):
            return answers


def change(
    submission: Submission, code: str, answer: Answer | None, version: int | None = None
) -> Change:
    """A wished change with a fresh key, made with the present version unless one is given."""
    present = versions_of(submission).get(code, 0) if version is None else version
    return Change(code, answer, present, uuid.uuid4())


def answer_all(world: World, answers: Answers | None = None) -> None:
    """Let the coordinator answer everything, and confirm every section that is complete."""
    answers = answers or sound_answers(world)
    present = versions_of(world.submission)
    changes = [
        change(world.submission, code, answer, present.get(code, 0))
        for code, answer in answers.items()
    ]
    workflow.save_answers(world.submission, changes, by=world.coordinator)
    explain_all(world)
    confirm_sections(world)


def explain_all(world: World) -> None:
    """Let the coordinator write a note on every warning that has none."""
    submission = world.submission
    remarks = remarks_of(submission, answers_of(submission), versions_of(submission))
    for remark in remarks.unexplained:
        check, questions = remark.finding.check.code, remark.finding.questions
        workflow.explain(
            submission, check=check, questions=questions, text="As stated.", by=world.coordinator
        )


def confirm_sections(world: World) -> None:
    """Let the owners close what is complete, and the coordinator confirm it."""
    owners = {row.dimension_id: row.member for row in world.submission.assignments.all()}
    model, answers = model_of(world.cycle.edition), answers_of(world.submission)
    sound = {d.code for d in model.dimensions if is_sound(model, d, answers)}
    for dimension in world.cycle.edition.dimensions.filter(code__in=sound):
        if owners.get(dimension.pk, world.coordinator) != world.coordinator:
            workflow.close_section(world.submission, dimension, by=owners[dimension.pk])
        workflow.confirm_section(world.submission, dimension, by=world.coordinator)


def bring_to(world: World, state: str) -> Submission:
    """Walk the submission to a state by the single verbs, or to where such a walk has led."""
    people = (world.coordinator.pk, world.approver.pk, world.analyst.pk, world.second_analyst.pk)
    replayed((state, world.submission.pk, people), lambda: walk_to(world, state))
    world.submission.refresh_from_db()
    return world.submission


def walk_to(world: World, state: str) -> None:
    """Walk the submission to a state by the single verbs."""
    submission, due = world.submission, timezone.now() + timedelta(days=14)
    if state == "withdrawn":
        workflow.withdraw(submission, by=world.approver, reason="A merger.")
    elif state != "draft":
        answer_all(world)
        workflow.request_signoff(submission, by=world.coordinator)
        if state != "awaiting_signoff":
            workflow.sign(submission, by=world.approver)
            _review(world, state, due)


def _review(world: World, state: str, due: object) -> None:
    submission = world.submission
    if state == "submitted":
        return
    workflow.start_review(submission, by=world.analyst)
    if state == "returned":
        workflow.return_to_bank(submission, by=world.analyst, letter="See S1-Q1.", due_at=due)
    elif state in ("accepted", "published"):
        workflow.recommend(submission, by=world.analyst)
        workflow.accept(submission, by=world.second_analyst)
        if state == "published":
            workflow.publish([submission], by=world.lead)
