"""The screens of the site: every page that somebody may open, in a world that has every state."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessments.enums import SubmissionState
from assessments.models import Query, Submission
from hive.banks.models import User
from hive.banks.roles import Role
from reports.models import Publication
from tests.factories import signed_in
from tests.journeys.furnished import mailed_token, person_with, unexplained
from tests.routes import ANONYMOUS, IDENTITIES, Everybody, Route, every_route, open_to
from tests.test_isolation import address_in

OPEN_STATES = tuple(state for state in SubmissionState if state != SubmissionState.PUBLISHED)
# Where a page looks different from state to state; the others are seen in one.
STATES: Mapping[str, Sequence[str]] = {
    "assessments:dashboard": OPEN_STATES,
    "assessments:tasks": ("draft", "returned", "submitted"),
    "assessments:section": ("draft", "returned", "submitted"),
    "assessments:check": ("draft", "awaiting_signoff", "returned", "submitted"),
    "assessments:comments": ("draft", "returned"),
    "assessments:evidence": ("draft", "submitted"),
    "assessments:signers": ("draft", "awaiting_signoff"),
    "assessments:sign": ("awaiting_signoff",),
    "assessments:sealed_page": ("awaiting_signoff",),
    "assessments:reply": ("returned",),
    "assessments:receipt": ("submitted", "published"),
    "reports:results": ("published", "submitted"),
    "reports:summary": ("published", "submitted"),
    "reports:plan": ("published", "accepted"),
    "admin:assessments_submission_change": ("submitted", "in_review", "returned", "published"),
    "admin:assessments_submission_act": ("in_review",),
}
# Where everybody may look, one stranger and one who is signed in see all there is.
SOME = (ANONYMOUS, Role.COORDINATOR)
# Takes a second to make, and is no page.
PAPERS = re.compile(r"reports:(scorecard|one_page|workbook)|workbook_file|coverage_workbook|print_")
# Whoever follows the link is signed out.
RESET = "account_reset_password_from_key"
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
ELEMENT = re.compile(r'<([a-z][\w-]*)(?:[^>]*? class="([^"]*)")?')

Kinds = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Screen:
    """A page as one person sees it."""

    route: str
    path: str
    identity: str
    # What the person's browser sends along; nothing from a stranger.
    session: str

    def __str__(self) -> str:
        return f"{self.route} as {self.identity} ({self.path})"


@dataclass(frozen=True)
class Places:
    """One submission in each state, and the browsers of the people around them."""

    submissions: Mapping[str, Submission]
    people: dict[tuple[str, object], User] = field(default_factory=dict)
    clients: dict[User | None, Client] = field(default_factory=dict)
    # What every address answered to those who asked: a status, or that it is no page.
    answers: dict[str, set[int | str]] = field(default_factory=lambda: defaultdict(set))

    def person(self, identity: str, submission: Submission) -> User | None:
        """Return who has this role at the submission's bank or at the alliance."""
        if identity == ANONYMOUS:
            return None
        role = Role(identity)
        where = (role, submission.bank_id if role.is_at_bank else None)
        if where not in self.people:
            self.people[where] = person_with(role, submission)
        return self.people[where]

    def client(self, person: User | None) -> Client:
        """Return the browser of somebody; everybody signs in once."""
        if person not in self.clients:
            self.clients[person] = signed_in(Client(), person) if person else Client()
        return self.clients[person]

    def session(self, person: User | None) -> str:
        """Return what keeps somebody signed in."""
        cookie = self.client(person).cookies.get(settings.SESSION_COOKIE_NAME)
        return cookie.value if cookie and person else ""


def every_screen(places: Places) -> Iterator[Screen]:
    """Ask every address as those who may, and tell what looks no different only once."""
    for route in every_route():
        if not PAPERS.search(route.name):
            yield from screens_of(route, places)


def screens_of(route: Route, places: Places) -> Iterator[Screen]:
    """Ask one address in each state that it looks different in."""
    seen: set[tuple[str, str]] = set()
    asked: set[tuple[User | None, str]] = set()
    for state in states_of(route.name):
        submission = places.submissions[state]
        path = address_of(route, submission)
        for identity in askers(route):
            person = places.person(identity, submission)
            # People of the alliance have the same first page whatever state a bank is in.
            if (person, path) in asked:
                continue
            asked.add((person, path))
            response = places.client(person).get(path, follow=route.name == RESET)
            if response.streaming:
                # Reading to the end closes the file.
                response.getvalue()
            kinds = kinds_on(response)
            places.answers[route.name].add(answer_of(response))
            if not kinds <= seen:
                seen |= kinds
                yield Screen(route.name, path, identity, places.session(person))


def states_of(name: str) -> Sequence[str]:
    """Return the states to look at a page in."""
    return STATES.get(name, ("published",) if name.startswith("reports:") else ("draft",))


def askers(route: Route) -> Collection[str]:
    """Return who may ask, as far as they see different things."""
    readers = open_to(route.name) or frozenset()
    if route.name == RESET:
        return [ANONYMOUS]
    return SOME if readers == Everybody else [each for each in IDENTITIES if each in readers]


def address_of(route: Route, submission: Submission) -> str:
    """Return the address of something that is there."""
    match route.name:
        case "assessments:explain":
            check, questions = unexplained(submission)[0]
            return reverse(route.name, args=[submission.pk, check, ",".join(questions)])
        case "assessments:reply":
            query = Query.objects.filter(submission=submission, letter__isnull=False)[0]
            return reverse(route.name, args=[submission.pk, query.pk])
        case "admin:assessments_cycle_act":
            return reverse(route.name, args=[submission.cycle_id, "extend"])
        case "admin:reports_publication_act":
            publication = Publication.objects.order_by("cycle__year")[0]
            return reverse(route.name, args=[publication.pk, "scorecards"])
        case "banks:invitation":
            return reverse(route.name, args=[mailed_token()])
        case name if name == RESET:
            person = User.objects.filter(memberships__role=Role.COORDINATOR)[0]
            key = default_token_generator.make_token(person)
            return reverse(route.name, args=[user_pk_to_url_str(person), key])
    return address_in(route, submission)


def answer_of(response: HttpResponse) -> int | str:
    """Return the status of an answer, or what it is when it is no page."""
    kind = str(response.headers.get("Content-Type", "")).partition(";")[0]
    return response.status_code if kind == "text/html" else kind


def kinds_on(response: HttpResponse) -> Kinds:
    """Return the kinds of elements on a page; none where there is no page."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if not is_page or response.status_code != 200:
        return frozenset()
    main = MAIN.search(response.content.decode())
    return frozenset(ELEMENT.findall(main[0])) if main else frozenset({("html", "")})
