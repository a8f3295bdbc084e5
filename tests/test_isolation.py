"""No bank sees another's: every address x identity x own or other bank, generated from the URLs."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from assessments.models import Submission
from hive.banks.models import Bank, Invitation, Membership, User
from hive.banks.roles import BANK_ROLES, Role
from tests import evidence
from tests.factories import make_bank, make_user, signed_in
from tests.papers import set_in_no_time
from tests.plans import make_plan
from tests.published import standing
from tests.routes import ANONYMOUS, IDENTITIES, SIGNED_IN, Everybody, Route, every_route, open_to
from tests.submissions import World, bring_to, make_world

pytestmark = pytest.mark.django_db

REFUSED = {401, 403, 404}
METHODS = ("get", "head", "post")
# A head says no more than the page does to whoever may see that.
METHODS_OF_THE_ALLOWED = ("get", "post")
# Who may is decided in Python. Those who may do most show that nothing breaks on either database.
DO_MOST = {Role.COORDINATOR, Role.LEAD_ANALYST}
EVERY_IDENTITY = [
    pytest.param(each, marks=[] if each in DO_MOST else pytest.mark.one_database)
    for each in IDENTITIES
]


@dataclass(frozen=True)
class Bench:
    """Two banks that look alike, and one person for each role at the first of them."""

    world: World
    other: Submission
    people: Mapping[str, User]

    def submission_of(self, whose: str) -> Submission:
        return self.world.submission if whose == "own" else self.other


@pytest.fixture(scope="module")
def standing_bench(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Bench]:
    with standing(django_db_blocker), set_in_no_time():
        yield make_bench()


@pytest.fixture(scope="module")
def addresses(
    standing_bench: Bench, django_db_blocker: DjangoDbBlocker
) -> Sequence[tuple[Route, str, str]]:
    """Every address with what belongs to the own bank and, if it names any, to the other."""
    with django_db_blocker.unblock():
        return [
            (route, whose, address_in(route, standing_bench.submission_of(whose)))
            for route in every_route()
            for whose in (("own", "other") if names_a_bank(route) else ("own",))
        ]


@pytest.fixture
def bench(standing_bench: Bench, db: None) -> Bench:
    return deepcopy(standing_bench)


def make_bench() -> Bench:
    other_bank = make_bank("other")
    world = make_world()
    other = Submission.objects.get(bank=other_bank)
    people = {role: world.person(role) for role in Role}
    for role in BANK_ROLES:
        make_user(f"{role}@other.example", role, bank=other_bank)
    for bank in (world.bank, other_bank):
        _invite(bank, world.coordinator)
    evidence.add_file(world.submission, world.coordinator)
    evidence.put_sealed_page(bring_to(world, "submitted"), world.coordinator, b"own")
    neighbour = World(
        **{**vars(world), "bank": other_bank, "submission": other}
        | {
            role: User.objects.get(email=f"{role}@other.example")
            for role in ("coordinator", "approver")
        }
    )
    evidence.add_file(other, neighbour.coordinator)
    evidence.put_sealed_page(bring_to(neighbour, "submitted"), neighbour.coordinator, b"other")
    for each in (world, neighbour):
        make_plan(each.submission, each.coordinator)
    return Bench(world, other, people)


def _invite(bank: Bank, by: User) -> None:
    Invitation.objects.create(
        email=f"new@{bank.code}.example",
        name="New",
        bank=bank,
        role=Role.CONTRIBUTOR,
        token_hash=secrets.token_hex(32),
        invited_by=by,
        expires_at=by.date_joined,
    )


PLAIN = {
    "slug": "strategy",
    "code": "S1-Q1",
    "language": "zh",
    "token": "x" * 43,
    "handle": "0" * 32,
    "uidb36": "1",
    "key": "set-password",
    "name": "accept",
    "check": "C01",
    "about": "T1-Q1,tech_spending,operating_income",
    "app_label": "banks",
    "content_type_id": "1",
    "path": "nothing",
    "page": 1,
}


def address_in(route: Route, submission: Submission) -> str:
    """Fill in an address with what belongs to the submission's bank."""
    values = {name: _value(name, route.name, submission) for name in route.parameters}
    path = reverse(route.name, kwargs=values)
    # One section on paper is set in a moment, the whole questionnaire is not.
    return f"{path}?dimension=strategy" if "/print/" in path else path


