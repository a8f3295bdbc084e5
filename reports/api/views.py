"""What a program can read: the cycles with results, and one result."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.models import Submission
from hive.banks.models import ApiToken
from reports.api.access import read_with_key
from reports.api.openapi import document
from reports.api.payload import cycle_entry, result_tree
from reports.api.problems import UNESCAPED, Problem
from reports.queries import UnknownGroup
from reports.scorecard import Scorecard, build


@read_with_key
def cycles(request: HttpRequest, token: ApiToken) -> dict[str, Any]:
    """List the cycles in which the bank has results, the newest first."""
    rows = _own(token).order_by("-cycle__year")
    return {
        "bank": {"code": token.bank.code, "name": token.bank.name},
        "cycles": [cycle_entry(row, _card(row)) for row in rows],
    }


@read_with_key
def result(request: HttpRequest, token: ApiToken, pk: UUID) -> dict[str, Any]:
    """Tell one result down to the questions, against the bank's group or one above it."""
    submission = _own(token).filter(pk=pk).first()
    if submission is None:
        raise Problem(404, _("Your bank has no such results."))
    try:
        card = _card(submission, request.GET.get("group"))
    except UnknownGroup as error:
        raise Problem(404, _("Your bank does not belong to this group.")) from error
    return result_tree(submission, card)


@read_with_key
def unknown(request: HttpRequest, token: ApiToken, path: str) -> dict[str, Any]:
    """Refuse every other address in the way of an API."""
    raise Problem(404, _("There is nothing at this address."))


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Describe the interface; open to everybody, for it tells of nobody."""
    return JsonResponse(document(), json_dumps_params=UNESCAPED)


def _own(token: ApiToken) -> QuerySet[Submission]:
    """The results that the key's person sees now, of the key's bank alone."""
    rows = Submission.objects.with_results_for(token.user).filter(bank=token.bank)
    return rows.with_edition()


def _card(submission: Submission, group: str | None = None) -> Scorecard:
    return build(submission, language=get_language() or "zh-hans", group=group or None)
