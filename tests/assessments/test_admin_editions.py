"""Editions in the admin: read by reviewers, a draft's texts changed by lead analysts."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoDbBlocker

from hive.audit.models import Event
from hive.banks.roles import REVIEWERS, Role
from hive.catalogue import workflow
from hive.catalogue.codec import digest
from hive.catalogue.models import Choice, Dimension, Edition, Indicator, Instrument, Question
from hive.catalogue.queries import model_of, rebuild
from tests.assessments.reviewing import browser, typed_on
from tests.editions import real_edition
from tests.factories import make_bank, make_user
from tests.lineages import heir_file
from tests.published import standing

pytestmark = pytest.mark.django_db

PARTS = [Edition, Dimension, Indicator, Question, Choice, Instrument]
TYPED = {"text_en": "What is new?", "text_zh": "有何更新？"}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def standing_edition(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Edition]:
    with standing(django_db_blocker):
        yield workflow.load(real_edition())


@pytest.fixture
def edition(standing_edition: Edition, db: None) -> Edition:
    return deepcopy(standing_edition)


def address(row: object) -> str:
    return reverse(f"admin:catalogue_{row._meta.model_name}_change", args=[row.pk])


@pytest.mark.parametrize("role", Role)
def test_editions_open_for_reviewers_alone(edition, role):
    client = browser(make_user("me@x.example", role, bank=make_bank()))

    answers = {part: client.get(address(part.objects.first())).status_code for part in PARTS}

    assert answers == dict.fromkeys(PARTS, 200 if role in REVIEWERS else 403)


def test_a_lead_analyst_rewords_a_draft(edition):
    lead = make_user("lead@alliance.example", Role.LEAD_ANALYST)
    question = Question.objects.first()

    client = browser(lead)
    client.post(address(question), typed_on(client.get(address(question))) | TYPED)

    question.refresh_from_db()
    edition.refresh_from_db()
    assert (question.text_en, question.text_zh) == ("What is new?", "有何更新？")
    assert edition.digest == digest(rebuild(edition))
    assert model_of(edition).questions[question.code].text.en == "What is new?"
    assert Event.objects.filter(verb="edition.reworded", actor=lead.pk).count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD_ANALYST])
def test_nobody_else_rewords(edition, role):
    question = Question.objects.first()
    person = make_user("me@x.example", role, bank=make_bank())

    response = browser(person).post(address(question), TYPED)

    before, question = question.text_en, Question.objects.get(pk=question.pk)
    assert (response.status_code, question.text_en) == (403, before)


def test_a_locked_edition_is_read_only(edition):
    lead = make_user("lead@alliance.example", Role.LEAD_ANALYST)
    workflow.lock(edition, by=lead)
    rows = [Dimension.objects.first(), Indicator.objects.first(), Question.objects.first()]

    answers = [browser(lead).post(address(row), TYPED).status_code for row in rows]

    edition.refresh_from_db()
    assert answers == [403, 403, 403]
    assert edition.digest == digest(real_edition().model)


def test_the_verb_refuses_a_locked_edition(edition):
    lead = make_user("lead@alliance.example", Role.LEAD_ANALYST)
    workflow.lock(edition, by=lead)

    with pytest.raises(workflow.EditionIsLocked):
        workflow.reword(Choice.objects.first(), TYPED, by=lead)


@pytest.mark.parametrize("texts", [{"text_en": "  "}, {"weight": "3"}])
def test_the_verb_takes_texts_and_nothing_else(edition, texts):
    lead = make_user("lead@alliance.example", Role.LEAD_ANALYST)

    with pytest.raises(workflow.EmptyText):
        workflow.reword(Question.objects.first(), texts, by=lead)


def test_nothing_but_texts_of_a_draft_can_be_posted(edition):
    lead = make_user("lead@alliance.example", Role.LEAD_ANALYST)
    question = Question.objects.first()

    client = browser(lead)
    more = TYPED | {"weight": "9", "code": "X", "kind": "number", "choices-0-text_en": "Smuggled"}
    client.post(address(question), typed_on(client.get(address(question))) | more)

    now = Question.objects.get(pk=question.pk)
    assert now.text_en == TYPED["text_en"]
    assert (now.weight, now.code, now.kind) == (question.weight, question.code, question.kind)
    assert not Choice.objects.filter(text_en="Smuggled").exists()


@pytest.mark.parametrize("part", PARTS)
def test_pages_of_an_edition_ask_little(edition, part, django_assert_max_num_queries):
    client = browser(make_user("lead@alliance.example", Role.LEAD_ANALYST))
    changelist = reverse(f"admin:catalogue_{part._meta.model_name}_changelist")

    for path in (changelist, address(part.objects.first())):
        client.get(path)
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200


def test_an_edition_shows_where_its_questions_come_from():
    edition = workflow.load(heir_file())
    reviewer = browser(make_user("analyst@alliance.example", Role.ANALYST))

    page = unescape(reviewer.get(address(edition)).content.decode())

    lines = [
        "edition before: steep.1",
        "K1-Q1: reworded; from K1-Q1",
        "K1-Q2: same; from K1-Q2; × 24",
        "L1-Q1: same; from L1-Q1; 1 → 1; 2 → 3; 3 → —",
        "L2-Q5: split; from L2-Q1",
        "M1-Q5: merged; from M1-Q1, M2-Q1",
        "N1-Q5: new",
        "N1-Q1: dropped",
    ]
    assert [line for line in lines if line not in page] == []
    assert '<input type="text"' not in page
