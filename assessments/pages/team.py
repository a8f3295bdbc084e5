"""The people of a bank by their roles, and who gets which mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hive.banks.models import Bank, Membership, User
from hive.banks.roles import BANK_ROLES, Role

# Fewer could not keep four eyes apart when one of them requests or is away.
FEWEST_SIGNERS = 2


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role and the names of those who hold it."""

    label: str
    names: str


@dataclass(frozen=True)
class Team:
    """The active people of a bank."""

    people: dict[Role, tuple[User, ...]]

    def holders(self, *roles: Role) -> tuple[User, ...]:
        """The people in some roles, each once."""
        return tuple(dict.fromkeys(user for role in roles for user in self.people[role]))

    @property
    def rows(self) -> tuple[RoleRow, ...]:
        """One row for each role."""
        return tuple(
            RoleRow(str(role.label), listed(self.people[role]) or _("Nobody"))
            for role in BANK_ROLES
        )

    @property
    def lacks_signers(self) -> bool:
        """Whether fewer than two active people can sign."""
        return len(self.people[Role.APPROVER]) < FEWEST_SIGNERS

    def signers(self, requester: User | None) -> str:
        """The names of those who can sign what somebody requests."""
        return listed(user for user in self.people[Role.APPROVER] if user != requester)


def team_of(bank: Bank) -> Team:
    """Read the active people of a bank, in one query."""
    held = Membership.objects.filter(bank=bank, is_active=True, user__is_active=True)
    people: dict[Role, list[User]] = {role: [] for role in BANK_ROLES}
    for membership in held.select_related("user"):
        people[Role(membership.role)].append(membership.user)
    return Team({role: tuple(users) for role, users in people.items()})


def listed(people: Iterable[User]) -> str:
    """Write names one after the other."""
    return _(", ").join(str(person) for person in people)
