"""How allauth meets our house: closed sign-up, mail by outbox, the audit log, kept secrets."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from hive.banks import known, workflow
from hive.banks.access import confirmed_at
from hive.banks.language import keep_in_cookie
from hive.banks.limits import try_to_sign_in
from hive.banks.models import User
from hive.banks.requests import person
from hive.banks.sessions import ADDRESS, BROWSER, STARTED
from hive.banks.workflow.passwords import write_password
from hive.post.outbox import post


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in, passwords and their mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("The e-mail or the password is not right."),
        "too_many_login_attempts": gettext_lazy(
            "Too many attempts. Wait 15 minutes, or set a new password."
        ),
        "incorrect_code": gettext_lazy("The code is not right. Wait for the next one."),
        "incorrect_password": gettext_lazy("The password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account without an invitation."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Redirect to pages of this site only, by path."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def login(self, request: HttpRequest, user: User) -> None:
        """Open the session, note it, and say when the account was last used."""
        before = user.last_login
        super().login(request, user)
        request.session[STARTED] = time.time()
        request.session[ADDRESS] = self.get_client_ip(request)
        request.session[BROWSER] = self.get_http_user_agent(request)[:200]
        workflow.record_sign_in(user)
        if settings.HIVE_ONE_SESSION_AT_ALLIANCE and user.is_at_alliance:
            key = request.session.session_key or ""
            workflow.end_other_sessions(user, keep=key, by=user)
        if before:
            # Translators: how a moment is written; see Django's date filter.
            written = pgettext("date format", "j F Y, H:i")
            when = date_format(timezone.localtime(before), written)
            messages.info(request, _("You last signed in on %(when)s.") % {"when": when})

    def post_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse:
        """Open the first page in the person's language, unless the browser has chosen one."""
        response = super().post_login(request, user, **login)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            keep_in_cookie(response, user.language)
        known.remember(request, response, user.email)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Close the session and note it."""
        workflow.record_sign_out(person(request))
        super().logout(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; allauth takes it back when the password is right."""
        self._login_failed_rl_usage = try_to_sign_in(request, credentials.get("email", ""))
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a wrong password."""
        workflow.record_failed_sign_in(credentials.get("email", ""))

    def set_password(self, user: User, password: str) -> None:
        """Store a new password."""
        write_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the account page."""
        return reverse("banks:account")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail, on the address we know to be ours."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_ORIGIN + path.replace("UID-KEY", key)

    @transaction.atomic
    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Mail the link to the address on the account, whatever was typed.

        A mail to a stranger is written and taken back, so that both take the same work.
        """
        link = {"link": context["password_reset_url"]}
        with transaction.atomic():
            post(f"reset:{uuid4()}", "password_reset_link", user, context=link)
            transaction.set_rollback(user._state.adding)
        workflow.record_reset_request(user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refuse mail that this house has no words for; strangers get none."""
        raise LookupError(template_prefix)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: Any = None, email: str | None = None
    ) -> None:
        """Note a change of credentials, tell the person by mail, keep this session alive."""
        name = workflow.record_notice(
            template_prefix, user, keep=self.request.session.session_key or ""
        )
        post(f"{name}:{uuid4()}", name, user, context={"at": timezone.now()})
        if name == "password_reset":
            known.remember_for_now(self.request, user.email)
        if name == "second_factor_set_up":
            record_authentication(self.request, user, "mfa", type=Authenticator.Type.TOTP)
        if name.startswith("second_factor"):
            update_session_auth_hash(self.request, user)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Ask for the code where there is one, for the password otherwise."""
        return super().get_reauthentication_methods(user)[-1:]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A sign-in of a moment ago is proof enough."""
        age = time.time() - confirmed_at(self.request)
        return age >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("The code is not right. Wait for the next one."),
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs a second factor, so it cannot be removed."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Secrets are stored encrypted, so a copy of the database opens no account."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a stored secret, also one written under an older key."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Only people whose roles do not need it may remove their second factor."""
        return not authenticator.user.needs_second_factor


def _cipher() -> MultiFernet:
    """The key for stored secrets, derived from the site's own."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    digest = hmac.new(key.encode(), b"hive.second-factor", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest)
