"""Where a person is signed in: listed, ended one by one, and ended by what changes the person."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client

from hive.audit.models import Event
from hive.banks import workflow
from hive.banks.browsers import in_words
from hive.banks.models import Bank, Session, User
from hive.banks.roles import Role
from tests.factories import PASSWORD, current_code, make_bank, make_user, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/account-settings/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def bank() -> Bank:
    return make_bank()


@pytest.fixture
def user(bank: Bank) -> User:
    return make_user("one@b1.example", Role.CONTRIBUTOR, bank=bank, password=PASSWORD)


@pytest.fixture
def administrator() -> User:
    return make_user("admin@a.example", Role.ADMINISTRATOR)


def browser(user: User, agent: str = FIREFOX, address: str = "192.0.2.7") -> Client:
    client = Client(headers={"user-agent": agent, "accept-language": "en"}, REMOTE_ADDR=address)
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    if user.needs_second_factor:
        client.post("/account/2fa/authenticate/", {"code": current_code(user)})
    return client


def is_inside(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def listed(client: Client) -> str:
    html = client.get(PAGE).content.decode()
    return html[html.index('id="sessions"') : html.index('id="mail"')]


def handles(client: Client) -> list[str]:
    return re.findall(r"/account-settings/sessions/(\w{32})/end/", listed(client))


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox · Linux"),
        (EDGE, "Edge · Windows"),
        (SAFARI, "Safari · iPhone"),
        ("curl/8.0", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_called_as_its_owner_would(agent, words):
    assert in_words(agent) == words


def test_every_session_is_listed_with_browser_and_address_and_without_its_key(user):
    here = browser(user)
    browser(user, EDGE, "198.51.100.4")

    html = listed(here)

    words = ("Firefox · Linux", "192.0.2.7", "Edge · Windows", "198.51.100.4")
    assert [word for word in words if word not in html] == []
    assert html.index("This one") < html.index("Edge · Windows")
    assert not any(key in html for key in Session.objects.values_list("pk", flat=True))


def test_only_the_own_sessions_are_listed_and_ended(user, bank):
    other = browser(make_user("two@b1.example", Role.CONTRIBUTOR, bank=bank, password=PASSWORD))
    here = browser(user)
    (foreign,) = (row.handle for row in Session.objects.exclude(user=user))

    assert handles(here) == []
    assert here.post(f"{PAGE}sessions/{foreign}/end/").status_code == 404
    assert is_inside(other)


def test_one_session_is_ended(user):
    here, there, elsewhere = browser(user), browser(user, EDGE), browser(user, SAFARI)
    ending = next(row.handle for row in Session.objects.all() if "Edg" in row.browser)
    assert ending in handles(here)

    here.post(f"{PAGE}sessions/{ending}/end/")

    assert [is_inside(client) for client in (here, there, elsewhere)] == [True, False, True]
    assert Event.objects.latest("id").verb == "end_session"


def test_all_others_are_ended(user):
    here, there, elsewhere = browser(user), browser(user, EDGE), browser(user, SAFARI)

    page = here.post(f"{PAGE}sessions/end/", follow=True).content.decode()

    assert [is_inside(client) for client in (here, there, elsewhere)] == [True, False, False]
    assert "2 sessions are ended." in page
    assert Event.objects.get(verb="end_other_sessions").detail == {"count": 2}


def test_an_ended_session_does_not_come_back_by_what_it_was_doing(user):
    here, there = browser(user), browser(user, EDGE)
    running = there.session
    running.setdefault("early", True)
    here.post(f"{PAGE}sessions/end/")

    running["late"] = True
    with pytest.raises(UpdateError):
        running.save()

    assert not is_inside(there)


def test_a_new_password_ends_the_others_and_their_rows(user):
    here, there = browser(user), browser(user, EDGE)
    new = "four unrelated words here"

    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    here.post("/account/password/change/", typed)

    assert (is_inside(here), is_inside(there)) == (True, False)
    assert handles(here) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda user, by, bank: workflow.disable_user(user, by=by),
        lambda user, by, bank: workflow.end_sessions(user, by=by),
        lambda user, by, bank: workflow.reset_second_factor(user, by=by),
        lambda user, by, bank: workflow.grant_role(
            user, Role.EXECUTIVE, bank, by=make_user("co@b1.example", Role.COORDINATOR, bank=bank)
        ),
        lambda user, by, bank: workflow.change_role(
            user.memberships.get(),
            Role.EXECUTIVE,
            by=make_user("co@b1.example", Role.COORDINATOR, bank=bank),
        ),
        lambda user, by, bank: workflow.revoke_role(
            user.memberships.get(),
            by=make_user("co@b1.example", Role.COORDINATOR, bank=bank),
        ),
    ],
    ids=["disabled", "signed out", "second factor", "role given", "role changed", "role ended"],
)
def test_what_changes_a_person_ends_every_session_with_its_next_request(
    user, administrator, bank, change
):
    clients = [browser(user), browser(user, EDGE)]

    change(user, administrator, bank)

    assert [is_inside(client) for client in clients] == [False, False]
    assert not Session.objects.visible_to(user).exists()


def test_at_the_alliance_a_new_session_ends_the_one_before(settings):
    analyst = make_user("an@a.example", Role.ANALYST, password=PASSWORD)
    first = signed_in(Client(), analyst)

    second = browser(analyst)

    assert (is_inside(first), is_inside(second)) == (False, True)


def test_a_setting_lets_people_of_the_alliance_be_in_several_browsers(settings):
    settings.HIVE_ONE_SESSION_AT_ALLIANCE = False
    analyst = make_user("an@a.example", Role.ANALYST, password=PASSWORD)
    first = signed_in(Client(), analyst)

    second = browser(analyst)

    assert (is_inside(first), is_inside(second)) == (True, True)


def test_the_list_costs_one_query_however_many_there_are(user, django_assert_max_num_queries):
    here = browser(user)
    for _ in range(8):
        browser(user, EDGE)

    with django_assert_max_num_queries(8):
        assert len(handles(here)) == 8
