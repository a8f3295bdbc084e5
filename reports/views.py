"""A bank's results as a page, as a PDF and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

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
from hive.documents import press
from hive.documents.naming import attachment
from hive.documents.sheets.writing import CONTENT_TYPE
from reports.access import results_for
from reports.charts.ordering import ordered
from reports.prepared import pdf_of
from reports.queries import UnknownGroup
from reports.results_order import order_choices, order_of
from reports.scorecard import Scorecard, build_each
from reports.scorecard.pdf import BOTH, LANGUAGES, file_name, scorecard_pdf
from reports.scorecard.workbook import scorecard_workbook, workbook_name


@require_safe
@role_required(Role.COORDINATOR, Role.APPROVER, Role.EXECUTIVE)
def current(request: HttpRequest) -> HttpResponse:
    """Lead to the newest results of the bank worked for, or say when there will be some.

    Whoever is there as an executive alone begins with the one page.
    """
    own = Submission.objects.with_results_for(person(request)).filter(bank=bank_of(request))
    newest = own.order_by("-cycle__year").first()
    if newest is None:
        return render(request, "reports/none.html")
    fills = person(request).has_role(Role.COORDINATOR, Role.APPROVER, bank=bank_of(request))
    return redirect("reports:results" if fills else "reports:summary", newest.pk)


@require_safe
@login_required
def results(request: HttpRequest, pk: str) -> HttpResponse:
    """Show the scorecard as a page."""
    submission = results_for(request, pk)
    group = request.GET.get("group")
    card = _card(submission, get_language() or "zh-hans", group)
    order = order_of(request.GET.get("order"), card.dots)
    context = {
        "card": card,
        "dots": ordered(card.dots, order),
        "orders": order_choices(card.dots, order, group),
        "submission": submission,
        "edition": submission.cycle.edition,
        "is_own": getattr(request, "bank", None) == submission.bank,
        "query": f"?{urlencode({'group': group})}" if group else "",
    }
    return render(request, "reports/results.html", context)


@require_safe
@login_required
def summary(request: HttpRequest, pk: str) -> HttpResponse:
    """Show what an executive asks first: the scorecard's first page, for a phone or one sheet."""
    submission = results_for(request, pk)
    card = _card(submission, get_language() or "zh-hans", None)
    context = {
        "card": card,
        "submission": submission,
        "edition": submission.cycle.edition,
        "language": "en" if card.language == "en" else "zh",
    }
    return render(request, "reports/summary.html", context)


@require_safe
@login_required
def scorecard(request: HttpRequest, pk: str, language: str) -> HttpResponse:
    """Hand out the scorecard as a PDF; who took it is on record."""
    if language == BOTH:
        return _in_both(request, pk)
    submission, card = _asked_for(request, pk, language)
    name = file_name(submission, language)
    response = _file(pdf_of(submission, card, language), "application/pdf", card, name)
    _record("scorecard.downloaded", request, submission, card, language)
    return response


@require_safe
@login_required
def one_page(request: HttpRequest, pk: str, language: str) -> HttpResponse:
    """Hand out the first page of the scorecard by itself; who took it is on record."""
    submission, card = _asked_for(request, pk, language)
    name = file_name(submission, language, is_one_page=True)
    content = scorecard_pdf(card, is_one_page=True, setter=press.render)
    response = _file(content, "application/pdf", card, name)
    _record("summary.downloaded", request, submission, card, language)
    return response


@require_safe
@login_required
def workbook(request: HttpRequest, pk: str, language: str) -> HttpResponse:
    """Hand out every figure of the results page as a workbook; who took it is on record."""
    submission, card = _asked_for(request, pk, language)
    name = workbook_name(submission, language)
    response = _file(scorecard_workbook(card), CONTENT_TYPE, card, name)
    _record("results.downloaded", request, submission, card, language)
    return response


def _asked_for(request: HttpRequest, pk: str, language: str) -> tuple[Submission, Scorecard]:
    if language not in LANGUAGES:
        raise Http404
    submission = results_for(request, pk)
    return submission, _card(submission, LANGUAGES[language], request.GET.get("group"))


def _in_both(request: HttpRequest, pk: str) -> HttpResponse:
    submission = results_for(request, pk)
    cards = _cards(submission, [*LANGUAGES.values()], request.GET.get("group"))
    name = file_name(submission, BOTH)
    content = scorecard_pdf(*cards, setter=press.render)
    response = _file(content, "application/pdf", cards[0], name)
    _record("scorecard.downloaded", request, submission, cards[0], BOTH)
    return response


def _card(submission: Submission, language: str, group: str | None) -> Scorecard:
    (card,) = _cards(submission, [language], group)
    return card


def _cards(
    submission: Submission, languages: Sequence[str], group: str | None
) -> tuple[Scorecard, ...]:
    try:
        return build_each(submission, languages=languages, group=group or None)
    except UnknownGroup as error:
        raise Http404 from error


def _file(content: bytes, content_type: str, card: Scorecard, name: str) -> HttpResponse:
    """Hand a file out to be saved, under its name and what it is called in words."""
    full = f"{card.identity.title} {card.identity.bank}.{name.rpartition('.')[2]}"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = attachment(name, full)
    response["Cache-Control"] = "no-store"
    return response


def _record(
    verb: str, request: HttpRequest, submission: Submission, card: Scorecard, language: str
) -> None:
    if request.method == "GET":
        record(
            verb, submission, by=person(request), bank=submission.bank_id,
            language=language, snapshot=card.identity.snapshot,
        )  # fmt: skip
