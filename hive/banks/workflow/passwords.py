"""Writing passwords: the present one, since when, and those that may not come back."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hive.banks.models import PastPassword, User


@transaction.atomic
def write_password(user: User, password: str) -> None:
    """Store a new password and nothing else of the row; whoever calls notes who changed it."""
    user.set_password(password)
    user.password_set_at = timezone.now()
    user.save(update_fields=["password", "password_set_at"])
    keep_past(user)


def keep_past(user: User) -> None:
    """Keep as many hashes as the profile says, and no more."""
    kept = settings.HIVE_PASSWORDS_KEPT
    if kept:
        PastPassword.objects.create(
            user=user, password=user.password, created_at=user.password_set_at or timezone.now()
        )
    newest = list(user.past_passwords.values_list("pk", flat=True)[:kept])
    user.past_passwords.exclude(pk__in=newest).delete()
