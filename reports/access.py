"""Finding the submission whose results a page is about."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from assessments.models import Submission
from hive.banks.requests import bank_of, person


def results_for(request: HttpRequest, pk: object) -> Submission:
    """Return a submission whose results the person may see, else 404."""
    rows = Submission.objects.with_results_for(person(request))
    return get_object_or_404(rows.with_edition(), pk=pk)


def own_results(request: HttpRequest, pk: object) -> Submission:
    """Return a submission of the bank worked for whose results the person may see."""
    rows = Submission.objects.with_results_for(person(request)).filter(bank=bank_of(request))
    return get_object_or_404(rows.with_edition(), pk=pk)
