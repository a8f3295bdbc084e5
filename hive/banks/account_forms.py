"""allauth's forms in our look and words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hive.banks import workflow
from hive.banks.codes import use_code_of_app
from hive.banks.form_layout import LaidOut
from hive.banks.models import User
from hive.banks.passwords import hint

CODE_ATTRIBUTES = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code-field"}


class SignInForm(LaidOut, account.LoginForm):
    """Work e-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Work e-mail")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""


class ForgottenPasswordForm(LaidOut, account.ResetPasswordForm):
    """The address to which the link is sent; nobody can tell from the time whether it was."""

    users: list[User]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Work e-mail")

    def clean_email(self) -> str:
        """Let a mail be written for strangers as well; it is not kept."""
        email: str = super().clean_email()
        self.users = self.users or [User(email=email, language=get_language() or "")]
        return email


class NewPasswordForm(LaidOut, account.ResetPasswordKeyForm):
    """A new password after following the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_new_password(self)


class ChangePasswordForm(LaidOut, account.ChangePasswordForm):
    """The present password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["oldpassword"].help_text = ""
        name_new_password(self)


class ConfirmPasswordForm(LaidOut, account.ReauthenticateForm):
    """The password once more, before something that matters."""


class SingleUse(LaidOut, mfa.BaseAuthenticateForm):
    """Six digits of the authenticator app, or a recovery code. Each is good once."""

    authenticator: Authenticator | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_code(self)

    def clean_code(self) -> str:
        """Use up what was typed; refuse what is wrong or was used before."""
        forget_failures = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        if not self._use_up(code):
            workflow.record_wrong_code(self.user)
            raise get_adapter().validation_error("incorrect_code")
        forget_failures()
        return code

    def _use_up(self, code: str) -> bool:
        if workflow.looks_like_recovery_code(code):
            return workflow.use_recovery_code(self.user, code)
        self.authenticator = use_code_of_app(self.user, code)
        return self.authenticator is not None

    def save(self) -> None:
        """Let the session know that a second factor was shown."""
        if self.authenticator is None:
            record_authentication(context.request, self.user, "mfa", type="recovery_code")
        else:
            super().save()


class CodeForm(SingleUse, mfa.AuthenticateForm):
    """The code that completes a sign-in."""


class ConfirmCodeForm(SingleUse, mfa.ReauthenticateForm):
    """A fresh code, before something that matters."""


class SetUpForm(LaidOut, totp.ActivateTOTPForm):
    """The first code of a new authenticator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_code(self)


class RemoveForm(LaidOut, totp.DeactivateTOTPForm):
    """Nothing to type: a button that removes the authenticator."""


def name_new_password(form: LaidOut) -> None:
    """Say what is asked of a new password, once."""
    form.fields["password1"].label = _("New password")
    form.fields["password1"].help_text = hint()
    form.fields["password2"].label = _("New password, once more")
    form.fields["password2"].help_text = ""


def name_code(form: LaidOut) -> None:
    """Give the code field its name and let phones fill it in."""
    form.fields["code"].label = _("Six-digit code")
    form.fields["code"].widget.attrs.update(CODE_ATTRIBUTES)
