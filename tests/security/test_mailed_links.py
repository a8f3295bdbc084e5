"""Links in mail lead to us whatever a request says we are called, and die in their time."""

from __future__ import annotations

import time

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from time_machine import TimeMachineFixture

from hive.banks.models import Invitation, User
from hive.banks.roles import Role
from hive.post.models import OutboxMail
from tests.factories import PASSWORD, make_bank, make_user, signed_in
from tests.hive.banks.test_invitations import mailed_token
from tests.hive.banks.test_signing_in import NEW, reset_link

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

HOST = "evil.example"
# As a server hands over what stood in the heads of a request.
CALLED = (
    {"HTTP_HOST": HOST},
    {"HTTP_HOST": f"{HOST}:8000"},
    {"HTTP_HOST": f"testserver:80@{HOST}"},
    {"HTTP_HOST": f"{HOST}#testserver"},
    {"HTTP_HOST": f"testserver.{HOST}"},
    {"HTTP_HOST": f"testserver, {HOST}"},
    {"HTTP_HOST": f"testserver\t{HOST}"},
    {"HTTP_HOST": f"https://{HOST}/"},
    {"HTTP_HOST": "ｅｖｉｌ.example"},
    {"HTTP_HOST": "evil。example"},
    {"HTTP_HOST": "[::1]"},
    {"HTTP_HOST": "testserver", "HTTP_X_FORWARDED_HOST": HOST},
    {"HTTP_HOST": "testserver", "HTTP_X_FORWARDED_HOST": f"testserver, {HOST}"},
    {"HTTP_X_HOST": HOST, "HTTP_X_FORWARDED_SERVER": HOST},
    {"HTTP_X_ORIGINAL_HOST": HOST, "HTTP_X_HTTP_HOST_OVERRIDE": HOST},
    {"HTTP_FORWARDED": f"for=1.1.1.1;host={HOST};proto=https"},
    {"HTTP_X_FORWARDED_PORT": "8443", "HTTP_X_FORWARDED_PROTO": "gopher"},
    {"SERVER_NAME": HOST, "SERVER_PORT": "8000"},
    {"HTTP_HOST": "testserver", "REQUEST_URI": f"http://{HOST}/account/password/reset/"},
    {"SCRIPT_NAME": f"//{HOST}"},
    {"HTTP_ORIGIN": f"https://{HOST}", "HTTP_REFERER": f"https://{HOST}/"},
    {"HTTP_X_FORWARDED_PREFIX": f"//{HOST}", "HTTP_X_SCRIPT_NAME": f"//{HOST}"},
)


@pytest.fixture
def user() -> User:
    bank = make_bank()
    make_user("co@b1.example", Role.COORDINATOR, bank=bank)
    return make_user("one@b1.example", Role.CONTRIBUTOR, bank=bank, password=PASSWORD)


def test_there_are_twenty_ways_to_call_us() -> None:
    assert len(CALLED) >= 20


@pytest.mark.parametrize("allowed", ["any host", "ours"])
def test_no_way_to_call_us_gets_into_a_link(user: User, allowed: str) -> None:
    coordinator = signed_in(Client(), User.objects.get(email="co@b1.example"))
    hosts = ["*"] if allowed == "any host" else settings.ALLOWED_HOSTS
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "ALLOWED_HOSTS", hosts)
        for number, called in enumerate(CALLED):
            cache.clear()
            Client().post("/account/password/reset/", {"email": user.email}, **called)
            invited = {"email": f"new-{number}@b1.example", "name": "New", "role": "executive"}
            coordinator.post("/people/invite/", {**invited, "language": "en"}, **called)

    mails = [f"{mail.subject}\n{mail.body}" for mail in OutboxMail.objects.all()]
    links = [word for mail in mails for word in mail.split() if "://" in word]
    assert [link for link in links if not link.startswith(f"{settings.SITE_ORIGIN}/")] == []
    assert [mail for mail in mails if "evil" in mail or "ｅ" in mail] == []
    # With our own hosts alone the strange names are refused before anything is mailed.
    assert (len(mails) > 25) == (allowed == "any host")
    assert mails


@pytest.mark.parametrize(("hours", "works"), [(23, True), (25, False)])
def test_a_link_for_a_new_password_lasts_a_day(
    user: User, time_machine: TimeMachineFixture, hours: int, works: bool
) -> None:
    Client().post("/account/password/reset/", {"email": user.email})
    link = reset_link()
    time_machine.move_to(time.time() + hours * 3600)

    client = Client()
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})

    user.refresh_from_db()
    assert user.check_password(NEW) == works


@pytest.mark.parametrize(("days", "works"), [(6, True), (8, False)])
def test_an_invitation_lasts_seven_days(
    user: User, time_machine: TimeMachineFixture, days: int, works: bool
) -> None:
    coordinator = signed_in(Client(), User.objects.get(email="co@b1.example"))
    invited = {"email": "new@b1.example", "name": "New", "role": "executive", "language": "en"}
    coordinator.post("/people/invite/", invited)
    token = mailed_token(Invitation.objects.get())
    time_machine.move_to(time.time() + days * 24 * 3600)

    Client().post(f"/invitations/{token}/", {"name": "New", "password": NEW})

    assert User.objects.filter(email="new@b1.example").exists() == works
