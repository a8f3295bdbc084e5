"""Accounts that nobody uses are closed, and nobody is surprised by it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from hive.audit.models import Event
from hive.banks import workflow
from hive.banks.models import User
from hive.banks.roles import Role
from hive.banks.workflow import close_unused_accounts
from hive.post.models import OutboxMail
from tests.factories import PASSWORD, make_bank, make_user, signed_in

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 5, 1, tzinfo=settings.HIVE_ZONE)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


@pytest.fixture
def user() -> User:
    user = make_user("one@b1.example", Role.CONTRIBUTOR, bank=make_bank(), password=PASSWORD)
    User.objects.update(opened_at=day(-400), last_login=START)
    return user


def is_open(user: User) -> bool:
    return User.objects.get(pk=user.pk).is_active


def mails() -> list[str]:
    sent = OutboxMail.objects.filter(template="account_closing")
    return list(sent.order_by("pk").values_list("recipient", flat=True))


def run(first: int, last: int) -> None:
    """Let the clock tick once a day."""
    for number in range(first, last + 1):
        with time_machine.travel(day(number), tick=False):
            close_unused_accounts(timezone.now())


def test_it_is_on_the_clock_before_the_mail_is_delivered():
    names = settings.HIVE_CLOCK
    assert import_string("hive.banks.workflow.close_unused_accounts") is close_unused_accounts
    here = names.index("hive.banks.workflow.close_unused_accounts")
    assert here < names.index("hive.post.delivery.deliver_due")


def test_a_mail_comes_two_weeks_before_and_once(user):
    run(160, 165)
    assert mails() == []

    run(166, 179)

    assert mails() == [user.email]
    assert is_open(user)
    body = OutboxMail.objects.get().body
    assert "2026-01-05" in body
    assert f"{settings.SITE_ORIGIN}/account/login/" in body
    assert "2026-07-04" in OutboxMail.objects.get().subject


def test_after_half_a_year_the_account_is_closed_with_its_sessions(user):
    client = signed_in(Client(), user)
    User.objects.update(last_login=START)
    run(166, 180)

    assert not is_open(user)
    assert client.get("/account-settings/").status_code == 302
    verbs = list(Event.objects.order_by("id").values_list("verb", "actor_label"))
    assert verbs == [("warn_of_closing", ""), ("close_unused_account", "")]
    run(181, 200)
    assert len(mails()) == 1


def test_whoever_signs_in_keeps_the_account(user):
    run(166, 170)
    with time_machine.travel(day(170), tick=False):
        Client().post("/account/login/", {"login": user.email, "password": PASSWORD})

    run(171, 335)
    assert (is_open(user), len(mails())) == (True, 1)
    run(336, 350)
    assert (is_open(user), len(mails())) == (False, 2)


def test_nobody_is_closed_without_two_weeks_notice_however_long_the_clock_stood(user):
    run(300, 313)
    assert (is_open(user), len(mails())) == (True, 1)

    run(314, 314)

    assert not is_open(user)


def test_a_new_account_counts_from_its_opening_and_a_reopened_one_from_then(user):
    User.objects.update(last_login=None, opened_at=day(100))
    run(166, 265)
    assert mails() == []
    run(266, 280)
    assert not is_open(user)

    with time_machine.travel(day(290), tick=False):
        workflow.enable_user(user, by=make_user("admin@a.example", Role.ADMINISTRATOR))
    run(291, 455)

    assert is_open(user)


def test_the_last_administrator_is_warned_and_stays():
    first = make_user("admin@a.example", Role.ADMINISTRATOR)
    second = make_user("admin2@a.example", Role.ADMINISTRATOR)
    User.objects.update(opened_at=START)

    run(166, 185)

    assert [is_open(first), is_open(second)].count(True) == 1
    assert len(mails()) == 2


def test_a_setting_closes_later_or_never(user, settings):
    settings.HIVE_UNUSED_DAYS = 0
    run(166, 200)
    assert mails() == []

    settings.HIVE_UNUSED_DAYS = 400
    run(380, 386)

    assert mails() == [user.email]


def test_nothing_is_done_twice_by_two_clocks(user):
    with time_machine.travel(day(170), tick=False):
        assert close_unused_accounts(timezone.now()) == 1
        assert close_unused_accounts(timezone.now()) == 0
