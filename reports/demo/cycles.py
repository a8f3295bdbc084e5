"""The cycles of the demonstration: published ones, and one open with banks in every state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from assessments import workflow
from assessments.enums import SubmissionState
from assessments.models import Cycle, Submission
from assessments.sections import is_sound
from assessments.workflow.filing import Filing, file_submissions
from hive.banks.models import Bank, User
from hive.banks.roles import Role
from hive.catalogue.models import Edition
from hive.core.answers import Answer, Answers
from hive.core.model import HiveModel, Kind
from reports import publishing
from reports.demo.answers import Respondent, middles_for
from reports.demo.banks import InventedBank
from reports.demo.people import Team
from reports.demo.plan import AnswerPlan, OpenYear, PublishedYear, YearPlan
from reports.models import Publication

# Where a bank's submission is filed before the last step is taken with it.
FILED_AS = {
    "recommended": SubmissionState.IN_REVIEW,
    "returned": SubmissionState.IN_REVIEW,
    "withdrawn": SubmissionState.DRAFT,
}


@dataclass(frozen=True)
class World:
    """What a cycle is made of; ``banks`` and ``teams`` are keyed by the bank's code."""

    now: datetime
    edition: Edition
    model: HiveModel
    plan: AnswerPlan
    invented: Sequence[InventedBank]
    banks: Mapping[str, Bank]
    teams: Mapping[str, Team]
    alliance: Mapping[Role, Sequence[User]]

    @property
    def leads(self) -> Sequence[User]:
        """The two lead analysts."""
        return self.alliance[Role.LEAD_ANALYST]

    @property
    def analysts(self) -> Sequence[User]:
        """The two analysts."""
        return self.alliance[Role.ANALYST]


def open_year(year: YearPlan, edition: Edition, *, now: datetime, by: User) -> Cycle:
    """Make and open a cycle before the banks exist, so that each files in its own way."""
    opens, closes = at_hour(now + year.opens, 9), at_hour(now + year.closes, 18)
    cycle = workflow.make_cycle(
        year=year.year, edition=edition, opens_at=opens, closes_at=closes, by=by
    )
    workflow.open_cycle(cycle, by=by)
    cycle.refresh_from_db()
    return cycle


def at_hour(moment: datetime, hour: int) -> datetime:
    """Return the full hour of that day in the alliance's zone."""
    return timezone.localtime(moment).replace(hour=hour, minute=0, second=0, microsecond=0)


def middles_in(year: YearPlan, world: World) -> dict[str, float]:
    """Return where the average bank stands in a year in which the planned means are reached."""
    return middles_for(_respondents(year, world), world.model, world.plan.means)


def later(middles: Mapping[str, float], years: int, world: World) -> dict[str, float]:
    """Return where the average bank stands some years later, or earlier."""
    return {code: middle + years * world.plan.gain_per_year for code, middle in middles.items()}


def _respondents(year: YearPlan, world: World) -> list[Respondent]:
    return [Respondent(bank, year.year, world.model, world.plan) for bank in world.invented]


def fill_published(
    cycle: Cycle, year: PublishedYear, world: World, middles: Mapping[str, float]
) -> None:
    """File every bank, close, prepare and release."""
    respondents = _respondents(year, world)
    filings = [_filing(r.bank, r.answers(middles), world) for r in respondents]
    recommender, acceptor = world.analysts
    file_submissions(
        cycle, filings, by=world.leads[0], recommender=recommender, acceptor=acceptor,
        at=at_hour(world.now + year.filed, 15),
    )  # fmt: skip
    workflow.close_cycle(cycle, by=world.leads[0])
    publication = publishing.prepare(cycle, by=world.leads[0])
    publishing.release(publication, by=world.leads[1])
    _date_back(publication, at_hour(world.now + year.published, 10))


def _date_back(publication: Publication, moment: datetime) -> None:
    """Let the publication be as old as the cycle it belongs to."""
    Publication.objects.filter(pk=publication.pk).update(prepared_at=moment, released_at=moment)
    Submission.objects.filter(cycle=publication.cycle).update(state_since=moment)


