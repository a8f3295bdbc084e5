"""Accounts: name and language, ending sessions, closing and opening, second factor."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from hive.audit.log import record
from hive.banks.models import Membership, Session, User
from hive.banks.roles import Role
from hive.banks.workflow.errors import NotAccepted, Taken
from hive.banks.workflow.rules import (
    require_administrator,
    require_not_last,
    require_oneself,
    require_someone_else,
)
from hive.banks.workflow.verbs import save_checked, verb
from hive.core.texts import plain_line
from hive.post.models import DigestLine


@verb
def rename(user: User, *, name: str, by: User) -> None:
    """Write a person's name; people write their own, administrators anybody's."""
    if user.pk != by.pk:
        require_administrator(by)
    name = plain_line(name)
    if not name:
        raise NotAccepted(_("Write the name."))
    old, user.name = user.name, name
    user.save(update_fields=["name"])
    record("rename", user, by=by, old=old, new=name)


@verb
def choose_language(user: User, *, language: str, by: User) -> None:
    """Keep the language in which the person reads pages and mail."""
    if user.pk != by.pk:
        require_administrator(by)
    if language not in dict(settings.LANGUAGES):
        raise NotAccepted(_("This language is not available."))
    user.language = language
    user.save(update_fields=["language"])
    record("choose_language", user, by=by, language=language)


@verb
def choose_mail(
    user: User, *, handovers: bool, comments: bool, digest: bool, reminders: bool, by: User
) -> None:
    """Keep what the person wants by mail; a digest that is no longer wanted is not written."""
    require_oneself(user, by=by)
    user.mail_handovers, user.mail_comments = handovers, comments
    user.mail_digest, user.mail_reminders = digest, reminders
    user.save(update_fields=["mail_handovers", "mail_comments", "mail_digest", "mail_reminders"])
    if not digest:
        DigestLine.objects.filter(recipient=user.email, mail=None).delete()
    record(
        "choose_mail", user, by=by,
        handovers=handovers, comments=comments, digest=digest, reminders=reminders,
    )  # fmt: skip


@verb
def end_sessions(user: User, *, by: User) -> None:
    """Sign the person out everywhere."""
    if user.pk != by.pk:
        require_administrator(by)
    raise_epoch(user)
    record("end_sessions", user, by=by)


@verb
def disable_user(user: User, *, by: User) -> None:
    """Close an account: every session ends and nobody can sign in to it."""
    require_administrator(by)
    require_someone_else(user, by=by)
    user = User.objects.select_for_update().get(pk=user.pk)
    for membership in user.memberships.filter(role=Role.ADMINISTRATOR, is_active=True):
        require_not_last(membership)
    user.is_active = False
    user.save(update_fields=["is_active"])
    raise_epoch(user)
    record("disable_user", user, by=by)


@verb
def enable_user(user: User, *, by: User) -> None:
    """Open a closed account again, with the roles it had."""
    require_administrator(by)
    require_someone_else(user, by=by)
    user.is_active, user.opened_at = True, timezone.now()
    user.save(update_fields=["is_active", "opened_at"])
    record("enable_user", user, by=by)


@verb
def reset_second_factor(user: User, *, by: User) -> None:
    """Forget a lost authenticator and its recovery codes; the person sets up a new one."""
    require_administrator(by)
    require_someone_else(user, by=by)
    Authenticator.objects.filter(user=user).delete()
    raise_epoch(user)
    record("reset_second_factor", user, by=by)


def raise_epoch(user: User) -> None:
    """End every session of the person with its next request."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    close_sessions(user)
    user.refresh_from_db(fields=["session_epoch"])


def close_sessions(user: User, *, keep: str = "") -> None:
    """Let what is no longer good for signing in count as over, so that nobody is shown it."""
    rows = Session.objects.visible_to(user).exclude(pk=keep)
    rows.update(expire_date=timezone.now())


@verb
def make_first_administrator(*, email: str, name: str, language: str, by: None = None) -> User:
    """Open the account from which every other one is invited; once, on a new installation."""
    if Membership.objects.filter(role=Role.ADMINISTRATOR).exists():
        raise Taken(_("There is an administrator already, who invites everybody else."))
    user = User(email=email, name=name, language=language)
    user.set_unusable_password()
    save_checked(user)
    organisation = settings.HIVE_ALLIANCE_NAME["zh" if language.startswith("zh") else "en"]
    Membership.objects.create(user=user, role=Role.ADMINISTRATOR, organisation=organisation)
    record("make_first_administrator", user, by=None)
    return user