def _value(parameter: str, route: str, submission: Submission) -> object:
    match parameter:
        case "pk":
            return _object(route, submission)
        case "member":
            return _object("banks:member", submission)
        case "object_id":
            return _admin_object(route, submission)
        case "query":
            return submission.pk
        case "item":
            return _file(route, submission)
        case "step":
            return _plan_step(submission)
        case _:
            return PLAIN[parameter]


def _file(name: str, submission: Submission) -> object:
    item = submission.sealed_pages.first() if "seal" in name else submission.evidence.first()
    return item.pk if item else submission.pk


def _plan_step(submission: Submission) -> object:
    step = submission.plan_steps.first()
    return step.pk if step else submission.pk


def _object(name: str, submission: Submission) -> object:
    if name == "banks:revoke_invitation":
        invitation = Invitation.objects.filter(bank=submission.bank).first()
        return invitation.pk if invitation else submission.pk
    if name.startswith("banks:"):
        people = Membership.objects.filter(bank=submission.bank, role=Role.CONTRIBUTOR)
        person = people.order_by("created_at").first()
        return person.pk if person else submission.pk
    return submission.pk


def _admin_object(name: str, submission: Submission) -> object:
    app, _, rest = name.removeprefix("admin:").partition("_")
    if app == "assessments" and rest.startswith("submission"):
        return submission.pk
    try:
        model = apps.get_model(app, rest.partition("_")[0])
    except LookupError:
        return "1"
    row = model._default_manager.first()
    return row.pk if row else "1"


def names_a_bank(route: Route) -> bool:
    """Whether the address holds the id of something that belongs to a bank."""
    return "pk" in route.parameters


def is_refusal(response: HttpResponse, identity: str) -> bool:
    """Whether the answer gives nothing away: refused, no such method, or sent to sign in."""
    if response.status_code in (*REFUSED, 405):
        return True
    elsewhere = response.headers.get("Location", "")
    to_sign_in = elsewhere.startswith(("/account/login/", "/admin/login/"))
    return response.status_code == 302 and to_sign_in and identity == ANONYMOUS


def test_every_address_is_declared() -> None:
    undeclared = [route.name for route in every_route() if open_to(route.name) is None]

    assert undeclared == []


@pytest.mark.parametrize("identity", EVERY_IDENTITY)
def test_only_the_declared_answer(
    bench: Bench, addresses: Sequence[tuple[Route, str, str]], identity: str
) -> None:
    client = Client(raise_request_exception=False)
    if identity != ANONYMOUS:
        signed_in(client, bench.people[identity])
    surprises = []
    for route, whose, path in addresses:
        allowed = _expectation(route, identity, whose)
        for method in METHODS_OF_THE_ALLOWED if allowed else METHODS:
            response = ask(client, method, path)
            if response.status_code >= 500 or (not allowed and not is_refusal(response, identity)):
                surprises.append((route.name, whose, method, response.status_code))
            if allowed and method == "get" and not _is_open(response):
                surprises.append((route.name, whose, "closed", response.status_code))

    assert not surprises, "\n".join(map(str, surprises))


def _expectation(route: Route, identity: str, whose: str) -> bool:
    allowed = identity in (open_to(route.name) or ())
    if whose == "other" and identity in BANK_ROLES:
        return False
    return allowed


def _is_open(response: HttpResponse) -> bool:
    """An open address answers, leads on, asks for another method, or waits for its time."""
    return response.status_code in (200, 302, 401, 405, 409, 422) or _is_narrower(response)


def _is_narrower(response: HttpResponse) -> bool:
    path = response.wsgi_request.path
    return response.status_code in REFUSED and any(part in path for part in NARROWER)


# Open to a role in general, yet closed in the state or for the object of this bench.
NARROWER = (
    "/admin/", "/invitations/", "/account/", "/dimensions/", "/answers/", "/evidence/",
    "/remarks/", "/queries/", "/questions/", "/print/",
)  # fmt: skip


def ask(client: Client, method: str, path: str, data: Any = None) -> HttpResponse:
    """Ask without leaving a trace, so that one request does not change the next one's world."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method)(path, data)
        if response.streaming:
            # Reading to the end closes the file and leaves the connection of the test open.
            response.getvalue()
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def test_the_matrix_covers_what_it_says() -> None:
    assert Everybody > SIGNED_IN
    assert len(every_route()) > 80
