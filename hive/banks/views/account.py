"""The own account, and the choice of the bank to work for."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from hive.banks import workflow
from hive.banks.forms import AccountForm, MailForm
from hive.banks.language import keep_in_cookie
from hive.banks.middleware import BANK_IN_SESSION, banks_of
from hive.banks.models import ApiToken, User
from hive.banks.requests import PersonRequest
from hive.banks.views.sessions import sessions_of
from hive.banks.views.tokens import banks_with_results


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: PersonRequest) -> HttpResponse:
    """Name and language; links to password and second factor; the own roles."""
    user = request.user
    form = AccountForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if form.is_valid():
        return keep_account(request, form)
    context = {
        "form": form,
        "mail_form": MailForm(initial=mail_choices(user)),
        "memberships": user.current_memberships,
        "several_banks": len(user.bank_ids) > 1,
        "sessions": sessions_of(request),
        "tokens": ApiToken.objects.visible_to(user).standing().select_related("bank"),
        "may_make_token": bool(banks_with_results(request)),
        "has_second_factor": is_mfa_enabled(user, [Authenticator.Type.TOTP]),
    }
    return render(request, "banks/account.html", context, status=422 if form.errors else 200)


def keep_account(request: PersonRequest, form: AccountForm) -> HttpResponse:
    """Save what was changed and show the page again in the chosen language."""
    user, given = request.user, form.cleaned_data
    if given["name"] != user.name:
        workflow.rename(user, name=given["name"], by=user)
    if given["language"] != user.language:
        workflow.choose_language(user, language=given["language"], by=user)
    with override(user.language):
        messages.success(request, _("Saved."))
    response = redirect("banks:account")
    keep_in_cookie(response, user.language)
    return response


def mail_choices(user: User) -> dict[str, bool]:
    """What the person gets by mail now."""
    return {
        "handovers": user.mail_handovers,
        "comments": user.mail_comments,
        "digest": user.mail_digest,
        "reminders": user.mail_reminders,
    }


@login_required
@require_POST
def choose_mail(request: PersonRequest) -> HttpResponse:
    """Keep what the person wants by mail."""
    form = MailForm(request.POST)
    if form.is_valid():
        workflow.choose_mail(request.user, **form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
    return redirect("banks:account")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_bank(request: PersonRequest) -> HttpResponse:
    """Choose among the banks at which the person has a role."""
    banks = {str(key): bank for key, bank in banks_of(request).items()}
    if not banks:
        raise Http404
    if request.method == "POST" and request.POST.get("bank") in banks:
        request.session[BANK_IN_SESSION] = request.POST["bank"]
        return redirect("/")
    status = 422 if request.method == "POST" else 200
    return render(request, "banks/choose_bank.html", {"banks": banks.values()}, status=status)
