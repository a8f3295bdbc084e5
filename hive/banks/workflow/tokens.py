"""API keys: made by people for their programs, shown once, asked for at every call."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hive.audit.log import record
from hive.audit.models import Result
from hive.banks.models import ApiToken, Bank, User
from hive.banks.roles import BANK_ROLES
from hive.banks.workflow.errors import NotAllowed, Taken, TokenUnusable
from hive.banks.workflow.invitations import hash_of
from hive.banks.workflow.rules import require_oneself
from hive.banks.workflow.verbs import save_checked, verb
from hive.core.texts import plain_line
from hive.post.outbox import post

MOST_TOKENS = 10
# How long a key may be valid, in days.
LIVES = (30, 90, 365)
# Lets a scanner for leaked secrets tell what it has found.
PREFIX = "hive_"


@verb
def make_token(user: User, *, bank: Bank, name: str, days: int, by: User) -> tuple[ApiToken, str]:
    """Make a key to the results of a bank; returns it as it is shown this once."""
    require_oneself(user, by=by)
    if not sees_results(user, bank) or days not in LIVES:
        raise NotAllowed
    User.objects.select_for_update().get(pk=user.pk)
    if user.api_tokens.standing().filter(expires_at__gt=timezone.now()).count() >= MOST_TOKENS:
        text = _("You have %(count)s API keys. Revoke one that is not needed any more.")
        raise Taken(text % {"count": MOST_TOKENS})
    secret, now = PREFIX + secrets.token_urlsafe(32), timezone.now()
    token = ApiToken(
        user=user,
        bank=bank,
        name=plain_line(name),
        token_hash=hash_of(secret),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    save_checked(token)
    post(f"api_token:{uuid4()}", "api_token_made", user, context={"token": token, "at": now})
    record("make_token", token, by=by, bank=bank.pk, days=days)
    return token, secret


@verb
def revoke_token(token: ApiToken, *, by: User) -> None:
    """End a key at once."""
    token = ApiToken.objects.select_for_update().select_related(None).get(pk=token.pk)
    require_oneself(token.user, by=by)
    if token.revoked_at:
        raise Taken(_("This key was already revoked."))
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    record("revoke_token", token, by=by, bank=token.bank_id)


def usable_token(secret: str) -> ApiToken:
    """Find the key that a program shows; NotAllowed when its person lost the role."""
    rows = ApiToken.objects.select_related("user", "bank")
    token = rows.filter(token_hash=hash_of(secret)).first()
    if token is None:
        raise TokenUnusable
    is_over = token.revoked_at is not None or token.expires_at <= timezone.now()
    if not is_over and sees_results(token.user, token.bank):
        return token
    record("use_token", token, by=token.user, bank=token.bank_id, result=Result.DENIED)
    raise TokenUnusable if is_over or not token.user.is_active else NotAllowed


@transaction.atomic
def record_use(token: ApiToken, *, page: str, status: int) -> None:
    """Note what was read with a key, and how it was answered."""
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=timezone.now())
    result = Result.DONE if status < 400 else Result.DENIED
    record(
        "use_token", token, by=token.user, bank=token.bank_id, result=result,
        page=page, status=status,
    )  # fmt: skip


def sees_results(user: User, bank: Bank) -> bool:
    """Whether the person has a role in force at the bank that sees its results."""
    roles = [role for role in BANK_ROLES if role.sees_results]
    return user.is_active and user.has_role(*roles, bank=bank)
