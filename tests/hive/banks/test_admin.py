"""The admin: what each role may open, and that all writing goes through verbs."""

from __future__ import annotations

import pytest

from hive.audit.models import Event
from hive.banks import workflow
from hive.banks.models import Bank, Invitation, Membership, User
from hive.banks.roles import Role
from hive.post.models import OutboxMail
from tests.factories import OURS, make_bank, make_user, signed_in

pytestmark = pytest.mark.django_db

# The pages of this app and the roles that open their lists.
LISTS = {
    "/admin/banks/bank/": {Role.ADMINISTRATOR},
    "/admin/banks/user/": {Role.ADMINISTRATOR},
    "/admin/banks/membership/": {Role.ADMINISTRATOR},
    "/admin/banks/invitation/": {Role.ADMINISTRATOR},
    "/admin/post/outboxmail/": {Role.ADMINISTRATOR},
}
ADDING = {
    "/admin/banks/bank/add/": {Role.ADMINISTRATOR},
    "/admin/banks/membership/add/": {Role.ADMINISTRATOR},
    "/admin/banks/invitation/add/": {Role.ADMINISTRATOR},
    "/admin/banks/user/add/": set(),
    "/admin/post/outboxmail/add/": set(),
}


@pytest.fixture
def administrator(client):
    user = make_user("admin@a.example", Role.ADMINISTRATOR)
    signed_in(client, user)
    return user


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("path", [*LISTS, *ADDING])
def test_a_page_opens_for_its_roles_alone(client, role, path):
    signed_in(client, make_user("me@x.example", role, bank=make_bank()))

    expected = 200 if role in (LISTS | ADDING)[path] else 403
    assert client.get(path).status_code == expected


@pytest.mark.parametrize("role", [role for role in Role if role.is_at_bank])
def test_the_admin_is_closed_to_bank_people(client, role):
    signed_in(client, make_user("me@x.example", role, bank=make_bank()))

    assert client.get("/admin/").status_code == 403


def test_strangers_are_sent_to_our_sign_in(client):
    direct = client.get("/admin/banks/bank/")
    login = client.get(direct.url, follow=True)

    assert login.request["PATH_INFO"] == "/account/login/"


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.ADMINISTRATOR, {"Bank", "User", "Membership", "Invitation", "OutboxMail"}),
        (Role.AUDITOR, set()),
    ],
)
def test_the_first_page_shows_what_the_role_may_open(client, role, names):
    signed_in(client, make_user("me@a.example", role))

    apps = client.get("/admin/").context["app_list"]

    assert {model["object_name"] for app in apps for model in app["models"]} == names


def test_an_administrator_makes_a_bank(client, administrator):
    typed = {"code": "b9", "name_zh": "新银行", "name_en": "New Bank", "parent": ""}

    client.post("/admin/banks/bank/add/", typed)

    bank = Bank.objects.get()
    assert (bank.code, bank.name_en, bank.is_active) == ("b9", "New Bank", True)
    assert [event.verb for event in Event.objects.all()] == ["make_bank"]


def test_an_administrator_changes_a_bank(client, administrator):
    bank = make_bank()
    typed = {"code": "b1", "name_zh": "改名", "name_en": "Bank b1", "parent": ""}

    client.post(f"/admin/banks/bank/{bank.pk}/change/", typed)

    bank.refresh_from_db()
    assert (bank.name_zh, bank.is_active) == ("改名", False)
    assert Event.objects.get().detail == {
        "changed": {"name_zh": ["银行b1", "改名"], "is_active": [True, False]}
    }


def test_an_administrator_invites_and_withdraws(client, administrator):
    typed = {
        "email": "new@a.example",
        "name": "New",
        "role": "analyst",
        "bank": "",
        "organisation": OURS,
        "language": "en",
    }

    client.post("/admin/banks/invitation/add/", typed)
    invitation = Invitation.objects.get()
    chosen = {"action": "withdraw", "_selected_action": [invitation.pk]}
    client.post("/admin/banks/invitation/", chosen)

    invitation.refresh_from_db()
    assert OutboxMail.objects.get().recipient == "new@a.example"
    assert invitation.revoked_at is not None


