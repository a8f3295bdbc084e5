"""Plans of a bank for tests: a step on a question that can be lifted."""

from __future__ import annotations

from assessments.models import PlanStep, Submission, YearQuarter
from assessments.queries import signed_answers, signed_snapshot
from assessments.workflow import Wish, save_plan
from hive.banks.models import User
from hive.catalogue.queries import model_of
from hive.core.rungs import rungs_of, steps_up
from hive.core.scoring import score

DUE = YearQuarter(2027, 3)


def liftable(submission: Submission, steps: int = 1) -> dict[str, str]:
    """Return the questions that can be lifted by so many steps, each with the answer to reach."""
    model = model_of(submission.cycle.edition)
    snapshot = signed_snapshot(submission)
    assert snapshot is not None
    values = {node.code: node.value for node in score(model, signed_answers(snapshot)).walk()}
    found = {}
    for question in model.scored:
        value = values[question.code]
        above = () if value is None else steps_up(rungs_of(model, question), value)
        if len(above) >= steps:
            found[question.code] = above[steps - 1].key
    return found


def make_plan(
    submission: Submission, by: User, *, owner: str = "Zhou Min", questions: int = 1
) -> list[PlanStep]:
    """Plan to lift some questions by a step, and return the steps of the plan."""
    planned = set(submission.plan_steps.values_list("question__code", flat=True))
    free = [each for each in liftable(submission).items() if each[0] not in planned]
    wishes = [Wish(*each) for each in free[:questions]]
    save_plan(submission, wishes, owner=owner, due=DUE, by=by)
    return list(submission.plan_steps.select_related("question"))
