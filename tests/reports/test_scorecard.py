"""What a scorecard says: sentences and figures that follow from what is stored."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.models import Submission
from hive.core.answers import State
from hive.core.disclosure import smallest_difference
from hive.core.model import TOTAL
from reports.charts.figures import signed, two
from reports.queries import UnknownGroup, results_of
from reports.scorecard import build
from tests.published import Published

pytestmark = pytest.mark.django_db

LANGUAGES = ["zh-hans", "en"]


def number(text: str) -> Decimal:
    """Read a printed figure."""
    return Decimal(text.replace("−", "-").replace("+", ""))


def submission_of(cohort: Published, code: str) -> Submission:
    """Find a bank's submission."""
    return next(each for each in cohort.submissions if each.bank.code == code)


def test_headline_names_total_band_and_the_dimensions_that_stand_out(cohort: Published) -> None:
    submission = submission_of(cohort, "city-03")

    said = [build(submission, language=language).headline.text for language in LANGUAGES]

    assert said == [
        "总分41.74，处于规范级：数据明显落后同组，没有维度领先",
        "41.74 points, level Defined: well behind peers in data, ahead in no dimension",
    ]


def test_lead_sets_the_total_against_the_median(cohort: Published) -> None:
    submission = submission_of(cohort, "city-03")

    said = [build(submission, language=language).lead for language in LANGUAGES]

    assert said == [
        "总分低于同组中位数17.57分。可比的6个维度中，6个低于同组。",
        "The total is 17.57 below the peer median. Of 6 dimensions compared: 6 below the peers.",
    ]


@pytest.mark.one_database
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_bank_is_told_what_its_figures_say(cohort: Published, language: str) -> None:
    small = smallest_difference(cohort.model, TOTAL)
    words = {"zh-hans": ("高于", "低于", "没有实质差异"), "en": ("above", "below", "no meaningful")}
    above, below, none = words[language]

    for submission in cohort.submissions:
        card = build(submission, language=language)
        gap = number(card.dimensions[-1].gap)
        expected = none if abs(gap) < small else above if gap > 0 else below
        first = card.lead.split("。" if language == "zh-hans" else ". ")[0]
        assert expected in first, (submission.bank.code, gap, card.lead)


def test_figures_of_the_peers_are_the_stored_ones(cohort: Published) -> None:
    submission = submission_of(cohort, "city-03")
    group = cohort.publication.groups.get(code="city/a1-a2")
    codes = [dimension.code for dimension in cohort.model.dimensions] + [TOTAL]
    stored = {row.node: two(row.median) for row in group.statistics.all()}

    rows = build(submission, language="en").dimensions

    assert [row.median for row in rows] == [stored[code] for code in codes]


def test_a_gap_is_the_difference_of_the_two_figures_shown(cohort: Published) -> None:
    for submission in cohort.submissions[:8]:
        rows = build(submission, language="en").dimensions
        assert [row.gap for row in rows] == [
            signed(number(row.own) - number(row.median)) for row in rows
        ]


def test_own_figures_are_those_stored_at_signing(cohort: Published) -> None:
    submission = submission_of(cohort, "rural-30")
    tree = submission.snapshots.get(kind="signed").score_run.tree

    card = build(submission, language="en")

    shown = {cell.code: cell.shown.value for c in card.comb.clusters for cell in c.cells}
    stored = {
        part["code"]: part["score"] for dimension in tree["parts"] for part in dimension["parts"]
    }
    shown[TOTAL], stored[TOTAL] = card.comb.total.value, tree["score"]
    for code, value in shown.items():
        assert value is not None
        assert abs(value - Decimal(stored[code])) <= Decimal("0.01")


def test_moves_carry_the_gap_and_the_next_step_of_the_band(cohort: Published) -> None:
    submission = submission_of(cohort, "city-03")
    card = build(submission, language="en")
    rows = {row.code: row for group in card.dots.groups for row in group.rows}
    steps = {i.code: i.next_steps for i in cohort.model.indicators}

    assert len(card.gaps) == 3
    for move in card.gaps:
        row = rows[move.code]
        assert row.gap is not None
        assert row.own.band is not None
        assert move.distance == f"{two(-row.gap)} below the median."
        assert move.advice == steps[move.code][row.own.band].en


