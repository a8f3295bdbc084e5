"""A bank's submission as one of its people may see it: what every page is made from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.attached import Item, items_of
from assessments.enums import SectionStage, SubmissionState
from assessments.findings import Remarks, remarks_of
from assessments.models import Assignment, Comment, Query, Return, Submission
from assessments.moments import day, deadline, moment
from assessments.previous import Previous
from assessments.records import Sheet, sheet_of
from hive.banks.models import User
from hive.banks.roles import Role
from hive.catalogue.queries import model_of
from hive.core.answers import Answers
from hive.core.model import Dimension, HiveModel, Question


@dataclass(frozen=True)
class Dossier:
    """One submission with its answers, its assigned sections and the letter in force.

    ``comments`` counts the open ones that the person may read, by the question's code.
    """

    submission: Submission
    user: User
    roles: Collection[Role]
    model: HiveModel
    sheet: Sheet
    sections: Mapping[str, Assignment]
    letter: Return | None
    evidence: tuple[Item, ...]
    comments: Mapping[str, int]
    now: datetime

    @property
    def state(self) -> SubmissionState:
        """The state of the submission."""
        return SubmissionState(self.submission.state)

    @property
    def cycle_name(self) -> str:
        """The cycle as pages name it, with the day that the answers speak of."""
        cycle = self.submission.cycle
        return _("Assessment %(year)s (as of %(day)s)") % {
            "year": cycle.year,
            "day": day(cycle.reference_date),
        }

    @property
    def due(self) -> str:
        """The deadline, with the days that are left of it."""
        return deadline(self.submission.deadline(), self.now)

    @property
    def letter_written(self) -> str:
        """When the alliance wrote the letter."""
        return "" if self.letter is None else moment(self.letter.written_at)

    @property
    def answers(self) -> Answers:
        """The answers as they stand."""
        return self.sheet.answers

    @cached_property
    def remarks(self) -> Remarks:
        """What the edition's checks find in the answers, with the notes on it."""
        return remarks_of(self.submission, self.answers, self.sheet.versions)

    @property
    def previous(self) -> Previous | None:
        """What the bank signed in an earlier cycle."""
        return self.remarks.previous

    @property
    def is_editable(self) -> bool:
        """Whether the bank may change answers at this moment."""
        return self.submission.bank_may_edit(self.now)

    @property
    def is_coordinator(self) -> bool:
        """Whether the person runs the year at the bank."""
        return Role.COORDINATOR in self.roles

    @property
    def is_approver(self) -> bool:
        """Whether the person may sign."""
        return Role.APPROVER in self.roles

    @property
    def sees_everything(self) -> bool:
        """Whether every answer of the bank is open to the person."""
        return self.is_coordinator or self.is_approver

    @property
    def owners(self) -> Mapping[str, User]:
        """Who fills in which dimension, by the dimension's code."""
        return {code: section.member for code, section in self.sections.items()}

    def stage(self, dimension: Dimension) -> SectionStage:
        """How far a section is; one that nobody owns is open."""
        section = self.sections.get(dimension.code)
        return SectionStage.OPEN if section is None else section.stage

    @property
    def own_dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions assigned to the person."""
        return tuple(d for d in self.model.dimensions if self.owners.get(d.code) == self.user)

    @property
    def fills_in(self) -> bool:
        """Whether anything of the questionnaire is the person's to answer."""
        return self.is_coordinator or bool(self.own_dimensions)

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions whose answers the person may read."""
        return self.model.dimensions if self.sees_everything else self.own_dimensions

    def may_write(self, dimension: Dimension | None) -> bool:
        """Whether the person fills in a dimension, or (None) profile and further questions."""
        if self.is_coordinator:
            return True
        return Role.CONTRIBUTOR in self.roles and dimension in self.own_dimensions

    @property
    def queries(self) -> tuple[Query, ...]:
        """What the letter in force asks, in the order of the questionnaire."""
        if self.letter is None:
            return ()
        places = {code: place for place, code in enumerate(self.model.questions)}
        asked = self.letter.queries.all()
        return tuple(sorted(asked, key=lambda q: places[q.question.code] if q.question else -1))

    @property
    def open_queries(self) -> tuple[Query, ...]:
        """The queries that got neither a change nor a reply."""
        return tuple(q for q in self.queries if not q.reply and not self.has_changed(q))

    @property
    def to_correct(self) -> tuple[Question, ...]:
        """The questions of the letter that are still to be corrected or replied to."""
        codes = {query.question.code for query in self.open_queries if query.question}
        return tuple(q for code, q in self.model.questions.items() if code in codes)

    def has_changed(self, query: Query) -> bool:
        """Whether answer or evidence changed since the letter; any, for the whole letter."""
        written = self.letter.written_at if self.letter else self.now
        new = [item for item in self.evidence if item.row.added_at > written]
        if query.question is not None:
            code = query.question.code
            has_evidence = any(code in item.codes for item in new)
            return has_evidence or self.sheet.version(code) != query.version
        return bool(new) or any(record.at > written for record in self.sheet.records.values())


def dossier_of(submission: Submission, user: User) -> Dossier:
    """Read what the pages need, in at most five queries."""
    assignments = submission.assignments.select_related("member", "dimension")
    held = [m for m in user.current_memberships if m.bank_id == submission.bank_id]
    return Dossier(
        submission=submission,
        user=user,
        roles=[Role(membership.role) for membership in held],
        model=model_of(submission.cycle.edition),
        sheet=sheet_of(submission),
        sections={row.dimension.code: row for row in assignments},
        letter=_letter(submission),
        evidence=items_of(submission),
        comments=_open_comments(submission, user),
        now=timezone.now(),
    )


def _open_comments(submission: Submission, user: User) -> Mapping[str, int]:
    readable = Comment.objects.visible_to(user).filter(submission=submission, resolved_at=None)
    counts = readable.order_by().values("question__code").annotate(n=Count("pk", distinct=True))
    return {row["question__code"]: row["n"] for row in counts}


def _letter(submission: Submission) -> Return | None:
    """Return the letter that a correction answers, also while its signature is awaited."""
    in_correction = SubmissionState.RETURNED in (
        submission.state,
        submission.state_before_request if submission.is_awaiting_signoff else "",
    )
    if not in_correction:
        return None
    queries = Prefetch("queries", Query.objects.select_related("question", "replied_by"))
    return submission.returns.select_related("written_by").prefetch_related(queries).first()
