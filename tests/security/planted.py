"""A published year, a year in work, and something in every column that people write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from assessments.models import Submission
from hive.audit.log import record
from hive.banks.models import User
from hive.banks.roles import Role
from hive.banks.workflow import invite, make_token
from hive.catalogue.queries import questions_of
from hive.core.answers import Answer, State
from hive.post.digest import gather
from hive.post.models import OutboxMail
from tests import evidence
from tests.factories import PASSWORD, make_user
from tests.plans import make_plan
from tests.published import published_cycle
from tests.routes import Route
from tests.security.planting import Planter
from tests.submissions import World, bring_to, open_cycle
from tests.test_isolation import address_in

ASKED = "S1-Q1"
# Paper, packed files and what was uploaded: they are no pages, and some take a while to make.
FILES = re.compile(r"\.(pdf|xlsx)$|/scorecards(\.zip)?/?$|/print/|/file/$|/pages/\d+/$")


@dataclass(frozen=True)
class Planted:
    """One bank in two years, and a person for each role there and at the alliance."""

    published: Submission
    returned: Submission
    people: Mapping[Role, User]

    def address(self, route: Route) -> str:
        """The address of what has something to show."""
        if route.name == "assessments:reply":
            return reverse(route.name, args=[self.returned.pk, self.returned.queries.first().pk])
        of_results = route.name.startswith(("reports:", "assessments:receipt", "api:"))
        return address_in(route, self.published if of_results else self.returned)


def is_file(path: str) -> bool:
    """Whether an address gives a file and no page."""
    return bool(FILES.search(path.partition("?")[0]))


def make_planted(planter: Planter) -> Planted:
    """Make the world by the verbs, then put the texts past every form."""
    year = published_cycle(kinds={"city": 12})
    published = year.submissions[0]
    bank = published.bank
    people = {
        role: make_user(f"{role}@yunting.example", role, bank=bank, password=PASSWORD)
        for role in Role
    }
    cycle = open_cycle(year.cycle.edition, year.preparer)
    world = World(
        bank=bank,
        cycle=cycle,
        submission=Submission.objects.get(bank=bank, cycle=cycle),
        coordinator=people[Role.COORDINATOR],
        contributor=people[Role.CONTRIBUTOR],
        approver=people[Role.APPROVER],
        executive=people[Role.EXECUTIVE],
        analyst=people[Role.ANALYST],
        second_analyst=make_user("analyst@alliance.example", Role.ANALYST),
        lead=people[Role.LEAD_ANALYST],
        second_lead=year.releaser,
    )
    _fill(world, published)
    planter.plant()
    for role, person in people.items():
        people[role] = User.objects.get(pk=person.pk)
        record("change_bank", bank, by=people[role], bank=bank.pk)
    return Planted(published, Submission.objects.get(pk=world.submission.pk), people)


def _fill(world: World, published: Submission) -> None:
    submission, coordinator = world.submission, world.coordinator
    evidence.add_file(submission, coordinator)
    evidence.add_statement(submission, coordinator)
    workflow.add_text(
        submission, "link", "https://a.example/", title="Page", questions={ASKED}, by=coordinator
    )
    bring_to(world, "submitted")
    question = questions_of(world.cycle.edition)[ASKED]
    for person, is_shared in ((coordinator, False), (coordinator, True)):
        workflow.comment(submission, question, by=person, text="Which?", to_alliance=is_shared)
    workflow.start_review(submission, by=world.analyst)
    workflow.ask(submission, question=ASKED, text="Which board?", by=world.analyst)
    due = timezone.now() + timedelta(days=14)
    workflow.return_to_bank(submission, by=world.analyst, letter="Look again.", due_at=due)
    workflow.reply(submission.queries.get(), text="The board of 2025.", by=coordinator)
    unsure = Answer(State.NOT_APPLICABLE, reason="There is none.")
    workflow.keep_workbook(
        submission, by=coordinator, answers={ASKED: unsure}, versions={}, sha256="0" * 64
    )
    submission.assignments.filter(closed_at=None).update(remark="Look again.")
    submission.notes.create(
        check_code="C01", questions=["T1-Q1"], versions={}, text="So it is.", written_by=coordinator
    )
    make_plan(published, coordinator)
    invite(
        email="new@yunting.example", name="New", role=Role.EXECUTIVE, bank=world.bank,
        language="en", by=coordinator,
    )  # fmt: skip
    make_token(coordinator, bank=world.bank, name="Program", days=30, by=coordinator)
    administrator = make_user("second@alliance.example", Role.ADMINISTRATOR)
    invite(
        email="new@alliance.example", name="New", role=Role.AUDITOR, organisation="Office",
        language="en", by=administrator,
    )  # fmt: skip
    OutboxMail.objects.update(last_error="The server said no.")
    Client(headers={"user-agent": "Browser"}).post(
        "/account/login/", {"login": coordinator.email, "password": PASSWORD}
    )
    gather("test", "published", coordinator, context={"cycle": world.cycle, "bank": world.bank})
