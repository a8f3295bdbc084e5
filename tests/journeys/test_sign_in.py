"""The sign-in page in a browser: in both languages, with and without scripts, at both widths."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.journeys.axe import assert_accessible


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_sign_in_is_accessible(page: Page, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(reverse("account_login"))

    expect(page.locator("html")).to_have_attribute("lang", re.compile(language, re.IGNORECASE))
    assert_accessible(page)


@pytest.mark.parametrize("javascript", [False])
def test_a_wrong_password_is_told_without_javascript(page: Page, javascript: bool) -> None:
    page.goto(reverse("account_login"))

    page.locator("input[name=login]").fill("nobody@bank.example")
    page.locator("input[name=password]").fill("not the password")
    page.locator("main form button[type=submit]").first.click()

    expect(page.locator("input[name=login]")).to_have_value("nobody@bank.example")
    expect(page.locator(".invalid-feedback, .alert, [role=alert]").first).to_be_visible()
