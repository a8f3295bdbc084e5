"""The scorecard on paper: length, fonts, tags, language, the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from random import Random
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from pypdf import PdfReader
from pytest_django.plugin import DjangoDbBlocker

from assessments.enums import SubmissionState
from assessments.models import Submission
from hive.banks.roles import Role
from hive.catalogue.edition_file import read_edition
from hive.core.answers import Answer, Answers, Selection, State
from hive.core.model import HiveModel, Kind
from hive.documents.embedded import Drawings
from hive.documents.pdf import markup
from reports.scorecard import build, build_each
from reports.scorecard.pdf import scorecard_pdf
from tests import inked, laws
from tests.editions import dump, invented_editions, steep_edition
from tests.factories import make_bank
from tests.inked import spaceless
from tests.papers import words_of
from tests.plans import make_plan
from tests.published import (
    Published,
    closed_cycle,
    draw_answers,
    published_cycle,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LANGUAGES = ["zh-hans", "en"]
FAMILIES = {"Hive-Sans", "Hive-Serif", "Hive-Sans-Latin", "Hive-Serif-Latin"}


@pytest.fixture(scope="module")
def files(cohort: Published, django_db_blocker: DjangoDbBlocker) -> dict[str, bytes]:
    """One bank's scorecard in both languages."""
    with django_db_blocker.unblock():
        return {each: set_card(cohort.submissions[3], each) for each in LANGUAGES}


@pytest.fixture(scope="module")
def cards(files: dict[str, bytes]) -> dict[str, PdfReader]:
    return {language: PdfReader(BytesIO(pdf)) for language, pdf in files.items()}


def set_card(submission: Submission, language: str) -> bytes:
    return scorecard_pdf(build(submission, language=language))


def text_of(pdf: bytes) -> str:
    """All words without the spaces between them."""
    return spaceless("".join(words_of(pdf)))


def root_of(reader: PdfReader) -> Any:
    """The document's root, in pypdf's own objects."""
    return reader.trailer["/Root"]


