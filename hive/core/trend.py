"""One bank over two cycles: what its score changed by where the same was asked.

Within an edition two figures are compared as they are shown. Across editions both years are scored
once more on the linked questions alone, by the newer edition; what either year leaves out, both do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hive.core.answers import Answer, Answers, State
from hive.core.maturity import shown
from hive.core.model import HiveModel
from hive.core.scoring import Score, score

# Below this share of a node's weight, linked questions do not speak for the node.
LEAST_SHARE = Fraction(6, 10)


@dataclass(frozen=True, slots=True)
class Change:
    """A node in two years as both are shown; ``share`` is of its weight that is compared.

    None stands for a year without a score, or for a share that is too small.
    """

    code: str
    before: Decimal | None
    now: Decimal | None
    share: Fraction = Fraction(1)

    @property
    def points(self) -> Decimal | None:
        """The difference of the two figures shown."""
        if self.before is None or self.now is None:
            return None
        return self.now - self.before


def within_edition(model: HiveModel, before: Score, now: Score) -> dict[str, Change]:
    """Compare two scores of one edition, node by node down to the questions."""
    earlier = {node.code: node.value for node in before.walk()}
    return {
        node.code: Change(
            node.code, _shown(model, earlier.get(node.code)), _shown(model, node.value)
        )
        for node in now.walk()
    }


def like_for_like(model: HiveModel, before: Answers, now: Answers) -> dict[str, Change]:
    """Compare two years on the questions answered in both; ``before`` is by this edition's codes.

    Not applicable and don't know in either year leave a question out of both.
    """
    linked = {q.code for q in model.scored if _is_answered(before, q.code, now)}
    earlier = {node.code: node for node in score(model, _only(model, before, linked)).walk()}
    tree = score(model, _only(model, now, linked))
    changes = {}
    for node in tree.walk():
        share = _share(node)
        is_told = share >= LEAST_SHARE
        changes[node.code] = Change(
            node.code,
            _shown(model, earlier[node.code].value) if is_told else None,
            _shown(model, node.value) if is_told else None,
            share,
        )
    return changes


def _is_answered(before: Answers, code: str, now: Answers) -> bool:
    answers = (before.get(code), now.get(code))
    return all(answer is not None and answer.state is State.ANSWERED for answer in answers)


def _only(model: HiveModel, answers: Answers, linked: set[str]) -> Mapping[str, Answer]:
    """Leave every other question out, as if it were not applicable."""
    left_out = Answer(State.NOT_APPLICABLE)
    return {q.code: answers[q.code] if q.code in linked else left_out for q in model.scored}


def _share(node: Score) -> Fraction:
    """Return how much of a node's weight is behind its value."""
    if node.value is None:
        return Fraction(0)
    if not node.parts:
        return Fraction(1)
    weighed = list(_weighed(node.parts))
    whole = sum((weight for weight, _ in weighed), Fraction(0))
    return sum((weight * share for weight, share in weighed), Fraction(0)) / whole


def _weighed(parts: Sequence[Score]) -> Iterator[tuple[Fraction, Fraction]]:
    for part in parts:
        yield Fraction(part.weight or 0), _share(part)


def _shown(model: HiveModel, value: Fraction | None) -> Decimal | None:
    return None if value is None else shown(model, value)
