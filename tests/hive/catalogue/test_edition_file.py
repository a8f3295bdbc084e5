"""Edition files: the real one is whole, faulty ones are refused with every fault by its path."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from hive.catalogue.edition_file import EditionFaults, read_edition
from tests.editions import (
    REAL,
    dump,
    invented_editions,
    model_from,
    real_document,
    real_model,
)

Document = dict[str, Any]


def test_the_real_edition_is_the_one_that_was_agreed() -> None:
    digest = hashlib.sha256(REAL.read_bytes()).hexdigest()

    assert digest == "97e4bba4bedb75c9accc76947b05cac2d01459672334fe1559dcd983e2cf21ba"


def test_the_real_edition_has_its_counts() -> None:
    model = real_model()

    counts = [
        len(part)
        for part in (
            model.dimensions,
            model.indicators,
            model.scored,
            model.unscored,
            model.profile,
        )
    ]
    assert counts == [6, 18, 54, 8, 10]
    assert len(model.key_ratios) == 9


@pytest.mark.parametrize("document", list(invented_editions()), ids=lambda d: d["model"]["version"])
def test_an_invented_edition_is_read(document: Document) -> None:
    model = model_from(document)

    assert len(model.dimensions) == len(document["dimensions"])
    assert len(model.bands) == len(document["bands"])


def first_question(document: Document) -> Document:
    question: Document = document["dimensions"][0]["indicators"][0]["questions"][0]
    return question


def number_question(document: Document) -> Document:
    question: Document = document["dimensions"][0]["indicators"][1]["questions"][1]
    return question


def drop_text(document: Document) -> None:
    del first_question(document)["text_zh"]


def empty_text(document: Document) -> None:
    first_question(document)["text_en"] = "  "


def zero_weight(document: Document) -> None:
    document["dimensions"][0]["weight"] = 0


def negative_weight(document: Document) -> None:
    document["dimensions"][1]["indicators"][0]["weight"] = -3


def overlapping_bands(document: Document) -> None:
    document["bands"][1]["min"] = 19


def gapped_bands(document: Document) -> None:
    document["bands"][1]["min"] = 21


def gapped_scoring_bands(document: Document) -> None:
    number_question(document)["scoring_bands"][1]["min"] = 41


def scoring_bands_against_direction(document: Document) -> None:
    number_question(document)["direction"] = "lower_is_better"


def scoring_bands_short_of_the_limits(document: Document) -> None:
    number_question(document)["scoring_bands"][-1]["max"] = 100


def unknown_article(document: Document) -> None:
    first_question(document)["articles"] = [4, 31, "PBOC2022/9", "NOWHERE/1"]


def duplicate_code(document: Document) -> None:
    document["dimensions"][2]["indicators"][0]["questions"][0]["code"] = "S1-Q1"


def unknown_type(document: Document) -> None:
    first_question(document)["type"] = "slider"


def check_of_unknown_question(document: Document) -> None:
    document["checks"][0]["question"] = "T9-Q9"


def check_condition_of_unknown_question(document: Document) -> None:
    document["checks"][3]["then"] = {"S9-Q1": {"max": 1}}


def unknown_check(document: Document) -> None:
    document["checks"][1]["kind"] = "astrology"


def missing_level(document: Document) -> None:
    del first_question(document)["levels"][2]


def falling_level_scores(document: Document) -> None:
    document["scoring"]["level_scores"] = {1: 0, 2: 25, 3: 20, 4: 75, 5: 100}


def score_outside_the_scale(document: Document) -> None:
    document["scoring"]["yesno_scores"] = {"yes": 101, "no": 0}


def missing_next_step(document: Document) -> None:
    document["dimensions"][0]["indicators"][0]["next_steps"].pop()


def not_applicable_without_when(document: Document) -> None:
    first_question(document)["na_allowed"] = True


def slip_of_the_pen(document: Document) -> None:
    number_question(document)["na_alowed"] = True


def reserved_code(document: Document) -> None:
    document["dimensions"][5]["code"] = "total"


def no_bank_kind(document: Document) -> None:
    document["bank_profile_fields"] = document["bank_profile_fields"][1:]


FIRST = "edition.dimensions[0] (S).indicators[0] (S1).questions[0] (S1-Q1)"

FAULTS: list[tuple[Callable[[Document], None], list[str]]] = [
    (drop_text, [FIRST + ".text_zh: is missing"]),
    (empty_text, [FIRST + ".text_en: is missing"]),
    (zero_weight, ["edition.dimensions[0] (S).weight: must be positive"]),
    (negative_weight, ["edition.dimensions[1] (O).indicators[0] (O1).weight: must be positive"]),
    (overlapping_bands, ["edition.bands: initial and developing overlap"]),
    (gapped_bands, ["edition.bands: initial and developing leave a gap"]),
    (gapped_scoring_bands, ["(S2-Q2).scoring_bands: leave a gap from 40 to 41"]),
    (scoring_bands_against_direction, ["(S2-Q2).scoring_bands: scores run against the direction"]),
    (scoring_bands_short_of_the_limits, ["(S2-Q2).scoring_bands: do not cover amounts up to 100"]),
    (
        unknown_article,
        [
            "(S1-Q1).articles: unknown article 31",
            "unknown article 'PBOC2022/9'",
            "unknown article 'NOWHERE/1'",
        ],
    ),
    (duplicate_code, ["edition.dimensions: the code S1-Q1 is given twice"]),
    (unknown_type, ["(S1-Q1).type: unknown type 'slider'"]),
    (check_of_unknown_question, ["checks[0] (C01): question names the unknown question 'T9-Q9'"]),
    (
        check_condition_of_unknown_question,
        ["edition.checks[3] (C04): then names the unknown question 'S9-Q1'"],
    ),
    (unknown_check, ["edition.checks[1] (C02): unknown kind of check 'astrology'"]),
    (missing_level, ["(S1-Q1).levels: must be the levels 1, 2, 3, 4, 5 in this order"]),
    (falling_level_scores, ["edition.scoring.level_scores: must rise with the level"]),
    (score_outside_the_scale, ["edition.scoring.yesno_scores: lies outside the scale"]),
    (missing_next_step, ["(S1).next_steps: needs one text for each level from 1 to 4"]),
    (not_applicable_without_when, ["(S1-Q1).na_when: is missing"]),
    (slip_of_the_pen, ["(S2-Q2).na_alowed: is not a known field"]),
    (reserved_code, ["edition.dimensions: the code total stands for the total score"]),
    (no_bank_kind, ["bank_profile_fields: needs a required single field with source: bank_types"]),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "expected"), FAULTS, ids=[f.__name__ for f, _ in FAULTS])
def test_a_faulty_edition_is_refused_with_its_fault(
    spoil: Callable[[Document], None], expected: list[str]
) -> None:
    document = real_document()
    spoil(document)

    with pytest.raises(EditionFaults) as refused:
        read_edition(dump(document))

    lines = [str(fault) for fault in refused.value.faults]
    assert [any(text in line for line in lines) for text in expected] == [True] * len(expected)


def test_every_fault_is_listed_at_once() -> None:
    document = real_document()
    for spoil, _ in FAULTS[:6]:
        spoil(document)

    with pytest.raises(EditionFaults) as refused:
        read_edition(dump(document))

    assert len(refused.value.faults) >= 5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "line 1: is not valid YAML"),
        ("model: 1\nmodel: 2\n", "the key 'model' is given twice"),
        ("[]", "edition: must be a mapping"),
        ("", "edition: must be a mapping"),
        ("!!python/object/apply:os.system ['true']", "is not valid YAML"),
    ],
)
def test_a_file_that_is_no_edition_is_refused(text: str, message: str) -> None:
    with pytest.raises(EditionFaults, match=message[:20].replace("(", r"\(")) as refused:
        read_edition(text)

    assert message in str(refused.value)


def test_not_applicable_that_could_lose_the_total_is_warned_of() -> None:
    document = real_document()
    for indicator in document["dimensions"][3]["indicators"]:
        for question in indicator["questions"]:
            question |= {"na_allowed": True, "na_when_en": "None.", "na_when_zh": "无。"}

    warnings = read_edition(dump(document)).warnings

    assert [warning.path for warning in warnings] == ["edition.dimensions (D)"]
