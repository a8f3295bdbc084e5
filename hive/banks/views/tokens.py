"""The own API keys: made, shown once, revoked."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hive.banks import workflow
from hive.banks.access import reauthenticated
from hive.banks.forms import TokenForm
from hive.banks.middleware import banks_of
from hive.banks.models import ApiToken, Bank
from hive.banks.requests import PersonRequest
from hive.banks.workflow import Taken, WorkflowError, sees_results


def banks_with_results(request: PersonRequest) -> list[Bank]:
    """The banks whose results the person sees."""
    return [bank for bank in banks_of(request).values() if sees_results(request.user, bank)]


@reauthenticated
@require_http_methods(["GET", "HEAD", "POST"])
def make_token(request: PersonRequest) -> HttpResponse:
    """Ask what the key is for; then show it, this once."""
    banks = banks_with_results(request)
    if not banks:
        raise PermissionDenied
    form = TokenForm(request.POST or None, banks=banks)
    if form.is_valid():
        given = {"bank": banks[0], **form.cleaned_data}
        try:
            token, secret = workflow.make_token(request.user, by=request.user, **given)
        except Taken as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "banks/token.html", {"token": token, "secret": secret})
    status = 422 if form.errors else 200
    return render(request, "banks/token_make.html", {"form": form, "banks": banks}, status=status)


@login_required
@require_POST
def revoke_token(request: PersonRequest, pk: UUID) -> HttpResponse:
    """End a key."""
    token = get_object_or_404(ApiToken.objects.visible_to(request.user), pk=pk)
    try:
        workflow.revoke_token(token, by=request.user)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The API key is revoked."))
    return redirect("banks:account")
