"""Texts that run a script, in every column that people write: no page runs one in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser, BrowserContext

from hive.banks.roles import BANK_ROLES, Role
from tests.factories import signed_in
from tests.journeys.sprouts import Soil
from tests.named import ROOT
from tests.routes import ANONYMOUS, Route, every_route, open_to
from tests.security.planted import Planted, is_file, make_planted
from tests.security.planting import Planter, undeclared
from tests.security.scripts import FORTY, TWO_HUNDRED
from tests.test_isolation import ask

Contexts = Callable[..., BrowserContext]
HEARD = re.compile(r'GET\.get(?:list)?\("(\w+)"')
FIELD = re.compile(r'<(?:input|textarea|select)[^>]* name="([^"]+)"')
# So often the columns that hold few texts at once are filled anew.
TURNS = 8
# The switch of languages stands on every page.
FRAME = {"csrfmiddlewaretoken", "language", "next"}
ENDING = {"account_logout", "admin:logout"}
# What an analyst sees, a lead analyst sees too.
SEE_MOST = (Role.LEAD_ANALYST, Role.ADMINISTRATOR, Role.AUDITOR)
SOURCES = ("hive", "assessments", "reports")
# Where people write most; far more pages than these show a text of theirs.
SHOWN = {
    "admin:assessments_submission_change",
    "admin:banks_user_changelist",
    "admin:post_outboxmail_change",
    "assessments:history",
    "assessments:receipt",
    "assessments:comments",
    "assessments:evidence",
    "assessments:section",
    "assessments:workbook_preview",
    "banks:account",
    "banks:audit",
    "banks:people",
    "reports:plan",
    "reports:results",
}


@dataclass(frozen=True)
class Visit:
    """One page as one reader gets it; ``of_frame`` texts stand on every page of the reader."""

    reader: str
    route: Route
    path: str
    client: Client
    of_frame: int

    def shows(self, response: HttpResponse) -> bool:
        """Whether a text stands there beside the reader's own name."""
        return response.content.count(b"ran(") > self.of_frame


def visits(planted: Planted) -> Iterator[Visit]:
    """Every page, as one who may at the bank and at the alliance; the admin's as all who may."""
    clients = {ANONYMOUS: Client(raise_request_exception=False)}
    for role, person in planted.people.items():
        clients[role] = signed_in(Client(raise_request_exception=False), person)
    frames = {who: client.get("/help/").content.count(b"ran(") for who, client in clients.items()}
    for route in every_route():
        path = planted.address(route)
        if not is_file(path) and route.name not in ENDING:
            for reader in readers_of(route):
                yield Visit(reader, route, path, clients[reader], frames[reader])


def readers_of(route: Route) -> Sequence[str]:
    """Who looks at it: somebody of each side, and a stranger where strangers may."""
    opened = open_to(route.name) or frozenset()
    at_alliance = [role for role in SEE_MOST if role in opened]
    if route.name.startswith("admin:"):
        return at_alliance
    at_bank = [role for role in BANK_ROLES if role in opened]
    return [*at_bank[:1], *at_alliance[:1], *({ANONYMOUS} & opened)]


def is_page(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    return kind.startswith("text/html") and response.status_code != 302


def grown(pages: Sequence[tuple[Visit, HttpResponse]], soil: Soil) -> list[object]:
    """What grows on the pages: opened where a text is shown, read by the browser elsewhere."""
    found: list[object] = []
    inside: Client | None = None
    for visit, response in sorted(pages, key=lambda page: page[0].reader):
        if visit.shows(response):
            if visit.client is not inside:
                soil.enter(inside := visit.client)
            soil.open(visit.path, response)
            here = soil.found()
        else:
            here = soil.found_in(response.content.decode())
        found += [(visit.route.name, visit.reader, each) for each in here]
    return found


def echoes(pages: Sequence[tuple[Visit, HttpResponse]]) -> Iterator[tuple[Visit, HttpResponse]]:
    """What is answered to texts in every parameter of an address and every field of a form."""
    text = "\n".join(FORTY)
    heard = dict.fromkeys(["next", "q", *parameters()], text)
    for visit, page in pages:
        fields = set(FIELD.findall(page.content.decode())) - FRAME
        asked = [("get", heard), *([("post", dict.fromkeys(fields, text))] if fields else [])]
        for method, data in asked:
            response = ask(visit.client, method, visit.path, data)
            if is_page(response):
                yield visit, response


def parameters() -> set[str]:
    """What our views read of addresses."""
    paths = [path for name in SOURCES for path in (ROOT / name).rglob("*.py")]
    return {name for path in paths for name in HEARD.findall(path.read_text(encoding="utf-8"))}


def test_every_column_of_texts_is_declared() -> None:
    assert undeclared() == []


def pages_of(planted: Planted) -> list[tuple[Visit, HttpResponse]]:
    answers = ((visit, visit.client.get(visit.path)) for visit in visits(planted))
    return [(visit, response) for visit, response in answers if is_page(response)]


@pytest.mark.django_db(transaction=True)
def test_no_text_of_a_person_runs_in_the_browser(new_context: Contexts, base_url: str) -> None:
    planter = Planter(FORTY)
    pages = pages_of(make_planted(planter))
    soil = Soil(new_context(), base_url)

    found = grown(pages, soil)
    told = list(echoes(pages))
    found += [each for _visit, answer in told for each in soil.found_in(answer.content.decode())]

    assert found == []
    assert [column for column, texts in planter.next.items() if texts == 0] == []
    assert SHOWN - {visit.route.name for visit, response in pages if visit.shows(response)} == set()
    assert sum(visit.shows(response) for visit, response in told) > 20


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_none_of_two_hundred_grows_on_a_page(new_context: Contexts, base_url: str) -> None:
    planter = Planter(TWO_HUNDRED)
    planted = make_planted(planter)
    soil = Soil(new_context(), base_url)

    found = grown(pages_of(planted), soil)
    for _turn in range(TURNS):
        planter.plant()
        for visit, response in pages_of(planted):
            here = soil.found_in(response.content.decode())
            found += [(visit.route.name, visit.reader, each) for each in here]

    assert found == []
    assert min(planter.next.values()) > TURNS


UNSAFE = """<p>{0}</p><a href="{0}">x</a><a title="{0}">x</a><a title='{0}'>x</a>"""
# These wait for a script or a template that puts them together.
OF_SCRIPTS = ('";ran();//', "';ran();//", "`", "$", "{")


@pytest.mark.django_db(transaction=True)
def test_an_unsafe_page_would_be_noticed(browser: Browser, base_url: str) -> None:
    context = browser.new_context(base_url=base_url)
    soil = Soil(context, base_url)
    plain = HttpResponse(UNSAFE.replace("{0}", "<img src onerror=ran()><script>alert(1)</script>"))
    strict = HttpResponse(plain.content, headers={"Content-Security-Policy": "default-src 'self'"})

    soil.open("/help/", plain)
    ran = soil.found()
    soil.open("/help/", strict)
    stopped = soil.found()
    unnoticed = [text for text in FORTY if not soil.found_in(UNSAFE.replace("{0}", text))]
    context.close()

    assert {"a script ran", "a dialog opened: 1"} <= set(ran)
    assert "a script ran" not in stopped
    assert any(each.startswith("the policy refused script-src") for each in stopped)
    assert [text for text in unnoticed if not text.startswith(OF_SCRIPTS)] == []
