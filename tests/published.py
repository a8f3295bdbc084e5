"""A cohort of invented banks that has gone all the way to a published cycle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from assessments.enums import CycleState, SubmissionState
from assessments.models import Cycle, Submission
from assessments.workflow.filing import Filing, file_submissions
from hive.banks.models import Bank, User
from hive.banks.roles import Role
from hive.catalogue import workflow as catalogue
from hive.catalogue.edition_file import EditionFile
from hive.catalogue.models import Edition
from hive.catalogue.queries import model_of
from hive.core.answers import Answer, Answers, Selection, State, Value
from hive.core.model import HiveModel, Kind, Question, Scope
from reports import publishing
from reports.models import Publication
from tests.copies import made_once
from tests.editions import real_edition
from tests.factories import make_bank, make_user

MOMENT = datetime(2025, 5, 12, 2, 0, tzinfo=UTC)
# How many banks of which kind, and how large they are in RMB 100 million, from small to large.
KINDS = {"city": 24, "rural": 13, "rural_coop": 2, "private": 2, "other": 1}
SIZES = [40, 60, 150, 220, 300, 380, 420, 600, 750, 900, 1200, 1500, 2200, 3500]


@dataclass(frozen=True)
class Filed:
    """A cohort that is accepted: the cycle, the people, and every submission."""

    cycle: Cycle
    preparer: User
    releaser: User
    coordinator: User
    approver: User
    submissions: Sequence[Submission]

    @property
    def model(self) -> HiveModel:
        """The edition of the cycle."""
        return model_of(self.cycle.edition)

    def person_at(self, submission: Submission, role: Role) -> User:
        """Make a person with this role at the submission's bank."""
        email = f"{role.value}@{submission.bank.code}.example"
        existing = User.objects.filter(email=email).first()
        return existing or make_user(email, role, bank=submission.bank)

    def file(self, bank: Bank, answers: Answers, state: SubmissionState) -> Submission:
        """File one more bank in the cycle."""
        filing = Filing(bank, answers, self.coordinator, self.approver, state)
        (submission,) = file_submissions(
            self.cycle,
            [filing],
            by=self.preparer,
            recommender=self.preparer,
            acceptor=self.releaser,
            at=MOMENT,
        )
        return submission


@dataclass(frozen=True)
class Published(Filed):
    """A cohort whose figures are released."""

    publication: Publication


@made_once
def closed_cycle(
    *,
    edition_file: EditionFile | None = None,
    kinds: dict[str, int] | None = None,
    seed: int = 7,
    year: int = 2025,
    children_of_one: int = 0,
) -> Filed:
    """File a drawn cohort, all accepted, in a cycle that is closed.

    ``children_of_one`` banks, taken from the end, have the first bank as their parent.
    """
    lead = make_user(f"lead-{year}@alliance.example", Role.LEAD_ANALYST)
    other = make_user(f"second-lead-{year}@alliance.example", Role.LEAD_ANALYST)
    edition = catalogue.load(edition_file or real_edition(), by=lead)
    cycle = _cycle(edition, year)
    coordinator = make_user(f"coordinator-{year}@banks.example")
    approver = make_user(f"approver-{year}@banks.example")
    drawn = _draw_banks(model_of(edition), kinds or KINDS, Random(seed), children_of_one)
    filings = [Filing(bank, answers, coordinator, approver) for bank, answers in drawn]
    submissions = file_submissions(
        cycle, filings, by=lead, recommender=lead, acceptor=other, at=MOMENT
    )
    return Filed(cycle, lead, other, coordinator, approver, submissions)


@made_once
def published_cycle(
    *,
    edition_file: EditionFile | None = None,
    kinds: dict[str, int] | None = None,
    seed: int = 7,
    year: int = 2025,
) -> Published:
    """File a drawn cohort and publish it by the two verbs."""
    filed = closed_cycle(edition_file=edition_file, kinds=kinds, seed=seed, year=year)
    publication = publishing.prepare(filed.cycle, by=filed.preparer)
    publishing.release(publication, by=filed.releaser)
    publication.refresh_from_db()
    filed.cycle.refresh_from_db()
    rows = Submission.objects.filter(cycle=filed.cycle).select_related("bank", "cycle__edition")
    return Published(
        filed.cycle,
        filed.preparer,
        filed.releaser,
        filed.coordinator,
        filed.approver,
        list(rows.order_by("bank__code")),
        publication,
    )


