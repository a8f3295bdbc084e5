"""The digest: once a day at eight in Shanghai, each line in one digest."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction

from hive.post.digest import Reader, gather, last_eight, send_due
from hive.post.models import DigestLine, OutboxMail

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE, TWO = Reader("one@a.example", "en"), Reader("two@a.example", "zh-hans")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def happened(event: str, moment: str, reader: Reader = ONE) -> None:
    with time_machine.travel(at(moment), tick=False):
        gather(event, "second_factor_set_up", reader, context={"link": f"https://x/{event}"})


def sent(moment: str) -> int:
    with time_machine.travel(at(moment), tick=False):
        return send_due(at(moment))


@pytest.mark.parametrize(
    ("now", "eight"),
    [
        ("2026-03-02 07:59:59", "2026-03-01 08:00"),
        ("2026-03-02 08:00", "2026-03-02 08:00"),
        ("2026-03-02 23:59", "2026-03-02 08:00"),
        ("2026-03-03 00:00", "2026-03-02 08:00"),
    ],
)
def test_the_day_turns_at_eight_in_shanghai(now: str, eight: str) -> None:
    assert last_eight(at(now)) == at(eight)


def test_a_day_is_one_mail_to_each_person() -> None:
    happened("e1", "2026-03-01 09:00")
    happened("e2", "2026-03-02 07:59")
    happened("e2", "2026-03-02 07:59", TWO)
    happened("e3", "2026-03-02 08:00")

    counts = [sent(m) for m in ("2026-03-02 07:59", "2026-03-02 08:00", "2026-03-02 08:01")]
    next_day = sent("2026-03-03 08:00")

    assert (counts, next_day) == ([0, 2, 0], 1)
    first, second = OutboxMail.objects.filter(recipient=ONE.email).order_by("event")
    assert [first.event, second.event] == ["digest:2026-03-02", "digest:2026-03-03"]
    links = [("https://x/e1" in m.body, "https://x/e3" in m.body) for m in (first, second)]
    assert links == [(True, False), (False, True)]
    assert DigestLine.objects.filter(mail=None).count() == 0


def test_what_comes_too_late_for_a_day_waits_for_the_next() -> None:
    """A transaction that began before eight may end after the digest was written."""
    happened("e1", "2026-03-02 07:00")
    sent("2026-03-02 08:00")
    happened("e2", "2026-03-02 07:59")

    assert (sent("2026-03-02 08:02"), sent("2026-03-03 08:00")) == (0, 1)


def test_a_repeated_event_is_one_line() -> None:
    happened("e1", "2026-03-02 07:00")
    happened("e1", "2026-03-02 07:01")

    assert DigestLine.objects.count() == 1


def test_the_database_keeps_one_line_for_each_event_and_person() -> None:
    happened("e1", "2026-03-02 07:00")
    line = DigestLine.objects.get()
    line.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)
