"""What an auditor narrows the log by. Sent in the body: no address tells who was looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hive.audit.acts import GROUPS
from hive.audit.models import Result
from hive.banks.auditing import kind_in_words
from hive.banks.models import Bank

# The apps whose rows acts are about.
ABOUT = ("banks", "catalogue", "assessments", "reports", "audit")
ALL = ("", _("All"))
# Beyond these a day has no beginning in every zone, or no day after it.
DAYS = [MinValueValidator(date(1970, 1, 2)), MaxValueValidator(date(9998, 12, 31))]
HIGHEST_ID = 2**63 - 1


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date", "class": "form-control"}, "%Y-%m-%d")


def _event() -> forms.IntegerField:
    return forms.IntegerField(
        required=False, min_value=1, max_value=HIGHEST_ID, widget=forms.HiddenInput
    )


def _text() -> forms.TextInput:
    return forms.TextInput({"class": "form-control", "autocomplete": "off"})


def _select() -> forms.Select:
    return forms.Select({"class": "form-select"})


class LogFilter(forms.Form):
    """Time, person, bank, act, subject, result; and from which event to read on."""

    use_required_attribute = False

    since = forms.DateField(label=_("First day"), required=False, widget=_day(), validators=DAYS)
    until = forms.DateField(label=_("Last day"), required=False, widget=_day(), validators=DAYS)
    person = forms.CharField(
        label=_("Person’s e-mail"), required=False, max_length=254, widget=_text()
    )
    bank = forms.TypedChoiceField(
        label=_("Bank"), required=False, coerce=UUID, empty_value=None, widget=_select()
    )
    verb = forms.ChoiceField(label=_("Act"), required=False, widget=_select())
    subject_type = forms.ChoiceField(label=_("Kind of subject"), required=False, widget=_select())
    subject = forms.CharField(
        label=_("Number of the subject"), required=False, max_length=64, widget=_text()
    )
    result = forms.ChoiceField(
        label=_("Result"), required=False, choices=[ALL, *Result.choices], widget=_select()
    )
    # Which stretch: told by the buttons below the list, and by no field.
    before = _event()
    after = _event()

    def __init__(self, *args: Any, banks: Iterable[Bank], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.banks = {bank.pk: bank for bank in banks}
        self._offer("bank", ((str(bank.pk), bank.name) for bank in self.banks.values()))
        self._offer("verb", ((group, list(acts.items())) for group, acts in GROUPS.items()))
        self._offer("subject_type", _kinds())

    def _offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = [ALL, *choices]

    def clean(self) -> dict[str, Any]:
        """Refuse a time that ends before it begins."""
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("This is before the first day.")))
        return given

    @property
    def chosen(self) -> dict[str, str]:
        """What narrows the log, as plain text; for the record of who looked at what."""
        given = self.cleaned_data if self.is_bound else {}
        return {name: str(value) for name, value in given.items() if value}


def _kinds() -> Iterator[tuple[str, Promise | str]]:
    for label in ABOUT:
        for model in apps.get_app_config(label).get_models():
            yield model._meta.label_lower, kind_in_words(model._meta.label_lower)
