"""The approver's page and the receipt."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from assessments.models import Submission, SubmissionSnapshot
from assessments.moments import full_moment, moment
from assessments.pages.checking import CheckPage, check_page
from assessments.pages.dossier import Dossier
from assessments.statement import receipt_number, statement_of
from assessments.wording import localized
from hive.core import scoring
from hive.core.answers import State
from hive.core.maturity import shown
from hive.core.model import Dimension


@dataclass(frozen=True, slots=True)
class SignRow:
    """One dimension with its score as it would be signed."""

    name: str
    owner: str
    answered: int
    total: int
    not_applicable: int
    dont_know: int
    score: str
    band: str
    url: str


@dataclass(frozen=True)
class SignPage:
    """The key figures of what is about to be signed."""

    check: CheckPage
    total: str
    band: str
    rows: tuple[SignRow, ...]

    @property
    def dossier(self) -> Dossier:
        """Whose submission it is."""
        return self.check.dossier

    @property
    def sentence(self) -> str:
        """What was answered and what was found, in one sentence."""
        return ngettext(
            "All %(n)s scored question is answered; no answers contradict each other.",
            "All %(n)s scored questions are answered; no answers contradict each other.",
            self.questions,
        ) % {"n": self.questions}

    @property
    def requested(self) -> str:
        """When the signature was requested."""
        at = self.dossier.submission.requested_at
        return "" if at is None else moment(at)

    @property
    def statement(self) -> str:
        """What the signature states."""
        return statement_of(self.dossier.submission)

    @property
    def questions(self) -> int:
        """Scored questions, all answered."""
        return sum(row.total for row in self.rows)

    @property
    def not_applicable(self) -> int:
        """Scored questions answered with not applicable."""
        return sum(row.not_applicable for row in self.rows)

    @property
    def dont_know(self) -> int:
        """Scored questions answered with don't know."""
        return sum(row.dont_know for row in self.rows)


@dataclass(frozen=True)
class Receipt:
    """What proves a submission."""

    number: str
    signed: str
    signer: str
    sha256: str
    edition: str
    bank: str


def sign_page(dossier: Dossier) -> SignPage:
    """Score the answers as they stand and gather the page."""
    tree = scoring.score(dossier.model, dossier.answers)
    parts = {part.code: part for part in tree.parts}
    return SignPage(
        check=check_page(dossier),
        total=_shown(dossier, tree),
        band=_band(dossier, tree),
        rows=tuple(_row(dossier, d, parts[d.code]) for d in dossier.model.dimensions),
    )


def receipt_of(submission: Submission, snapshot: SubmissionSnapshot) -> Receipt:
    """Write the receipt of one signing."""
    return Receipt(
        number=receipt_number(snapshot),
        signed=full_moment(snapshot.taken_at),
        signer=str(snapshot.taken_by),
        sha256=snapshot.sha256,
        edition=submission.cycle.edition.code,
        bank=submission.bank.name,
    )


def _row(dossier: Dossier, dimension: Dimension, score: scoring.Score) -> SignRow:
    states = [a.state for q in dimension.questions if (a := dossier.answers.get(q.code))]
    return SignRow(
        name=localized(dimension.name),
        owner=str(dossier.owners.get(dimension.code, "")),
        answered=len(states),
        total=len(dimension.questions),
        not_applicable=states.count(State.NOT_APPLICABLE),
        dont_know=states.count(State.DONT_KNOW),
        score=_shown(dossier, score),
        band=_band(dossier, score),
        url=reverse("assessments:section", args=[dossier.submission.pk, dimension.slug]),
    )


def _shown(dossier: Dossier, score: scoring.Score) -> str:
    return "—" if score.value is None else str(shown(dossier.model, score.value))


def _band(dossier: Dossier, score: scoring.Score) -> str:
    return "" if score.band is None else localized(dossier.model.band(score.band).name)
