"""The crispy-forms layout that every account form shares."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

UNSPECIFIC = forms.Field.default_error_messages["required"]


class LaidOut(forms.Form):
    """A form in our look: label, hint, error, field; the page brings the form tag and button.

    The browser validates nothing: every error comes back with its words in place.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if field.error_messages.get("required") == UNSPECIFIC:
                field.error_messages["required"] = _("Fill this in.")
        self.helper = self.laid_out()

    def laid_out(self) -> FormHelper:
        """The layout of the fields as they are now."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.field_template = "components/field.html"
        helper.form_show_errors = False
        return helper
