"""Reads about the people of a bank."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from hive.banks.models import Bank, Invitation, Membership, User
from hive.banks.roles import Role


def members_of(bank: Bank) -> QuerySet[Membership]:
    """The roles in force at a bank, with their people, in a steady order."""
    in_force = Membership.objects.filter(bank=bank, is_active=True, user__is_active=True)
    return in_force.select_related("user", "bank").order_by("created_at", "pk")


def open_invitations(bank: Bank | None) -> QuerySet[Invitation]:
    """Invitations that were neither taken up nor withdrawn, newest first; lapsed ones too."""
    return Invitation.objects.filter(
        bank=bank, accepted_at__isnull=True, revoked_at__isnull=True
    ).select_related("bank", "invited_by")


def colleagues(bank: Bank) -> QuerySet[User]:
    """The active people with a role in force at a bank, each once."""
    return User.objects.filter(
        is_active=True, memberships__bank=bank, memberships__is_active=True
    ).distinct()


def alliance_people() -> QuerySet[User]:
    """The active people with a role in force at the alliance, each once."""
    return User.objects.filter(
        is_active=True, memberships__bank__isnull=True, memberships__is_active=True
    ).distinct()


def can_sign(memberships: Iterable[Membership]) -> bool:
    """Whether the bank has two people to sign: one who requests, another who approves."""
    held = list(memberships)
    requesters = {m.user_id for m in held if m.role == Role.COORDINATOR}
    approvers = {m.user_id for m in held if m.role == Role.APPROVER}
    return any(one != other for one in requesters for other in approvers)


def has_account(email: str) -> bool:
    """Whether somebody signs in with this address."""
    return User.objects.filter(email__iexact=email).exists()
