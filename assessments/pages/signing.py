"""The approver's page and the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Submission, SubmissionSnapshot
from assessments.moments import full_moment, moment
from assessments.pages.changes import Change, ChangedAnswer, Changes, changes_since
from assessments.pages.checking import CheckPage, check_page
from assessments.pages.dossier import Dossier
from assessments.pages.next_step import question_url
from assessments.pages.sealing import Scan, scan_of
from assessments.queries import stored_score
from assessments.statement import receipt_number, statement_of
from assessments.wording import localized
from hive.core import scoring
from hive.core.answers import State
from hive.core.maturity import shown
from hive.core.model import TOTAL, Dimension, Scope


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
    before: str
    change: str
    url: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One question with its answer of the year before and of this year."""

    code: str
    text: str
    before: str
    now: str
    is_comparable: bool
    url: str


@dataclass(frozen=True)
class SignPage:
    """The key figures of what is about to be signed."""

    check: CheckPage
    total: str
    band: str
    before: str
    change: str
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
    def previous_year(self) -> str:
        """The year that the answers are compared with; "" when there is none."""
        return str(self.compared.year) if self.compared else ""

    @cached_property
    def compared(self) -> Changes | None:
        """The answers against those of the year before, where the questions are linked."""
        previous = self.dossier.previous
        if previous is None or not previous.carried:
            return None
        return changes_since(previous, self.dossier.model, self.dossier.answers)

    @cached_property
    def changes(self) -> tuple[ChangeRow, ...]:
        """Every question answered otherwise than the year before, or asked in another way."""
        rows = self.compared.rows if self.compared else ()
        return tuple(_change_row(self.dossier, row) for row in rows if row.change != Change.NEW)

    @property
    def is_other_edition(self) -> bool:
        """Whether the year before was asked and scored by another edition of the model."""
        return self.compared is not None and not _earlier(self.dossier)

    @property
    def changed(self) -> int:
        """How many answers to the same question differ."""
        return self.compared.count(Change.CHANGED) if self.compared else 0

    @property
    def new(self) -> int:
        """How many answered questions did not exist the year before."""
        return self.compared.count(Change.NEW) if self.compared else 0

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
    scan: Scan | None


def sign_page(dossier: Dossier) -> SignPage:
    """Score the answers as they stand and gather the page."""
    tree = scoring.score(dossier.model, dossier.answers)
    nodes = {node.code: node for node in tree.walk()}
    earlier = _earlier(dossier)
    return SignPage(
        check=check_page(dossier),
        total=_shown(dossier, tree),
        band=_band(dossier, tree),
        before=_shown(dossier, earlier.get(TOTAL)),
        change=_difference(dossier, tree, earlier.get(TOTAL)),
        rows=tuple(
            _row(dossier, d, nodes[d.code], earlier.get(d.code)) for d in dossier.model.dimensions
        ),
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
        scan=scan_of(submission, snapshot.sha256) if submission.cycle.needs_sealed_page else None,
    )


def _earlier(dossier: Dossier) -> Mapping[str, scoring.Score]:
    """Return the scores signed the year before, where the edition is the same."""
    previous, edition = dossier.previous, dossier.submission.cycle.edition_id
    if previous is None or previous.snapshot.submission.cycle.edition_id != edition:
        return {}
    return {node.code: node for node in stored_score(previous.snapshot).walk()}


def _change_row(dossier: Dossier, row: ChangedAnswer) -> ChangeRow:
    question = dossier.model.questions[row.code]
    return ChangeRow(
        code="" if question.scope is Scope.PROFILE else row.code,
        text=row.text,
        before=row.before or _("No answer"),
        now=row.now,
        is_comparable=row.change is Change.CHANGED,
        url=question_url(dossier, question),
    )


def _row(
    dossier: Dossier, dimension: Dimension, score: scoring.Score, before: scoring.Score | None
) -> SignRow:
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
        before=_shown(dossier, before),
        change=_difference(dossier, score, before),
        url=reverse("assessments:section", args=[dossier.submission.pk, dimension.slug]),
    )


def _shown(dossier: Dossier, score: scoring.Score | None) -> str:
    if score is None or score.value is None:
        return "—"
    return str(shown(dossier.model, score.value))


def _difference(dossier: Dossier, now: scoring.Score, before: scoring.Score | None) -> str:
    """Return the difference of the two figures shown, with its sign."""
    if before is None or now.value is None or before.value is None:
        return "—"
    points = shown(dossier.model, now.value) - shown(dossier.model, before.value)
    return str(points) if points == 0 else f"{points:+}".replace("-", "\N{MINUS SIGN}")


def _band(dossier: Dossier, score: scoring.Score) -> str:
    return "" if score.band is None else localized(dossier.model.band(score.band).name)
