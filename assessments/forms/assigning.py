"""Who fills in which dimension, and until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.moments import day
from assessments.pages.dossier import Dossier
from assessments.wording import labelled, localized
from hive.banks.form_layout import LaidOut
from hive.banks.models import User
from hive.core.model import Dimension

NOBODY = "-"


class AssignmentsForm(LaidOut):
    """For each dimension a select of people and a last day."""

    def __init__(self, dossier: Dossier, people: Sequence[User], *args: Any, **kwargs: Any) -> None:
        self.dossier = dossier
        self.people = {str(user.pk): user for user in people}
        super().__init__(*args, **kwargs)
        rows = []
        for dimension in dossier.model.dimensions:
            code = dimension.code
            self.fields[code] = self._owner(dimension)
            self.fields[f"{code}-due"] = self._due(dimension)
            rows.append(Div(code, f"{code}-due", css_class="assign-row"))
        self.helper.layout = Layout(*rows)

    def clean(self) -> dict[str, Any]:
        """A day needs somebody to keep it, and lies within the bank's own time."""
        given = super().clean() or self.cleaned_data
        last = self.dossier.submission.last_day()
        for dimension in self.dossier.model.dimensions:
            code = dimension.code
            due_on = given.get(f"{code}-due")
            if due_on is None or due_on == self._present(code)[1]:
                continue
            if given.get(code) not in self.people:
                self.add_error(code, _("Choose who fills in the section by this day."))
            if due_on > last:
                text = _("Choose a day up to %(last)s, the last day of the bank.")
                self.add_error(f"{code}-due", text % {"last": day(last)})
        return given

    @property
    def last_day(self) -> str:
        """The last day of the bank, as the page says it."""
        return day(self.dossier.submission.last_day())

    def wishes(self) -> Iterator[tuple[str, User, date | None]]:
        """Yield every dimension whose owner or day is to change: code, owner, day."""
        for dimension in self.dossier.model.dimensions:
            code = dimension.code
            member = self.people.get(self.cleaned_data[code])
            due_on = self.cleaned_data[f"{code}-due"]
            if member is not None and (member, due_on) != self._present(code):
                yield code, member, due_on

    def _present(self, code: str) -> tuple[User | None, date | None]:
        section = self.dossier.sections.get(code)
        return (None, None) if section is None else (section.member, section.due_on)

    def _owner(self, dimension: Dimension) -> forms.ChoiceField:
        owner, _due_on = self._present(dimension.code)
        choices = [(pk, str(user)) for pk, user in self.people.items()]
        if owner is None or str(owner.pk) not in self.people:
            choices = [(NOBODY, str(_("Nobody yet"))), *choices]
        field = forms.ChoiceField(
            label=localized(dimension.name),
            choices=choices,
            initial=str(owner.pk) if owner else NOBODY,
            error_messages={"invalid_choice": gettext_lazy("Choose one of the people listed.")},
        )
        field.widget.attrs["class"] = "is-medium"
        return field

    def _due(self, dimension: Dimension) -> forms.DateField:
        _owner, due_on = self._present(dimension.code)
        return forms.DateField(
            label=labelled(localized(dimension.name), _("due")),
            required=False,
            initial=due_on,
            error_messages={"invalid": gettext_lazy("Write the day as 2026-03-31.")},
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        )
