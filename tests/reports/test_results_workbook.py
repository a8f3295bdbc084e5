"""The results as a workbook: the page's figures, whoever may see them, and no formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from itertools import cycle
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from assessments.models import Submission
from hive.audit.models import Event
from hive.banks.roles import Role
from hive.core.disclosure import PublicSpread, PublicStatistic, Withheld
from hive.documents.sheets.names import unescape
from hive.documents.sheets.writing import CONTENT_TYPE
from reports.charts.figures import percent, two
from reports.scorecard import Scorecard, build
from reports.scorecard.workbook import scorecard_workbook
from tests.factories import make_user, signed_in
from tests.formulas import PAYLOADS
from tests.published import Published, canary_of

pytestmark = pytest.mark.django_db

SHEETS = [
    "Overview",
    "Scores",
    "Medians of the groups",
    "Banks by band",
    "Key ratios",
    "Regulation covered",
    "How the score was made",
]
CHINESE = ["总览", "得分", "各组中位数", "各等级分布", "关键比率", "覆盖的监管条款", "得分怎样算出"]


def address(submission: Submission, language: str = "en") -> str:
    return reverse("reports:workbook", args=[submission.pk, language])


def executive(cohort: Published, submission: Submission) -> Client:
    client = signed_in(Client(), cohort.person_at(submission, Role.EXECUTIVE))
    client.cookies["hive_lang"] = "en"
    return client


def rows_of(content: bytes, sheet: int) -> list[tuple[Any, ...]]:
    page = book_of(content).worksheets[sheet]
    return [tuple(cell.value for cell in row) for row in page.iter_rows()]


@lru_cache(maxsize=1)
def book_of(content: bytes) -> Workbook:
    """Read a workbook once for all the sheets that are looked at."""
    return load_workbook(BytesIO(content))


def decimals(values: Sequence[Any]) -> tuple[Decimal | None, ...]:
    return tuple(None if value is None else Decimal(str(value)) for value in values)


def test_every_figure_is_that_of_the_card(cohort: Published) -> None:
    card = build(cohort.submissions[3], language="en")

    _head, *rows = rows_of(scorecard_workbook(card), 1)

    assert len(rows) == len(card.figures) == 1 + 6 + 18 + 54
    for row, figure in zip(rows, card.figures, strict=True):
        assert (row[0] or "", row[1]) == (figure.code, figure.name)
        assert decimals([row[3]]) == (figure.own.value,)
        assert decimals(row[8:13]) == told_of(figure.peer)
        assert decimals([row[13]]) == (figure.gap,)


def told_of(peer: object) -> tuple[Any, ...]:
    if not isinstance(peer, PublicStatistic):
        return (None,) * 5
    return (peer.n, peer.mean, peer.lower_quartile, peer.median, peer.upper_quartile)


@pytest.mark.one_database
def test_page_and_workbook_agree(cohort: Published) -> None:
    submission = cohort.submissions[3]
    client = executive(cohort, submission)

    html = client.get(reverse("reports:results", args=[submission.pk])).content.decode()
    rows = rows_of(client.get(address(submission)).content, 1)[1:]

    # Of dimensions and the total the page tells the median alone.
    shown = [(row[3], row[11]) for row in rows] + [
        row[10:13] for row in rows if row[2] == "Indicator"
    ]
    figures = [two(value) for some in shown for value in decimals(some) if value is not None]
    assert len(figures) > 100
    assert [figure for figure in figures if figure not in html] == []


@pytest.mark.one_database
def test_groups_and_bands_are_those_of_the_charts(cohort: Published) -> None:
    card = build(cohort.submissions[3], language="en")
    content = scorecard_workbook(card)
    assert card.heat
    assert card.spread

    _head, *medians = rows_of(content, 2)[: len(card.heat.rows) + 1]
    for cells, row in zip(medians, card.heat.rows, strict=True):
        assert cells[0] == row.name
        assert decimals(cells[1:]) == tuple(each.value for each in row.cells)

    told = [
        (row.name, part.banks, percent(part.banks, row.told.n))
        for row in card.spread.rows
        if isinstance(row.told, PublicSpread)
        for part in row.told.parts
    ]
    assert [(r[0], r[3], r[4]) for r in rows_of(content, 3)[1:] if r[3] is not None] == told
    assert len(told) > 3


@pytest.mark.one_database
def test_a_withheld_figure_says_why_and_a_question_has_none(cohort: Published) -> None:
    card = build(cohort.submissions[0], language="en")
    hidden = [
        replace(
            row, peer=Withheld("all", row.code, "no_variation"), no_peer="Not published", gap=None
        )
        for row in card.figures[:2]
    ]

    _head, *rows = rows_of(
        scorecard_workbook(replace(card, figures=(*hidden, *card.figures[2:]))), 1
    )

    assert [row[8:] for row in rows[:2]] == [(*[None] * 6, "Not published")] * 2
    questions = [row for row in rows if row[2] == "Question"]
    assert {row[8:] for row in questions} == {(*[None] * 6, None)}


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("language", "names"),
    [("en", SHEETS), ("zh-hans", CHINESE)],
)
def test_it_holds_the_whole_page_in_both_languages(
    cohort: Published, language: str, names: list[str]
) -> None:
    card = build(cohort.submissions[0], language=language)

    content = scorecard_workbook(card)

    assert load_workbook(BytesIO(content)).sheetnames == names
    texts = {str(v) for sheet in range(7) for row in rows_of(content, sheet) for v in row if v}
    notes = (card.method, card.peers, card.withheld, card.not_applicable, card.confidentiality)
    said = {sentence for note in notes for sentence in note.sentences}
    said |= {row.question for row in card.ratios} | {each.name for each in card.coverage}
    said |= {row.indicators for row in card.weights} | {row.how for row in card.figures if row.how}
    assert said - texts == set()


@pytest.mark.one_database
def test_the_same_card_gives_the_same_bytes(cohort: Published) -> None:
    submission = cohort.submissions[0]

    first, second = (scorecard_workbook(build(submission, language="en")) for _ in range(2))

    assert first == second


@pytest.mark.one_database
def test_no_text_becomes_a_formula(cohort: Published) -> None:
    card = poisoned(build(cohort.submissions[0], language="en"))

    book = load_workbook(BytesIO(scorecard_workbook(card)))

    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.value]
    texts = {unescape(str(cell.value)) for cell in cells}
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert {
        payload.replace("\x00", "").replace("\r", "\n") for payload in PAYLOADS
    } - texts == set()


def poisoned(card: Scorecard) -> Scorecard:
    """Put payloads wherever a card holds a text, each of them in a place at least."""
    bad = cycle(PAYLOADS)
    return replace(
        card,
        identity=replace(card.identity, bank=next(bad), title=next(bad), bank_note=next(bad)),
        lead=next(bad),
        facts=tuple(replace(fact, value=next(bad), note=next(bad)) for fact in card.facts),
        figures=tuple(
            replace(row, name=next(bad), how=next(bad), left_out=next(bad), no_peer=next(bad))
            for row in card.figures
        ),
        ratios=tuple(
            replace(row, **{field.name: next(bad) for field in fields(row)}) for row in card.ratios
        ),
        coverage=tuple(replace(each, name=next(bad), note=next(bad)) for each in card.coverage),
        method=replace(card.method, title=next(bad), sentences=PAYLOADS),
    )


def test_the_download_is_named_not_kept_and_on_record(cohort: Published) -> None:
    submission = cohort.submissions[0]
    client = executive(cohort, submission)

    client.head(address(submission))
    response = client.get(address(submission))

    assert response["Content-Type"] == CONTENT_TYPE
    assert 'filename="results-2025-city-00-en.xlsx"' in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    (event,) = Event.objects.filter(verb="results.downloaded")
    assert (event.bank, event.detail["language"]) == (submission.bank_id, "en")


@pytest.mark.one_database
def test_the_group_is_that_of_the_page(cohort: Published) -> None:
    submission = cohort.submissions[0]
    client = executive(cohort, submission)

    html = client.get(reverse("reports:results", args=[submission.pk]), {"group": "all"})
    rows = rows_of(client.get(address(submission), {"group": "all"}).content, 1)

    assert "results-en.xlsx?group=all" in html.content.decode()
    assert rows[1][8] == 42
    assert client.get(address(submission), {"group": "rural+other_kinds"}).status_code == 404


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.APPROVER, Role.EXECUTIVE])
def test_another_bank_gets_none(cohort: Published, role: Role) -> None:
    own, other = cohort.submissions[:2]
    client = signed_in(Client(), cohort.person_at(own, role))

    assert client.get(address(other)).status_code == 404
    assert client.get(address(own, "fr")).status_code == 404


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_other_people_of_the_alliance_get_none(cohort: Published, role: Role) -> None:
    client = signed_in(Client(), make_user(f"{role}@alliance.example", role))

    assert client.get(address(cohort.submissions[0])).status_code == 404


@pytest.mark.one_database
def test_nothing_of_another_bank_is_in_it(cohort: Published) -> None:
    own, *others = cohort.submissions
    client = executive(cohort, own)
    canaries = {canary_of(each.bank) for each in others}
    canaries |= {name for each in others for name in (each.bank.name_zh, each.bank.name_en)}

    for language in ("en", "zh"):
        content = client.get(address(own, language)).content
        texts = " ".join(str(v) for n in range(5) for row in rows_of(content, n) for v in row)

        assert (own.bank.name_en if language == "en" else own.bank.name_zh) in texts
        assert [canary for canary in canaries if canary in texts] == []


@pytest.mark.one_database
def test_a_bank_that_is_not_published_has_no_peer_in_it(cohort: Published) -> None:
    card = build(cohort.submissions[0], language="en")
    before = tuple(replace(row, peer=None, no_peer="not yet", gap=None) for row in card.figures)

    rows = rows_of(scorecard_workbook(replace(card, figures=before)), 1)[1:]

    assert {row[8:] for row in rows} == {(*[None] * 6, "not yet")}
