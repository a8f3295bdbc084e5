"""Invitations: who may send them, and that a link works once, for a while, for one person."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from hive.banks import workflow
from hive.banks.models import Invitation, User
from hive.banks.roles import Role
from hive.banks.workflow import InvitationUnusable, NotAccepted, NotAllowed
from hive.post.models import OutboxMail
from tests.factories import OURS, PASSWORD, make_bank, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank():
    return make_bank()


@pytest.fixture
def coordinator(bank):
    return make_user("co@b1.example", Role.COORDINATOR, bank=bank)


@pytest.fixture
def administrator():
    return make_user("admin@a.example", Role.ADMINISTRATOR)


def invite(by, role=Role.APPROVER, bank=None, email="new@b1.example") -> Invitation:
    organisation = "" if role.is_at_bank else OURS
    return workflow.invite(
        email=email,
        name="New",
        role=role,
        bank=bank,
        organisation=organisation,
        language="en",
        by=by,
    )


def mailed_token(invitation: Invitation) -> str:
    """The token as it stands in the mail."""
    mail = OutboxMail.objects.get(event=f"invitation:{invitation.pk}")
    return re.search(r"/invitations/([^/\s]+)/", mail.body)[1]


def page_of(invitation: Invitation) -> str:
    return reverse("banks:invitation", args=[mailed_token(invitation)])


@pytest.mark.parametrize("role", [role for role in Role if role.is_at_bank])
def test_a_coordinator_invites_to_every_role_of_the_bank(bank, coordinator, role):
    invitation = invite(coordinator, role, bank)

    assert (invitation.role, invitation.bank) == (role, bank)


@pytest.mark.parametrize("role", [role for role in Role if not role.is_at_bank])
def test_an_administrator_invites_to_every_role_of_the_alliance(administrator, role):
    invitation = invite(administrator, role)

    assert (invitation.role, invitation.bank) == (role, None)


def test_an_administrator_invites_a_first_coordinator_and_nobody_else(bank, administrator):
    invite(administrator, Role.COORDINATOR, bank)
    for role in (Role.APPROVER, Role.CONTRIBUTOR, Role.EXECUTIVE):
        with pytest.raises(NotAllowed):
            invite(administrator, role, bank)

    make_user("co@b1.example", Role.COORDINATOR, bank=bank)
    with pytest.raises(NotAllowed):
        invite(administrator, Role.COORDINATOR, bank, email="second@b1.example")

    assert Invitation.objects.count() == 1


def test_a_coordinator_invites_to_no_other_bank_and_not_to_the_alliance(coordinator):
    with pytest.raises(NotAllowed):
        invite(coordinator, Role.EXECUTIVE, make_bank("b2"))
    with pytest.raises(NotAllowed):
        invite(coordinator, Role.ANALYST)


def test_nobody_invites_the_own_address(bank, coordinator):
    with pytest.raises(NotAllowed):
        invite(coordinator, Role.APPROVER, bank, email="CO@b1.example")


def test_a_second_open_invitation_is_refused_with_words(bank, coordinator):
    invite(coordinator, Role.APPROVER, bank)

    with pytest.raises(NotAccepted, match="already invited"):
        invite(coordinator, Role.APPROVER, bank, email="NEW@b1.example")


def test_a_lapsed_invitation_is_replaced(bank, coordinator):
    with time_machine.travel(timezone.now() - timedelta(days=8), tick=False):
        old = invite(coordinator, Role.APPROVER, bank)

    new = invite(coordinator, Role.APPROVER, bank)

    with pytest.raises(InvitationUnusable):
        workflow.usable(mailed_token(old))
    assert workflow.usable(mailed_token(new)) == new


def test_the_token_is_in_the_mail_only(bank, coordinator):
    invitation = invite(coordinator, Role.APPROVER, bank)

    token = mailed_token(invitation)
    assert len(token) >= 43
    stored = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert token not in str(stored)


def test_the_link_begins_with_the_known_address_of_the_site(bank, coordinator, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    signed_in(client, coordinator)

    client.post(
        "/people/invite/",
        {"email": "new@b1.example", "name": "New", "role": "approver", "language": "en"},
        headers={"host": "evil.example", "x-forwarded-host": "evil.example"},
    )

    body = OutboxMail.objects.get(template="invitation").body
    assert f"{settings.SITE_ORIGIN}/invitations/" in body
    assert "evil" not in body


def test_opening_the_link_uses_nothing_up(bank, coordinator, client):
    invitation = invite(coordinator, Role.APPROVER, bank)

    for _ in range(3):
        assert client.get(page_of(invitation)).status_code == 200
        assert client.head(page_of(invitation)).status_code == 200

    invitation.refresh_from_db()
    assert invitation.accepted_at is None
    assert not User.objects.filter(email="new@b1.example").exists()


def test_pressing_the_button_makes_the_account_once(bank, coordinator, client):
    invitation = invite(coordinator, Role.APPROVER, bank)
    typed = {"name": "Newcomer", "password": PASSWORD}

    first = client.post(page_of(invitation), typed)
    second = client.post(page_of(invitation), typed)

    user = User.objects.get(email="new@b1.example")
    assert (first.status_code, first.url) == (302, "/account/login/")
    assert second.status_code == 404
    assert (user.name, user.roles, user.check_password(PASSWORD)) == (
        "Newcomer",
        {Role.APPROVER},
        True,
    )


def test_a_weak_password_is_refused_and_the_link_still_works(bank, coordinator, client):
    invitation = invite(coordinator, Role.APPROVER, bank)

    response = client.post(page_of(invitation), {"name": "N", "password": "short"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["password"]
    assert workflow.usable(mailed_token(invitation)) == invitation


def test_wrong_used_withdrawn_and_lapsed_links_answer_alike(bank, coordinator, client):
    used = invite(coordinator, Role.APPROVER, bank, "used@b1.example")
    workflow.accept_invitation(mailed_token(used), name="N", password=PASSWORD)
    withdrawn = invite(coordinator, Role.APPROVER, bank, "withdrawn@b1.example")
    workflow.revoke_invitation(withdrawn, by=coordinator)
    with time_machine.travel(timezone.now() - timedelta(days=7, minutes=1), tick=False):
        lapsed = invite(coordinator, Role.APPROVER, bank, "lapsed@b1.example")

    pages = [page_of(used), page_of(withdrawn), page_of(lapsed), "/invitations/unknown/"]
    answers = [client.get(page) for page in pages] + [client.post(page) for page in pages]

    bodies = {without_tokens(answer.content.decode(), pages) for answer in answers}
    assert {answer.status_code for answer in answers} == {404}
    assert len(bodies) == 1


def without_tokens(html: str, pages: list[str]) -> str:
    """The page without what differs at every request: its own address and the form tokens."""
    for page in pages:
        html = html.replace(page, "")
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", html)


def test_an_invitation_of_a_closed_account_is_not_usable(bank, coordinator, administrator):
    invitation = invite(coordinator, Role.APPROVER, bank)

    workflow.disable_user(coordinator, by=administrator)

    with pytest.raises(InvitationUnusable):
        workflow.usable(mailed_token(invitation))


def test_an_account_holder_signs_in_and_gets_the_role(bank, coordinator, client):
    other = make_bank("b2")
    user = make_user("new@b1.example", Role.EXECUTIVE, bank=other)
    invitation = invite(coordinator, Role.CONTRIBUTOR, bank)

    before = client.get(page_of(invitation))
    refused = client.post(page_of(invitation), {"name": "N", "password": PASSWORD})
    signed_in(client, user)
    offered = client.get(page_of(invitation))
    taken = client.post(page_of(invitation))

    assert "/account/login/?next=" in before.content.decode()
    assert refused.status_code == 200
    assert (offered.status_code, taken.status_code) == (200, 302)
    assert User.objects.get(pk=user.pk).roles == {Role.EXECUTIVE, Role.CONTRIBUTOR}
    assert client.get("/account-settings/").status_code == 200


def test_an_invitation_is_not_for_somebody_else_who_is_signed_in(bank, coordinator, client):
    invitation = invite(coordinator, Role.APPROVER, bank)
    other = make_user("other@b1.example", Role.EXECUTIVE, bank=bank)
    signed_in(client, other)

    response = client.post(page_of(invitation))

    assert response.status_code == 404
    assert User.objects.get(pk=other.pk).roles == {Role.EXECUTIVE}


def test_a_person_of_the_other_side_is_told_so(bank, coordinator, client):
    analyst = make_user("new@b1.example", Role.ANALYST)
    invitation = invite(coordinator, Role.EXECUTIVE, bank)
    signed_in(client, analyst)

    response = client.post(page_of(invitation))

    assert response.status_code == 422
    assert "never both" in response.content.decode()
    assert User.objects.get(pk=analyst.pk).roles == {Role.ANALYST}


def test_another_banks_coordinator_withdraws_nothing(bank, coordinator):
    invitation = invite(coordinator, Role.APPROVER, bank)
    other = make_user("co@b2.example", Role.COORDINATOR, bank=make_bank("b2"))

    with pytest.raises(NotAllowed):
        workflow.revoke_invitation(invitation, by=other)
