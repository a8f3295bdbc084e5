"""Every page on every edition, and where there is none."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments import workflow
from assessments.forms.reading import Part, typed_of
from assessments.queries import answers_of
from hive.banks.roles import Role
from hive.catalogue.queries import model_of
from hive.core.answers import Answers
from tests.assessments.test_pages import pages_of
from tests.assessments.typing_in import open_form, reading_english, section_url
from tests.editions import dump, invented_editions
from tests.factories import make_bank, make_user, signed_in
from tests.submissions import (
    World,
    confirm_sections,
    explain_all,
    make_world,
    sound_answers,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize("document", list(invented_editions()), ids=lambda d: d["model"]["version"])
def test_an_invented_edition_is_answered_and_signed_by_the_same_pages(
    client: Client, document: dict[str, Any]
) -> None:
    world = make_world(dump(document))
    answers = sound_answers(world)
    reading_english(client, world.coordinator)

    for url in pages_of(world.submission)[1:]:
        if url.endswith(("/check/", "/assignments/")) or url == world.submission.get_absolute_url():
            continue
        form = open_form(client, url)
        assert client.post(url, form | as_typed(world, answers, form)).status_code == 302
    explain_all(world)
    confirm_sections(world)
    client.post(reverse("assessments:request", args=[world.submission.pk]))
    workflow.sign(world.submission, by=world.approver)

    assert answers_of(world.submission) == answers
    for url in pages_of(world.submission):
        assert client.get(url).status_code == 200


def as_typed(world: World, answers: Answers, form: dict[str, list[str]]) -> dict[str, list[str]]:
    """What a person would type into one page to give these answers."""
    questions = model_of(world.cycle.edition).questions
    typed = {}
    for code, answer in answers.items():
        if f"{code}.version" in form:
            given = typed_of(questions[code], answer)
            typed |= {f"{code}.choice": list(given.chosen), f"{code}.figure": [given.figure]}
            typed |= {
                f"{code}.{part}": [getattr(given, part)] for part in (Part.OTHER, Part.REASON)
            }
    return typed


def test_the_levels_of_a_page_are_the_editions(client: Client) -> None:
    document = next(d for d in invented_editions() if d["model"]["version"] == "small.1")
    world = make_world(dump(document))
    signed_in(client, world.coordinator)
    dimension = model_of(world.cycle.edition).dimensions[0]

    page = client.get(section_url(world.submission, dimension)).content.decode()

    assert page.count('class="level-no"') == 4 * len(dimension.indicators)


def test_without_a_cycle_the_first_page_says_so(client: Client) -> None:
    bank = make_bank("lonely")
    reading_english(client, make_user("c@lonely.example", Role.COORDINATOR, bank=bank))

    page = client.get("/").content.decode()

    assert "No assessment is open for your bank at present." in page
