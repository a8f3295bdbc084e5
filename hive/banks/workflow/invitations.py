"""Invitations: a link in a mail, good once and for seven days."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hive.audit.log import record
from hive.banks.models import Bank, Invitation, User
from hive.banks.roles import Role
from hive.banks.workflow.errors import InvitationUnusable, NotAccepted, NotAllowed, Taken
from hive.banks.workflow.passwords import write_password
from hive.banks.workflow.roles import put_in_force
from hive.banks.workflow.rules import require_administrator, require_right_to_give
from hive.banks.workflow.verbs import save_checked, verb
from hive.core.texts import plain_line
from hive.post.outbox import post

VALID_FOR = timedelta(days=7)


@verb
def invite(
    *,
    email: str,
    name: str,
    role: Role,
    bank: Bank | None = None,
    organisation: str = "",
    language: str,
    by: User,
) -> Invitation:
    """Invite a person to a role; the token stands in the mail only, its hash in the row."""
    email = folded(email)
    require_right_to_give(role, bank, by=by)
    if email == folded(by.email):
        raise NotAllowed(_("Your own roles are changed by somebody else."))
    _replace_lapsed(email, role, bank)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=email,
        name=plain_line(name),
        role=role,
        bank=bank,
        organisation=plain_line(organisation),
        language=language,
        token_hash=hash_of(token),
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    save_checked(invitation)
    _mail(invitation, token)
    bank_id = bank.pk if bank else None
    record("invite", invitation, by=by, bank=bank_id, email=email, role=role)
    return invitation


@verb
def revoke_invitation(invitation: Invitation, *, by: User) -> None:
    """Withdraw an invitation that was not taken up."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not (invitation.bank and by.has_role(Role.COORDINATOR, bank=invitation.bank)):
        require_administrator(by)
    if invitation.accepted_at or invitation.revoked_at:
        raise Taken(_("This invitation was already taken up or withdrawn."))
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    record("revoke_invitation", invitation, by=by, bank=invitation.bank_id)


@verb
def accept_invitation(token: str, *, name: str, password: str) -> User:
    """Make the account that the invitation promises, with its role."""
    invitation = usable(token, lock=True)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise InvitationUnusable
    user = User(email=invitation.email, name=plain_line(name))
    user.language = invitation.language
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise NotAccepted(" ".join(error.messages)) from error
    user.set_unusable_password()
    save_checked(user)
    write_password(user, password)
    _take_up(invitation, user)
    return user


@verb
def accept_invitation_as(token: str, *, by: User) -> User:
    """Add the invited role to the account of the person who is signed in."""
    invitation = usable(token, lock=True)
    if not is_for(invitation, by):
        raise InvitationUnusable
    _take_up(invitation, by)
    by.refresh_from_db(fields=["session_epoch"])
    return by


def usable(token: str, *, lock: bool = False) -> Invitation:
    """The invitation behind a link, if it can still be taken up."""
    rows = Invitation.objects.filter(
        token_hash=hash_of(token),
        accepted_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=timezone.now(),
    )
    invitation = (rows.select_for_update() if lock else rows).first()
    if invitation is None or not invitation.invited_by.is_active:
        raise InvitationUnusable
    return invitation


def is_for(invitation: Invitation, user: User) -> bool:
    """Whether the invitation went to this person's address."""
    return folded(invitation.email) == folded(user.email)


def folded(email: str) -> str:
    """An address as it is compared: look-alike letters and case do not make another one."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def hash_of(token: str) -> str:
    """What is stored of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _take_up(invitation: Invitation, user: User) -> None:
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    put_in_force(
        user,
        Role(invitation.role),
        invitation.bank,
        organisation=invitation.organisation,
        by=invitation.invited_by,
    )
    record("accept_invitation", invitation, by=user, bank=invitation.bank_id)


def _replace_lapsed(email: str, role: Role, bank: Bank | None) -> None:
    """Withdraw an expired invitation so that a new one can be sent."""
    lapsed = Invitation.objects.filter(
        email=email,
        role=role,
        bank=bank,
        accepted_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__lte=timezone.now(),
    )
    lapsed.update(revoked_at=timezone.now())


def _mail(invitation: Invitation, token: str) -> None:
    link = settings.SITE_ORIGIN + reverse("banks:invitation", args=[token])
    context = {"invitation": invitation, "link": link, "days": VALID_FOR.days}
    post(f"invitation:{invitation.pk}", "invitation", invitation, context=context)
