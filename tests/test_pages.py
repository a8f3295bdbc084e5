"""What holds for every page: few queries at any size, and the same strict headers everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from assessments.models import Cycle, Submission
from hive.audit.models import Event, Result
from hive.banks.models import Bank, Membership, Session, User
from hive.banks.roles import Role
from hive.documents import pdf, press
from hive.documents.press import PaperNotMade
from hive.documents.sheets.writing import CONTENT_TYPE
from tests import files
from tests.demonstration import built
from tests.evidence import put_file
from tests.factories import signed_in
from tests.formulas import EXPORTS
from tests.papers import set_once
from tests.plans import make_plan
from tests.routes import ANONYMOUS, IDENTITIES, every_route, open_to
from tests.test_isolation import Route, address_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MOST_QUERIES = 15
MORE_BANKS = 430
# What was uploaded, and what was made of it, leaves under one more rule.
UPLOADS = {"assessments:evidence_file", "assessments:evidence_preview"}
# What we made ourselves and hand out piece by piece.
STREAMED = {"admin:reports_publication_scorecards"}
# Making one takes a second, and it is the same for all who may have it.
COSTLY = {"reports:scorecard", "reports:workbook"}
POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with built(django_db_blocker), set_once():
        submission = a_submission()
        put_file(submission, submission.requested_by, "Plan", files.pdf())
        make_plan(submission, submission.requested_by)
        yield


def a_submission() -> Submission:
    """The published submission of one bank."""
    return Submission.objects.filter(cycle__year=2025).order_by("bank__code")[0]


@pytest.fixture(scope="module")
def clients(_demonstration: None, django_db_blocker: DjangoDbBlocker) -> Mapping[str, Client]:
    """One signed-in browser for each identity; bank people belong to one published bank."""
    with django_db_blocker.unblock():
        bank = a_submission().bank
        clients = {ANONYMOUS: Client(raise_request_exception=False)}
        for role in Role:
            people = Membership.objects.filter(role=role, bank=bank if role.is_at_bank else None)
            user = User.objects.get(pk=people.order_by("created_at")[0].user_id)
            clients[role] = signed_in(Client(raise_request_exception=False), user)
    return clients


Asked = tuple[Route, str, HttpResponse, int]


@pytest.fixture(scope="module")
def first_visit(
    clients: Mapping[str, Client], django_db_blocker: DjangoDbBlocker
) -> Sequence[Asked]:
    """What everybody gets, once one reader of each page has filled the caches of the process."""
    with django_db_blocker.unblock():
        list(asked(clients, readers=1))
        return list(asked(clients))


def asked(clients: Mapping[str, Client], *, readers: int | None = None) -> Iterator[Asked]:
    """Get every page as all or some who may; yields the answer and how many queries it took."""
    submission = a_submission()
    for route in every_route():
        path = address_in(route, submission)
        # That a session is used is written once a minute, whatever page that happens to be.
        Session.objects.update(seen_at=timezone.now())
        for identity in [each for each in IDENTITIES if each in readers_of(route)][:readers]:
            with transaction.atomic(), CaptureQueriesContext(connection) as queries:
                response = clients[identity].get(path)
                if response.streaming:
                    response.getvalue()
                transaction.set_rollback(True)
            yield route, identity, response, len(queries)


def readers_of(route: Route) -> frozenset[str]:
    """Who is asked for; one reader is enough of what takes time to make."""
    readers = open_to(route.name) or frozenset()
    if route.name in COSTLY:
        return readers & {Role.EXECUTIVE}
    return readers & {Role.APPROVER} if "print" in route.name else readers


def test_a_paper_that_could_not_be_made_says_so_and_is_on_record(
    first_visit: Sequence[Asked], clients: Mapping[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever one is set for whoever waits: none of them is set in the web process itself."""
    monkeypatch.setattr(press, "render", wanting_too_much)
    monkeypatch.setattr(pdf, "render", None)
    papers = {route: identity for route, identity, response, _ in first_visit if is_paper(response)}

    told = {
        route.name: clients[identity].get(address_in(route, a_submission()))
        for route, identity in papers.items()
        if route.name not in UPLOADS
    }

    assert set(told) >= {"reports:one_page", "reports:scorecard", "assessments:print_answers"}
    assert {response.status_code for response in told.values()} == {503}
    assert [name for name, response in told.items() if not says_so(response)] == []
    events = Event.objects.filter(verb="paper.not_made", result=Result.FAILED)
    assert {each.detail["page"] for each in events} == set(told)
    assert {each.detail["fault"] for each in events} == {"too-large"}
    assert Event.objects.filter(pk__gt=events.order_by("pk")[0].pk).count() == len(told) - 1


