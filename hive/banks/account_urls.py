"""The pages of allauth that this house opens; every other one does not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.generic import RedirectView

from hive.banks.views import second_factor
from hive.banks.views.frame import closed

View = Callable[..., HttpResponse]


def answering_422(view: View) -> View:
    """Answer an invalid form as what it is, not as success."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and form is not None and form.errors:
            response.status_code = 422
        return response

    return answer


def all_or_nothing(view: View) -> View:
    """Change credentials, note it and write the mail in one transaction."""

    @wraps(view)
    def act(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return answering_422(act)


def leaving_nothing(view: View) -> View:
    """Have the browser forget what it kept of the site when somebody signs out."""

    @wraps(view)
    def leave(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            # Not cookies: those that are left know the browser and its language.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return leave


settings_page = RedirectView.as_view(pattern_name="banks:account")

urlpatterns = [
    path("login/", answering_422(account.login), name="account_login"),
    path("logout/", leaving_nothing(account.logout), name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", answering_422(account.reauthenticate), name="account_reauthenticate"),
    path(
        "password/change/", all_or_nothing(account.password_change), name="account_change_password"
    ),
    path("password/reset/", answering_422(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        all_or_nothing(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", settings_page, name="mfa_index"),
    path("2fa/authenticate/", answering_422(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", answering_422(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", all_or_nothing(second_factor.set_up), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", all_or_nothing(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", second_factor.recovery_codes, name="mfa_recovery_codes"),
    # allauth asks for these names; what stood behind them is closed here.
    path("email/", settings_page, name="account_email"),
    path("signup/", closed, name="account_signup"),
    path("password/set/", closed, name="account_set_password"),
]
