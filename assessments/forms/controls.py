"""The fields of one question, built from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms.plain import PlainTextField
from assessments.forms.reading import DONT_KNOW, NOT_APPLICABLE, TAKE_BACK, Part
from assessments.wording import localized
from hive.core.model import Kind, Question

# A list longer than this is a select, not a column of radio buttons.
MOST_RADIOS = 8
LONGEST_TEXT = 2000
LISTED = gettext_lazy("Choose one of the answers listed.")
TOO_LONG = gettext_lazy("Shorten the text to %(limit_value)d characters.")

Choices = list[tuple[str, str]]


def fields_of(question: Question) -> Iterator[tuple[Part, forms.Field]]:
    """Yield the fields that a question needs; nothing is ever chosen beforehand."""
    if question.kind is Kind.NUMBER:
        yield Part.FIGURE, _text(forms.TextInput(_figure_attributes(question)), 100)
    if has_choice(question):
        yield Part.CHOICE, _choice(question)
    if any(choice.free_text for choice in question.choices):
        yield Part.OTHER, _text(forms.TextInput({"class": "form-control is-medium"}), 200)
    if question.na_allowed:
        yield Part.REASON, _text(forms.Textarea({"class": "form-control", "rows": 2}), LONGEST_TEXT)


def has_choice(question: Question) -> bool:
    """Whether something can be ticked or picked: a bare figure of the profile offers nothing."""
    return question.kind is not Kind.NUMBER or question.na_allowed or question.dont_know_allowed


def is_select(question: Question) -> bool:
    """Whether the list of options is too long for radio buttons."""
    return question.kind is Kind.SINGLE and len(question.choices) > MOST_RADIOS


def choices_of(question: Question) -> Choices:
    """Return what can be chosen in the order of the page; the last entry takes an answer back."""
    return [*_own_choices(question), *_special_choices(question)]


def _own_choices(question: Question) -> Choices:
    if question.kind is Kind.YESNO:
        return [("yes", _("Yes")), ("no", _("No"))]
    return [(choice.code, localized(choice.text)) for choice in question.choices]


def _special_choices(question: Question) -> Choices:
    special = []
    if question.na_allowed:
        special.append((NOT_APPLICABLE, _("Not applicable (give the reason)")))
    if question.dont_know_allowed:
        special.append((DONT_KNOW, _("Don't know")))
    if question.kind in (Kind.LEVEL, Kind.YESNO, Kind.SINGLE) and not is_select(question):
        special.append((TAKE_BACK, _("Clear this answer: it then counts as unanswered")))
    return special


def _choice(question: Question) -> forms.Field:
    choices = choices_of(question)
    errors = {"invalid_choice": LISTED, "invalid_list": LISTED}
    if question.kind in (Kind.MULTI, Kind.NUMBER):
        widget = forms.CheckboxSelectMultiple({"class": "form-check-input"})
        return forms.MultipleChoiceField(
            choices=choices, widget=widget, required=False, error_messages=errors
        )
    if is_select(question):
        choices = [("", _("Please choose")), *choices]
        select = forms.Select({"class": "form-select is-medium"})
        return forms.ChoiceField(
            choices=choices, widget=select, required=False, error_messages=errors
        )
    radios = forms.RadioSelect({"class": "form-check-input"})
    return forms.ChoiceField(choices=choices, widget=radios, required=False, error_messages=errors)


def _text(widget: forms.Widget, longest: int) -> PlainTextField:
    field = PlainTextField(widget=widget, required=False, max_length=longest)
    field.error_messages["max_length"] = TOO_LONG
    widget.attrs.pop("maxlength", None)
    return field


def _figure_attributes(question: Question) -> dict[str, str]:
    return {"class": "form-control is-short", "inputmode": "decimal", "autocomplete": "off"}
