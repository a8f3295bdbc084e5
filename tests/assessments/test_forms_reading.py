"""What is typed for one question becomes an answer, or a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils.translation import override

from assessments.forms.reading import (
    DONT_KNOW,
    NOT_APPLICABLE,
    TAKE_BACK,
    Part,
    Refused,
    Typed,
    read,
    typed_of,
)
from hive.core.answers import Answer, Selection, State
from hive.core.model import Choice, Kind, Limits, Question, Scope, Text

LEVELS = tuple(Choice(str(n), Text(f"level {n}", f"{n}")) for n in (1, 2, 3, 4))
OPTIONS = (
    Choice("a", Text("Apples", "苹果")),
    Choice("b", Text("Pears", "梨")),
    Choice("none", Text("None of these", "以上均无"), exclusive=True),
    Choice("other", Text("Other", "其他"), free_text=True),
)
WHEN = Text("there are no fruits", "没有水果")


def question(kind: Kind, **more: object) -> Question:
    return Question("Q1", Scope.SCORED, kind, Text("Which?", "哪些？"), **more)  # type: ignore[arg-type] # free choice of fields


LEVEL = question(Kind.LEVEL, choices=LEVELS)
YESNO = question(Kind.YESNO)
NUMBER = question(
    Kind.NUMBER, limits=Limits(Decimal(0), Decimal(100), 1), unit=Text("%", "%"), na_when=WHEN
)
MULTI = question(Kind.MULTI, choices=OPTIONS, max_choices=2)
SINGLE = question(Kind.SINGLE, choices=OPTIONS)


def answered(value: object) -> Answer:
    return Answer(State.ANSWERED, value)  # type: ignore[arg-type] # any kind of value


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("asked", "typed", "answer"),
    [
        (LEVEL, Typed(("3",)), answered(3)),
        (LEVEL, Typed((DONT_KNOW,)), Answer(State.DONT_KNOW)),
        (YESNO, Typed(("yes",)), answered(True)),
        (YESNO, Typed(("no",)), answered(False)),
        (NUMBER, Typed(figure="63.5"), answered(Decimal("63.5"))),
        (
            NUMBER,
            Typed((NOT_APPLICABLE,), reason="No fruits."),
            Answer(State.NOT_APPLICABLE, None, "No fruits."),
        ),
        (MULTI, Typed(("a", "b")), answered(Selection(("a", "b")))),
        (MULTI, Typed(("none",)), answered(Selection(("none",)))),
        (MULTI, Typed(("other",), other="Plums"), answered(Selection(("other",), "Plums"))),
        (SINGLE, Typed(("b",)), answered("b")),
        (LEVEL, Typed(), None),
    ],
)
def test_an_answer_is_read_and_written_back_as_it_was_typed(
    asked: Question, typed: Typed, answer: Answer | None
) -> None:
    assert read(asked, typed) == answer
    assert typed_of(asked, answer) == typed


@pytest.mark.parametrize(
    ("asked", "typed"), [(LEVEL, Typed((TAKE_BACK,))), (NUMBER, Typed(figure="  "))]
)
def test_nothing_chosen_is_no_answer(asked: Question, typed: Typed) -> None:
    assert read(asked, typed) is None


@pytest.mark.parametrize(
    ("asked", "typed", "part", "said"),
    [
        (NUMBER, Typed(figure="101"), Part.FIGURE, "Enter 100 or less."),
        (NUMBER, Typed(figure="-1"), Part.FIGURE, "Enter 0 or more."),
        (NUMBER, Typed(figure="1.25"), Part.FIGURE, "Round the number to at most 1 decimal."),
        (
            NUMBER,
            Typed(figure="a lot"),
            Part.FIGURE,
            "Enter a number in figures, for example 12.5.",
        ),
        (
            NUMBER,
            Typed((DONT_KNOW,), figure="5"),
            Part.CHOICE,
            "Give an answer, or choose “Don't know” or “Not applicable”, but not both.",
        ),
        (
            NUMBER,
            Typed((NOT_APPLICABLE,)),
            Part.REASON,
            "Say why the question does not apply to your bank.",
        ),
        (
            NUMBER,
            Typed(reason="No fruits."),
            Part.REASON,
            "You wrote a reason. Choose “Not applicable”, or delete the reason.",
        ),
        (
            MULTI,
            Typed(("a", "none")),
            Part.CHOICE,
            "“None of these” cannot stand beside other options: untick it, or untick the others.",
        ),
        (
            MULTI,
            Typed(("a", "b", "other")),
            Part.CHOICE,
            "Choose at most 2 options; untick the others.",
        ),
        (
            MULTI,
            Typed(("a",), other="Plums"),
            Part.OTHER,
            "You wrote a text for “Other”. Tick that option as well, or delete the text.",
        ),
    ],
)
def test_what_is_no_answer_is_refused_with_what_to_do(
    asked: Question, typed: Typed, part: Part, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        read(asked, typed)

    assert (refused.value.part, str(refused.value)) == (part, said)


def test_a_reason_beside_a_real_answer_is_left_aside() -> None:
    assert read(NUMBER, Typed(figure="5", reason="Formerly not.")) == answered(Decimal(5))
