"""How heavy the first pages are, and when they stand on a slow line and a slow machine."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from tests.bench.rows import Row
from tests.faults.place import ROOT, Place, running
from tests.journeys.conftest import ARGUMENTS, LOCALES

CHARTS = ROOT / "static" / "vendor" / "plotly"
# What a line in the country gives: 1.6 Mbit/s down, 0.75 up, 150 ms there and back.
LINE = {"offline": False, "downloadThroughput": 200_000, "uploadThroughput": 94_000, "latency": 150}
SLOWER = 4
FIRST = "the sign-in"
ROUNDS = 3
# What the browser counts itself as the moment at which the largest part of a page stands.
LARGEST = """() => new Promise((done) => new PerformanceObserver(
    (list) => done(list.getEntries().at(-1).startTime),
).observe({type: "largest-contentful-paint", buffered: true}))"""
# Fonts and pictures are packed already.
TEXTS = ("text/", "application/json", "image/svg")


def bench_weight() -> Iterator[Row]:
    """At most 150 KB and 3 s for the page that people come to, 450 KB for the charts.

    The others are measured as if nobody had signed in before: without the fonts that are there by
    then, they are lighter than this.
    """
    subprocess.run(["make", "--silent", "build/static/staticfiles.json"], cwd=ROOT, check=True)
    collected = patch.dict(os.environ, HIVE_STATIC_MANIFEST="1")
    with collected, running("sqlite", banks=1) as place, chromium() as browser:
        for language in LOCALES:
            for name, path in pages_of(place).items():
                weight = weight_of(browser, place, language, path)
                limit = 150 if name == FIRST else None
                yield Row(f"first load of {name}, {language}", weight, "KB gz", limit=limit)
            moments = [stands_after(browser, place, language) for _ in range(ROUNDS)]
            yield Row(f"the sign-in stands, {language}", min(moments), "s", limit=3)
    charts = sum(packed(file.read_bytes()) for file in CHARTS.glob("*.min.js"))
    yield Row("the charts' library", charts / 1000, "KB gz", limit=450)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser of the journeys."""
    with sync_playwright() as playwright:
        program = shutil.which("chromium-headless-shell")
        yield playwright.chromium.launch(executable_path=program, args=ARGUMENTS)


def pages_of(place: Place) -> dict[str, str]:
    """The pages that a bank's people see first."""
    return {
        "the sign-in": "/account/login/",
        "the first page": "/",
        "the task list": tasks_of(place),
    }


def tasks_of(place: Place) -> str:
    return f"/submissions/{place.people[0].submission}/"


def weight_of(browser: Browser, place: Place, language: str, path: str) -> float:
    """Return how many thousand bytes a browser fetches that was never here, packed."""
    with somebody(browser, place, language, signed_in="login" not in path) as context:
        answers: list[Response] = []
        page = context.new_page()
        page.on("response", lambda answer: answers.append(answer))
        page.goto(path, wait_until="networkidle")
        return sum(map(size_of, answers)) / 1000


def size_of(answer: Response) -> int:
    body = answer.body()
    is_text = answer.header_value("content-type").startswith(TEXTS)
    return packed(body) if is_text else len(body)


def packed(body: bytes) -> int:
    return len(gzip.compress(body, 6))


def stands_after(browser: Browser, place: Place, language: str) -> float:
    """Return after how many seconds the largest part of the sign-in is there."""
    with somebody(browser, place, language, signed_in=False) as context:
        page = context.new_page()
        slow_down(page)
        page.goto("/account/login/", wait_until="networkidle")
        return float(page.evaluate(LARGEST)) / 1000


def slow_down(page: Page) -> None:
    debugger = page.context.new_cdp_session(page)
    debugger.send("Network.enable")
    debugger.send("Network.emulateNetworkConditions", LINE)
    debugger.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


@contextmanager
def somebody(
    browser: Browser, place: Place, language: str, *, signed_in: bool
) -> Iterator[BrowserContext]:
    """A person with an empty cache."""
    origin = f"http://localhost:{place.address[1]}"
    context = browser.new_context(base_url=origin, locale=LOCALES[language])
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if signed_in:
        cookies[settings.SESSION_COOKIE_NAME] = place.people[0].session
    context.add_cookies(
        [{"name": name, "value": value, "url": origin} for name, value in cookies.items()]
    )
    try:
        yield context
    finally:
        context.close()
