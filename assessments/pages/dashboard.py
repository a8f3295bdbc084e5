"""What the first page of a bank says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.enums import SnapshotKind
from assessments.models import ScoreRun, Submission
from assessments.pages.dossier import Dossier, dossier_of
from assessments.pages.history import Happening, happenings
from assessments.pages.next_step import Act, NextStep, next_step, to_correct
from assessments.pages.progress import Progress, progress_of
from assessments.pages.team import Team, team_of
from assessments.wording import localized
from hive.banks.models import User
from hive.banks.roles import Role
from hive.catalogue.queries import model_of
from hive.core import scoring
from hive.core.maturity import shown


@dataclass(frozen=True, slots=True)
class PastCycle:
    """An earlier cycle with the score the bank signed last."""

    year: int
    total: str
    band: str
    url: str


@dataclass(frozen=True)
class Dashboard:
    """Next step, progress, people, events, earlier cycles."""

    dossier: Dossier
    team: Team
    step: NextStep
    progress: Progress
    happenings: tuple[Happening, ...]
    past: tuple[PastCycle, ...]

    @property
    def to_correct(self) -> tuple[Act, ...]:
        """The questions that the alliance's letter is still about."""
        return to_correct(self.dossier)

    @property
    def may_open(self) -> bool:
        """Whether the questionnaire is open to the person."""
        return self.dossier.sees_everything or Role.CONTRIBUTOR in self.dossier.roles

    @property
    def mail_goes_to(self) -> str:
        """Who will be written to when the signature is requested; "" once it was."""
        return self.team.signers(None) if self.dossier.state.bank_may_edit else ""

    @property
    def asked(self) -> str:
        """Who has the request for signature by mail; "" when none is awaited."""
        submission = self.dossier.submission
        if not submission.is_awaiting_signoff:
            return ""
        return self.team.signers(submission.requested_by) or _("nobody yet")

    @property
    def may_change_people(self) -> bool:
        """Whether the person invites and changes the bank's people."""
        return self.dossier.is_coordinator


def dashboard_of(submission: Submission, user: User) -> Dashboard:
    """Gather the page."""
    dossier = dossier_of(submission, user)
    team = team_of(submission.bank)
    return Dashboard(
        dossier=dossier,
        team=team,
        step=next_step(dossier, team),
        progress=progress_of(dossier),
        happenings=() if set(dossier.roles) == {Role.EXECUTIVE} else happenings(dossier, team),
        past=tuple(_past(submission, user)),
    )


def _past(submission: Submission, user: User) -> Iterator[PastCycle]:
    earlier = Submission.objects.with_results_for(user).filter(
        bank=submission.bank_id, cycle__year__lt=submission.cycle.year
    )
    runs = ScoreRun.objects.filter(
        snapshot__submission__in=earlier, snapshot__kind=SnapshotKind.SIGNED
    ).select_related("snapshot__submission__cycle__edition")
    latest = {run.snapshot.submission: run for run in runs.order_by("snapshot__number")}
    for past in sorted(latest, key=lambda s: s.cycle.year, reverse=True):
        yield _past_cycle(past, latest[past])


def _past_cycle(submission: Submission, run: ScoreRun) -> PastCycle:
    model = model_of(submission.cycle.edition)
    total = scoring.from_json(run.tree)
    return PastCycle(
        year=submission.cycle.year,
        total="—" if total.value is None else str(shown(model, total.value)),
        band="" if total.band is None else localized(model.band(total.band).name),
        url=reverse("reports:results", args=[submission.pk]),
    )
