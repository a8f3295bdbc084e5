"""Giving, taking and replacing roles of people who have an account."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hive.audit.log import record
from hive.banks.models import Bank, Membership, User
from hive.banks.roles import Role
from hive.banks.workflow.errors import NotAllowed, Taken
from hive.banks.workflow.people import raise_epoch
from hive.banks.workflow.rules import (
    require_not_last,
    require_one_power,
    require_one_side,
    require_right_to_give,
    require_someone_else,
)
from hive.banks.workflow.verbs import verb


@verb
def grant_role(user: User, role: Role, bank: Bank | None = None, *, by: User) -> Membership:
    """Give a role to somebody who works there already; everybody else is invited."""
    require_right_to_give(role, bank, by=by)
    require_someone_else(user, by=by)
    held = user.memberships.filter(bank=bank, is_active=True).first()
    if held is None:
        raise NotAllowed(_("Only colleagues can be given a role directly. Invite the person."))
    return put_in_force(user, role, bank, organisation=held.organisation, by=by)


@verb
def revoke_role(membership: Membership, *, by: User) -> None:
    """End a role; it stops to count with the person's next request."""
    membership = _locked(membership)
    _require_right_to_end(membership, by=by)
    require_not_last(membership)
    end(membership, by=by)


@verb
def change_role(membership: Membership, role: Role, *, by: User) -> Membership:
    """Put another role in the place of one, such as a wrongly named approver's."""
    membership = _locked(membership)
    if membership.role == role:
        return membership
    require_right_to_give(role, membership.bank, by=by)
    require_someone_else(membership.user, by=by)
    require_not_last(membership)
    end(membership, by=by)
    return put_in_force(
        membership.user, role, membership.bank, organisation=membership.organisation, by=by
    )


def put_in_force(
    user: User, role: Role, bank: Bank | None, *, organisation: str, by: User | None
) -> Membership:
    """Make or revive the membership, once, on one side of the house only."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require_one_side(user, bank)
    require_one_power(user, role)
    membership, is_new = Membership.objects.get_or_create(
        user=user, role=role, bank=bank, defaults={"organisation": organisation}
    )
    if not is_new and membership.is_active:
        raise Taken(_("The person already has this role."))
    membership.is_active, membership.organisation = True, organisation
    membership.save(update_fields=["is_active", "organisation"])
    raise_epoch(user)
    record(
        "grant_role", membership, by=by, bank=membership.bank_id, role=role, user=user.email,
        organisation=organisation,
    )  # fmt: skip
    return membership


def end(membership: Membership, *, by: User) -> None:
    """End one membership and the person's sessions."""
    membership.is_active = False
    membership.save(update_fields=["is_active"])
    raise_epoch(membership.user)
    record(
        "revoke_role",
        membership,
        by=by,
        bank=membership.bank_id,
        role=membership.role,
        user=membership.user.email,
    )


def _require_right_to_end(membership: Membership, *, by: User) -> None:
    """Whoever may give roles at the place may end them, except the own."""
    require_someone_else(membership.user, by=by)
    giver = Role.COORDINATOR if membership.bank else Role.ADMINISTRATOR
    if not by.has_role(giver, bank=membership.bank):
        raise NotAllowed


def _locked(membership: Membership) -> Membership:
    found = Membership.objects.select_for_update().filter(pk=membership.pk, is_active=True)
    current = found.first()
    if current is None:
        raise Taken(_("This role has ended already."))
    return current