def draw_answers(
    model: HiveModel, rng: Random, *, ability: float, kind: str, assets: int, canary: str = ""
) -> Answers:
    """Draw complete answers around an ability from 0 to 1; a few are N/A or don't know.

    ``canary`` stands in every text that the bank writes itself.
    """
    answers = {code: _draw(q, rng, ability, canary) for code, q in model.questions.items()}
    answers[model.kind_field] = Answer(State.ANSWERED, kind)
    answers[model.assets_field] = Answer(State.ANSWERED, Decimal(assets))
    return answers


def _cycle(edition: Edition, year: int) -> Cycle:
    catalogue.lock(edition, by=None)
    return Cycle.objects.create(
        year=year,
        edition=edition,
        reference_date=date(year - 1, 12, 31),
        opens_at=datetime(year, 1, 6, tzinfo=UTC),
        closes_at=datetime(year, 4, 30, tzinfo=UTC),
        state=CycleState.CLOSED,
    )


def _draw_banks(
    model: HiveModel, kinds: dict[str, int], rng: Random, children_of_one: int
) -> list[tuple[Bank, Answers]]:
    wanted = [kind for kind, count in kinds.items() for _ in range(count)]
    drawn: list[tuple[Bank, Answers]] = []
    for number, kind in enumerate(wanted):
        parent = drawn[0][0] if drawn and number >= len(wanted) - children_of_one else None
        bank = _bank(number, kind, parent)
        assets = SIZES[number % len(SIZES)]
        ability = rng.betavariate(4, 4)
        answers = draw_answers(
            model, rng, ability=ability, kind=kind, assets=assets, canary=canary_of(bank)
        )
        drawn.append((bank, answers))
    return drawn


def _bank(number: int, kind: str, parent: Bank | None) -> Bank:
    code = f"{kind.replace('_', '-')}-{number:02}"
    existing = Bank.objects.filter(code=code).first()
    return existing or make_bank(
        code, f"虚构{number:02}号银行", f"Invented Bank {number:02}", parent
    )


def canary_of(bank: Bank) -> str:
    """What must never be found on another bank's page."""
    return f"canary-of-{bank.code}"


def _draw(question: Question, rng: Random, ability: float, canary: str) -> Answer:
    scored = question.scope is Scope.SCORED
    if scored and question.na_allowed and rng.random() < 0.08:
        return Answer(State.NOT_APPLICABLE, reason=f"本行没有这项业务。{canary}")
    if scored and rng.random() < 0.03:
        return Answer(State.DONT_KNOW)
    return Answer(State.ANSWERED, _value(question, rng, ability, canary))


def _value(question: Question, rng: Random, ability: float, canary: str) -> Value:
    share = min(1.0, max(0.0, rng.gauss(ability, 0.18)))
    match question.kind:
        case Kind.LEVEL:
            return 1 + round(share * (len(question.choices) - 1))
        case Kind.YESNO:
            return share > 0.5
        case Kind.NUMBER:
            return _number(question, share)
        case Kind.SINGLE:
            return rng.choice(question.choices).code
        case Kind.MULTI:
            return _selection(question, rng, share, canary)


def _number(question: Question, share: float) -> Decimal:
    limits = question.limits
    if limits is None:
        return Decimal(round(share * 100))
    low = limits.min if limits.warn_min is None else limits.warn_min
    high = min(limits.max, limits.max if limits.warn_max is None else limits.warn_max)
    drawn = low + Decimal(str(round(share, 4))) * (high - low)
    return Decimal(f"{drawn:.{limits.decimals}f}")


def _selection(question: Question, rng: Random, share: float, canary: str) -> Selection:
    open_to_all = [choice.code for choice in question.choices if not choice.exclusive]
    most = min(len(open_to_all), question.max_choices or len(open_to_all))
    alone = [choice.code for choice in question.choices if choice.exclusive]
    count = max(round(share * most), 0 if alone else 1)
    if count == 0:
        return Selection((alone[0],))
    chosen = tuple(sorted(rng.sample(open_to_all, count)))
    writes = any(question.choice(code).free_text for code in chosen)
    return Selection(chosen, canary if writes else "")


@contextmanager
def standing(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep what is made inside for all tests of a module, and leave nothing behind."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
