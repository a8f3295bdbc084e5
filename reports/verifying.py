"""The public page on which anybody checks the code of a printed scorecard."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hive.banks.form_layout import LaidOut
from hive.banks.limits import is_within
from reports.verification import verify

# How many codes may be tried from one address.
RATE = "20/m/ip"


class CodeForm(LaidOut):
    """The code as it is printed."""

    code = forms.CharField(
        label=_("Verification code"),
        help_text=_("32 characters, on the page about confidentiality; spaces do not matter."),
        max_length=100,
        error_messages={
            "required": _("Enter the code that is printed on the scorecard."),
            "max_length": _("Enter the code alone: 32 characters."),
        },
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("maxlength", None)


@require_http_methods(["GET", "HEAD", "POST"])
def verify_code(request: HttpRequest) -> HttpResponse:
    """Ask for a code and say whether it is genuine, replaced or not known."""
    form, found = CodeForm(request.POST or None), None
    if request.method == "POST":
        if not is_within("verify", RATE, request):
            return render(request, "429.html", status=429)
        if form.is_valid():
            found = verify(form.cleaned_data["code"])
    is_wrong = request.method == "POST" and found is None
    return render(
        request,
        "reports/verify.html",
        {"form": form, "found": found, "has_errors": is_wrong},
        status=422 if is_wrong else 200,
    )
