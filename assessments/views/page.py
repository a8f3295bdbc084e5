"""Rendering a page about one submission."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.pages.dossier import Dossier


def show(
    request: HttpRequest, template: str, dossier: Dossier, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a template with the submission, its edition, and whether something went wrong."""
    context |= {"dossier": dossier, "edition": dossier.submission.cycle.edition}
    context.setdefault("has_errors", status >= 400)
    return render(request, template, context, status=status)