def structure(reader: PdfReader) -> Iterator[dict[str, Any]]:
    """Yield every element of the structure tree."""
    waiting: list[Any] = [root_of(reader)["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if not isinstance(node, dict):
            continue
        yield node
        kids = node.get("/K", [])
        waiting += kids if isinstance(kids, list) else [kids]


def fonts(reader: PdfReader) -> set[str]:
    found = set()
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            found.add(font.get_object()["/BaseFont"].partition("+")[2])
    return found


def extreme_answers(model: HiveModel, language: str) -> Answers:
    """Choose what takes the most room: long levels, every option, not applicable at length."""
    answers = dict(draw_answers(model, Random(1), ability=0.5, kind="rural_coop", assets=600))
    for question in model.scored:
        texts = [choice.text.in_(language) for choice in question.choices]
        if question.kind is Kind.LEVEL:
            longest = max(range(1, len(texts)), key=lambda n: max(map(len, texts[n - 1 : n + 1])))
            answers[question.code] = Answer(State.ANSWERED, longest)
        if question.kind is Kind.MULTI:
            codes = tuple(sorted(c.code for c in question.choices if not c.exclusive))
            answers[question.code] = Answer(State.ANSWERED, Selection(codes))
        if question.na_allowed:
            answers[question.code] = Answer(State.NOT_APPLICABLE, reason="本行没有这项业务。" * 30)
    return answers


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scorecard_of_a_first_year_has_eleven_pages_of_paper(
    cards: dict[str, PdfReader], language: str
) -> None:
    pages = cards[language].pages

    assert len(pages) == 11
    assert {tuple(round(edge) for edge in page.mediabox) for page in pages} == {(0, 0, 595, 842)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_highest_scores_have_room(cohort: Published, language: str) -> None:
    answers = draw_answers(cohort.model, Random(1), ability=9, kind="city", assets=600)
    submission = cohort.file(make_bank("best"), answers, SubmissionState.ACCEPTED)

    pdf = set_card(submission, language)

    assert text_of(pdf).count("100.00") > 30
    assert laws.faults_of(inked.read(pdf)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_answers_still_fit_eleven_pages(cohort: Published, language: str) -> None:
    """A name of sixty characters, every option chosen, reasons at length."""
    bank = make_bank(
        "long", "极" * 60, "A <b>Very</b> Long & Invented Rural Commercial Bank of the Far West"
    )
    answers = extreme_answers(cohort.model, language)
    submission = cohort.file(bank, answers, SubmissionState.ACCEPTED)

    pdf = set_card(submission, language)

    paper = inked.read(pdf)
    assert len(paper.pages) == 11
    assert laws.faults_of(paper) == []
    assert text_of(pdf).count(spaceless(bank.name_in(language))) >= 10


@pytest.mark.parametrize(
    ("language", "code", "title"),
    [
        ("zh-hans", "zh-Hans", "数字化成熟度评分卡 2025 – 虚构03号银行"),
        ("en", "en", "Digital maturity scorecard 2025 – Invented Bank 03"),
    ],
)
def test_it_is_tagged_and_names_itself(
    cards: dict[str, PdfReader], language: str, code: str, title: str
) -> None:
    root = root_of(cards[language])
    told = cards[language].metadata

    assert root["/Lang"] == code
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert told is not None
    assert told.title == title
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_both_languages_stand_in_one_file_each_named(
    cohort: Published, files: dict[str, bytes]
) -> None:
    pdf = scorecard_pdf(*build_each(cohort.submissions[3], languages=LANGUAGES))

    pages = {language: unnumbered(files[language]) for language in LANGUAGES}
    assert unnumbered(pdf) == pages["zh-hans"] + pages["en"]
    reader = PdfReader(BytesIO(pdf))
    assert root_of(reader)["/Lang"] == "zh-Hans"
    articles = [node for node in structure(reader) if node.get("/S") == "/Art"]
    assert sorted(str(node.get("/Lang")) for node in articles) == (
        ["None"] * len(pages["zh-hans"]) + ["en"] * len(pages["en"])
    )


def unnumbered(pdf: bytes) -> list[str]:
    """The words of each page without the number at its foot."""
    return [re.sub(r"\d+/\d+$", "", spaceless(words)) for words in words_of(pdf)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_keeps_the_laws_of_setting(files: dict[str, bytes], language: str) -> None:
    assert laws.faults_of(inked.read(files[language])) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_says_what_it_shows(cards: dict[str, PdfReader], language: str) -> None:
    figures = [node for node in structure(cards[language]) if node.get("/S") == "/Figure"]

    assert len(figures) > 60
    assert [node for node in figures if not node.get("/Alt")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_markup_is_well_formed(cohort: Published, language: str) -> None:
    """So that it takes the quick parser."""
    card = build(cohort.submissions[3], language=language)

    with override(card.language):
        html = render_to_string("print/scorecard.html", {"card": card, "drawings": Drawings()})

    assert markup.parse(html) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_our_fonts_are_in_it(cards: dict[str, PdfReader], language: str) -> None:
    found = fonts(cards[language])

    assert {name.removesuffix("-Bold") for name in found} <= FAMILIES, found


@pytest.mark.parametrize("language", LANGUAGES)
def test_head_and_foot_are_on_every_page(files: dict[str, bytes], language: str) -> None:
    words = {
        "zh-hans": ["虚构03号银行", "2025", "演示：所有银行与数字均为虚构"],
        "en": ["Invented Bank 03", "2025", "Demo: banks and figures are invented"],
    }
    pages = words_of(files[language])
    assert len(pages) == 11
    for number, page in enumerate(pages, start=1):
        expected = [*words[language], f"{number} / 11"]
        assert [word for word in expected if spaceless(word) not in spaceless(page)] == []


def test_who_sees_it_stands_on_the_first_page(files: dict[str, bytes]) -> None:
    text = spaceless(words_of(files["zh-hans"])[0])

    assert "仅贵行与联盟分析师可见；其他银行只能看到不少于10家银行的分组数据。" in text


def test_the_same_scorecard_gives_the_same_bytes(
    cohort: Published, files: dict[str, bytes]
) -> None:
    assert set_card(cohort.submissions[3], "zh-hans") == files["zh-hans"]


def test_markup_in_a_name_stays_text(cohort: Published) -> None:
    submission = cohort.submissions[5]
    submission.bank.name_en = '<script>alert("x")</script> & {{ bank }} ${7*7}'

    pdf = set_card(submission, "en")

    assert '<script>alert("x")</script>&{{bank}}${7*7}' in text_of(pdf)


@pytest.mark.parametrize("number", range(3))
def test_an_invented_edition_gets_its_scorecard(number: int) -> None:
    document = list(invented_editions())[number]
    made = published_cycle(edition_file=read_edition(dump(document)), kinds={"city": 22}, year=2031)

    for language in LANGUAGES:
        card = build(made.submissions[0], language=language)
        text = text_of(scorecard_pdf(card))
        assert [s.name for s in card.sheets if spaceless(s.name) not in text] == []
        assert len(card.sheets) == len(document["dimensions"])
        assert [row.is_total for row in card.dimensions].count(True) == 1


def test_a_bank_without_a_total_is_told_why() -> None:
    made = closed_cycle(
        edition_file=read_edition(dump(steep_edition())), kinds={"city": 2}, year=2032
    )
    answers = dict(draw_answers(made.model, Random(3), ability=0.5, kind="city", assets=60))
    for question in made.model.dimensions[0].questions:
        answers[question.code] = Answer(State.NOT_APPLICABLE, reason="没有。")
    submission = made.file(make_bank("none"), answers, SubmissionState.ACCEPTED)

    card = build(submission, language="en")

    assert card.headline.text == ("No total score: too few applicable indicators in area 1")
    assert card.facts[0].value == "—"
    assert "K1 Indicator K1" in card.not_applicable.sentences[-1]
    assert scorecard_pdf(card).startswith(b"%PDF")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_stands_by_itself(cohort: Published, language: str) -> None:
    card = build(cohort.submissions[3], language=language)

    (page,) = words_of(scorecard_pdf(card, is_one_page=True))

    text = spaceless(page)
    assert "1/1" in text
    assert all(spaceless(row.name) in text for row in card.dimensions)
    assert spaceless(card.small_print) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_is_printed_and_a_long_one_is_cut_with_a_word(
    cohort: Published, language: str
) -> None:
    submission = cohort.submissions[6]
    coordinator = cohort.person_at(submission, Role.COORDINATOR)
    steps = make_plan(submission, coordinator, owner="Zhou Min", questions=12)
    card = build(submission, language=language)

    pdf = scorecard_pdf(card)

    paper, text = inked.read(pdf), text_of(pdf)
    assert laws.faults_of(paper) == []
    assert len(steps) == 12
    assert len(paper.pages) == 12
    assert text.count("ZhouMin") == 10
    assert {"zh-hans": "另有2步", "en": "2laterstepsstandonthepageoftheplan."}[language] in text
