"""Every rule about people that the database keeps by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hive.banks.models import Bank, Invitation, Membership, User
from hive.banks.roles import Role
from tests.factories import OURS, make_bank, make_user

pytestmark = pytest.mark.django_db
NOWHERE = {"organisation": ""}


def refused(constraint: str, make) -> bool:
    """Whether the database refuses, naming the rule or its columns."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make()
    return constraint in str(error.value) or connection.vendor == "sqlite"


def make_invitation(**changes) -> Invitation:
    inviter = changes.pop("by", None) or make_user("inviter@a.example")
    fields = {
        "email": "new@a.example",
        "name": "New",
        "role": Role.ANALYST,
        "token_hash": "0" * 64,
        "invited_by": inviter,
        "expires_at": timezone.now() + timedelta(days=7),
    }
    if "bank" not in changes:
        fields["organisation"] = OURS
    return Invitation.objects.create(**fields | changes)


def test_a_bank_cannot_be_its_own_parent():
    bank = make_bank()

    assert refused(
        "bank_is_not_its_own_parent",
        lambda: Bank.objects.filter(pk=bank.pk).update(parent=bank),
    )


def test_a_bank_code_is_unique():
    make_bank("b1")

    assert refused("code", lambda: make_bank("b1"))


def test_an_email_makes_one_account_whatever_its_case():
    make_user("one@b1.example")

    assert refused("one_account_per_email", lambda: User.objects.create_user("ONE@b1.example"))


@pytest.mark.parametrize("role", [role for role in Role if role.is_at_bank])
def test_a_bank_role_needs_a_bank(role):
    user = make_user("one@b1.example")

    assert refused(
        "bank_roles_have_a_bank", lambda: Membership.objects.create(user=user, role=role)
    )


@pytest.mark.parametrize("role", [role for role in Role if not role.is_at_bank])
def test_an_alliance_role_has_no_bank(role):
    user, bank = make_user("one@a.example"), make_bank()

    assert refused(
        "bank_roles_have_a_bank",
        lambda: Membership.objects.create(user=user, role=role, bank=bank),
    )


def test_a_role_that_does_not_exist_is_refused():
    user, bank = make_user("one@a.example"), make_bank()

    assert refused(
        "bank_roles_have_a_bank",
        lambda: Membership.objects.create(user=user, role="owner", bank=bank),
    )


def test_a_person_has_a_bank_role_once():
    bank = make_bank()
    user = make_user("one@b1.example", Role.EXECUTIVE, bank=bank)

    assert refused(
        "one_membership_per_bank_role",
        lambda: Membership.objects.create(user=user, role=Role.EXECUTIVE, bank=bank),
    )


def test_a_person_has_an_alliance_role_once():
    user = make_user("one@a.example", Role.AUDITOR)

    assert refused(
        "one_membership_per_alliance_role",
        lambda: Membership.objects.create(user=user, role=Role.AUDITOR, organisation=OURS),
    )


def test_an_invitation_to_a_bank_role_needs_a_bank():
    inviter = make_user("inviter@a.example")

    assert refused(
        "invited_bank_roles_have_a_bank",
        lambda: make_invitation(role=Role.APPROVER, by=inviter),
    )


def test_only_one_invitation_to_an_alliance_role_is_open():
    first = make_invitation()

    assert refused(
        "one_open_invitation_per_alliance_role",
        lambda: make_invitation(token_hash="1" * 64, by=first.invited_by),
    )


def test_only_one_invitation_to_a_bank_role_is_open():
    bank = make_bank()
    first = make_invitation(role=Role.APPROVER, bank=bank)

    assert refused(
        "one_open_invitation_per_bank_role",
        lambda: make_invitation(
            role=Role.APPROVER, bank=bank, token_hash="1" * 64, by=first.invited_by
        ),
    )


def test_a_withdrawn_invitation_makes_room_for_another():
    first = make_invitation(revoked_at=timezone.now())

    second = make_invitation(token_hash="1" * 64, by=first.invited_by)

    assert Invitation.objects.count() == 2
    assert second.email == first.email


def test_the_database_refuses_roles_on_both_sides():
    bank = make_bank()
    analyst = make_user("one@a.example", Role.ANALYST)
    approver = make_user("two@b1.example", Role.APPROVER, bank=bank)

    assert refused(
        "one_side_per_person",
        lambda: Membership.objects.create(user=analyst, role=Role.APPROVER, bank=bank),
    )
    assert refused(
        "one_side_per_person",
        lambda: Membership.objects.create(user=approver, role=Role.ANALYST, organisation=OURS),
    )


def test_the_database_refuses_to_revive_a_role_of_the_other_side():
    bank = make_bank()
    analyst = make_user("one@a.example", Role.ANALYST)
    past = Membership.objects.create(user=analyst, role=Role.APPROVER, bank=bank, is_active=False)

    assert refused(
        "one_side_per_person",
        lambda: Membership.objects.filter(pk=past.pk).update(is_active=True),
    )


def test_the_database_lets_a_person_change_sides_after_the_old_role_ended():
    bank = make_bank()
    user = make_user("one@a.example", Role.ANALYST)
    user.memberships.update(is_active=False)

    Membership.objects.create(user=user, role=Role.EXECUTIVE, bank=bank)

    assert user.memberships.filter(is_active=True).get().role == Role.EXECUTIVE


def test_several_roles_at_several_banks_are_allowed():
    user = make_user("one@b1.example", Role.COORDINATOR, Role.EXECUTIVE, bank=make_bank("b1"))

    Membership.objects.create(user=user, role=Role.EXECUTIVE, bank=make_bank("b2"))

    assert user.memberships.count() == 3


@pytest.mark.parametrize("role", [role for role in Role if not role.is_at_bank])
def test_a_role_at_the_alliance_needs_the_organisation(role):
    user = make_user("one@a.example")

    assert refused(
        "organisation_of_alliance_roles",
        lambda: Membership.objects.create(user=user, role=role),
    )
    assert refused("organisation_of_invited_roles", lambda: make_invitation(role=role, **NOWHERE))


def test_a_role_at_a_bank_has_no_organisation_but_the_bank():
    user, bank = make_user("one@b1.example"), make_bank()

    assert refused(
        "organisation_of_alliance_roles",
        lambda: Membership.objects.create(
            user=user, role=Role.APPROVER, bank=bank, organisation=OURS
        ),
    )


@pytest.mark.parametrize("first", [role for role in Role if not role.is_at_bank])
@pytest.mark.parametrize("second", [role for role in Role if not role.is_at_bank])
def test_the_database_keeps_reviewing_administering_and_auditing_apart(first, second):
    user = make_user("one@a.example", first)
    fields = {"user": user, "role": second, "organisation": OURS}

    if first == second:
        return
    if first.power == second.power:
        assert Membership.objects.create(**fields).is_active
    else:
        assert refused("one_power_per_person", lambda: Membership.objects.create(**fields))
    past = Membership.objects.exclude(role=first).first()
    past = past or Membership.objects.create(**fields, is_active=False)
    user.memberships.filter(role=first).update(is_active=False)
    Membership.objects.filter(pk=past.pk).update(is_active=True)
