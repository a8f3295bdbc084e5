"""The plan: listed, changed step by step, and cleared."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.models import PlanStep, Submission
from assessments.workflow import WorkflowError, change_plan_step, remove_plan_step
from hive.banks.requests import person
from reports.access import own_results, results_for
from reports.plan.forms import StepForm, version_of
from reports.plan.people import may_plan, proposed_names
from reports.queries import results_of
from reports.scorecard.material import Material
from reports.scorecard.plan import plan_lead, plan_rows


@login_required
@require_safe
def plan(request: HttpRequest, pk: str) -> HttpResponse:
    """List the steps of the plan."""
    return _list(request, results_for(request, pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: str, step: str) -> HttpResponse:
    """Give a step another owner or another quarter."""
    found = _step(request, pk, step)
    initial = {"owner": found.owner, "due": found.due.code}
    form = StepForm(proposed_names(found.submission.bank), request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = _change(request, found, form)
        if status == 200:
            messages.success(request, _("Saved."))
            return redirect("reports:plan", pk)
    material = _material(found.submission)
    row = next(row for row in plan_rows(material) if row.code == found.question.code)
    context = {
        "form": form, "step": found, "row": row, "submission": found.submission,
        "edition": found.submission.cycle.edition, "has_errors": status >= 400,
    }  # fmt: skip
    return render(request, "reports/plan_step.html", context, status=status)


@login_required
@require_POST
def remove(request: HttpRequest, pk: str, step: str) -> HttpResponse:
    """Take a step out of the plan."""
    found = _step(request, pk, step)
    code = found.question.code
    try:
        remove_plan_step(found, version=_seen(request), by=person(request))
    except PermissionDenied:
        raise
    except WorkflowError as refusal:
        return _list(request, found.submission, str(refusal), 409)
    messages.success(request, _("Removed from the plan: %(code)s") % {"code": code})
    return redirect("reports:plan", pk)


def _step(request: HttpRequest, pk: str, step: str) -> PlanStep:
    """Find a step of the plan of the bank worked for, for somebody who may change it."""
    submission = own_results(request, pk)
    if not may_plan(request):
        raise PermissionDenied
    rows = PlanStep.objects.visible_to(person(request)).select_related("question")
    found = get_object_or_404(rows, pk=step, submission=submission)
    found.submission = submission
    return found


def _change(request: HttpRequest, step: PlanStep, form: StepForm) -> int:
    if not form.is_valid():
        return 422
    owner, due = form.cleaned_data["owner"], form.chosen
    try:
        change_plan_step(step, owner=owner, due=due, version=_seen(request), by=person(request))
    except PermissionDenied:
        raise
    except WorkflowError as refusal:
        form.add_error(None, str(refusal))
        return 409
    return 200


def _seen(request: HttpRequest) -> int:
    return version_of(request.POST.get("version", ""))


def _material(submission: Submission) -> Material:
    return Material(results_of(submission), get_language() or "zh-hans")


def _list(
    request: HttpRequest, submission: Submission, refused: str = "", status: int = 200
) -> HttpResponse:
    material = _material(submission)
    rows = list(zip(plan_rows(material), material.results.plan, strict=True))
    is_own = getattr(request, "bank", None) == submission.bank
    context = {
        "rows": rows, "lead": plan_lead(material), "submission": submission,
        "edition": submission.cycle.edition, "refused": refused, "has_errors": status >= 400,
        "is_own": is_own, "may_plan": is_own and may_plan(request),
    }  # fmt: skip
    return render(request, "reports/plan.html", context, status=status)
