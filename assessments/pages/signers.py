"""Who signs, who gets the request by mail, and who could sign instead."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.pages.dossier import Dossier
from hive.banks.models import Membership, User
from hive.banks.queries import members_of
from hive.banks.roles import Role


@dataclass(frozen=True, slots=True)
class Signer:
    """An approver in force; the own role is ended by somebody else."""

    membership: Membership
    note: str
    may_end: bool


@dataclass(frozen=True)
class SignersPage:
    """The approvers of a bank, and the colleagues who are none."""

    dossier: Dossier
    memberships: tuple[Membership, ...]

    @property
    def signers(self) -> tuple[Signer, ...]:
        """Everybody who can sign."""
        return tuple(
            Signer(row, self._note(row.user), row.user != self.dossier.user)
            for row in self.memberships
            if row.role == Role.APPROVER
        )

    @property
    def colleagues(self) -> tuple[User, ...]:
        """Those who could be named: everybody else at the bank but oneself."""
        signing = {row.user for row in self.memberships if row.role == Role.APPROVER}
        people = dict.fromkeys(row.user for row in self.memberships)
        return tuple(user for user in people if user not in signing and user != self.dossier.user)

    @property
    def sentence(self) -> str:
        """What a change does at this moment."""
        if self.dossier.submission.is_awaiting_signoff:
            return _("The signature is awaited: whoever you name gets the request by mail at once.")
        return _("Whoever can sign gets an e-mail when the signature is requested.")

    def _note(self, user: User) -> str:
        submission = self.dossier.submission
        if not submission.is_awaiting_signoff:
            return _("Will get the request by mail")
        if user == submission.requested_by:
            return _("Requested the signature and cannot give it")
        return _("Has the request by mail")


def signers_page(dossier: Dossier) -> SignersPage:
    """Read the roles in force, in one query."""
    return SignersPage(dossier, tuple(members_of(dossier.submission.bank)))
