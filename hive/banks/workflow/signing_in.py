"""What the audit log keeps about signing in and being refused, and what follows from it."""

from __future__ import annotations

from django.db import transaction

from hive.audit.log import record
from hive.audit.models import Result
from hive.banks.models import User
from hive.banks.workflow.people import close_sessions, raise_epoch

# allauth names its notices by template; the log and the mail name them by what happened.
NOTICES = {
    "account/email/password_changed": "password_changed",
    "account/email/password_reset": "password_reset",
    "mfa/email/totp_activated": "second_factor_set_up",
    "mfa/email/totp_deactivated": "second_factor_removed",
}


def record_sign_in(user: User) -> None:
    """Note a completed sign-in."""
    record("sign_in", user, by=user)


def record_sign_out(user: User) -> None:
    """Note that a person signed out."""
    record("sign_out", user, by=user)


def record_failed_sign_in(email: str) -> None:
    """Note a wrong password. The address is kept only where it belongs to an account."""
    user = User.objects.filter(email__iexact=email).first()
    record("sign_in", user or User(pk=None), by=None, result=Result.FAILED)


def record_wrong_code(user: User) -> None:
    """Note a wrong second factor."""
    record("second_factor", user, by=user, result=Result.FAILED)


def record_reset_request(user: User) -> None:
    """Note that a link for a new password was asked for; of strangers nothing but that."""
    if user._state.adding:
        record("request_password_reset", User(pk=None), by=None, result=Result.FAILED)
    else:
        record("request_password_reset", user, by=None)


def record_refusal(user: User, *, page: str, method: str | None) -> None:
    """Note that a page was refused: its name and never its address, which may hold a code."""
    record("access.refused", user, by=user, result=Result.DENIED, page=page, method=method)


def record_paper_fault(user: User, *, page: str, fault: str) -> None:
    """Note that a paper could not be made, and why; nothing of what it was to hold."""
    record("paper.not_made", user, by=user, result=Result.FAILED, page=page, fault=fault[:100])


@transaction.atomic
def record_notice(template: str, user: User, *, keep: str = "") -> str:
    """Note a change of credentials and end the other sessions; return the notice's name.

    A new password ends them by itself, but for the one with the key to ``keep``.
    """
    name = NOTICES[template]
    if name.startswith("password"):
        close_sessions(user, keep=keep)
    if name.startswith("second_factor"):
        raise_epoch(user)
    record(name, user, by=user)
    return name
