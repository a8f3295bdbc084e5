"""Who signs: a colleague who becomes approver, or somebody who is invited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.plain import PlainTextField
from hive.banks.form_layout import LaidOut
from hive.banks.forms import language_field
from hive.banks.models import User


class ColleagueForm(LaidOut):
    """A colleague who is to sign."""

    def __init__(self, people: Sequence[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        self.fields["person"] = forms.ChoiceField(
            label=_("Colleague"),
            choices=[(pk, str(user)) for pk, user in self.people.items()],
            error_messages={"invalid_choice": _("Choose one of the people listed.")},
        )
        self.helper = self.laid_out()

    @property
    def chosen(self) -> User:
        """The colleague."""
        return self.people[self.cleaned_data["person"]]


class NewSignerForm(LaidOut):
    """Somebody new at the bank's pages, who is to sign."""

    email = forms.EmailField(label=_("Work e-mail"))
    name = PlainTextField(label=_("Name"), max_length=80)
    language = language_field()
