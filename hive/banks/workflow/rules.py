"""Who may give out which role, and whom the house cannot lose."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hive.banks.models import Bank, Membership, User
from hive.banks.roles import Role
from hive.banks.workflow.errors import LastOne, NotAllowed, OtherPower, OtherSide


def require_administrator(by: User) -> None:
    """Refuse everybody but administrators of the alliance."""
    if not by.has_role(Role.ADMINISTRATOR):
        raise NotAllowed


def require_right_to_give(role: Role, bank: Bank | None, *, by: User) -> None:
    """Coordinators give their bank's roles; administrators the alliance's, and a bank's first."""
    if bank is None:
        require_administrator(by)
    elif not by.has_role(Role.COORDINATOR, bank=bank):
        require_administrator(by)
        if role != Role.COORDINATOR or coordinators(bank).exists():
            raise NotAllowed(
                _("The bank's coordinator invites its people; you invite a first coordinator.")
            )


def require_someone_else(user: User, *, by: User) -> None:
    """Nobody changes the own roles."""
    if user.pk == by.pk:
        raise NotAllowed(_("Your own roles are changed by somebody else."))


def require_oneself(user: User, *, by: User) -> None:
    """What is the person's own choice is nobody else's."""
    if user.pk != by.pk:
        raise NotAllowed


def require_one_side(user: User, bank: Bank | None) -> None:
    """Refuse a role on the other side of the house; rows of other people are not asked."""
    if user.memberships.filter(is_active=True).exclude(bank__isnull=bank is None).exists():
        raise OtherSide


def require_one_power(user: User, role: Role) -> None:
    """Refuse an administrator or auditor any other role, and everybody else those two."""
    held = user.memberships.filter(is_active=True).values_list("role", flat=True)
    if any(Role(other).power != role.power for other in held):
        raise OtherPower


def require_not_last(membership: Membership) -> None:
    """Keep one coordinator at a bank and one administrator at the alliance."""
    role = Role(membership.role)
    if role not in (Role.COORDINATOR, Role.ADMINISTRATOR):
        return
    others = _in_force(role, membership.bank).exclude(user=membership.user)
    if not others.exists():
        raise LastOne(
            _("This is the last %(role)s. Give the role to somebody else first.")
            % {"role": role.label}
        )


def coordinators(bank: Bank) -> QuerySet[Membership]:
    """The coordinators in force at a bank."""
    return _in_force(Role.COORDINATOR, bank)


def _in_force(role: Role, bank: Bank | None) -> QuerySet[Membership]:
    return Membership.objects.filter(role=role, bank=bank, is_active=True, user__is_active=True)
