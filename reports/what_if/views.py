"""Trying other answers, and taking what was tried into the plan."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods

from assessments.models import Submission
from assessments.workflow import Wish, WorkflowError, save_plan
from hive.banks.requests import person
from reports.access import own_results
from reports.plan.forms import StepForm, version_of
from reports.plan.people import may_plan, proposed_names
from reports.queries import UnknownGroup, results_of
from reports.what_if.page import WhatIf


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def what_if(request: HttpRequest, pk: str) -> HttpResponse:
    """Show what the chosen answers would score; by POST, take them into the plan."""
    submission = own_results(request, pk)
    page = _page(submission, request)
    form = StepForm(proposed_names(submission.bank), request.POST or None)
    status = 422 if page.form.errors else 200
    if request.method == "POST":
        status = _save(request, submission, page, form)
        if status == 200:
            return redirect("reports:plan", submission.pk)
    context = {
        "page": page, "form": form, "submission": submission, "has_errors": status >= 400,
        "edition": submission.cycle.edition, "may_plan": may_plan(request),
    }  # fmt: skip
    return render(request, "reports/what_if.html", context, status=status)


def _page(submission: Submission, request: HttpRequest) -> WhatIf:
    try:
        results = results_of(submission, group=request.GET.get("group") or None)
    except UnknownGroup as error:
        raise Http404 from error
    return WhatIf.of(results, get_language() or "zh-hans", request.GET)


def _save(request: HttpRequest, submission: Submission, page: WhatIf, form: StepForm) -> int:
    """Take the choices into the plan; a status other than 200 says that it was refused."""
    if not form.is_valid() or page.form.errors:
        return 422
    versions = dict(seen.rpartition(":")[::2] for seen in request.POST.getlist("seen"))
    wishes = [
        Wish(code, rung.key, version_of(versions.get(code, "")))
        for code, rung in page.form.choices.items()
    ]
    try:
        save_plan(
            submission, wishes,
            owner=form.cleaned_data["owner"], due=form.chosen, by=person(request),
        )  # fmt: skip
    except PermissionDenied:
        raise
    except WorkflowError as refusal:
        form.add_error(None, str(refusal))
        return 409
    text = ngettext("%(n)s step is in the plan.", "%(n)s steps are in the plan.", len(wishes))
    messages.success(request, text % {"n": len(wishes)})
    return 200
