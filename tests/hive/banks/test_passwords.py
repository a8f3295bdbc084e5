"""What is asked of passwords under either profile."""

from __future__ import annotations

import runpy
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from hive.banks import workflow
from hive.banks.models import PastPassword, User
from hive.banks.roles import Role
from hive.post.models import OutboxMail
from tests.factories import PASSWORD, make_bank, make_user
from tests.hive.banks.test_invitations import mailed_token

pytestmark = pytest.mark.django_db

CHANGE = "/account/password/change/"
LONG = "four unrelated words here"
MIXED = ("Kettle-Orbit-71", "Marble-Tunnel-62", "Velvet-Anchor-53", "Copper-Lagoon-44")
MORE_MIXED = ("Timber-Saddle-35", "Pepper-Window-26")


@pytest.fixture
def user() -> User:
    bank = make_bank()
    user = make_user("one@b1.example", Role.CONTRIBUTOR, bank=bank, password=PASSWORD)
    # A name that is no part of the passwords tried here.
    User.objects.filter(pk=user.pk).update(name="Q")
    return user


@pytest.fixture
def mlps(settings):
    """The profile of MLPS 2.0."""
    for name, value in settings.HIVE_PASSWORD_PROFILES["cn-mlps3"].items():
        setattr(settings, name, value)


def signs_in(user: User, password: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.post("/account/login/", {"login": user.email, "password": password})
    return client


def change(client: Client, old: str, new: str) -> int:
    # Changing it is limited too, which other tests show.
    cache.clear()
    typed = {"oldpassword": old, "password1": new, "password2": new}
    return client.post(CHANGE, typed).status_code


def test_asvs_is_what_holds_unless_another_is_chosen(settings):
    assert settings.HIVE_SECURITY_PROFILE == "asvs"
    assert settings.HIVE_PASSWORD_DAYS == settings.HIVE_PASSWORDS_KEPT == 0


@pytest.mark.parametrize(
    ("password", "status"),
    [
        ("fourteenlettrs", 422),
        ("fifteen lettrs.", 302),
        ("全是汉字的密码也可以用够长就行", 302),
        ("small letters and nothing else", 302),
        ("x" * 200 + " and a few other words", 302),
        ("passwordpassword", 422),
    ],
)
def test_asvs_asks_for_length_and_no_kinds(user, password, status):
    assert change(signs_in(user, PASSWORD), PASSWORD, password) == status


def test_asvs_lets_a_password_grow_old_and_keeps_no_other(user):
    with time_machine.travel(timezone.now() + timedelta(days=170), tick=False):
        client = signs_in(user, PASSWORD)
        assert client.get("/account-settings/").status_code == 200
        assert change(client, PASSWORD, LONG) == 302

    assert not PastPassword.objects.exists()


@pytest.mark.usefixtures("mlps")
@pytest.mark.parametrize(
    ("password", "status"),
    [
        ("Kettle-Or71", 422),
        ("Kettle-Orb71", 302),
        ("small letters and nothing else", 422),
        ("small letters and 1 digit", 302),
        ("KETTLE AND ORBIT", 422),
        ("KETTLE orbit marble", 302),
        ("Password1234", 422),
    ],
)
def test_mlps_asks_for_three_kinds(user, password, status):
    assert change(signs_in(user, PASSWORD), PASSWORD, password) == status


@pytest.mark.usefixtures("mlps")
def test_mlps_takes_none_of_the_last_five_again(user):
    client, old = signs_in(user, PASSWORD), PASSWORD
    for new in (*MIXED, MORE_MIXED[0]):
        assert change(client, old, new) == 302
        old = new

    assert [change(client, old, used) for used in (*MIXED, old)] == [422] * 5
    assert change(client, old, MORE_MIXED[1]) == 302
    assert change(client, MORE_MIXED[1], MIXED[0]) == 302
    assert PastPassword.objects.count() == 5
    assert not any(word in row.password for row in PastPassword.objects.all() for word in MIXED)


@pytest.mark.usefixtures("mlps")
def test_mlps_asks_for_a_new_password_after_ninety_days(user):
    assert change(signs_in(user, PASSWORD), PASSWORD, MIXED[0]) == 302
    with time_machine.travel(timezone.now() + timedelta(days=89), tick=False):
        assert signs_in(user, MIXED[0]).get("/account-settings/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=90), tick=False):
        client = signs_in(user, MIXED[0])
        sent = client.get("/account-settings/")
        page = client.get(sent.url).content.decode()
        posted = client.post("/account-settings/", {"name": "X", "language": "en"})
        asked = client.get("/account-settings/", headers={"accept": "application/json"})

        assert sent.url == posted.url == f"{CHANGE}?next=/account-settings/"
        assert "Choose a new one to go on." in page
        assert asked.status_code == 401
        assert change(client, MIXED[0], MIXED[1]) == 302
        assert client.get("/account-settings/").status_code == 200


@pytest.mark.usefixtures("mlps")
def test_a_password_that_gets_too_old_meanwhile_interrupts_nobody(user):
    assert change(signs_in(user, PASSWORD), PASSWORD, MIXED[0]) == 302
    with time_machine.travel(timezone.now() + timedelta(days=90, minutes=-5), tick=False) as clock:
        client = signs_in(user, MIXED[0])
        clock.shift(timedelta(minutes=10))

        assert client.get("/account-settings/").status_code == 200


@pytest.mark.usefixtures("mlps")
def test_a_link_gets_round_neither_kinds_nor_the_last_five(user, client):
    client.post("/account/password/reset/", {"email": user.email})
    form = client.get(reset_link(), follow=True).request["PATH_INFO"]

    answers = [
        client.post(form, {"password1": new, "password2": new}).status_code
        for new in (LONG, PASSWORD, MIXED[0])
    ]

    assert answers == [422, 422, 302]
    assert PastPassword.objects.count() == 1


def reset_link() -> str:
    words = OutboxMail.objects.get(template="password_reset_link").body.split()
    return next(word for word in words if "/key/" in word).partition("8000")[2]


@pytest.mark.usefixtures("mlps")
def test_the_first_password_is_the_persons_own_and_counts_from_then(user):
    coordinator = make_user("co@b1.example", Role.COORDINATOR, bank=user.memberships.get().bank)
    invitation = workflow.invite(
        email="new@b1.example",
        name="New",
        role=Role.EXECUTIVE,
        bank=coordinator.memberships.get().bank,
        language="en",
        by=coordinator,
    )
    token = mailed_token(invitation)

    with pytest.raises(workflow.NotAccepted, match="Three of these kinds"):
        workflow.accept_invitation(token, name="New", password=LONG)
    made = workflow.accept_invitation(token, name="New", password=MIXED[0])

    assert made.check_password(MIXED[0])
    assert made.password_set_at is not None
    assert made.past_passwords.count() == 1


@pytest.mark.parametrize(
    ("profile", "words"),
    [("asvs", "At least 15 characters."), ("cn-mlps3", "None of your last 5 passwords.")],
)
def test_the_page_says_what_is_asked(user, settings, profile, words):
    for name, value in settings.HIVE_PASSWORD_PROFILES[profile].items():
        setattr(settings, name, value)

    assert words in signs_in(user, PASSWORD).get(CHANGE).content.decode()


def test_an_unknown_profile_stops_the_start(monkeypatch, settings):
    monkeypatch.setenv("HIVE_SECURITY_PROFILE", "none")

    with pytest.raises(ImproperlyConfigured, match="HIVE_SECURITY_PROFILE"):
        runpy.run_path(str(settings.BASE_DIR / "hive" / "settings.py"))
