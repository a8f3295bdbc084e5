"""Somebody who goes through all screens in one language and notes what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import resolve
from playwright.sync_api import Browser, Page

from tests.journeys.axe import violations
from tests.journeys.conftest import LOCALES
from tests.journeys.people import WIDTHS
from tests.journeys.screens import Screen
from tests.journeys.watch import watch

LAYOUT = (Path(__file__).parent / "layout.js").read_text(encoding="utf-8")
NARROWEST = 320
# Where every screen is drawn, when somebody wants to look at them.
PICTURES = os.environ.get("HIVE_SCREENS")


class Visitor:
    """A browser that opens one screen after the other as whoever may see it."""

    def __init__(self, browser: Browser, site: str, language: str) -> None:
        self.site, self.language = site, language
        self.faults: list[str] = []
        self.context = browser.new_context(
            base_url=site, locale=LOCALES[language], timezone_id="Asia/Shanghai"
        )
        watch(self.context, site, self.faults)
        self.page: Page = self.context.new_page()

    def comes_to(self, screen: Screen) -> None:
        """Open a screen as its person."""
        self.context.clear_cookies()
        cookies = {settings.LANGUAGE_COOKIE_NAME: self.language}
        if screen.session:
            cookies[settings.SESSION_COOKIE_NAME] = screen.session
        self.context.add_cookies(
            [{"name": name, "value": value, "url": self.site} for name, value in cookies.items()]
        )
        self.page.goto(screen.path)
        if resolve(urlsplit(self.page.url).path).view_name != screen.route:
            self.faults.append(f"{screen} leads to {self.page.url}")

    def looks(self, at: object, *, by_the_rules: Sequence[int] = WIDTHS) -> None:
        """Note what is wrong with the page as it is laid out, at some widths by all rules.

        What it was opened at comes first, for every change of width lays it out anew.
        """
        window = self.page.viewport_size or {}
        for width in sorted(WIDTHS, key=lambda width: width != window.get("width")):
            self.page.set_viewport_size({"width": width, "height": 900})
            found = violations(self.page) if width in by_the_rules else []
            self.note(at, f"at {width} px", found + self.page.evaluate(LAYOUT)["all"])
            self.draw(at, width)

    def looks_closely(self, at: object) -> None:
        """Note what does not fit in the narrowest window, or when the text is twice as large."""
        self.page.set_viewport_size({"width": NARROWEST, "height": 900})
        self.note(at, f"at {NARROWEST} px", self.page.evaluate(LAYOUT)["width"])
        self.page.set_viewport_size({"width": WIDTHS[-1], "height": 900})
        self.page.evaluate("document.documentElement.style.fontSize = '200%'")
        self.note(at, "with text at 200 %", self.page.evaluate(LAYOUT)["width"])

    def note(self, at: object, when: str, found: Sequence[str]) -> None:
        """Keep what was found for the end."""
        self.faults += [f"{at} in {self.language} {when}: {each}" for each in found]

    def draw(self, at: object, width: int) -> None:
        """Keep a picture, one for each state of a screen."""
        if PICTURES:
            name = str(at).partition(" (")[0].replace(":", "-").replace(" ", "-")
            stem = f"{name}-{self.language}-{width}"
            taken = len(list(Path(PICTURES).glob(f"{stem}-*.png")))
            self.page.screenshot(path=f"{PICTURES}/{stem}-{taken}.png", full_page=True)
