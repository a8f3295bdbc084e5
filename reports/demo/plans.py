"""What the invented banks plan: the cheapest steps in the dimension that is weakest."""

from __future__ import annotations

from fractions import Fraction

from assessments import workflow
from assessments.models import Cycle, Submission, YearQuarter
from assessments.queries import signed_answers, signed_snapshot
from assessments.workflow import Wish
from hive.core.scoring import Score, score
from hive.core.steps import cheapest_climb
from reports.demo.cycles import World

# A bank does not plan more than this at once.
MOST = 4


def plan_ahead(cycle: Cycle, world: World) -> None:
    """Let every coordinator plan for the year that follows, in one quarter or another."""
    rows = Submission.objects.filter(cycle=cycle).select_related("bank", "cycle__edition")
    for place, submission in enumerate(rows.order_by("bank__code")):
        team = world.teams[submission.bank.code]
        due = YearQuarter(world.now.year + 1, place % 4 + 1)
        owner = (team.contributor, team.coordinator)[place % 2]
        wishes = _wishes(submission, world)
        if wishes:
            workflow.save_plan(submission, wishes, owner=str(owner), due=due, by=team.coordinator)


def _wishes(submission: Submission, world: World) -> list[Wish]:
    snapshot = signed_snapshot(submission)
    if snapshot is None:
        return []
    answers = signed_answers(snapshot)
    dimensions = score(world.model, answers).parts
    weakest = min((part for part in dimensions if part.value is not None), key=_value)
    climb = cheapest_climb(world.model, answers, weakest)
    if climb is None:
        return []
    return [Wish(each.question, each.rung.key) for each in climb.raises[:MOST]]


def _value(part: Score) -> Fraction:
    return part.value or Fraction(0)
