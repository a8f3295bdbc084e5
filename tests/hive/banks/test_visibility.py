"""Who sees which banks and people. Each test holds something that could leak."""

from __future__ import annotations

import pytest

from hive.banks.models import Bank, Membership, User
from hive.banks.roles import Role
from tests.factories import make_bank, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return make_bank("ours")


@pytest.fixture
def _theirs():
    bank = make_bank("theirs", "他行", "Canary Bank")
    make_user("canary@theirs.example", Role.COORDINATOR, bank=bank, name="Canary")


def banks_seen_by(user: User) -> set[str]:
    return set(Bank.objects.visible_to(user).values_list("code", flat=True))


def people_seen_by(user: User) -> set[str]:
    return set(User.objects.visible_to(user).values_list("email", flat=True))


@pytest.mark.usefixtures("_theirs")
@pytest.mark.parametrize("role", [role for role in Role if role.is_at_bank])
def test_bank_people_see_their_bank_and_its_people(ours, role):
    user = make_user("me@ours.example", role, bank=ours)
    make_user("colleague@ours.example", Role.EXECUTIVE, bank=ours)

    assert banks_seen_by(user) == {"ours"}
    assert people_seen_by(user) == {"me@ours.example", "colleague@ours.example"}


@pytest.mark.usefixtures("_theirs")
def test_an_ended_role_shows_nothing(ours):
    user = make_user("me@ours.example", Role.COORDINATOR, bank=ours)
    Membership.objects.filter(user=user).update(is_active=False)

    assert banks_seen_by(user) == set()
    assert people_seen_by(user) == set()


@pytest.mark.usefixtures("_theirs")
def test_a_closed_account_sees_nothing(ours):
    user = make_user("me@ours.example", Role.COORDINATOR, bank=ours)
    user.is_active = False
    user.__dict__.pop("current_memberships", None)

    assert banks_seen_by(user) == set()


@pytest.mark.usefixtures("_theirs")
def test_a_controlling_bank_sees_no_more_than_itself(ours):
    make_bank("child", parent=ours)
    user = make_user("me@ours.example", Role.COORDINATOR, bank=ours)

    assert banks_seen_by(user) == {"ours"}


@pytest.mark.usefixtures("_theirs", "ours")
@pytest.mark.parametrize("role", [role for role in Role if not role.is_at_bank])
def test_alliance_people_see_every_bank(role):
    assert banks_seen_by(make_user("me@a.example", role)) == {"ours", "theirs"}


@pytest.mark.usefixtures("_theirs")
@pytest.mark.parametrize("role", [Role.ANALYST, Role.LEAD_ANALYST])
def test_reviewers_see_reviewers_only(role):
    user = make_user("me@a.example", role)
    make_user("admin@a.example", Role.ADMINISTRATOR)

    assert people_seen_by(user) == {"me@a.example"}


@pytest.mark.usefixtures("_theirs")
def test_auditors_see_no_people_and_administrators_everybody():
    auditor = make_user("auditor@a.example", Role.AUDITOR)
    administrator = make_user("admin@a.example", Role.ADMINISTRATOR)

    assert people_seen_by(auditor) == set()
    assert people_seen_by(administrator) == {
        "canary@theirs.example",
        "auditor@a.example",
        "admin@a.example",
    }


@pytest.mark.usefixtures("_theirs")
@pytest.mark.parametrize("role", [role for role in Role if role.is_at_bank])
def test_no_page_of_ours_names_the_other_bank_or_its_people(client, ours, role):
    signed_in(client, make_user("me@ours.example", role, bank=ours))

    pages = [client.get(path) for path in ("/people/", "/account-settings/", "/people/invite/")]

    assert all("anary" not in page.content.decode() for page in pages)
