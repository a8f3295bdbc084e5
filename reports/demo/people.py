"""The people of the demonstration, named after their roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.conf import settings
from django.contrib.auth.hashers import make_password

from hive.audit.log import record
from hive.banks.models import Bank, Membership, User
from hive.banks.roles import BANK_ROLES, Role
from reports.demo.plan import PeoplePlan

LANGUAGE = "zh-hans"
OURS = settings.HIVE_ALLIANCE_NAME["zh"]


@dataclass(frozen=True)
class Team:
    """The people of one bank."""

    coordinator: User
    contributor: User
    approver: User
    executive: User


class Recruiter:
    """Makes accounts that all sign in with the demonstration's password and secret."""

    def __init__(self, plan: PeoplePlan) -> None:
        self.plan = plan
        # One hash for everybody: the password is public, and hashing takes its time on purpose.
        self.password = make_password(plan.password)

    def alliance(self) -> Mapping[Role, Sequence[User]]:
        """Make the people of the alliance."""
        staff: dict[Role, list[User]] = {}
        for role in map(Role, self.plan.alliance):
            count = self.plan.alliance[role]
            numbers = [f"-{n}" if count > 1 else "" for n in range(1, count + 1)]
            staff[role] = [
                self._user(f"{role.replace('_', '-')}{n}@alliance.example", role, n.lstrip("-"))
                for n in numbers
            ]
        self._store((user, role, None) for role, users in staff.items() for user in users)
        return staff

    def teams(self, banks: Iterable[Bank]) -> Mapping[str, Team]:
        """Make one person for each role at every bank."""
        staff = {
            bank: {role: self._user(address(role, bank.code), role) for role in BANK_ROLES}
            for bank in banks
        }
        self._store(
            (user, role, bank) for bank, people in staff.items() for role, user in people.items()
        )
        return {
            bank.code: Team(**{str(role): user for role, user in people.items()})
            for bank, people in staff.items()
        }

    def _user(self, email: str, role: Role, number: str = "") -> User:
        name = self.plan.roles[role]["zh"] + number
        return User(email=email, name=name, language=LANGUAGE, password=self.password)

    def _store(self, people: Iterable[tuple[User, Role, Bank | None]]) -> None:
        entries = list(people)
        User.objects.bulk_create(user for user, _, _ in entries)
        Membership.objects.bulk_create(
            Membership(user=user, role=role, bank=bank, organisation="" if bank else OURS)
            for user, role, bank in entries
        )
        Authenticator.objects.bulk_create(
            Authenticator(
                user=user,
                type=Authenticator.Type.TOTP,
                data={"secret": encrypt(self.plan.totp_secret)},
            )
            for user, role, _ in entries
            if role.needs_second_factor
        )
        for user, role, bank in entries:
            record("make_demo_person", user, by=None, bank=bank.pk if bank else None, role=role)


def address(role: Role, bank: str) -> str:
    """Return the e-mail of the person with a role at a bank."""
    return f"{role}@{bank}.example"
