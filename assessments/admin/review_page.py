"""What analysts read of a submission: the answers signed last, in words, and their score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from assessments.admin.letters import Letter, letters_of
from assessments.attached import by_question, covered, signed_items
from assessments.enums import SnapshotKind, SubmissionState
from assessments.models import Comment, Query, Return, Submission, SubmissionSnapshot
from assessments.pages.evidence import AtQuestion, as_shown
from assessments.pages.sealing import Scan, scan_of
from assessments.queries import signed_answers, stored_score
from assessments.wording import answer_in_words, localized
from hive.audit.acts import in_words
from hive.audit.models import Event
from hive.catalogue.queries import model_of
from hive.core import evidence as rule
from hive.core.answers import Answers, State
from hive.core.maturity import shown
from hive.core.model import HiveModel, Indicator, Question, Scope, Severity
from hive.core.scoring import Score


@dataclass(frozen=True)
class AnswerLine:
    """One question with its signed answer in words and its points.

    ``label`` is the code as people know it; facts of the profile have none.
    """

    code: str
    label: str
    text: str
    words: str
    points: str
    query: str
    is_special: bool
    attached: AtQuestion


@dataclass(frozen=True)
class FindingLine:
    """What a check found at signing: the codes, the sentence, what it does, the bank's note."""

    codes: str
    text: str
    severity: Severity
    note: str

    @property
    def is_for_analysts(self) -> bool:
        """Whether the bank never saw it."""
        return self.severity is Severity.ANALYST


@dataclass(frozen=True)
class Block:
    """An indicator with its answers, or a part of the questionnaire that is not scored."""

    name: str
    figure: str
    lines: tuple[AnswerLine, ...]


@dataclass(frozen=True)
class Section:
    """A dimension with its figure and its indicators."""

    name: str
    figure: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Step:
    """One act in the life of the submission."""

    at: datetime
    words: str
    by: str


@dataclass(frozen=True)
class ReviewPage:
    """The page; ``snapshot`` is None until the bank has signed, and then nothing can be read."""

    snapshot: SubmissionSnapshot | None
    is_current: bool
    total: str
    sections: tuple[Section, ...]
    not_applicable: tuple[AnswerLine, ...]
    dont_know: tuple[AnswerLine, ...]
    findings: tuple[FindingLine, ...]
    without_evidence: tuple[str, ...]
    letters: tuple[Letter, ...]
    comments: tuple[Comment, ...]
    steps: tuple[Step, ...]
    scan: Scan | None = None


def review_page(submission: Submission) -> ReviewPage:
    """Collect what the page says; answers come from the last signed snapshot only."""
    cycle = submission.cycle
    model = model_of(cycle.edition)
    rows = submission.snapshots.filter(kind=SnapshotKind.SIGNED).select_related("score_run")
    signed = list(rows.order_by("number"))
    for snapshot in signed:
        snapshot.submission = submission
    letters, steps = letters_of(model, _letters(submission), signed), _steps(submission)
    if not signed:
        return ReviewPage(None, False, "", (), (), (), (), (), letters, (), steps)
    waiting = submission.queries.filter(letter=None).select_related("question")
    reading = _Reading(model, signed[-1], {q.question.code: q.text for q in waiting if q.question})
    return ReviewPage(
        snapshot=signed[-1],
        is_current=SubmissionState(submission.state).is_with_alliance,
        total=reading.figure(reading.tree),
        sections=reading.sections(),
        not_applicable=reading.in_state(State.NOT_APPLICABLE),
        dont_know=reading.in_state(State.DONT_KNOW),
        findings=reading.findings(),
        without_evidence=tuple(reading.lacking),
        letters=letters,
        comments=_comments(submission),
        steps=steps,
        scan=scan_of(submission, signed[-1].sha256) if cycle.needs_sealed_page else None,
    )


def _letters(submission: Submission) -> list[Return]:
    queries = Prefetch("queries", Query.objects.select_related("question"))
    return list(submission.returns.select_related("written_by").prefetch_related(queries))


