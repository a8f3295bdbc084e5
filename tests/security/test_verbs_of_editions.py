"""Every verb about editions is done and leaves its event, and its failures too."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hive.banks.models import User
from hive.banks.roles import Role
from hive.catalogue import workflow as catalogue
from hive.catalogue.edition_file import EditionFile, read_edition
from hive.catalogue.models import Edition, Question
from hive.catalogue.workflow import EditionIsLocked, EmptyText
from tests.editions import dump, real_document, real_edition
from tests.factories import make_user, signed_in
from tests.security.doing import Done, assert_told, refusals, verbs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return make_user("loader@alliance.example", Role.LEAD_ANALYST)


def changed_edition() -> EditionFile:
    """The real edition with another weight, under the same code."""
    document = real_document()
    document["dimensions"][0]["weight"] = 2
    return read_edition(dump(document))


def edition() -> Edition:
    return Edition.objects.get()


def load(lead: User) -> Done:
    return Done(lambda: catalogue.load(real_edition(), by=lead), "edition.loaded", edition, lead)


def lock(lead: User) -> Done:
    row = catalogue.load(real_edition())
    return Done(lambda: catalogue.lock(row, by=lead), "edition.locked", edition, lead)


def reword(lead: User) -> Done:
    catalogue.load(real_edition())
    row = Question.objects.all()[0]
    texts = {"text_en": "How?"}
    return Done(lambda: catalogue.reword(row, texts, by=lead), "edition.reworded", edition, lead)


EDITIONS = {"load": load, "lock": lock, "reword": reword}


def test_every_verb_is_tried_here() -> None:
    assert verbs_of("hive/catalogue/workflow.py") == EDITIONS.keys()


@pytest.mark.parametrize("name", EDITIONS)
def test_a_verb_leaves_its_event(lead: User, name: str) -> None:
    assert_told(EDITIONS[name](lead))


def test_an_edition_that_stays_as_it_is_leaves_a_failure(lead: User) -> None:
    row = catalogue.load(real_edition())
    question = Question.objects.all()[0]
    with pytest.raises(EmptyText):
        catalogue.reword(question, {"text_en": " "}, by=lead)
    catalogue.lock(row)
    with pytest.raises(EditionIsLocked):
        catalogue.reword(question, {"text_en": "How?"}, by=lead)
    with pytest.raises(EditionIsLocked):
        catalogue.load(changed_edition(), by=lead)

    assert refusals() == [
        ("edition.reworded", "failed", lead.email, "EmptyText"),
        ("edition.reworded", "failed", lead.email, "EditionIsLocked"),
        ("edition.loaded", "failed", lead.email, "EditionIsLocked"),
    ]


def test_a_denied_page_leaves_a_denial(client: Client) -> None:
    auditor = make_user("auditor@alliance.example", Role.AUDITOR)
    catalogue.load(real_edition())
    page = reverse("admin:catalogue_question_change", args=[Question.objects.all()[0].pk])

    answer = signed_in(client, auditor).post(page, {"text_en": "How?"})

    assert answer.status_code == 403
    assert refusals() == [("access.refused", "denied", auditor.email, None)]
