"""Every screen in a browser: for everybody to use, within its width, and with one thing to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from reports.demo.plan import read_people
from tests.journeys.furnished import furnish
from tests.journeys.longer import longer_words
from tests.journeys.people import DESK, PHONE, WIDTHS
from tests.journeys.screens import Places, Screen, every_screen
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db

# The rules take most of the time: they are held against Chinese pages on the phone each time, and
# against all others in "make faults". How everything is laid out is looked at on both.
OTHER_WIDTHS = {"zh-hans": (DESK,), "en": WIDTHS}
SPOIL = (Path(__file__).parent / "spoil.js").read_text(encoding="utf-8")
ERRORS = ".error-summary, .errornote, .errorlist"
# Answers that are no page: refused, another method asked for. What is a file to some is no page.
NO_PAGE = {403, 405}
# What shows no page of its own although it answers; why.
UNSEEN = {
    "account_email": "leads to the account",
    "admin:login": "leads to the sign-in",
    "admin:logout": "leads to signing out",
    "admin:password_change": "leads to the account",
    "admin:view_on_site": "no row of the admin has a page on the site",
    "assessments:checking": "leads to the own questionnaire",
    "assessments:questionnaire": "leads to the own questionnaire",
    "assessments:sealed_page_file": "a file, which nobody has attached here",
    "assessments:sealed_page_preview": "a picture of that file",
    "mfa_index": "leads to the account",
    "reports:current": "leads to the newest results",
}
# What takes a form with nothing in it, and why that is right.
TAKES_NOTHING = {
    "assessments:section": "nothing counts as answered by default",
    "assessments:profile": "nothing counts as answered by default",
    "assessments:reply": "an empty reply takes a reply back",
    "banks:account": "whoever wants no mail chooses none",
    "banks:audit": "without a filter the whole log is shown",
}

Invite = Callable[[str], Visitor]


@pytest.fixture(scope="module")
def site(
    browser: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """Where the demonstration is served to all tests of the module.

    The browser is there first: a connection from before its loop runs would not be found again.
    """
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def places(site: str) -> Places:
    return Places(furnish())


@pytest.fixture(scope="module")
def screens(places: Places) -> list[Screen]:
    return list(every_screen(places))


@pytest.fixture
def one_of_each(screens: Sequence[Screen]) -> list[Screen]:
    """One screen of every address."""
    return list({screen.route: screen for screen in reversed(screens)}.values())


@pytest.fixture
def invite(browser: Browser, site: str) -> Iterator[Invite]:
    """Let visitors in; the test fails with all that they noted."""
    visitors: list[Visitor] = []

    def enter(language: str) -> Visitor:
        visitors.append(Visitor(browser, site, language))
        return visitors[-1]

    yield enter
    for visitor in visitors:
        visitor.context.close()
    faults = [fault for visitor in visitors for fault in visitor.faults]
    if faults:
        pytest.fail("\n".join(faults))


def test_no_page_is_left_out(places: Places, screens: Sequence[Screen]) -> None:
    seen = {screen.route for screen in screens} | {"mfa_authenticate"}
    unseen = {
        route
        for route, answers in places.answers.items()
        if route not in seen
        and answers - NO_PAGE
        and all(isinstance(answer, int) for answer in answers)
    }

    assert unseen == UNSEEN.keys()


def test_every_screen_is_right_in_chinese(invite: Invite, screens: Sequence[Screen]) -> None:
    visitor = invite("zh-hans")

    for screen in screens:
        visitor.comes_to(screen)
        visitor.looks(screen, by_the_rules=[PHONE])


@pytest.mark.faults
@pytest.mark.parametrize("language", OTHER_WIDTHS)
def test_every_screen_is_right_at_every_width(
    invite: Invite, screens: Sequence[Screen], language: str
) -> None:
    visitor = invite(language)

    for screen in screens:
        visitor.comes_to(screen)
        visitor.looks(screen, by_the_rules=OTHER_WIDTHS[language])


@pytest.mark.faults
def test_every_screen_has_room_for_longer_words(
    invite: Invite, one_of_each: Sequence[Screen]
) -> None:
    """Where words that are 40 % longer find room, every language does."""
    visitor = invite("en")

    with longer_words():
        for screen in one_of_each:
            visitor.comes_to(screen)
            visitor.looks(screen, by_the_rules=())
            visitor.looks_closely(screen)


def test_the_page_for_the_code_is_right(invite: Invite, places: Places) -> None:
    """It opens on the way in only."""
    visitor = invite("zh-hans")
    visitor.page.goto("/account/login/")
    approver = places.person("approver", places.submissions["draft"])
    assert approver is not None
    visitor.page.locator("[name=login]").fill(approver.email)
    visitor.page.locator("[name=password]").fill(read_people().password)

    with visitor.page.expect_navigation():
        visitor.page.locator("main .btn-primary").click()

    assert visitor.page.url.endswith("/account/2fa/authenticate/")
    visitor.looks("mfa_authenticate")


@pytest.mark.faults
def test_every_form_tells_its_errors_well(invite: Invite, one_of_each: Sequence[Screen]) -> None:
    """What is sent empty comes back with its errors, in each language."""
    visitors, took = [invite(language) for language in OTHER_WIDTHS], set()

    for screen in one_of_each:
        for form in range(forms_on(visitors[0], screen)):
            for visitor in visitors:
                visitor.comes_to(screen)
                with visitor.page.expect_navigation():
                    visitor.page.evaluate(SPOIL, form)
                if visitor.page.locator(ERRORS).count():
                    visitor.looks(f"{screen.route} sent empty")
                else:
                    # What was taken stands no more where it stood.
                    took.add(screen.route)
                    break

    assert took == TAKES_NOTHING.keys()


def forms_on(visitor: Visitor, screen: Screen) -> int:
    """Count the forms of a screen that can be filled in."""
    visitor.comes_to(screen)
    return int(visitor.page.evaluate(SPOIL, None))
