"""What every request passes: caching, the session's end, the second factor, the bank worked for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import current_thread, main_thread
from typing import Any, cast
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from hive.alarm import at_most
from hive.banks import workflow
from hive.banks.access import second_factor_at
from hive.banks.models import Bank
from hive.banks.requests import PersonRequest, is_from_script, person, sign_in_first
from hive.banks.sessions import SessionStore
from hive.documents.press import PaperNotMade

logger = logging.getLogger(__name__)

# Gunicorn gives a worker 30 seconds.
LONGEST_SECONDS = 25.0

Respond = Callable[[HttpRequest], HttpResponse]

BANK_IN_SESSION = "bank"

# The API asks for its own key at every call and takes no session for one.
API = {"api:openapi", "api:cycles", "api:result", "api:unknown"}
OPEN_TO_ALL = API | {
    "set_language",
    "healthz",
    "readyz",
    "account_logout",
    "banks:session",
    "banks:stay",
    "banks:help",
    "banks:privacy",
    "banks:cookies",
    "banks:accessibility",
    "banks:contact",
    "public:verify",
}
# Asked by a page or a machine and not by a person.
UNNOTICED = API | {"banks:session", "healthz", "readyz"}
WITHOUT_SECOND_FACTOR = OPEN_TO_ALL | {"mfa_activate_totp", "account_reauthenticate"}
WITH_UNSHOWN_SECOND_FACTOR = OPEN_TO_ALL | {"mfa_reauthenticate"}
# What was typed is saved before the next page asks for a new password.
WITH_AGED_PASSWORD = OPEN_TO_ALL | {"assessments:answer"}
# A page that saves in the background goes on, whatever bank another page was opened for since.
WITHOUT_BANK = OPEN_TO_ALL | {
    "banks:choose_bank",
    "banks:account",
    "banks:end_session",
    "banks:end_other_sessions",
    "banks:make_token",
    "banks:revoke_token",
    "banks:invitation",
    "assessments:answer",
}


class TimeLimitMiddleware:
    """Ends a request that takes too long before the web server ends the whole process for it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # An alarm rings in the main thread, where sync workers answer.
        if current_thread() is not main_thread():
            return self.get_response(request)
        with at_most(LONGEST_SECONDS):
            return self.get_response(request)


class NoStoreMiddleware:
    """Keeps the pages of signed-in people out of every cache."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
            patch_vary_headers(response, ["Cookie"])
        return response


class ActivityMiddleware:
    """Puts off the end of a session that is being used; asking when it ends is no use of it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Note the use, at most once a minute."""
        if request.user.is_authenticated and page_name(request) not in UNNOTICED:
            cast(SessionStore, request.session).touch()


class SecondFactorMiddleware:
    """Lets nobody act in a role that needs a second factor before one was shown."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Send the person to set up the second factor, or to show it, and nowhere else."""
        user = request.user
        if not user.is_authenticated or not user.needs_second_factor:
            return None
        if second_factor_at(request) is not None:
            return None
        page = page_name(request)
        if is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            allowed, way_out = WITH_UNSHOWN_SECOND_FACTOR, "mfa_reauthenticate"
        else:
            allowed, way_out = WITHOUT_SECOND_FACTOR, "mfa_activate_totp"
        if page in allowed:
            return None
        if is_from_script(request):
            return sign_in_first()
        return redirect_to_login(request.get_full_path(), reverse(way_out))


class PasswordAgeMiddleware:
    """Asks for a new password where a profile has them changed, at sign-in and not in between."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Send the person to change it, and nowhere else."""
        row = cast(SessionStore, request.session).row if request.user.is_authenticated else None
        if row is None or not person(request).has_aged_password(row.started_at):
            return None
        cast(PersonRequest, request).has_aged_password = True
        page = page_name(request)
        if page in WITH_AGED_PASSWORD or page.startswith(("account_", "mfa_")):
            return None
        if is_from_script(request):
            return sign_in_first()
        return redirect_to_login(request.get_full_path(), reverse("account_change_password"))


class RefusalMiddleware:
    """Puts on record that a page was refused to somebody who is signed in."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Note a role that was not enough, whoever found out; the answer stays what it was."""
        if isinstance(exception, PermissionDenied) and request.user.is_authenticated:
            workflow.record_refusal(request.user, page=page_name(request), method=request.method)


class PaperMiddleware:
    """Says that a paper could not be made, in the place of the paper, and puts it on record."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a paper that wanted too much, or met a fault; the next one is set as ever."""
        if not isinstance(exception, PaperNotMade):
            return None
        page, fault = page_name(request), str(exception)
        logger.error("No paper for %s: %s", page, fault, exc_info=exception)
        if request.user.is_authenticated:
            workflow.record_paper_fault(person(request), page=page, fault=fault)
        return render(request, "paper_not_made.html", status=503)


class CurrentBankMiddleware:
    """Sets ``request.bank``, checked against the roles in force at every request."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast(PersonRequest, request).bank = current_bank(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Ask for the bank when there are several; say so when there is no role at all."""
        user = request.user
        bank = cast(PersonRequest, request).bank
        if not user.is_authenticated or bank or user.is_at_alliance:
            return None
        page = page_name(request)
        if page in WITHOUT_BANK or page.startswith(("account_", "mfa_")):
            return None
        if not user.current_memberships:
            return render(request, "banks/no_role.html", status=403)
        return redirect("banks:choose_bank")


def page_name(request: HttpRequest) -> str:
    """The name of the address that was asked for."""
    return request.resolver_match.view_name if request.resolver_match else ""


def current_bank(request: HttpRequest) -> Bank | None:
    """The bank chosen in this session, or the only one; None while the choice is open."""
    if not request.user.is_authenticated:
        return None
    banks = banks_of(request)
    if len(banks) == 1:
        return next(iter(banks.values()))
    chosen = request.session.get(BANK_IN_SESSION)
    return banks.get(UUID(chosen)) if chosen else None


def banks_of(request: HttpRequest) -> dict[UUID, Bank]:
    """The banks at which the person has a role in force, by name."""
    banks = {m.bank for m in person(request).current_memberships if m.bank}
    return {bank.pk: bank for bank in sorted(banks, key=lambda bank: bank.name)}
