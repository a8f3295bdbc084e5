"""Who may open a page: roles in force, the bank worked for, the second factor."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from hive.banks.codes import confirm_totp
from hive.banks.requests import PersonRequest
from hive.banks.roles import ALLIANCE_ROLES, BANK_ROLES, Role

__all__ = [
    "confirm_totp",
    "confirmed_at",
    "holds",
    "reauthenticated",
    "role_required",
    "second_factor_at",
]

View = Callable[..., HttpResponseBase]


def holds(request: HttpRequest, *roles: Role) -> bool:
    """Whether the person has one of the roles: bank roles count at the present bank only."""
    user = request.user
    if not user.is_authenticated:
        return False
    if user.has_role(*(role for role in roles if role in ALLIANCE_ROLES)):
        return True
    at_bank = [role for role in roles if role in BANK_ROLES]
    bank = cast(PersonRequest, request).bank
    return bank is not None and user.has_role(*at_bank, bank=bank)


def role_required(*roles: Role) -> Callable[[View], View]:
    """Let in whoever holds one of the roles; send strangers to sign in, refuse the others."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not holds(request, *roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def second_factor_at(request: HttpRequest) -> float | None:
    """When this session last showed a second factor, in seconds since 1970; None for never."""
    shown = [
        record["at"]
        for record in get_authentication_records(request, request.user)
        if record["method"] == "mfa"
    ]
    return max(shown, default=None)


def confirmed_at(request: HttpRequest) -> float:
    """When the person last proved to be present; only codes count once one was shown."""
    shown = second_factor_at(request)
    if shown is not None:
        return shown
    records = get_authentication_records(request, request.user)
    return max((record["at"] for record in records), default=0.0)


def reauthenticated(view: View) -> View:
    """Ask for the code again (or the password) when it was last given too long ago.

    Afterwards the page opens by GET, so an act has to be pressed once more.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if time.time() - confirmed_at(request) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return view(request, *args, **kwargs)
        by_code = second_factor_at(request) is not None
        page = "mfa_reauthenticate" if by_code else "account_reauthenticate"
        return redirect_to_login(request.get_full_path(), reverse(page))

    return guarded
