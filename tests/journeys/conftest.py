"""A browser for journeys: Debian's Chromium, windowless, watched for what no page may do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.people import WIDTHS, Enter, Person
from tests.journeys.watch import watch
from tests.submissions import World, make_world

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]
LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}
# A busy machine is slow, and what a journey waits for says nothing by how long it took.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = shutil.which("chromium-headless-shell")
    if chromium is None:
        pytest.fail("Journeys need Debian's chromium-headless-shell; 'make test-browser' has it.")
    return browser_type_launch_args | {"executable_path": chromium, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """Where addresses without a host lead, so that a journey says ``page.goto("/")``."""
    return live_server.url


@pytest.fixture
def language() -> str:
    """What the browser asks for; others by ``@pytest.mark.parametrize("language", [...])``."""
    return "zh-hans"


@pytest.fixture
def javascript() -> bool:
    """Whether scripts run; without by ``@pytest.mark.parametrize("javascript", [False])``."""
    return True


@pytest.fixture
def widths(javascript: bool) -> Sequence[int]:
    """At which widths every page that a person opens is held against the rules of access."""
    return WIDTHS if javascript else ()


@pytest.fixture
def world() -> World:
    """A bank and an open cycle; other worlds by a fixture of the module's own."""
    return make_world()


@pytest.fixture
def enter(
    new_context: Callable[..., BrowserContext],
    base_url: str,
    language: str,
    widths: Sequence[int],
) -> Enter:
    """Let a person in, with a browser of their own."""
    return lambda user: Person(user, new_context, base_url, language, widths=widths)


@pytest.fixture
def browser_context_args(
    browser_context_args: dict[str, Any], language: str, javascript: bool
) -> dict[str, Any]:
    return browser_context_args | {
        "locale": LOCALES[language],
        "timezone_id": "Asia/Shanghai",
        "java_script_enabled": javascript,
    }


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], base_url: str
) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts, one for each person; the test fails when a page misbehaves in one."""
    # Rate limits count in the cache, which a database test leaves behind.
    cache.clear()
    faults: list[str] = []

    def new_watched_context(**options: Any) -> BrowserContext:
        context = new_context(**options)
        watch(context, base_url, faults)
        return context

    yield new_watched_context
    if faults:
        pytest.fail("\n".join(faults))
