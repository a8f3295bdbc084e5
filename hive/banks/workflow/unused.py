"""Closing accounts that nobody uses any more, after a mail two weeks before."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from hive.audit.log import record
from hive.banks.models import User
from hive.banks.roles import Role
from hive.banks.workflow.errors import LastOne
from hive.banks.workflow.people import raise_epoch
from hive.banks.workflow.rules import require_not_last
from hive.post.outbox import post

NOTICE = timedelta(days=14)


def close_unused_accounts(now: datetime) -> int:
    """Warn people who have not signed in for long; close the account of whoever was warned."""
    days = settings.HIVE_UNUSED_DAYS
    if not days:
        return 0
    limit = now - timedelta(days=days)
    unwarned = (
        Q(warned_at=None) | Q(warned_at__lt=F("opened_at")) | Q(warned_at__lt=F("last_login"))
    )
    to_warn = _unused_since(limit + NOTICE).filter(unwarned)
    to_close = _unused_since(limit).exclude(unwarned).filter(warned_at__lte=now - NOTICE)
    done = sum(_close(user.pk, to_close) for user in to_close)
    return done + sum(_warn(user.pk, to_warn, now) for user in to_warn)


def _unused_since(moment: datetime) -> QuerySet[User]:
    never_since = Q(last_login=None) | Q(last_login__lte=moment)
    return User.objects.filter(never_since, is_active=True, opened_at__lte=moment)


@transaction.atomic
def _warn(pk: UUID, still: QuerySet[User], now: datetime) -> int:
    user = still.select_for_update().filter(pk=pk).first()
    if user is None:
        return 0
    user.warned_at = now
    user.save(update_fields=["warned_at"])
    last = max(user.opened_at, user.last_login or user.opened_at)
    closes = max(last + timedelta(days=settings.HIVE_UNUSED_DAYS), now + NOTICE)
    link = settings.SITE_ORIGIN + reverse("account_login")
    context = {"closes": closes, "last": last, "link": link}
    post(f"account_closing:{user.pk}:{now:%Y%m%d%H%M}", "account_closing", user, context=context)
    record("warn_of_closing", user, by=None)
    return 1


@transaction.atomic
def _close(pk: UUID, still: QuerySet[User]) -> int:
    user = still.select_for_update().filter(pk=pk).first()
    if user is None:
        return 0
    try:
        for membership in user.memberships.filter(role=Role.ADMINISTRATOR, is_active=True):
            require_not_last(membership)
    except LastOne:
        return 0
    user.is_active = False
    user.save(update_fields=["is_active"])
    raise_epoch(user)
    record("close_unused_account", user, by=None, days=settings.HIVE_UNUSED_DAYS)
    return 1
