"""Who takes a step of the plan, and by when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.forms.plain import PlainTextField
from assessments.models import YearQuarter
from hive.banks.form_layout import LaidOut
from reports.scorecard.plan import quarter_name

# Plans reach this far: the present quarter and those of about three years.
QUARTERS = 13


class StepForm(LaidOut):
    """The owner of one or more steps, and the quarter in which they are to be done.

    ``people`` are the names that the field proposes; any other text may be written.
    """

    owner = PlainTextField(
        label=_("Who takes the steps"),
        max_length=80,
        help_text=_("A colleague, or any other name: a department, a partner."),
        error_messages={"required": _("Say who takes the steps.")},
        widget=forms.TextInput({"list": "people", "autocomplete": "off"}),
    )

    def __init__(self, people: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        quarters = set(_quarters_from(timezone.localdate()))
        if "due" in self.initial:
            quarters.add(_quarter(self.initial["due"]))
        self.fields["due"] = forms.ChoiceField(
            label=_("Done by the end of"),
            choices=[("", _("Choose a quarter")), *self._named(quarters)],
            error_messages={
                "required": _("Choose a quarter."),
                "invalid_choice": _("Choose one of the quarters listed."),
            },
        )
        for field in self.fields.values():
            field.widget.attrs["class"] = "is-medium"

    @property
    def chosen(self) -> YearQuarter:
        """The quarter, once the form is valid."""
        return _quarter(self.cleaned_data["due"])

    def _named(self, quarters: set[YearQuarter]) -> Iterator[tuple[str, str]]:
        return ((quarter.code, quarter_name(quarter)) for quarter in sorted(quarters))


def version_of(written: str) -> int:
    """Read the version of a step that a page was made with; 0, which fits none, for nonsense."""
    return int(written) if re.fullmatch("[0-9]{1,9}", written) else 0


def _quarter(code: str) -> YearQuarter:
    year, quarter = code.split("-")
    return YearQuarter(int(year), int(quarter))


def _quarters_from(day: date) -> Iterator[YearQuarter]:
    first = day.year * 4 + (day.month - 1) // 3
    for number in range(first, first + QUARTERS):
        yield YearQuarter(number // 4, number % 4 + 1)
