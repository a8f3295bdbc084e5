"""An auditor reads the log in the browser: narrows it, turns the page, takes an export along."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from hive.audit.log import record
from hive.audit.workflow import seal_due
from hive.banks.auditing import ROWS
from hive.banks.roles import Role
from tests.factories import make_bank, make_user
from tests.journeys.people import Enter
from tests.tampering import verified

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("language", "javascript"), [("zh-hans", True), ("en", False)])
def test_from_the_whole_log_to_one_subject(enter: Enter, tmp_path: Path) -> None:
    banks = [make_bank("b1"), make_bank("b2")]
    for number in range(ROWS + 10):
        record("change_bank", banks[number % 2], by=None, bank=banks[number % 2].pk)
    seal_due(timezone.now())
    user = make_user("auditor@a.example", Role.AUDITOR)
    auditor = enter(user)
    rows = auditor.page.locator(".log tbody tr")

    auditor.opens("/")
    expect(rows).to_have_count(ROWS)
    auditor.presses("button[name=before]")
    expect(rows).to_have_count(10)
    auditor.presses("button[name=about]:visible")
    expect(rows).to_have_count((ROWS + 10) // 2)
    auditor.page.locator("#id_since").fill("2026-12-01")
    auditor.page.locator("#id_until").fill("2026-11-01")
    auditor.presses("#filter .btn-primary")
    expect(auditor.page.locator(".error-summary")).to_be_visible()
    auditor.opens("/audit/")
    auditor.page.locator("#id_bank").select_option(str(banks[0].pk))
    with auditor.page.expect_download() as taken:
        auditor.page.locator("button[formaction]").click()

    file = tmp_path / "taken.jsonl"
    taken.value.save_as(file)
    assert verified("--file", str(file))[0]
    assert len(file.read_bytes().splitlines()) == (ROWS + 10) // 2 + 2
