"""Recovery codes in a browser: made with a press, kept as a file without scripts, used to enter."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from hive.banks.models import User
from hive.banks.roles import Role
from tests.factories import PASSWORD, make_user
from tests.journeys.people import Enter

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/account/2fa/recovery-codes/"


@pytest.fixture
def auditor() -> User:
    return make_user("one@x.example", Role.AUDITOR, password=PASSWORD)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_codes_are_made_and_shown_for_everybody_to_read(auditor: User, enter: Enter) -> None:
    person = enter(auditor)
    person.opens(PAGE)

    page = person.presses("main .btn-primary")

    assert page.locator(".recovery-codes li").count() == 10


@pytest.mark.parametrize("javascript", [False])
def test_codes_are_saved_without_scripts_and_open_the_account(
    auditor: User, enter: Enter, page: Page, tmp_path: Path, javascript: bool
) -> None:
    person = enter(auditor)
    person.opens(PAGE)
    made = person.presses("main .btn-primary")
    shown = made.locator(".recovery-codes li").all_inner_texts()

    with made.expect_download() as saving:
        made.locator("main a[download]").click()
    saving.value.save_as(tmp_path / "codes.txt")
    kept = (tmp_path / "codes.txt").read_text(encoding="utf-8").split()
    page.goto("/account/login/")
    page.locator("[name=login]").fill(auditor.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main .btn-primary").click()
    page.locator("[name=code]").fill(kept[-1])
    page.locator("main .btn-primary").click()
    page.goto("/account-settings/")

    assert saving.value.suggested_filename == "hive-recovery-codes.txt"
    assert kept[-10:] == shown
    assert page.url.endswith("/account-settings/")
