"""The people of a journey: each in a browser of their own, every page checked as it is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from hive.banks.models import User
from tests.factories import signed_in
from tests.journeys.axe import assert_accessible

WIDTHS = PHONE, DESK = (360, 1280)


class Person:
    """Somebody who has signed in and reads pages in one language.

    Every page is held against the rules of accessibility in windows of some widths.
    """

    def __init__(
        self,
        user: User,
        new_context: Callable[..., BrowserContext],
        base_url: str,
        language: str,
        *,
        widths: Sequence[int],
    ) -> None:
        self.user = user
        self.widths = widths
        context = new_context()
        session = signed_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: language}
        context.add_cookies(
            [{"name": name, "value": value, "url": base_url} for name, value in cookies.items()]
        )
        self.page: Page = context.new_page()

    def opens(self, path: str) -> Page:
        """Go to an address."""
        self.page.goto(path)
        return self._look()

    def presses(self, selector: str) -> Page:
        """Press a button or follow a link, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        return self._look()

    def _look(self) -> Page:
        for width in self.widths:
            self.page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(self.page)
        return self.page


Enter = Callable[[User], Person]
