"""A new version of the site goes out while people save: they notice nothing."""

from __future__ import annotations

import pytest

from tests.faults import ledger
from tests.faults.clients import acknowledged, saving
from tests.faults.place import running, wait_for

PER_SECOND = 30


@pytest.mark.faults
def test_ten_restarts_fail_no_save() -> None:
    with running("postgresql") as place:
        with saving(place, per_second=PER_SECOND) as browsers:
            for _ in range(10):
                before = acknowledged(browsers)
                place.reload()
                wait_for(lambda before=before: acknowledged(browsers) >= before + PER_SECOND)

        answered = {status for browser in browsers for status in browser.statuses}
        assert answered == {200}
        assert ledger.lost(place, browsers) == []
        assert ledger.stale(place, browsers) == []
