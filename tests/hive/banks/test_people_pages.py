"""The page of people and roles, the own account, and the choice of a bank."""

from __future__ import annotations

import pytest

from hive.banks.models import Invitation, Membership, User
from hive.banks.roles import Role
from tests.factories import make_bank, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank():
    return make_bank()


@pytest.fixture
def coordinator(client, bank):
    user = make_user("co@b1.example", Role.COORDINATOR, bank=bank)
    signed_in(client, user)
    return user


@pytest.fixture
def approver(bank):
    return make_user("two@b1.example", Role.APPROVER, bank=bank)


def role_of(user: User) -> set[Role]:
    return User.objects.get(pk=user.pk).roles


def test_everybody_at_the_bank_reads_who_has_which_role(client, bank, approver):
    signed_in(client, make_user("me@b1.example", Role.CONTRIBUTOR, bank=bank))

    page = client.get("/people/")

    assert page.status_code == 200
    assert "Two" in page.content.decode()
    assert "Invite somebody" not in page.content.decode()


def test_a_bank_without_a_second_person_is_told_that_it_cannot_sign(client, coordinator):
    assert "needs two active people to sign" in client.get("/people/").content.decode()


def test_one_person_in_both_roles_cannot_sign(client, coordinator, bank):
    Membership.objects.create(user=coordinator, bank=bank, role=Role.APPROVER)

    signed_in(client, make_user("me@b1.example", Role.EXECUTIVE, bank=bank))

    assert "needs two active people" in client.get("/people/").content.decode()


@pytest.mark.usefixtures("approver")
def test_a_bank_with_two_people_is_not_warned(client, coordinator):
    assert "needs two active people" not in client.get("/people/").content.decode()


def test_inviting_sends_one_invitation(client, coordinator, bank):
    typed = {"email": "new@b1.example", "name": "New", "role": "approver", "language": "en"}

    done = client.post("/people/invite/", typed)
    again = client.post("/people/invite/", typed)

    assert done.url == "/people/"
    assert again.status_code == 422
    assert "already invited" in again.content.decode()
    assert Invitation.objects.get().bank == bank


def test_an_invalid_invitation_keeps_what_was_typed(client, coordinator):
    typed = {"email": "not an address", "name": "New", "role": "approver", "language": "en"}

    page = client.post("/people/invite/", typed)

    html = page.content.decode()
    assert page.status_code == 422
    assert 'value="not an address"' in html
    assert "<title>Error: " in html
    assert 'href="#id_email"' in html


def test_an_alliance_role_cannot_be_smuggled_in(client, coordinator):
    typed = {"email": "new@b1.example", "name": "New", "role": "analyst", "language": "en"}

    assert client.post("/people/invite/", typed).status_code == 422
    assert not Invitation.objects.exists()


def test_a_wrong_approver_is_replaced(client, coordinator, approver):
    page = f"/people/roles/{approver.memberships.get().pk}/"

    assert client.get(page).status_code == 200
    assert client.post(page, {"role": "contributor"}).url == "/people/"
    assert role_of(approver) == {Role.CONTRIBUTOR}


def test_a_role_is_ended_and_another_given(client, coordinator, approver):
    client.post("/people/roles/", {"user": approver.pk, "role": "executive"})
    membership = approver.memberships.get(role=Role.APPROVER)
    client.post(f"/people/roles/{membership.pk}/end/")

    assert role_of(approver) == {Role.EXECUTIVE}


def test_a_refusal_is_a_sentence(client, coordinator):
    page = f"/people/roles/{coordinator.memberships.get().pk}/"

    refused = client.post(page, {"role": "approver"})

    assert refused.status_code == 422
    assert "changed by somebody else" in refused.content.decode()
    assert role_of(coordinator) == {Role.COORDINATOR}


def test_an_invitation_is_withdrawn(client, coordinator, bank):
    typed = {"email": "new@b1.example", "name": "New", "role": "approver", "language": "en"}
    client.post("/people/invite/", typed)
    invitation = Invitation.objects.get()

    client.post(f"/people/invitations/{invitation.pk}/withdraw/")

    invitation.refresh_from_db()
    assert invitation.revoked_at is not None