def test_a_bank_is_set_against_its_leaf_and_the_groups_above(cohort: Published) -> None:
    submission = submission_of(cohort, "city-03")

    cards = [build(submission, language="zh-hans", group=g) for g in (None, "city", "all")]

    assert [card.facts[2].value for card in cards] == ["14家", "24家", "42家"]
    assert [(choice.code, choice.name, choice.is_chosen) for choice in cards[1].choices] == [
        ("city/a1-a2", "城市商业银行，资产500亿元以下", False),
        ("city", "城市商业银行", True),
        ("all", "全部参评银行", False),
    ]


def test_a_joined_class_names_the_kinds_that_joined(cohort: Published) -> None:
    submission = submission_of(cohort, "rural-30")

    names = [build(submission, language=language).facts[2].note for language in LANGUAGES]

    assert names == [
        "农村商业银行及其他类型（农村合作银行／农村信用社、民营银行、其他）",
        "Rural commercial bank with other kinds (Rural cooperative bank or rural credit"
        " cooperative, Private bank, Other)",
    ]


@pytest.mark.parametrize("group", ["rural+other_kinds", "city/a3-a6", "no such group", ""])
def test_no_other_group_exists_for_a_bank(cohort: Published, group: str) -> None:
    with pytest.raises(UnknownGroup):
        results_of(submission_of(cohort, "city-03"), group=group)


def test_an_article_scores_the_weighted_mean_of_its_questions(cohort: Published) -> None:
    submission = submission_of(cohort, "city-03")
    nodes = {node.code: node for node in results_of(submission).score.walk()}
    questions = [
        q for q in cohort.model.scored if any(a.number == 5 for a in q.articles)
        and any(a.instrument == "GO2022" for a in q.articles)
    ]  # fmt: skip
    known = [value for q in questions if (value := nodes[q.code].value) is not None]

    row = build(submission, language="en").coverage[0].rows[4]

    assert row.number == 5
    assert row.questions == ", ".join(question.code for question in questions)
    assert abs(Fraction(row.score) - sum(known, Fraction(0)) / len(known)) <= Fraction(1, 200)


def test_instruments_without_questions_say_so(cohort: Published) -> None:
    coverage = build(cohort.submissions[0], language="en").coverage

    assert [(len(each.rows), each.note) for each in coverage] == [
        (30, ""),
        (0, "Mapped to dimensions only in this edition, so no score is given."),
        (0, "Not mapped in this edition."),
    ]


def test_key_ratios_show_bands_of_the_peers_and_no_count(cohort: Published) -> None:
    rows = build(submission_of(cohort, "city-03"), language="en").ratios

    assert len(rows) == 9
    assert (rows[0].code, rows[0].own, rows[0].own_band) == ("S2-Q2", "54.9%", "40–60%")
    bands = {f"{b.floor}" for b in cohort.model.questions["S2-Q2"].score_bands}
    for text in (rows[0].lower, rows[0].median, rows[0].upper):
        assert text.removeprefix("≥ ").split("–")[0].rstrip("%") in bands


def test_who_sees_it_is_said(cohort: Published) -> None:
    card = build(cohort.submissions[0], language="en")

    assert card.small_print.startswith(
        "Seen by your bank and the alliance’s analysts; other banks see only group figures of at"
        " least 10 banks."
    )


def test_the_trace_opens_the_score_down_to_rounding(cohort: Published) -> None:
    card = build(submission_of(cohort, "city-03"), language="en")
    strategy = card.trace.parts[0]

    assert strategy.how == (
        "(41.666667 × 40 + 16.666667 × 35 + 33.333333 × 25) ÷ 100 = 30.833333 → 30.83"
    )
    assert (strategy.shown, strategy.weight) == ("30.83", "1")


def test_not_applicable_and_unknown_answers_are_counted(cohort: Published) -> None:
    for submission in cohort.submissions[:10]:
        answers = results_of(submission).answers
        states = [answers[question.code].state for question in cohort.model.scored]
        said = build(submission, language="zh-hans").not_applicable.sentences
        for count, sentence in zip(
            (states.count(State.NOT_APPLICABLE), states.count(State.DONT_KNOW)), said, strict=False
        ):
            assert sentence.startswith(f"{count}题" if count else "没有题目")