def test_a_refusal_is_shown_and_nothing_is_stored(client, administrator):
    bank = make_bank()
    typed = {
        "email": "new@b1.example",
        "name": "New",
        "role": "approver",
        "bank": bank.pk,
        "language": "en",
    }

    page = client.post("/admin/banks/invitation/add/", typed, follow=True)

    assert "coordinator invites its people" in page.content.decode()
    assert not Invitation.objects.exists()
    assert [(e.verb, e.result) for e in Event.objects.all()] == [("invite", "denied")]


def test_an_administrator_gives_and_ends_a_role_at_the_alliance(client, administrator):
    analyst = make_user("one@a.example", Role.ANALYST)

    typed = {"user": analyst.pk, "role": "lead_analyst", "bank": ""}
    client.post("/admin/banks/membership/add/", typed)
    given = User.objects.get(pk=analyst.pk).roles
    membership = Membership.objects.get(user=analyst, role=Role.ANALYST)
    client.post("/admin/banks/membership/", {"action": "end", "_selected_action": [membership.pk]})

    assert given == {Role.ANALYST, Role.LEAD_ANALYST}
    assert User.objects.get(pk=analyst.pk).roles == {Role.LEAD_ANALYST}


def test_a_role_is_not_edited_in_place(client, administrator):
    membership = make_user("one@a.example", Role.ANALYST).memberships.get()

    path = f"/admin/banks/membership/{membership.pk}/change/"
    answer = client.post(path, {"role": "lead_analyst", "user": membership.user_id})

    membership.refresh_from_db()
    assert (answer.status_code, membership.role) == (403, Role.ANALYST)


@pytest.mark.parametrize("action", ["disable", "end_sessions", "reset_second_factor"])
def test_an_administrator_acts_on_accounts(client, administrator, action):
    user = make_user("one@a.example", Role.ANALYST)
    before = user.get_session_auth_hash()

    client.post("/admin/banks/user/", {"action": action, "_selected_action": [user.pk]})

    user = User.objects.get(pk=user.pk)
    assert user.get_session_auth_hash() != before
    assert user.is_active is (action != "disable")


def test_an_account_form_writes_name_and_language_alone(client, administrator):
    user = make_user("one@a.example", Role.ANALYST)
    typed = {field.name: "1" for field in User._meta.fields}
    typed |= {"name": "New Name", "language": "zh-hans", "email": "evil@x.example"}
    typed |= {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    before = User.objects.filter(pk=user.pk).values().get()

    client.post(f"/admin/banks/user/{user.pk}/change/", typed)

    after = User.objects.filter(pk=user.pk).values().get()
    assert after == before | {"name": "New Name", "language": "zh-hans"}


@pytest.mark.parametrize("path", ["/admin/banks/user/", "/admin/banks/bank/"])
def test_nothing_is_deleted(client, administrator, path):
    user = make_user("one@a.example", Role.ANALYST)

    answers = [
        client.post(f"/admin/banks/user/{user.pk}/delete/", {"post": "yes"}),
        client.post(
            "/admin/banks/user/", {"action": "delete_selected", "_selected_action": [user.pk]}
        ),
    ]

    assert answers[0].status_code == 403
    assert User.objects.filter(pk=user.pk).exists()


def test_the_administrator_sees_mail_without_what_it_says(client, administrator):
    workflow.invite(
        email="new@a.example",
        name="New",
        role=Role.ANALYST,
        organisation=OURS,
        language="en",
        by=administrator,
    )
    mail = OutboxMail.objects.get()

    pages = [
        client.get("/admin/post/outboxmail/"),
        client.get(f"/admin/post/outboxmail/{mail.pk}/change/"),
    ]

    assert all("new@a.example" in page.content.decode() for page in pages)
    assert all("/invitations/" not in page.content.decode() for page in pages)


@pytest.mark.parametrize("path", ["/admin/logout/", "/admin/password_change/"])
def test_signing_out_and_passwords_are_where_everybodys_are(client, administrator, path):
    assert client.post(path).url.startswith("/account/")


def test_the_history_is_the_audit_log(client, administrator):
    bank = make_bank()

    assert client.get(f"/admin/banks/bank/{bank.pk}/history/").status_code == 403
