"""What keeps a section from being closed, and which ones a coordinator may confirm."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.enums import SectionStage
from assessments.models import Assignment
from hive.banks.models import User
from hive.core import checks
from hive.core.answers import Answers
from hive.core.checks import Finding
from hive.core.completeness import progress
from hive.core.model import Dimension, HiveModel, Severity


def missing_in(dimension: Dimension, answers: Answers) -> tuple[str, ...]:
    """Return the questions of a section without an answer."""
    return progress(dimension.questions, answers).missing


def contradictions_in(
    model: HiveModel, dimension: Dimension, answers: Answers
) -> tuple[Finding, ...]:
    """Return the errors among the answers of one section.

    What contradicts another part of the questionnaire stands in the way of the request instead:
    the owner of a section may not read the other part.
    """
    own = {question.code for question in dimension.questions}
    return tuple(finding for finding in errors(model, answers) if own.issuperset(finding.questions))


def errors(model: HiveModel, answers: Answers) -> Iterator[Finding]:
    """Yield the findings that block."""
    for finding in checks.run(model, answers):
        if finding.check.severity is Severity.ERROR:
            yield finding


def is_sound(model: HiveModel, dimension: Dimension, answers: Answers) -> bool:
    """Whether a section can be closed as it stands."""
    return not missing_in(dimension, answers) and not contradictions_in(model, dimension, answers)


def may_be_confirmed(section: Assignment | None, coordinator: User) -> bool:
    """Whether a section waits for a coordinator: a closed one, the own one, or nobody's."""
    if section is None:
        return True
    if section.stage is SectionStage.OPEN:
        return section.member_id == coordinator.pk
    return section.stage is SectionStage.CLOSED
