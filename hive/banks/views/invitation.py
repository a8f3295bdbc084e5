"""Taking up an invitation. Opening the link changes nothing; the button does."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hive.banks import queries, workflow
from hive.banks.forms import AcceptForm
from hive.banks.middleware import BANK_IN_SESSION
from hive.banks.models import Invitation
from hive.banks.requests import PersonRequest
from hive.banks.workflow import (
    InvitationUnusable,
    NotAccepted,
    OtherPower,
    OtherSide,
    Taken,
)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is offered; make the account or add the role when the button is pressed."""
    try:
        offer = workflow.usable(token)
        if request.user.is_authenticated:
            return as_signed_in(cast(PersonRequest, request), token, offer)
        if queries.has_account(offer.email):
            return for_account_holder(request, offer)
        return as_newcomer(request, token, offer)
    except InvitationUnusable as refusal:
        return render(request, "banks/invitation_unusable.html", {"why": refusal}, status=404)


def as_newcomer(request: HttpRequest, token: str, offer: Invitation) -> HttpResponse:
    """Ask for name and password, make the account, and send the person to sign in."""
    form = AcceptForm(request.POST or None, initial={"name": offer.name})
    if form.is_valid():
        try:
            workflow.accept_invitation(token, **form.cleaned_data)
        except NotAccepted as refusal:
            form.add_error("password", str(refusal))
        else:
            messages.success(request, _("Your account is ready. Sign in with your new password."))
            return redirect("account_login")
    context = {"form": form, "offer": offer}
    return render(request, "banks/invitation.html", context, status=422 if form.errors else 200)


def for_account_holder(request: HttpRequest, offer: Invitation) -> HttpResponse:
    """Whoever has an account already signs in first and comes back to this page."""
    return render(request, "banks/invitation_sign_in.html", {"offer": offer})


def as_signed_in(request: PersonRequest, token: str, offer: Invitation) -> HttpResponse:
    """Add the role to the account that is signed in, if it is the invited one."""
    if not workflow.is_for(offer, request.user):
        return render(request, "banks/invitation_for_other.html", status=404)
    if request.method != "POST":
        return render(request, "banks/invitation_accept.html", {"offer": offer})
    try:
        user = workflow.accept_invitation_as(token, by=request.user)
    except (OtherPower, OtherSide, Taken) as refusal:
        context = {"offer": offer, "why": refusal}
        return render(request, "banks/invitation_accept.html", context, status=422)
    # New roles end the person's sessions; this one goes on.
    update_session_auth_hash(request, user)
    request.session.pop(BANK_IN_SESSION, None)
    messages.success(request, _("The role is added to your account."))
    return redirect("/")
