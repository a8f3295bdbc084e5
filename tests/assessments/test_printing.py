"""The questionnaire on paper: what it says, its fonts, tags and pages, the same bytes each time."""

from __future__ import annotations

import re
from copy import deepcopy
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.plugin import DjangoDbBlocker

from assessments import workflow
from assessments.forms.controls import choices_of
from assessments.forms.reading import TAKE_BACK
from assessments.models import Submission
from assessments.printing import Extent, blank, filled, questionnaire_pdf
from assessments.queries import signed_snapshot
from hive.audit.models import Event
from hive.banks.roles import Role
from hive.catalogue.queries import model_of
from hive.core.answers import Answer, State
from hive.core.model import HiveModel
from tests.assessments.typing_in import reading_english
from tests.factories import make_bank, make_user
from tests.papers import words_of
from tests.published import standing
from tests.submissions import World, answer_all, bring_to, sound_answers

pytestmark = pytest.mark.django_db

LANGUAGES = ["zh-hans", "en"]
FAMILIES = {"Hive-Sans", "Hive-Serif", "Hive-Sans-Latin", "Hive-Serif-Latin"}
A4 = (0, 0, 595, 842)


@pytest.fixture(scope="module")
def papers(
    standing_world: World, django_db_blocker: DjangoDbBlocker
) -> dict[tuple[str, str], bytes]:
    """The whole questionnaire, blank and signed, in both languages."""
    made = {}
    with standing(django_db_blocker):
        submission = bring_to(deepcopy(standing_world), "submitted")
        snapshot = signed_snapshot(submission)
        for each in LANGUAGES:
            asked = blank(submission, whole(submission), language=each)
            told = filled(submission, whole(submission), language=each, snapshot=snapshot)
            made["blank", each] = questionnaire_pdf(asked)
            made["signed", each] = questionnaire_pdf(told)
    return made


def edition_of(submission: Submission) -> HiveModel:
    return model_of(submission.cycle.edition)


def whole(submission: Submission) -> Extent:
    return Extent(edition_of(submission).dimensions, with_further=True)


def one(submission: Submission) -> Extent:
    first = edition_of(submission).dimensions[0]
    return Extent([first], with_further=False, slug=first.slug)


def close(text: str) -> str:
    return re.sub(r"\s", "", text)


def text_of(pdf: bytes) -> str:
    return close("".join(words_of(pdf)))


@pytest.mark.one_database
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["blank", "signed"])
def test_it_is_tagged_named_and_set_on_a4_in_our_fonts(
    papers: dict[tuple[str, str], bytes], kind: str, language: str
) -> None:
    reader = PdfReader(BytesIO(papers[kind, language]))
    root: Any = reader.trailer["/Root"]
    fonts = {
        font.get_object()["/BaseFont"].partition("+")[2].removesuffix("-Bold")
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }

    assert {tuple(round(edge) for edge in page.mediabox) for page in reader.pages} == {A4}
    assert fonts <= FAMILIES
    assert root["/Lang"] == ("en" if language == "en" else "zh-Hans")
    assert root["/MarkInfo"]["/Marked"].value is True
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert "2026" in str(reader.metadata.title)


@pytest.mark.one_database
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_one_asks_everything(
    papers: dict[tuple[str, str], bytes], language: str, world: World
) -> None:
    model, text = edition_of(world.submission), text_of(papers["blank", language])
    wanted = []
    for question in model.questions.values():
        texts = (question.text, question.help, question.unit, question.na_when, question.evidence)
        wanted += [each.in_(language) for each in texts if each is not None]
        wanted += [choice.text.in_(language) for choice in question.choices]

    assert [each for each in wanted if close(each) not in text] == []
    assert text.count("○") + text.count("□") == 2 + sum(
        len([code for code, _ in choices_of(question) if code != TAKE_BACK])
        for question in model.questions.values()
    )


@pytest.mark.one_database
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_signed_one_ends_with_the_receipt_and_room_for_the_seal(
    papers: dict[tuple[str, str], bytes], language: str
) -> None:
    pages = [close(page) for page in words_of(papers["signed", language])]
    last = pages[-1]

    wanted = {"zh-hans": ["签字", "盖章（公章）"], "en": ["Signature", "Sealofthebank"]}[language]
    assert [word for word in [*wanted, "2026-yunting-1"] if word not in last] == []
    assert re.search("[0-9a-f]{64}", last)
    for number, page in enumerate(pages, start=1):
        assert f"{number}/{len(pages)}" in page


def test_the_paper_signed_by_hand_carries_the_hash_of_the_receipt(world: World) -> None:
    submission = bring_to(world, "awaiting_signoff")
    paper = filled(submission, whole(submission), language="en")

    snapshot = workflow.sign(submission, by=world.approver)

    assert paper.signature is not None
    assert paper.signature.sha256 == snapshot.sha256