@pytest.mark.parametrize(
    "role", [Role.CONTRIBUTOR, Role.APPROVER, Role.EXECUTIVE, Role.ANALYST, Role.ADMINISTRATOR]
)
def test_only_the_coordinator_changes_people(client, bank, approver, role):
    signed_in(client, make_user("me@x.example", role, bank=bank))
    membership = approver.memberships.get()

    answers = [
        client.get("/people/invite/"),
        client.post("/people/roles/", {"user": approver.pk, "role": "executive"}),
        client.post(f"/people/roles/{membership.pk}/", {"role": "executive"}),
        client.post(f"/people/roles/{membership.pk}/end/"),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert role_of(approver) == {Role.APPROVER}


def test_another_banks_people_are_not_found(client, coordinator):
    other = make_user("other@b2.example", Role.APPROVER, bank=make_bank("b2"))
    membership = other.memberships.get()

    answers = [
        client.get(f"/people/roles/{membership.pk}/"),
        client.post(f"/people/roles/{membership.pk}/", {"role": "executive"}),
        client.post(f"/people/roles/{membership.pk}/end/"),
    ]
    given = client.post("/people/roles/", {"user": other.pk, "role": "executive"})

    assert {answer.status_code for answer in answers} == {404}
    assert given.status_code == 422
    assert role_of(other) == {Role.APPROVER}


def test_people_write_their_name_and_language(client, coordinator):
    page = client.post("/account-settings/", {"name": "New Name", "language": "zh-hans"})

    user = User.objects.get()
    assert page.status_code == 302
    assert (user.name, user.language) == ("New Name", "zh-hans")
    assert client.cookies["hive_lang"].value == "zh-hans"


def test_an_empty_name_comes_back(client, coordinator):
    assert client.post("/account-settings/", {"name": "", "language": "en"}).status_code == 422


def test_the_account_form_changes_nothing_else(client, coordinator):
    before = User.objects.values().get()
    typed = {field.name: "1" for field in User._meta.fields} | {"name": "Co", "language": "en"}

    client.post("/account-settings/", typed)

    assert User.objects.values().get() == before


def test_several_banks_ask_which_one(client, bank):
    second = make_bank("b2")
    user = make_user("me@x.example", Role.COORDINATOR, bank=bank)
    Membership.objects.create(user=user, role=Role.EXECUTIVE, bank=second)
    signed_in(client, user)

    asked = client.get("/people/")
    wrong = client.post("/bank/", {"bank": make_bank("b3").pk})
    client.post("/bank/", {"bank": second.pk})

    assert asked.url == "/bank/"
    assert wrong.status_code == 422
    assert "People of Bank b2" in client.get("/people/").content.decode()
    # Coordinator at the other bank only.
    assert client.get("/people/invite/").status_code == 403


def test_a_chosen_bank_is_lost_with_the_role(client, bank):
    second = make_bank("b2")
    user = make_user("me@x.example", Role.COORDINATOR, bank=bank)
    role = Membership.objects.create(user=user, role=Role.EXECUTIVE, bank=second)
    signed_in(client, user)
    client.post("/bank/", {"bank": second.pk})

    Membership.objects.filter(pk=role.pk).update(is_active=False)

    assert "People of Bank b1" in client.get("/people/").content.decode()


def test_a_person_without_a_role_is_told_so(client):
    signed_in(client, make_user("me@x.example"))

    page = client.get("/people/")

    assert page.status_code == 403
    assert "You have no role at present" in page.content.decode()


def test_the_page_of_people_asks_the_same_few_questions_for_many(
    client, coordinator, bank, django_assert_max_num_queries
):
    for number in range(20):
        make_user(f"p{number}@b1.example", Role.CONTRIBUTOR, bank=bank)

    with django_assert_max_num_queries(8):
        client.get("/people/")
