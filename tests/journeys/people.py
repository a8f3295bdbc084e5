"""The people of a journey: each in a browser of their own, every page checked as it is opened."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from hive.banks.models import User
from tests.factories import signed_in
from tests.journeys.axe import assert_accessible

WIDTHS = PHONE, DESK = (360, 1280)
# The rules are most of what a page costs: journeys in both languages hold them at both widths.
WIDTH_IN = {"zh-hans": PHONE, "en": DESK}


class Person:
    """Somebody who has signed in and reads pages in one language.

    With ``checked`` every page is held against the rules of accessibility, in Chinese on the
    phone and in English at the desk.
    """

    def __init__(
        self,
        user: User,
        new_context: Callable[..., BrowserContext],
        base_url: str,
        language: str,
        *,
        checked: bool = True,
    ) -> None:
        self.user = user
        self.checked = checked
        context = new_context()
        session = signed_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: language}
        context.add_cookies(
            [{"name": name, "value": value, "url": base_url} for name, value in cookies.items()]
        )
        self.page: Page = context.new_page()
        if checked:
            self.page.set_viewport_size({"width": WIDTH_IN[language], "height": 900})

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
        if self.checked:
            assert_accessible(self.page)
        return self.page


Enter = Callable[[User], Person]
