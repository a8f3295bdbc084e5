"""The plan of a bank: steps taken into it, changed and removed. No answer is touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import PlanStep, Submission, YearQuarter
from assessments.queries import signed_answers, signed_snapshot
from assessments.workflow import rules
from assessments.workflow.errors import Incomplete, NotAllowed, WorkflowError
from hive.audit.log import record
from hive.banks.models import User
from hive.banks.roles import Role
from hive.catalogue.queries import model_of, questions_of
from hive.core.rungs import is_left_out, rungs_of

PLANNERS = (Role.COORDINATOR, Role.APPROVER)


class PlanChanged(WorkflowError):
    """Somebody changed the plan since the page was opened; ``codes`` are the questions."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        text = ngettext(
            "A colleague changed this step of the plan meanwhile: %(codes)s. Nothing was saved; "
            "look at the plan as it stands now, then save again.",
            "Colleagues changed these steps of the plan meanwhile: %(codes)s. Nothing was saved; "
            "look at the plan as it stands now, then save again.",
            len(self.codes),
        )
        super().__init__(text % {"codes": ", ".join(self.codes)})


@dataclass(frozen=True, slots=True)
class Wish:
    """A question to lift to a rung; ``version`` is that of the step that was seen, 0 for none."""

    question: str
    target: str
    version: int = 0


@transaction.atomic
def save_plan(
    submission: Submission, wishes: Sequence[Wish], *, owner: str, due: YearQuarter, by: User
) -> None:
    """Take steps into the plan, all or none; a question that is in it already gets the new step."""
    submission = _planned_by(by, submission)
    if not wishes:
        raise Incomplete(_("Choose at least one step first."))
    _check_targets(submission, wishes)
    present = _held(submission, [wish.question for wish in wishes])
    _check_versions(wishes, present)
    questions = questions_of(submission.cycle.edition)
    for wish in wishes:
        step = present.get(wish.question) or PlanStep(
            submission=submission, question=questions[wish.question], version=0
        )
        step.target = wish.target
        _keep(step, owner, due, by)
    codes = [wish.question for wish in wishes]
    record("plan.saved", submission, by=by, bank=submission.bank_id, questions=codes)


@transaction.atomic
def change_plan_step(
    step: PlanStep, *, owner: str, due: YearQuarter, version: int, by: User
) -> None:
    """Give a step another owner or another quarter; ``version`` is the one that was seen."""
    step = _seen(step, version, by)
    _keep(step, owner, due, by)
    _record("changed", step, by)


@transaction.atomic
def remove_plan_step(step: PlanStep, *, version: int, by: User) -> None:
    """Take a step out of the plan; ``version`` is the one that was seen."""
    step = _seen(step, version, by)
    _record("removed", step, by)
    step.delete()


def _planned_by(by: User, submission: Submission) -> Submission:
    submission = rules.locked(submission)
    if not by.has_role(*PLANNERS, bank=submission.bank):
        raise NotAllowed
    return submission


def _check_targets(submission: Submission, wishes: Iterable[Wish]) -> None:
    """Every step is an answer that its question can take, and the question applies to the bank."""
    snapshot = signed_snapshot(submission)
    if snapshot is None:
        raise Incomplete(_("A plan can be made once the self-assessment is signed."))
    snapshot.submission = submission
    model, answers = model_of(submission.cycle.edition), signed_answers(snapshot)
    scored = {question.code: question for question in model.scored}
    for wish in wishes:
        question = scored.get(wish.question)
        if question is None or is_left_out(answers.get(wish.question)):
            raise Incomplete(_("This question cannot be in the plan. Reload the page."))
        if all(rung.key != wish.target for rung in rungs_of(model, question)):
            raise Incomplete(
                _("%(code)s cannot be answered like this. Choose one of the answers listed.")
                % {"code": wish.question}
            )


def _held(submission: Submission, codes: Iterable[str]) -> Mapping[str, PlanStep]:
    rows = submission.plan_steps.select_for_update(of=("self",)).select_related("question")
    return {row.question.code: row for row in rows.filter(question__code__in=codes)}


def _check_versions(wishes: Iterable[Wish], present: Mapping[str, PlanStep]) -> None:
    versions = {code: step.version for code, step in present.items()}
    changed = [w.question for w in wishes if versions.get(w.question, 0) != w.version]
    if changed:
        raise PlanChanged(changed)


def _seen(step: PlanStep, version: int, by: User) -> PlanStep:
    submission = _planned_by(by, step.submission)
    code = step.question.code
    found = _held(submission, [code]).get(code)
    if found is None or found.pk != step.pk or found.version != version:
        raise PlanChanged([code])
    return found


def _keep(step: PlanStep, owner: str, due: YearQuarter, by: User) -> None:
    step.owner, step.year, step.quarter = owner.strip(), due.year, due.quarter
    step.version += 1
    step.updated_by, step.updated_at = by, timezone.now()
    step.full_clean(exclude=["submission", "question", "updated_by"])
    step.save()


def _record(verb: str, step: PlanStep, by: User) -> None:
    record(
        f"plan.{verb}", step, by=by, bank=step.submission.bank_id,
        question=step.question.code, version=step.version,
    )  # fmt: skip
