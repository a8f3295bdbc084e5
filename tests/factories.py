"""Banks, people and signed-in clients for tests."""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.test import Client

from hive.banks.models import Bank, Membership, User
from hive.banks.roles import Role

BACKEND = "hive.banks.backends.MemberBackend"
PASSWORD = "a long and quiet word"
# Who employs the people of the alliance.
OURS = "The alliance’s office"
# Any base32 text will do; the same for everybody keeps tests readable.
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_bank(
    code: str = "b1",
    name_zh: str | None = None,
    name_en: str | None = None,
    parent: Bank | None = None,
    is_active: bool = True,
) -> Bank:
    """A bank whose names are told apart by its code."""
    return Bank.objects.create(
        code=code,
        name_zh=name_zh or f"银行{code}",
        name_en=name_en or f"Bank {code}",
        parent=parent,
        is_active=is_active,
    )


def make_user(
    email: str,
    *roles: Role,
    bank: Bank | None = None,
    second_factor: bool = True,
    password: str | None = None,
    name: str | None = None,
    language: str = "en",
) -> User:
    """A person with these roles, and an authenticator where a role needs one.

    Without ``password`` nobody can sign in by form, and no time is spent on a hash.
    """
    user = User.objects.create_user(
        email, password, name=name or email.partition("@")[0].title(), language=language
    )
    for role in roles:
        Membership.objects.create(
            user=user,
            role=role,
            bank=bank if role.is_at_bank else None,
            organisation="" if role.is_at_bank else OURS,
        )
    if second_factor and user.needs_second_factor:
        TOTP.activate(user, TOTP_SECRET)
    # Roles are read once for each request; a test may still change them.
    user.__dict__.pop("current_memberships", None)
    return user


def signed_in(client: Client, user: User) -> Client:
    """Sign the person in at once, with a second factor shown when a role needs one."""
    client.force_login(user, backend=BACKEND)
    method = "mfa" if user.needs_second_factor else "password"
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def current_code(user: User) -> str:
    """The six digits that the person's authenticator app shows now."""
    totp = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return code_of(decrypt(totp.data["secret"]))


def code_of(secret: str) -> str:
    """The six digits that an app with this key shows now."""
    _, counter, _ = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))
