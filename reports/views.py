"""A bank's results as a page and as a PDF."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from assessments.models import Submission
from hive.audit.log import record
from hive.banks.access import role_required
from hive.banks.requests import bank_of, person
from hive.banks.roles import Role
from reports.access import results_for
from reports.queries import UnknownGroup
from reports.scorecard import Scorecard, build
from reports.scorecard.pdf import file_name, scorecard_pdf

# What the address of a PDF calls a language, and what Django calls it.
LANGUAGES = {"zh": "zh-hans", "en": "en"}


@require_safe
@role_required(Role.COORDINATOR, Role.APPROVER, Role.EXECUTIVE)
def current(request: HttpRequest) -> HttpResponse:
    """Lead to the newest results of the bank worked for, or say when there will be some."""
    own = Submission.objects.with_results_for(person(request)).filter(bank=bank_of(request))
    newest = own.order_by("-cycle__year").first()
    if newest is None:
        return render(request, "reports/none.html")
    return redirect("reports:results", newest.pk)


@require_safe
@login_required
def results(request: HttpRequest, pk: str) -> HttpResponse:
    """Show the scorecard as a page."""
    submission = results_for(request, pk)
    group = request.GET.get("group")
    context = {
        "card": _card(submission, get_language() or "zh-hans", group),
        "submission": submission,
        "edition": submission.cycle.edition,
        "is_own": getattr(request, "bank", None) == submission.bank,
        "query": f"?{urlencode({'group': group})}" if group else "",
    }
    return render(request, "reports/results.html", context)


@require_safe
@login_required
def scorecard(request: HttpRequest, pk: str, language: str) -> HttpResponse:
    """Hand out the scorecard as a PDF; who took it is on record."""
    if language not in LANGUAGES:
        raise Http404
    submission = results_for(request, pk)
    card = _card(submission, LANGUAGES[language], request.GET.get("group"))
    response = HttpResponse(scorecard_pdf(card), content_type="application/pdf")
    response["Content-Disposition"] = _disposition(submission, card, language)
    response["Cache-Control"] = "no-store"
    if request.method == "GET":
        record(
            "scorecard.downloaded", submission, by=person(request), bank=submission.bank_id,
            language=language, snapshot=card.identity.snapshot,
        )  # fmt: skip
    return response


def _card(submission: Submission, language: str, group: str | None) -> Scorecard:
    try:
        return build(submission, language=language, group=group or None)
    except UnknownGroup as error:
        raise Http404 from error


def _disposition(submission: Submission, card: Scorecard, language: str) -> str:
    """Name the file twice, as RFC 6266 has it: in ASCII, and in the reader's own characters."""
    plain = file_name(submission, language)
    full = f"{card.identity.title} {card.identity.bank}.pdf"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"
