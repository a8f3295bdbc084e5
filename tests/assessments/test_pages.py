"""Every page in a bounded number of queries, in both languages."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import workflow
from assessments.models import Submission
from hive.banks.roles import Role
from hive.catalogue.queries import model_of
from hive.core.answers import Answer, State
from tests.assessments.typing_in import filled_form, open_form, reading_english, section_url
from tests.factories import make_bank, make_user, signed_in
from tests.submissions import (
    World,
    answer_all,
    bring_to,
    open_cycle,
)

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15


def pages_of(submission: Submission) -> list[str]:
    """Every page that a coordinator opens while filling in."""
    model = model_of(submission.cycle.edition)
    named = ["tasks", "assignments", "check"]
    named += ["profile"] if model.profile else []
    named += ["unscored"] if model.unscored else []
    return [
        "/",
        *(reverse(f"assessments:{page}", args=[submission.pk]) for page in named),
        *(section_url(submission, dimension) for dimension in model.dimensions),
    ]


def counted(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_no_page_needs_more_queries_for_more_answers_or_banks(world: World, client: Client) -> None:
    signed_in(client, world.coordinator)
    urls = pages_of(world.submission)
    for url in urls:
        client.get(url)

    few = {url: counted(client, url) for url in urls}
    answer_all(world)
    for number in range(20):
        bank = make_bank(f"more{number}")
        make_user(f"c{number}@more.example", Role.COORDINATOR, bank=bank)
    many = {url: counted(client, url) for url in urls}

    assert many == few
    assert {url: count for url, count in many.items() if count > MOST_QUERIES} == {}


@pytest.mark.parametrize("state", ["awaiting_signoff", "submitted"])
def test_an_approvers_pages_stay_within_the_bound(world: World, client: Client, state: str) -> None:
    submission = bring_to(world, state)
    signed_in(client, world.approver)
    page = "sign" if state == "awaiting_signoff" else "receipt"
    urls = ["/", reverse(f"assessments:{page}", args=[submission.pk])]

    counts = [counted(client, url) for url in urls for _ in range(2)][1::2]

    assert max(counts) <= MOST_QUERIES


def test_a_dashboard_says_what_a_member_needs_to_know(world: World, client: Client) -> None:
    bring_to(world, "submitted")
    reading_english(client, world.coordinator)

    page = client.get("/").content.decode()

    assert page.count("<h1>") == 1
    assert "Fewer than two active people at the bank can sign." in page
    assert "54 / 54" in page
    assert f"{world.approver} signed and submitted" in page
    assert f"{world.coordinator} requested the signature" in page


def test_a_dashboard_lists_earlier_cycles_with_their_score(world: World, client: Client) -> None:
    bring_to(world, "submitted")
    earlier = world.submission
    workflow.close_cycle(world.cycle, by=world.lead)
    open_cycle(world.cycle.edition, world.lead, year=2027)
    reading_english(client, world.executive)

    page = client.get("/").content.decode()
    signed_in(client, world.contributor)
    without = client.get("/").content.decode()

    link = reverse("reports:results", args=[earlier.pk])
    assert (link in page, link in without) == (True, False)


@pytest.mark.one_database
@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_pages_carry_no_style_no_script_and_no_repeated_id(
    world: World, client: Client, language: str
) -> None:
    answers = {"S1-Q1": Answer(State.ANSWERED, 3), "S2-Q2": Answer(State.DONT_KNOW)}
    answer_all(world, answers)
    signed_in(client, world.coordinator)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    for url in pages_of(world.submission):
        html = client.get(url).content.decode()
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert re.findall(r"<[^>]+\s(?:style|on[a-z]+)=", html) == []
        assert len(ids) == len(set(ids))


def test_every_link_of_an_error_leads_to_a_control(world: World, client: Client) -> None:
    reading_english(client, world.coordinator)
    url = section_url(world.submission, "strategy")
    wrong = {
        "S1-Q1.choice": ["9"],
        "S2-Q2.figure": ["120"],
        "S3-Q2.choice": ["-dk", "none"],
        "S2-Q2.choice": ["-na"],
    }

    html = client.post(url, open_form(client, url) | wrong).content.decode()

    start = html.index('class="error-summary"')
    targets = re.findall(r'href="#([^"]+)"', html[start : html.index("</ul>", start)])
    assert len(targets) == 3
    assert [target for target in targets if f'id="{target}"' not in html] == []
    assert filled_form(html)["S2-Q2.figure"] == ["120"]
