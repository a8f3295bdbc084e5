"""Last year's answers in this year's words: what is carried, what never is, what it costs."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hive.core.answers import Answer, Answers, Selection, State, canonical, verify
from hive.core.lineage import Carried, carry, lineage_between
from hive.core.model import Descent, Lineage
from tests.draws import answers_from, draw_complete
from tests.editions import real_model
from tests.lineages import elder, heir

seeds = st.integers(min_value=0, max_value=2**32)
thorough = settings(max_examples=60, deadline=None)


def lineage() -> Lineage:
    found = lineage_between(elder(), heir())
    assert found is not None
    return found


def drawn(seed: int) -> Answers:
    return answers_from(elder(), draw_complete(elder(), Random(seed)))


def given_(value: object) -> Answer:
    return Answer(State.ANSWERED, value)


def carried(answers: Answers) -> dict[str, Carried]:
    return carry(lineage(), heir().questions, answers)


CASES = [
    ("K1-Q1", given_(2), "K1-Q1", Descent.REWORDED, given_(2)),
    ("K1-Q2", given_(Decimal("1.5")), "K1-Q2", Descent.SAME, given_(Decimal(36))),
    ("K1-Q3", given_(True), "K1-Q3", Descent.SAME, given_(True)),
    ("K1-Q4", given_(Selection(("o1", "o2"))), "K1-Q4", Descent.SAME, given_(Selection(("both",)))),
    ("K1-Q4", given_(Selection(("o2", "o3"))), "K1-Q4", Descent.SAME,
     given_(Selection(("both", "o3")))),
    ("L1-Q1", given_(2), "L1-Q1", Descent.SAME, given_(3)),
    ("L1-Q1", given_(3), "L1-Q1", Descent.SAME, None),
    ("L2-Q1", given_(2), "L2-Q5", Descent.SPLIT, None),
    ("L2-Q1", given_(2), "L2-Q6", Descent.SPLIT, None),
    ("M1-Q1", given_(2), "M1-Q5", Descent.MERGED, None),
    ("L1-Q1", Answer(State.DONT_KNOW), "L1-Q1", Descent.SAME, Answer(State.DONT_KNOW)),
    ("L1-Q2", Answer(State.NOT_APPLICABLE, None, "No such business."), "L1-Q2", Descent.SAME,
     Answer(State.NOT_APPLICABLE, None, "No such business.")),
]  # fmt: skip


@pytest.mark.parametrize(("old", "answer", "new", "descent", "expected"), CASES)
def test_an_answer_is_said_in_the_new_terms(
    old: str, answer: Answer, new: str, descent: Descent, expected: Answer | None
) -> None:
    assert carried({old: answer})[new] == Carried(descent, expected, (old,))


def test_a_merged_question_names_every_answered_source() -> None:
    answers = {"M1-Q1": given_(2), "M2-Q1": given_(3)}

    assert carried(answers) == {"M1-Q5": Carried(Descent.MERGED, None, ("M1-Q1", "M2-Q1"))}


def test_a_figure_that_the_new_limits_forbid_is_not_carried() -> None:
    answers = {"L1-Q2": given_(Decimal("7.25"))}

    assert carried(answers)["L1-Q2"].answer is None


@thorough
@given(seeds)
def test_the_same_edition_gives_back_every_answer(seed: int) -> None:
    answers = drawn(seed)
    same = lineage_between(elder(), elder())
    assert same is not None

    found = carry(same, elder().questions, answers)

    assert {code: each.answer for code, each in found.items()} == answers
    assert {each.may_be_kept for each in found.values()} == {True}


@thorough
@given(seeds)
def test_only_questions_that_mean_the_same_may_be_kept(seed: int) -> None:
    origins = lineage().origins

    kept = {code for code, each in carried(drawn(seed)).items() if each.may_be_kept}

    assert {origins[code].descent for code in kept} == {Descent.SAME}


@thorough
@given(seeds)
def test_a_dropped_question_is_never_carried(seed: int) -> None:
    answers = drawn(seed)
    assert "N1-Q1" in answers

    sources = {source for each in carried(answers).values() for source in each.sources}

    assert sources == answers.keys() - {"N1-Q1"}


@thorough
@given(seeds)
def test_a_split_or_merged_question_never_answers_itself(seed: int) -> None:
    found = carried(drawn(seed))

    changed = {code: found[code].answer for code in ("L2-Q5", "L2-Q6", "M1-Q5")}
    assert changed == {"L2-Q5": None, "L2-Q6": None, "M1-Q5": None}


@thorough
@given(seeds)
def test_what_is_carried_is_an_answer_to_the_new_question(seed: int) -> None:
    found = {code: each.answer for code, each in carried(drawn(seed)).items() if each.answer}

    for code, answer in found.items():
        verify(heir().questions[code], answer)
    assert len(canonical(found)) > 30


@thorough
@given(seeds, st.data())
def test_each_answer_is_carried_for_itself(seed: int, data: st.DataObject) -> None:
    answers = drawn(seed)
    left = data.draw(st.sets(st.sampled_from(sorted(answers))))

    some = carried({code: answer for code, answer in answers.items() if code in left})

    expected = {c: e for c, e in carried(answers).items() if set(e.sources) <= left}
    assert {c: e for c, e in some.items() if c in expected} == expected
    assert {c for c, e in some.items() if not set(e.sources) <= left} == set()


def test_editions_that_are_not_linked_have_no_lineage() -> None:
    assert lineage_between(real_model(), heir()) is None
    assert lineage_between(heir(), elder()) is None
