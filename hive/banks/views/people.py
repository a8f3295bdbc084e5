"""The people of a bank: their roles, and invitations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hive.banks import queries, workflow
from hive.banks.access import role_required
from hive.banks.forms import GrantForm, InviteForm, RoleForm
from hive.banks.models import Membership
from hive.banks.requests import PersonRequest, bank_of
from hive.banks.roles import BANK_ROLES, Role
from hive.banks.workflow import WorkflowError


@require_safe
@role_required(*BANK_ROLES)
def people(request: PersonRequest) -> HttpResponse:
    """Who has which role at the bank, and who is invited."""
    return render(request, "banks/people.html", page(request))


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.COORDINATOR)
def invite(request: PersonRequest) -> HttpResponse:
    """Invite somebody to a role at the bank."""
    form = InviteForm(request.POST or None, initial={"language": request.user.language})
    if form.is_valid():
        try:
            invitation = workflow.invite(
                **form.cleaned_data, bank=bank_of(request), by=request.user
            )
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("An invitation is on its way to %(email)s. It is valid for 7 days.")
            messages.success(request, said % {"email": invitation.email})
            return redirect("banks:people")
    status = 422 if form.errors else 200
    return render(request, "banks/invite.html", {"form": form}, status=status)


@require_POST
@role_required(Role.COORDINATOR)
def revoke_invitation(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Withdraw an invitation of the bank."""
    invitation = get_object_or_404(queries.open_invitations(bank_of(request)), pk=pk)
    return act(request, _("The invitation is withdrawn."), workflow.revoke_invitation, invitation)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.COORDINATOR)
def member(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Change one role of a colleague to another, or end it."""
    membership = get_object_or_404(queries.members_of(bank_of(request)), pk=pk)
    form = RoleForm(request.POST or None, initial={"role": membership.role})
    if form.is_valid():
        try:
            workflow.change_role(membership, form.cleaned_data["role"], by=request.user)
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The role is changed."))
            return redirect("banks:people")
    context = {"form": form, "membership": membership}
    return render(request, "banks/member.html", context, status=422 if form.errors else 200)


@require_POST
@role_required(Role.COORDINATOR)
def end_role(request: PersonRequest, pk: UUID) -> HttpResponse:
    """End one role of a colleague."""
    membership = get_object_or_404(queries.members_of(bank_of(request)), pk=pk)
    return act(request, _("The role has ended."), workflow.revoke_role, membership)


@require_POST
@role_required(Role.COORDINATOR)
def grant(request: PersonRequest) -> HttpResponse:
    """Give a colleague one more role."""
    form = GrantForm(request.POST, bank=bank_of(request))
    if not form.is_valid():
        return render(request, "banks/people.html", page(request, form), status=422)
    given = form.cleaned_data
    done = _("The role is given.")
    return act(request, done, workflow.grant_role, given["user"], given["role"], bank_of(request))


def act(request: PersonRequest, done: str, verb: Any, *subject: Any) -> HttpResponse:
    """Run a verb for the person and say how it went on the page of people."""
    try:
        verb(*subject, by=request.user)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("banks:people")


def page(request: PersonRequest, form: GrantForm | None = None) -> dict[str, Any]:
    """What the page of people shows to this person."""
    memberships: list[Membership] = list(queries.members_of(bank_of(request)))
    is_coordinator = request.user.has_role(Role.COORDINATOR, bank=bank_of(request))
    return {
        "memberships": memberships,
        "can_sign": queries.can_sign(memberships),
        "is_coordinator": is_coordinator,
        "invitations": queries.open_invitations(bank_of(request)) if is_coordinator else (),
        "form": form or (GrantForm(bank=bank_of(request)) if is_coordinator else None),
    }
