"""Every bank of a cohort carries a canary; one bank's people crawl everything and meet no other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from assessments.models import Submission
from hive.banks.roles import BANK_ROLES, Role
from hive.documents.sheets.writing import CONTENT_TYPE
from tests import files
from tests.evidence import put_file
from tests.factories import signed_in
from tests.papers import set_once
from tests.published import Published, canary_of, published_cycle, standing
from tests.routes import every_route
from tests.test_isolation import address_in

CANARY = re.compile(r"canary-of-[a-z]+(?:-[a-z]+)*-\d\d")


@pytest.fixture(scope="module")
def cohort(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Published]:
    with standing(django_db_blocker), set_once():
        published = published_cycle()
        for submission in published.submissions:
            canary = canary_of(submission.bank)
            put_file(submission, published.coordinator, canary, files.pdf(canary))
        yield published


def own_submission(cohort: Published) -> Submission:
    """A submission in which the bank itself wrote something: its own canary can be met."""
    return next(
        row
        for row in cohort.submissions
        if row.answers.filter(reason__contains=canary_of(row.bank)).exists()
    )


# A page under other parameters tells parts of the same again.
VARIANTS = 2


def crawled(client: Client, submission: Submission) -> Iterator[tuple[str, str]]:
    """Get every address, and everything that pages link to; yields path and text."""
    waiting = [address_in(route, submission) for route in every_route()]
    seen: set[str] = set()
    variants: Counter[str] = Counter()
    while waiting:
        path = waiting.pop()
        page = path.partition("?")[0]
        if path in seen or "logout" in path or variants[page] == VARIANTS:
            continue
        seen.add(path)
        variants[page] += 1
        response = client.get(path)
        text = text_of(response)
        yield path, text
        waiting += [
            link for link in re.findall(r'(?:href|src)="(/[^"#]*)', text) if "/static/" not in link
        ]


def text_of(response: HttpResponse) -> str:
    """Whatever can be read in an answer: HTML, JSON, PDF and workbook, an upload as it is."""
    if response.streaming:
        headers = unquote(str(response.headers))
        return headers + response.getvalue().decode(errors="replace")
    if response.headers.get("Content-Type", "").startswith("application/pdf"):
        return text_of_pdf(response.content)
    if response.headers.get("Content-Type", "") == CONTENT_TYPE:
        with ZipFile(BytesIO(response.content)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
        return b"\n".join(parts).decode(errors="replace")
    return response.content.decode(errors="replace")


@cache
def text_of_pdf(content: bytes) -> str:
    """What stands on the pages of a PDF, and what it says of itself."""
    paper = PdfReader(BytesIO(content))
    return "\n".join([*(page.extract_text() for page in paper.pages), str(paper.metadata)])


@pytest.mark.django_db
@pytest.mark.parametrize("role", BANK_ROLES)
def test_a_bank_meets_no_canary_of_another(cohort: Published, role: Role) -> None:
    submission = own_submission(cohort)
    client = signed_in(Client(raise_request_exception=False), cohort.person_at(submission, role))
    own = canary_of(submission.bank)
    others = [row.bank for row in cohort.submissions if row.bank != submission.bank]

    pages = dict(crawled(client, submission))

    met = {
        (path, found)
        for path, text in pages.items()
        for found in [*CANARY.findall(text), *(b.name_zh for b in others if b.name_zh in text)]
        if found != own
    }
    assert met == set()
    handed_out = [path for path in pages if path.endswith("/file/") and own in pages[path]]
    assert bool(handed_out) == (role in SEES_EVIDENCE)
    assert any(own in text for text in pages.values()) == (role in SEES_OWN_TEXTS)


@pytest.mark.django_db
def test_the_crawl_reads_workbooks(cohort: Published) -> None:
    submission = own_submission(cohort)
    person = cohort.person_at(submission, Role.COORDINATOR)
    client = signed_in(Client(raise_request_exception=False), person)

    workbook = client.get(reverse("assessments:workbook_file", args=[submission.pk]))

    assert canary_of(submission.bank) in text_of(workbook)


SEES_EVIDENCE = (Role.COORDINATOR, Role.APPROVER)
# Whoever checks, signs or reads results meets the bank's own texts; a contributor without a section
# does not.
SEES_OWN_TEXTS = (Role.COORDINATOR, Role.APPROVER, Role.EXECUTIVE)


@pytest.mark.django_db
def test_the_canaries_could_leak(cohort: Published) -> None:
    """The analysts, who may, do meet the banks' canaries."""
    reviewer = signed_in(Client(raise_request_exception=False), cohort.preparer)

    met = [
        canary_of(submission.bank)
        in reviewer.get(f"/admin/assessments/submission/{submission.pk}/change/").content.decode()
        for submission in cohort.submissions[:8]
    ]

    assert met.count(True) > len(met) / 2
