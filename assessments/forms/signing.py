"""The forms around a signature: the code, a reason, the assignment of sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.wording import localized
from hive.banks.access import confirm_totp
from hive.banks.form_layout import LaidOut
from hive.banks.models import User
from hive.core.model import Dimension

NOBODY = "-"


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

    reason = forms.CharField(
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

    text = forms.CharField(
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

    text = forms.CharField(
        label=_("Reply"),
        max_length=2000,
        required=False,
        error_messages={"max_length": _("Shorten the text to %(limit_value)d characters.")},
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs.pop("maxlength", None)


class AssignmentsForm(LaidOut):
    """Who fills in which dimension: one select for each."""

    def __init__(
        self,
        dimensions: Sequence[Dimension],
        people: Sequence[User],
        owners: Mapping[str, User],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        self.people = {str(user.pk): user for user in people}
        self.owners = owners
        self.dimensions = {dimension.code: dimension for dimension in dimensions}
        super().__init__(*args, **kwargs)
        for dimension in dimensions:
            self.fields[dimension.code] = self._select(dimension)
        self.helper.layout = Layout(*self.fields)

    def wishes(self) -> Iterator[tuple[str, User]]:
        """Yield the code of every dimension whose owner is to change, with the new one."""
        for code in self.dimensions:
            member = self.people.get(self.cleaned_data[code])
            if member is not None and member != self.owners.get(code):
                yield code, member

    def _select(self, dimension: Dimension) -> forms.ChoiceField:
        owner = self.owners.get(dimension.code)
        choices = [(pk, str(user)) for pk, user in self.people.items()]
        if owner is None or str(owner.pk) not in self.people:
            choices = [(NOBODY, str(_("Nobody yet"))), *choices]
        field = forms.ChoiceField(
            label=localized(dimension.name),
            choices=choices,
            initial=str(owner.pk) if owner else NOBODY,
            error_messages={"invalid_choice": _("Choose one of the people listed.")},
        )
        field.widget.attrs["class"] = "is-medium"
        return field
