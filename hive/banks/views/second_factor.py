"""Setting up the second factor, and the recovery codes that stand in for it."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from hive.banks import workflow
from hive.banks.access import reauthenticated
from hive.banks.models import RecoveryCode
from hive.banks.requests import PersonRequest, person
from hive.banks.workflow.recovery import HOW_MANY


class SetUp(totp.ActivateTOTPView):
    """Asks for the first code of an app, then shows the codes that stand in for it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead whoever has an app, or presses twice, to where codes are made."""
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return redirect("mfa_recovery_codes")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the app and answer with its recovery codes, which no other page shows."""
        super().form_valid(form)
        return new_codes(self.request)


set_up = SetUp.as_view()


@reauthenticated
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: PersonRequest) -> HttpResponse:
    """Tell how many codes are left; make new ones."""
    if not is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        raise Http404
    if request.method == "POST":
        return new_codes(request)
    left = RecoveryCode.objects.unused_by(request.user).count()
    return render(request, "mfa/recovery_codes/index.html", {"left": left, "total": HOW_MANY})


def new_codes(request: HttpRequest) -> HttpResponse:
    """Make codes and show them, this once."""
    user = person(request)
    codes = workflow.make_recovery_codes(user, by=user)
    return TemplateResponse(request, "mfa/recovery_codes/made.html", {"codes": codes})