@pytest.mark.one_database
def test_every_answer_stands_in_words_with_who_gave_it(world: World) -> None:
    submission = world.submission
    questions = edition_of(submission).dimensions[0].questions
    answers = dict(sound_answers(world))
    open_one, unknown = questions[0].code, questions[1].code
    del answers[open_one]
    answers[unknown] = Answer(State.DONT_KNOW)
    refused = next(q.code for q in questions if q.na_allowed)
    answers[refused] = Answer(State.NOT_APPLICABLE, reason="No <b>such</b> plan.")
    answer_all(world, answers)

    paper = filled(submission, one(submission), language="en")

    rows = {row.code: row for part in paper.sections[0].parts for row in part.given}
    assert (rows[open_one].answer, rows[open_one].is_missing) == ("Not answered", True)
    assert rows[unknown].answer == "Don't know"
    assert rows[refused].answer == "Not applicable: No <b>such</b> plan."
    assert rows[unknown].given.startswith(f"{world.coordinator} 2")
    assert paper.foot.startswith("Bank yunting · Assessment 2026 · Draft, last changed 2")
    assert "No<b>such</b>plan." in text_of(questionnaire_pdf(paper))
    assert paper.signature is None


@pytest.mark.one_database
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_answers_give_the_same_bytes(world: World, language: str) -> None:
    answer_all(world)

    papers = [filled(world.submission, one(world.submission), language=language) for _ in "12"]

    assert questionnaire_pdf(papers[0]) == questionnaire_pdf(papers[1])


@pytest.mark.one_database
def test_a_reason_longer_than_a_page_is_printed_to_its_end(world: World) -> None:
    answers = dict(sound_answers(world))
    questions = edition_of(world.submission).dimensions[0].questions
    code = next(q.code for q in questions if q.na_allowed)
    answers[code] = Answer(State.NOT_APPLICABLE, reason="本行没有这项业务" * 249 + "到此为止")
    answer_all(world, answers)

    pdf = questionnaire_pdf(filled(world.submission, one(world.submission), language="zh-hans"))

    assert text_of(pdf).count("本行没有这项业务") == 249
    assert "到此为止" in text_of(pdf)


def test_what_was_signed_is_printed_while_the_bank_corrects_nothing_of_it(world: World) -> None:
    submission = bring_to(world, "submitted")
    snapshot = signed_snapshot(submission)
    assert snapshot is not None

    paper = filled(submission, whole(submission), language="en", snapshot=snapshot)

    assert f"snapshot {snapshot.short_hash}" in paper.foot
    assert sum(row.is_missing for s in paper.sections for p in s.parts for row in p.given) == 0


def address(submission: Submission, page: str, language: str = "en") -> str:
    return reverse(f"assessments:{page}", args=[submission.pk, language])


def test_a_contributor_prints_their_own_answers_only(world: World, client: Client) -> None:
    rows = list(world.cycle.edition.dimensions.order_by("place"))
    workflow.assign(world.submission, rows[0], world.contributor, by=world.coordinator)
    answer_all(world)
    reading_english(client, world.contributor)
    url = address(world.submission, "print_answers")

    own = text_of(client.get(url).content)
    other = client.get(url, {"dimension": rows[1].slug})

    assert "S1-Q1" in own
    assert "O1-Q1" not in own
    assert other.status_code == 404
    assert Event.objects.filter(verb="answers.printed").count() == 1


def test_a_file_is_named_and_never_kept(world: World, client: Client) -> None:
    reading_english(client, world.coordinator)
    slug = edition_of(world.submission).dimensions[0].slug

    response = client.get(address(world.submission, "print_questions"), {"dimension": slug})

    assert response["Content-Type"] == "application/pdf"
    assert f'filename="questionnaire-2026-yunting-{slug}-en.pdf"' in response["Content-Disposition"]
    assert response["Cache-Control"] == "no-store, private"
    assert client.get(address(world.submission, "print_questions", "fr")).status_code == 404


@pytest.mark.parametrize("paper", ["print_questions", "print_answers"])
def test_another_bank_prints_nothing(world: World, client: Client, paper: str) -> None:
    answer_all(world)
    other = make_bank("other")
    reading_english(client, make_user("c@other.example", Role.COORDINATOR, bank=other))

    assert client.get(address(world.submission, paper)).status_code == 404


def test_the_pages_offer_both_papers(world: World, client: Client) -> None:
    reading_english(client, world.coordinator)
    dimension = edition_of(world.submission).dimensions[0]
    section = reverse("assessments:section", args=[world.submission.pk, dimension.slug])

    tasks = client.get(world.submission.get_absolute_url()).content.decode()
    page = client.get(section).content.decode()

    for name in ("print_questions", "print_answers"):
        for language in ("zh", "en"):
            href = address(world.submission, name, language)
            assert f'href="{href}"' in tasks
            assert f'href="{href}?dimension={dimension.slug}"' in page
