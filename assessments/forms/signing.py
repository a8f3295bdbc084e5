"""The forms around a signature: the code, a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.plain import PlainTextField
from hive.banks.access import confirm_totp
from hive.banks.form_layout import LaidOut
from hive.banks.models import User


class SignForm(LaidOut):
    """The code that proves who signs; each code works once."""

    code = forms.CharField(
        label=_("Authenticator code"),
        help_text=_("The 6 digits that your authenticator shows now."),
        error_messages={"required": _("Enter the 6 digits that your authenticator shows.")},
        widget=forms.TextInput(
            {"class": "is-short", "inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self) -> str:
        """Accept a present code that was not used before."""
        code = "".join(self.cleaned_data["code"].split())
        if not confirm_totp(self.user, code):
            raise forms.ValidationError(
                _("This code is wrong or already used. Wait for the next one and enter it.")
            )
        return code


class ReasonForm(LaidOut):
    """Why something is sent back or given up."""

    reason = PlainTextField(
        label=_("Reason"),
        max_length=2000,
        error_messages={
            "required": _("Say why; your colleagues will read it."),
            "max_length": _("Shorten the text to %(limit_value)d characters."),
        },
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint
        self.fields["reason"].widget.attrs.pop("maxlength", None)


class NoteForm(LaidOut):
    """Why answers that look odd are right."""

    text = PlainTextField(
        label=_("Note"),
        max_length=2000,
        error_messages={
            "required": _("Say why the answers are right."),
            "max_length": _("Shorten the text to %(limit_value)d characters."),
        },
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs.pop("maxlength", None)


class ReplyForm(LaidOut):
    """What the bank replies to a query; an empty text takes the reply back."""

    text = PlainTextField(
        label=_("Reply"),
        max_length=2000,
        required=False,
        error_messages={"max_length": _("Shorten the text to %(limit_value)d characters.")},
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs.pop("maxlength", None)