def fill_open(
    cycle: Cycle, year: OpenYear, world: World, middles: Mapping[str, float]
) -> dict[str, str]:
    """Bring the banks of the open cycle to their states; return the state by bank code."""
    steps = dict(_steps(year, world))
    drafts = [code for code, step in steps.items() if FILED_AS.get(step, step) == "draft"]
    for respondent in _respondents(year, world):
        bank, answers = respondent.bank, respondent.answers(middles)
        if bank.code in drafts:
            answers = _begun(answers, world.model, _share(drafts.index(bank.code)))
        _bring(cycle, year, bank, steps[bank.code], answers, world)
    return steps


def _bring(
    cycle: Cycle, year: OpenYear, bank: InventedBank, step: str, answers: Answers, world: World
) -> None:
    state = SubmissionState(FILED_AS.get(step, step))
    age = world.plan.chance("age", bank.code).randint(*year.ages[state])
    recommender, acceptor = world.analysts
    (submission,) = file_submissions(
        cycle, [_filing(bank, answers, world, state)], by=world.leads[0],
        recommender=recommender, acceptor=acceptor,
        at=world.now - timedelta(days=age, hours=age % 5),
    )  # fmt: skip
    match step:
        case "recommended":
            workflow.recommend(submission, by=recommender)
        case "returned":
            _return(submission, year, answers, world)
        case "withdrawn":
            approver = world.teams[bank.code].approver
            workflow.withdraw(submission, by=approver, reason=year.withdrawal)
        case "draft":
            _assign(submission, answers, world)


def _filing(
    bank: InventedBank,
    answers: Answers,
    world: World,
    state: SubmissionState = SubmissionState.ACCEPTED,
) -> Filing:
    team = world.teams[bank.code]
    return Filing(
        world.banks[bank.code], answers, team.coordinator, team.approver, state, world.plan.note
    )


def _steps(year: OpenYear, world: World) -> Iterator[tuple[str, str]]:
    """Deal the states out among the banks."""
    codes = [bank.code for bank in world.invented]
    world.plan.chance("steps").shuffle(codes)
    left = iter(codes)
    for step, count in year.states.items():
        for _ in range(count):
            yield next(left), step


def _share(number: int) -> float:
    """Return how far a draft is: steps of the golden ratio spread any number of banks evenly."""
    share = (0.45 + number * 0.618) % 1
    return 0 if share < 0.1 else share


def _begun(answers: Answers, model: HiveModel, share: float) -> dict[str, Answer]:
    """Keep the first part of the answers: profile first, then section by section."""
    order = [q.code for q in (*model.profile, *model.scored, *model.unscored) if q.code in answers]
    return {code: answers[code] for code in order[: int(len(order) * share)]}


def _return(submission: Submission, year: OpenYear, answers: Answers, world: World) -> None:
    language = world.teams[submission.bank.code].coordinator.language
    levels = [q.code for q in world.model.scored if q.kind is Kind.LEVEL]
    best = sorted(levels, key=lambda code: str(answers[code].value), reverse=True)
    workflow.return_to_bank(
        submission,
        by=world.analysts[0],
        letter=year.letters["zh" if language.startswith("zh") else "en"].strip(),
        due_at=at_hour(world.now + year.returned_for, 18),
        questions=sorted(best[:3]),
    )


def _assign(submission: Submission, answers: Answers, world: World) -> None:
    """Give every other section to the contributor, the rest to the coordinator.

    What is answered is closed, and confirmed where the coordinator has come to it.
    """
    team = world.teams[submission.bank.code]
    for place, dimension in enumerate(world.edition.dimensions.all()):
        member = team.contributor if place % 2 else team.coordinator
        workflow.assign(submission, dimension, member, by=team.coordinator)
        if not is_sound(world.model, world.model.dimensions[place], answers):
            continue
        if place % 2:
            workflow.close_section(submission, dimension, by=member)
        elif place:
            workflow.confirm_section(submission, dimension, by=member)
