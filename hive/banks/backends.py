"""Who is signed in, read with the roles in force."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from hive.banks.models import Membership, User
from hive.prepared import Given, Prepared

_ROLES = Prepared(
    lambda: Membership.objects.filter(
        user=Given("user", User._meta.pk), is_active=True
    ).select_related("user", "bank")
)


class MemberBackend(AuthenticationBackend):
    """Reads a person and the roles, which every page asks for, in one query."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the person while the account is active."""
        memberships = _ROLES.rows(user=user_id)
        if not memberships:
            return super().get_user(user_id)
        user: User = memberships[0].user
        if not self.user_can_authenticate(user):
            return None
        user.current_memberships = list(memberships)
        return user
