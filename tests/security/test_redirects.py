"""Nobody is led away: sixty addresses through every place that goes where it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from assessments.models import Submission
from hive.banks.models import User
from hive.banks.roles import Role
from tests.factories import PASSWORD, signed_in
from tests.published import standing
from tests.routes import every_route
from tests.security.planted import is_file
from tests.submissions import World, make_world
from tests.test_isolation import address_in, ask

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

HOME = "http://testserver"
HOST = "evil.example"
UNSEEN = "\x00\x08 \N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\ufeff"
# What sites call such a parameter.
NAMES = ("next", "url", "to", "back", "return", "return_to", "redirect", "redirect_to", "goto")
AWAY = (
    f"https://{HOST}/", f"http://{HOST}", f"HTTPS://{HOST}/", f"//{HOST}", f"///{HOST}",
    f"////{HOST}", f"/\\{HOST}", f"\\\\{HOST}", f"\\/{HOST}", f"/\\/{HOST}", f"http:{HOST}",
    f"http:/{HOST}", f"https:///{HOST}", f"http:\\\\{HOST}", f"https:{HOST}/", f"//{HOST}/%2f..",
    f"//{HOST}\\@testserver/", f"https://testserver@{HOST}/", f"https://{HOST}#testserver",
    f"https://{HOST}?testserver/", f"https://{HOST}\\testserver", f"https://testserver.{HOST}/",
    f"//testserver:80@{HOST}", f"http://testserver:pw@{HOST}/", f"//{HOST}:80", f"//{HOST}:443/",
    f" //{HOST}", f"\t//{HOST}", f"\n//{HOST}", f"\r\n//{HOST}", f"\x00//{HOST}", f"\x08//{HOST}",
    f"/\t/{HOST}", f"/\n/{HOST}", f"/\r/{HOST}", f"h\nttps://{HOST}", f"ht\ttp://{HOST}",
    f"\N{NO-BREAK SPACE}//{HOST}", f"\N{ZERO WIDTH SPACE}//{HOST}", f"\ufeff//{HOST}",
    f"／／{HOST}", f"https：//{HOST}", "//evil。example", "//ⓔⓥⓘⓛ.example",
    "//xn--evil-abc.example",
    "//2130706433/", "//0x7f000001", "//[::1]/", "//[::ffff:7f00:1]", f"ftp://{HOST}/",
    f"ws://{HOST}/", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)",
    "javascript://testserver/%0aalert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
    "mailto:a@evil.example", f"blob:https://{HOST}/x", f"view-source:https://{HOST}",
    f"https://{HOST}/?next=/help/", f"/help/\r\nLocation: https://{HOST}",
)  # fmt: skip


def leads_away(response: HttpResponse) -> bool:
    """Whether a browser that follows would leave, or be given a head of somebody else."""
    location = response.headers.get("Location", "")
    if any(sign in location for sign in "\r\n\t\0"):
        return True
    # As browsers read it: a backslash is a slash, and what cannot be seen in front is dropped.
    read = location.replace("\\", "/").strip(UNSEEN)
    target = urlsplit(urljoin(f"{HOME}/here/", read))
    return (target.scheme, target.netloc) != ("http", "testserver")


Go = Callable[[Client, str], HttpResponse]


def posted(name: str, **data: str) -> Go:
    def go(client: Client, target: str) -> HttpResponse:
        # Nobody has to wait because others tried before.
        cache.clear()
        return client.post(reverse(name), {**data, "next": target})

    return go


def looked(name: str) -> Go:
    return lambda client, target: client.get(reverse(name), {"next": target})


# What goes where a parameter says.
PLACES: dict[str, Go] = {
    "set_language": posted("set_language", language="en"),
    "account_login": looked("account_login"),
    "account_reauthenticate": posted("account_reauthenticate", password=PASSWORD),
    "account_logout": posted("account_logout"),
    "mfa_authenticate": looked("mfa_authenticate"),
    "admin:login": looked("admin:login"),
}


@pytest.fixture(scope="module")
def standing_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with standing(django_db_blocker):
        yield make_world()


@pytest.fixture
def client(standing_world: World, db: None) -> Client:
    """Somebody at a bank, signed in a moment ago."""
    world = deepcopy(standing_world)
    world.coordinator.set_password(PASSWORD)
    world.coordinator.save()
    return signed_in(Client(raise_request_exception=False), world.coordinator)


def test_there_are_sixty_addresses() -> None:
    assert len(set(AWAY)) >= 60


@pytest.mark.parametrize("name", PLACES)
def test_no_place_leads_away(client: Client, name: str) -> None:
    gone = []
    for target in AWAY:
        with transaction.atomic():
            cookies = deepcopy(client.cookies)
            response = PLACES[name](client, target)
            transaction.set_rollback(True)
        client.cookies = cookies
        if leads_away(response):
            gone.append((target, response.headers["Location"]))

    assert gone == []
    assert PLACES[name](client, "/help/?a=1").url.endswith(("/help/?a=1", quote("/help/?a=1")))


def test_signing_in_leads_nowhere_else(client: Client) -> None:
    email = User.objects.get(memberships__role=Role.COORDINATOR).email
    go = posted("account_login", login=email, password=PASSWORD)

    assert [target for target in AWAY if leads_away(go(Client(), target))] == []
    assert go(Client(), "/help/?a=1").url == "/help/?a=1"


def test_every_place_that_follows_is_declared(client: Client) -> None:
    submission = Submission.objects.get()
    following = set()
    for route in every_route():
        path = address_in(route, submission)
        for method in () if is_file(path) else ("get", "post"):
            response = ask(client, method, path, dict.fromkeys(NAMES, "/followed/"))
            if "/followed/" in response.headers.get("Location", ""):
                following.add(route.name)

    assert following <= PLACES.keys()
    assert {"set_language", "account_login", "account_logout"} <= following


@pytest.mark.parametrize("target", [f"https://{HOST}/", f"//{HOST}", f"/\\{HOST}", "javascript:x"])
def test_leading_away_would_be_noticed(target: str) -> None:
    assert leads_away(HttpResponse(headers={"Location": target}))
