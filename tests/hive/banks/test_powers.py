"""Reviewing, administering and auditing are done by different people, each with an organisation."""

from __future__ import annotations

import pytest
from django.db import connection

from hive.audit.models import Event
from hive.banks import workflow
from hive.banks.models import Invitation, Membership, User
from hive.banks.roles import Role
from tests.factories import OURS, make_bank, make_user, signed_in
from tests.hive.banks.test_invitations import mailed_token

pytestmark = pytest.mark.django_db

AT_ALLIANCE = [role for role in Role if not role.is_at_bank]
APART = [(a, b) for a in AT_ALLIANCE for b in AT_ALLIANCE if a.power != b.power]
ELSEWHERE = "A bureau of the city"


@pytest.fixture
def administrator() -> User:
    return make_user("admin@a.example", Role.ADMINISTRATOR)


def test_analysts_may_lead_and_nothing_else_goes_together():
    together = [(a, b) for a in AT_ALLIANCE for b in AT_ALLIANCE if a != b and (a, b) not in APART]

    assert together == [(Role.ANALYST, Role.LEAD_ANALYST), (Role.LEAD_ANALYST, Role.ANALYST)]


@pytest.mark.parametrize(("first", "second"), APART)
def test_a_second_power_is_refused(administrator, first, second):
    user = make_user("one@a.example", first)

    with pytest.raises(workflow.OtherPower):
        workflow.grant_role(user, second, by=administrator)

    assert User.objects.get(pk=user.pk).roles == {first}
    assert not Event.objects.exists()


@pytest.mark.parametrize(("first", "second"), APART)
def test_one_takes_the_place_of_the_other(administrator, first, second):
    user = make_user("one@a.example", first)

    workflow.change_role(user.memberships.get(), second, by=administrator)

    assert User.objects.get(pk=user.pk).roles == {second}
    assert user.memberships.get(is_active=True).organisation == OURS


def test_the_admin_says_why(client, administrator):
    auditor = make_user("one@a.example", Role.AUDITOR)
    signed_in(client, administrator)
    client.cookies["hive_lang"] = "en"

    typed = {"user": auditor.pk, "role": "lead_analyst"}
    page = client.post("/admin/banks/membership/add/", typed, follow=True)

    assert "never two of these" in page.content.decode()
    assert User.objects.get(pk=auditor.pk).roles == {Role.AUDITOR}


def test_an_invitation_does_not_get_round_it(administrator):
    auditor = make_user("one@a.example", Role.AUDITOR)
    invitation = workflow.invite(
        email=auditor.email,
        name="One",
        role=Role.LEAD_ANALYST,
        organisation=ELSEWHERE,
        language="en",
        by=administrator,
    )

    with pytest.raises(workflow.OtherPower):
        workflow.accept_invitation_as(mailed_token(invitation), by=auditor)


def test_an_invitation_carries_the_organisation_to_the_role(administrator):
    invitation = workflow.invite(
        email="new@city.example",
        name="New",
        role=Role.AUDITOR,
        organisation=f"  {ELSEWHERE} ",
        language="en",
        by=administrator,
    )
    user = workflow.accept_invitation(
        mailed_token(invitation), name="New", password="four unrelated words here"
    )

    assert user.memberships.get().organisation == ELSEWHERE
    granted = Event.objects.get(verb="grant_role")
    assert granted.detail["organisation"] == ELSEWHERE


@pytest.mark.parametrize("role", AT_ALLIANCE)
def test_nobody_is_invited_to_the_alliance_without_an_organisation(administrator, role):
    with pytest.raises(workflow.NotAccepted, match="needs the organisation"):
        workflow.invite(
            email="new@a.example", name="New", role=role, language="en", by=administrator
        )

    assert not Invitation.objects.exists()


def test_the_admin_asks_for_it(client, administrator):
    signed_in(client, administrator)
    client.cookies["hive_lang"] = "en"
    typed = {"email": "new@a.example", "name": "New", "role": "analyst", "language": "en"}

    asked = client.post("/admin/banks/invitation/add/", typed)
    client.post("/admin/banks/invitation/add/", {**typed, "organisation": ELSEWHERE})

    assert "needs the organisation" in asked.content.decode()
    assert Invitation.objects.get().organisation == ELSEWHERE


def test_the_account_page_shows_the_organisation(client, administrator):
    Membership.objects.update(organisation=ELSEWHERE)

    page = signed_in(client, administrator).get("/account-settings/").content.decode()

    assert ELSEWHERE in page


def test_a_bank_person_has_the_bank_and_no_organisation():
    bank = make_bank()
    coordinator = make_user("co@b1.example", Role.COORDINATOR, bank=bank)
    colleague = make_user("two@b1.example", Role.CONTRIBUTOR, bank=bank)

    given = workflow.grant_role(colleague, Role.EXECUTIVE, bank, by=coordinator)

    assert given.organisation == ""


def test_the_migrations_leave_both_rules_in_the_database():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger")
        names = {name for (name,) in cursor.fetchall()}

    for rule in ("one_side_per_person", "one_power_per_person"):
        assert any(name.startswith(rule) for name in names)