class _Reading:
    """The signed answers and the score made of them."""

    def __init__(
        self, model: HiveModel, snapshot: SubmissionSnapshot, queries: Mapping[str, str]
    ) -> None:
        self.model = model
        self.queries = queries
        self.snapshot = snapshot
        self.answers: Answers = signed_answers(snapshot)
        self.tree = stored_score(snapshot)
        items = signed_items(snapshot)
        self.items = by_question(items)
        self.submission = snapshot.submission
        self.lacking = rule.missing(model, self.answers, covered(items))
        self.nodes: Mapping[str, Score] = {node.code: node for node in self.tree.walk()}

    def sections(self) -> tuple[Section, ...]:
        """Every dimension, then what is not scored."""
        scored = tuple(
            Section(
                f"{d.code} {localized(d.name)}",
                self.figure(self.nodes[d.code]),
                tuple(self._block(indicator) for indicator in d.indicators),
            )
            for d in self.model.dimensions
        )
        rest = (
            (_("Bank profile"), self.model.profile),
            (_("Further questions"), self.model.unscored),
        )
        return scored + tuple(
            Section(name, "", (Block("", "", self._lines(questions)),)) for name, questions in rest
        )

    def figure(self, node: Score) -> str:
        """Write a score with its band, or a dash."""
        if node.value is None or node.band is None:
            return "—"
        band = self.model.band(node.band)
        return f"{shown(self.model, node.value)} {localized(band.name)}"

    def in_state(self, state: State) -> tuple[AnswerLine, ...]:
        """The scored questions that were not applicable, or not known."""
        chosen = [q for q in self.model.scored if q.code in self.answers]
        return self._lines(q for q in chosen if self.answers[q.code].state is state)

    def findings(self) -> tuple[FindingLine, ...]:
        """What the edition's checks found when the bank signed, with its notes."""
        known = {check.code: check for check in self.model.checks}
        return tuple(
            FindingLine(
                _(", ").join(self._name(code) for code in entry["questions"]),
                localized(known[entry["check"]].text),
                known[entry["check"]].severity,
                entry["note"],
            )
            for entry in self.snapshot.findings
        )

    def _name(self, code: str) -> str:
        """The code of a question; facts of the profile go by their text."""
        question = self.model.questions[code]
        return localized(question.text) if question.scope is Scope.PROFILE else code

    def _block(self, indicator: Indicator) -> Block:
        name = f"{indicator.code} {localized(indicator.name)}"
        figure = self.figure(self.nodes[indicator.code])
        return Block(name, figure, self._lines(indicator.questions))

    def _lines(self, questions: Iterable[Question]) -> tuple[AnswerLine, ...]:
        return tuple(self._line(question) for question in questions)

    def _line(self, question: Question) -> AnswerLine:
        answer, node = self.answers.get(question.code), self.nodes.get(question.code)
        points = None if node is None else node.value
        return AnswerLine(
            code=question.code,
            label="" if question.scope is Scope.PROFILE else question.code,
            text=localized(question.text),
            words=answer_in_words(question, answer) if answer else _("No answer"),
            points="—" if points is None else str(shown(self.model, points)),
            query=self.queries.get(question.code, ""),
            is_special=answer is None or answer.state is not State.ANSWERED,
            attached=AtQuestion(
                items=tuple(
                    as_shown(self.submission, i) for i in self.items.get(question.code, ())
                ),
                is_missing=question.code in self.lacking,
                add_url="",
            ),
        )


def _comments(submission: Submission) -> tuple[Comment, ...]:
    """The thread with the bank; its own comments are never part of it."""
    rows = submission.comments.filter(to_alliance=True, submission__signed_at__isnull=False)
    return tuple(rows.select_related("question", "written_by", "resolved_by"))


def _steps(submission: Submission) -> tuple[Step, ...]:
    events = Event.objects.filter(
        subject_type=Submission._meta.label_lower, subject=str(submission.pk)
    )
    return tuple(Step(event.at, str(in_words(event.verb)), event.actor_label) for event in events)
