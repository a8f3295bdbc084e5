"""The coverage page and its workbook: scores of articles, evidence on file, who may open what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from assessments.models import Submission
from hive.audit.models import Event
from hive.banks.roles import Role
from hive.core.maturity import shown
from reports.covering.page import CoveragePage
from reports.queries import results_of
from tests import files
from tests.evidence import put_file
from tests.factories import make_bank, make_user, signed_in
from tests.published import Published, standing
from tests.submissions import World, bring_to, make_world

pytestmark = pytest.mark.django_db

FORMULA = '=HYPERLINK("http://evil.example","Board minutes")'


def page(submission: Submission) -> str:
    return reverse("reports:coverage", args=[submission.pk])


def workbook(submission: Submission, language: str) -> str:
    return reverse("reports:coverage_workbook", args=[submission.pk, language])


def client_of(user: Any) -> Client:
    client = signed_in(Client(), user)
    client.cookies["hive_lang"] = "en"
    return client


@pytest.fixture(scope="module")
def standing_world(cohort: Published, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A bank that signed with one file behind the first question, beside the cohort."""
    with standing(django_db_blocker):
        world = make_world()
        put_file(world.submission, world.coordinator, FORMULA, files.pdf())
        bring_to(world, "submitted")
        yield world


@pytest.fixture
def world(standing_world: World) -> World:
    return deepcopy(standing_world)


def cells(content: bytes) -> Iterator[Any]:
    book = openpyxl.load_workbook(BytesIO(content))
    for sheet in book:
        for row in sheet.iter_rows():
            yield from row


def test_every_article_has_the_mean_of_its_questions(cohort: Published) -> None:
    results = results_of(cohort.submissions[3])
    values = {node.code: node.value for node in results.score.walk()}
    model = cohort.model
    instrument = model.instruments[0]

    (covered, *_rest) = CoveragePage.of(results, "en").instruments

    assert [a.number for a in covered.articles] == [a.number for a in instrument.articles]
    for article in covered.articles:
        parts = [
            (Fraction(model.questions[q.code].weight), values[q.code]) for q in article.questions
        ]
        known = [(weight, value) for weight, value in parts if value is not None]
        mean = sum(w * v for w, v in known) / sum(w for w, _ in known) if known else None
        assert article.value == (None if mean is None else shown(model, mean))


def test_an_instrument_without_questions_shows_its_dimensions_and_says_so(
    cohort: Published,
) -> None:
    results = results_of(cohort.submissions[3])
    told = CoveragePage.of(results, "en")

    by_dimension = [each for each in told.instruments if each.by_dimension and each.articles]

    (plan,) = by_dimension
    names = {d.code: d.name.en for d in cohort.model.dimensions}
    instrument = next(i for i in cohort.model.instruments if i.code == "PBOC2022")
    assert "score of the whole dimension" in plan.note
    assert [[name for name, _, _ in a.dimensions] for a in plan.articles] == [
        [names[code] for code in names if code in article.dimensions]
        for article in instrument.articles
    ]
    assert {a.value for a in plan.articles} == {None}


def test_the_page_counts_and_names_the_evidence(world: World) -> None:
    html = client_of(world.coordinator).get(page(world.submission)).content.decode()

    assert "1 item" in html
    assert unescape(html).count(FORMULA) >= 1
    assert "30 articles scored" in html


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        (Role.COORDINATOR, True), (Role.APPROVER, True), (Role.EXECUTIVE, False),
        (Role.ANALYST, True), (Role.LEAD_ANALYST, True),
    ],
)  # fmt: skip
def test_a_link_leads_there_for_those_who_may_open_it(
    world: World, role: Role, *, opens: bool
) -> None:
    client = client_of(world.person(role))
    item = world.submission.evidence.get()
    url = reverse("assessments:evidence_file", args=[world.submission.pk, item.pk])

    html = client.get(page(world.submission)).content.decode()
    file = client.get(url)
    if file.streaming:
        file.getvalue()

    assert (url in html) == opens
    assert (file.status_code == 200) == opens


def test_what_the_bank_removed_since_is_named_but_not_linked(world: World) -> None:
    item = world.submission.evidence.get()
    item.removed_at, item.removed_by = item.added_at, world.coordinator
    item.save(update_fields=["removed_at", "removed_by"])
    url = reverse("assessments:evidence_file", args=[world.submission.pk, item.pk])

    own = client_of(world.coordinator).get(page(world.submission)).content.decode()
    reviewer = client_of(world.analyst).get(page(world.submission)).content.decode()

    assert url not in own
    assert FORMULA in unescape(own)
    assert url in reviewer


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_holds_no_formula_and_the_same_figures(world: World, language: str) -> None:
    response = client_of(world.coordinator).get(workbook(world.submission, language))
    told = CoveragePage.of(results_of(world.submission), "en").instruments[0]

    found = list(cells(response.content))

    assert {cell.data_type for cell in found} & {"f", "e"} == set()
    assert any(cell.value == FORMULA for cell in found)
    book = openpyxl.load_workbook(BytesIO(response.content))
    first = book.worksheets[0]
    scores = [row[3].value for row in first.iter_rows(min_row=5)]
    assert scores == [
        None if a.value is None else pytest.approx(float(a.value)) for a in told.articles
    ]
    assert {row[3].number_format for row in first.iter_rows(min_row=5)} == {"0.00"}
    assert "<f>" not in "".join(
        ZipFile(BytesIO(response.content)).read(name).decode()
        for name in ZipFile(BytesIO(response.content)).namelist()
        if name.startswith("xl/worksheets/")
    )


@pytest.mark.one_database
def test_the_workbook_speaks_the_language_of_the_page(world: World) -> None:
    client = client_of(world.executive)
    html = client.get(page(world.submission)).content.decode()

    english = [cell.value for cell in cells(client.get(workbook(world.submission, "en")).content)]
    chinese = [cell.value for cell in cells(client.get(workbook(world.submission, "zh")).content)]

    assert workbook(world.submission, "en") in html
    assert workbook(world.submission, "zh") not in html
    assert "Items of evidence" in english
    assert "佐证材料名称" in chinese
    assert world.bank.name_zh in chinese
    assert client.get(workbook(world.submission, "fr")).status_code == 404


def test_taking_the_workbook_is_on_record(world: World) -> None:
    client = client_of(world.executive)

    client.head(workbook(world.submission, "en"))
    response = client.get(workbook(world.submission, "en"))

    event = Event.objects.get(verb="coverage.downloaded")
    assert (event.bank, event.detail["language"]) == (world.bank.pk, "en")
    assert response["Content-Disposition"] == (
        'attachment; filename="coverage-2026-yunting-en.xlsx"'
    )
    assert "no-store" in response["Cache-Control"]


def test_others_see_nothing(world: World) -> None:
    other = make_user("x@other.example", Role.EXECUTIVE, bank=make_bank("other"))
    for person in (other, world.contributor, world.person(Role.ADMINISTRATOR)):
        client = client_of(person)
        answers = [client.get(page(world.submission)), client.get(workbook(world.submission, "en"))]

        assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.one_database
def test_the_page_carries_no_style_or_script_of_its_own(
    world: World, django_assert_max_num_queries: Any
) -> None:
    client = client_of(world.coordinator)
    client.get(page(world.submission))

    with django_assert_max_num_queries(15):
        html = client.get(page(world.submission)).content.decode()

    assert re.findall(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", html) == []
