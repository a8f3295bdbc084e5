"""Every bank of a cohort carries a canary; one bank's people crawl everything and meet no other."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html import unescape
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from assessments.models import Submission
from hive.banks.models import User
from hive.banks.roles import BANK_ROLES, Role
from hive.banks.workflow import make_token, sees_results
from hive.documents.sheets.writing import CONTENT_TYPE
from reports.enums import FileState
from reports.models import ScorecardFile
from reports.publishing import preparing
from reports.scorecard import build
from reports.scorecard.pdf import scorecard_pdf
from tests import files
from tests.evidence import put_file
from tests.factories import signed_in
from tests.papers import about, left_as_written, words_of
from tests.published import Published, canary_of, published_cycle, standing
from tests.routes import every_route
from tests.test_isolation import address_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# Whole words, or single ones where there are no spaces between them.
WORD = re.compile(r"[a-zA-Z]{4,}|[\u4e00-\u9fff]")
CANARY = re.compile(r"canary-of-[a-z]+(?:-[a-z]+)*-\d\d")


@pytest.fixture(scope="module")
def cohort(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Published]:
    with standing(django_db_blocker):
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
    """Whatever can be read in an answer: its heads, HTML, PDF, workbook, ZIP file, JSON."""
    kind = response.headers.get("Content-Type", "")
    return unquote(str(response.headers)) + text_in(response.getvalue(), kind)


def text_in(content: bytes, kind: str) -> str:
    """What can be read in a file of a kind; in what it packs as well."""
    if kind.startswith("application/pdf") and content.startswith(b"%PDF"):
        return content.decode(errors="replace") + paper(content)
    if kind in (CONTENT_TYPE, "application/zip"):
        with ZipFile(BytesIO(content)) as archive:
            packed = {name: archive.read(name) for name in archive.namelist()}
        kinds = {name: "application/pdf" if name.endswith(".pdf") else "" for name in packed}
        return "\n".join(f"{name}\n{text_in(packed[name], kinds[name])}" for name in packed)
    if kind.endswith("json"):
        return json.dumps(json.loads(content), ensure_ascii=False)
    return content.decode(errors="replace")


@cache
def paper(content: bytes) -> str:
    """What can be read on the pages of a PDF, and what it says of itself."""
    return "\n".join([*words_of(content), about(content)])


@pytest.mark.parametrize("role", BANK_ROLES)
def test_a_bank_meets_no_canary_of_another(cohort: Published, role: Role) -> None:
    submission = own_submission(cohort)
    person = cohort.person_at(submission, role)
    client = Client(raise_request_exception=False, headers=key_to_the_api(person, submission))
    signed_in(client, person)
    own = canary_of(submission.bank)
    others = [row.bank for row in cohort.submissions if row.bank != submission.bank]

    with left_as_written():
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
    told = pages[reverse("api:result", args=[submission.pk])]
    assert (f'"code": "{submission.bank.code}"' in told) == role.sees_results


def key_to_the_api(person: User, submission: Submission) -> dict[str, str]:
    """Let a crawl read the API as well, if the person may have a key to it."""
    if not sees_results(person, submission.bank):
        return {}
    _token, secret = make_token(person, bank=submission.bank, name="Program", days=30, by=person)
    return {"authorization": f"Bearer {secret}"}


def test_the_crawl_reads_workbooks(cohort: Published) -> None:
    submission = own_submission(cohort)
    person = cohort.person_at(submission, Role.COORDINATOR)
    client = signed_in(Client(raise_request_exception=False), person)

    workbook = client.get(reverse("assessments:workbook_file", args=[submission.pk]))

    assert canary_of(submission.bank) in text_of(workbook)


def test_the_crawl_reads_what_is_packed(cohort: Published) -> None:
    for _each in range(2):
        held = preparing.lease_next(timezone.now())
        assert held is not None
        preparing.keep_scorecard(held, preparing.set_scorecard(held))
    ready = ScorecardFile.objects.filter(state=FileState.READY).select_related("submission__bank")
    lead = signed_in(Client(), cohort.preparer)

    text = text_of(
        lead.get(reverse("admin:reports_publication_scorecards", args=[cohort.publication.pk]))
    )

    assert [row for row in ready if row.submission.bank.code not in text] == []
    name = next(row.submission.bank.name_en for row in ready if row.language == "en")
    assert name in text


SEES_EVIDENCE = (Role.COORDINATOR, Role.APPROVER)
# Whoever checks, signs or reads results meets the bank's own texts; a contributor without a section
# does not.
SEES_OWN_TEXTS = (Role.COORDINATOR, Role.APPROVER, Role.EXECUTIVE)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_word_of_a_paper_stands_in_what_it_is_made_of(
    cohort: Published, language: str
) -> None:
    card = build(cohort.submissions[3], language=language)

    words = set(WORD.findall("".join(words_of(scorecard_pdf(card)))))

    with left_as_written():
        source = unescape(scorecard_pdf(card).decode())
    assert len(words) > 500
    assert [word for word in words if word not in source] == []


def test_the_canaries_could_leak(cohort: Published) -> None:
    """The analysts, who may, do meet the banks' canaries."""
    reviewer = signed_in(Client(raise_request_exception=False), cohort.preparer)

    met = [
        canary_of(submission.bank)
        in reviewer.get(f"/admin/assessments/submission/{submission.pk}/change/").content.decode()
        for submission in cohort.submissions[:8]
    ]

    assert met.count(True) > len(met) / 2
