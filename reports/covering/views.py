"""The coverage as a page and as a workbook."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hive.audit.log import record
from hive.banks.requests import person
from hive.documents.naming import attachment
from hive.documents.sheets.writing import CONTENT_TYPE
from reports.access import results_for
from reports.covering.opening import opener
from reports.covering.page import CoveragePage
from reports.covering.workbook import coverage_workbook
from reports.queries import results_of
from reports.scorecard.pdf import LANGUAGES


@login_required
@require_safe
def coverage(request: HttpRequest, pk: str) -> HttpResponse:
    """Show how far the answers cover the articles."""
    submission = results_for(request, pk)
    language = get_language() or "zh-hans"
    page = CoveragePage.of(results_of(submission), language, opener(request))
    context = {"page": page, "submission": submission, "edition": submission.cycle.edition}
    return render(request, "reports/covering.html", context)


@login_required
@require_safe
def workbook(request: HttpRequest, pk: str, language: str) -> HttpResponse:
    """Hand out the coverage as a workbook; who took it is on record."""
    if language not in LANGUAGES:
        raise Http404
    submission = results_for(request, pk)
    page = CoveragePage.of(results_of(submission), LANGUAGES[language])
    response = HttpResponse(coverage_workbook(page), content_type=CONTENT_TYPE)
    name = f"coverage-{submission.cycle.year}-{submission.bank.code}-{language}.xlsx"
    response["Content-Disposition"] = attachment(name)
    response["Cache-Control"] = "no-store"
    if request.method == "GET":
        record(
            "coverage.downloaded", submission, by=person(request), bank=submission.bank_id,
            language=language, snapshot=page.material.results.snapshot.short_hash,
        )  # fmt: skip
    return response