def test_every_spreadsheet_is_one_that_is_held_against_formulas(
    first_visit: Sequence[Asked],
) -> None:
    """And none is CSV, whose cells have no type: who adds one marks what begins like a formula."""
    kinds = {(route.name, kind_of(response)) for route, _identity, response, _n in first_visit}

    assert {name for name, kind in kinds if SPREADSHEET.search(kind)} == EXPORTS.keys()
    assert {kind for name, kind in kinds if name in EXPORTS} - PAGES == {CONTENT_TYPE}


SPREADSHEET = re.compile("csv|tab-separated|excel|spreadsheet|opendocument")
PAGES = {"text/html"}


def kind_of(response: HttpResponse) -> str:
    return str(response.headers.get("Content-Type", "")).partition(";")[0]


def wanting_too_much(html: str, **parts: object) -> bytes:
    raise PaperNotMade("too-large")


def says_so(response: HttpResponse) -> bool:
    return "paper_not_made.html" in {template.name for template in response.templates}


def is_paper(response: HttpResponse) -> bool:
    return kind_of(response) == "application/pdf"


def test_no_page_takes_more_queries_with_more_banks(
    first_visit: Sequence[Asked], clients: Mapping[str, Client]
) -> None:
    before = {(r.name, i): count for r, i, response, count in first_visit}

    add_banks()

    after = {(r.name, i): count for r, i, response, count in asked(clients)}
    many = {page: count for page, count in after.items() if count > MOST_QUERIES}
    grown = {page: (before[page], count) for page, count in after.items() if count != before[page]}
    assert many == {}
    assert grown == {}


def add_banks() -> None:
    """Let hundreds of further banks take part in both cycles."""
    banks = Bank.objects.bulk_create(
        Bank(code=f"more-{n}", name_zh=f"更多{n}", name_en=f"More {n}") for n in range(MORE_BANKS)
    )
    now = timezone.now()
    Submission.objects.bulk_create(
        Submission(cycle=cycle, bank=bank, state_since=now)
        for cycle in Cycle.objects.all()
        for bank in banks
    )
    people = User.objects.bulk_create(
        User(email=f"person@{bank.code}.example", name=bank.code) for bank in banks
    )
    Membership.objects.bulk_create(
        Membership(user=person, bank=bank, role=Role.COORDINATOR)
        for person, bank in zip(people, banks, strict=True)
    )


def test_every_answer_carries_the_strict_headers(first_visit: Sequence[Asked]) -> None:
    faults = []
    handed_out = set()
    for route, identity, response, _ in first_visit:
        policy = POLICY
        if response.streaming:
            handed_out.add(route.name)
        if response.streaming and route.name not in STREAMED:
            policy = POLICY | {"sandbox"}
        faults += [
            (route.name, identity, fault) for fault in header_faults(response, identity, policy)
        ]

    assert faults == []
    assert handed_out == UPLOADS | STREAMED


@pytest.mark.parametrize("path", ["/no-such-page/", "/admin/no-such/", "/results/x/"])
def test_errors_carry_the_strict_headers(clients: Mapping[str, Client], path: str) -> None:
    for identity, client in clients.items():
        assert list(header_faults(client.get(path), identity)) == []


def header_faults(
    response: HttpResponse, identity: str, policy: Set[str] = POLICY
) -> Iterator[str]:
    """Yield what is missing or too lax."""
    headers = response.headers
    if set(headers.get("Content-Security-Policy", "").split("; ")) != policy:
        yield f"Content-Security-Policy: {headers.get('Content-Security-Policy')}"
    expected = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }
    yield from (
        f"{name}: {headers.get(name)}"
        for name, value in expected.items()
        if headers.get(name) != value
    )
    if identity != ANONYMOUS and "no-store" not in headers.get("Cache-Control", ""):
        yield f"Cache-Control: {headers.get('Cache-Control')}"
