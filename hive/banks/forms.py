"""Forms about people and roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hive.banks import queries
from hive.banks.form_layout import LaidOut
from hive.banks.models import Bank
from hive.banks.passwords import hint
from hive.banks.roles import BANK_ROLES, Role


def role_field() -> forms.TypedChoiceField:
    """A choice among the roles at a bank."""
    choices = [(role.value, role.label) for role in BANK_ROLES]
    return forms.TypedChoiceField(label=_("Role"), choices=choices, coerce=Role)


def language_field() -> forms.ChoiceField:
    """A choice among the languages of the site."""
    return forms.ChoiceField(label=_("Language of pages and mail"), choices=settings.LANGUAGES)


class AccountForm(LaidOut):
    """What people write about themselves."""

    name = forms.CharField(label=_("Name"), max_length=80)
    language = language_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class MailForm(LaidOut):
    """What to get by mail."""

    handovers = forms.BooleanField(
        label=_("Hand-overs: a section is assigned, finished, confirmed, sent back"), required=False
    )
    comments = forms.BooleanField(label=_("Every comment, at once"), required=False)
    digest = forms.BooleanField(
        label=_("One digest a day, at 8:00 (Beijing time): smaller events, and what is off above"),
        required=False,
    )
    reminders = forms.BooleanField(
        label=_("Reminders 14, 7, 3 and 1 days before something of yours is due, and once after"),
        required=False,
    )


class InviteForm(LaidOut):
    """Whom to invite to what."""

    email = forms.EmailField(label=_("Work e-mail"))
    name = forms.CharField(label=_("Name"), max_length=80)
    role = role_field()
    language = language_field()


class RoleForm(LaidOut):
    """The role that takes the place of another."""

    role = role_field()


class GrantForm(LaidOut):
    """One more role for a colleague."""

    role = role_field()

    def __init__(self, *args: Any, bank: Bank, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = forms.ModelChoiceField(
            queries.colleagues(bank), label=_("Colleague"), empty_label=_("Choose")
        )
        self.fields = {"user": people, **self.fields}
        self.helper = self.laid_out()


class AcceptForm(LaidOut):
    """Name and password of a new account."""

    name = forms.CharField(label=_("Name"), max_length=80)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = hint()


class TokenForm(LaidOut):
    """What an API key is for, and how long it is valid."""

    name = forms.CharField(
        label=_("What it is for"),
        help_text=_("For example the program that reads with it."),
        max_length=60,
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("One year"))],
        coerce=int,
        initial=90,
    )

    def __init__(self, *args: Any, banks: Iterable[Bank], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {str(bank.pk): bank for bank in banks}
        if len(rows) > 1:
            choices = [(key, bank.name) for key, bank in rows.items()]
            bank = forms.TypedChoiceField(label=_("Bank"), choices=choices, coerce=rows.__getitem__)
            self.fields = {"bank": bank, **self.fields}
            self.helper = self.laid_out()
