"""Evidence: listing, adding, describing, removing, taking over from last year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.attached import Item
from assessments.enums import EvidenceKind
from assessments.forms.evidence import DescriptionForm, EvidenceForm
from assessments.models import Submission
from assessments.pages.dossier import Dossier, dossier_of
from assessments.pages.earlier_evidence import earlier_page
from assessments.pages.evidence import EvidencePage, may_change, readable
from assessments.views.access import FILLERS, READERS, Request, of_own_bank
from assessments.views.page import show
from assessments.workflow import (
    Incomplete,
    Locked,
    WorkflowError,
    add_file,
    add_text,
    describe_evidence,
    remove_evidence,
    take_over,
)
from hive.core.model import Dimension

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@of_own_bank(*READERS)
@require_safe
def evidence(request: Request, submission: Submission) -> HttpResponse:
    """List all evidence that the person may read."""
    return _list(request, dossier_of(submission, request.user))


@of_own_bank(*FILLERS)
@get_or_post
def add(request: Request, submission: Submission) -> HttpResponse:
    """Add a file, a link or a statement."""
    dossier = dossier_of(submission, request.user)
    if request.method != "POST" or not dossier.is_editable:
        return _ask(request, dossier)
    form = EvidenceForm(_open_dimensions(dossier), request.POST, request.FILES)
    status = _add(form, dossier)
    if status == 200:
        messages.success(request, _("Added: %(title)s") % {"title": form.cleaned_data["title"]})
        return redirect("assessments:evidence", pk=submission.pk)
    return show(request, "assessments/evidence_add.html", dossier, status=status, form=form)


@of_own_bank(*FILLERS)
@get_or_post
def change(request: Request, submission: Submission, item: UUID) -> HttpResponse:
    """Give an item another title or other questions."""
    dossier = dossier_of(submission, request.user)
    found = _changeable(dossier, item)
    now = {"title": found.title, "questions": list(found.codes)}
    form = DescriptionForm(_open_dimensions(dossier), request.POST or None, initial=now)
    status = 200
    if request.method == "POST":
        status = _describe(form, found, dossier)
        if status == 200:
            messages.success(request, _("Saved."))
            return redirect("assessments:evidence", pk=submission.pk)
    return show(
        request, "assessments/evidence_change.html", dossier, status=status, form=form, item=found
    )


@of_own_bank(*FILLERS)
@require_POST
def remove(request: Request, submission: Submission, item: UUID) -> HttpResponse:
    """Take an item away."""
    dossier = dossier_of(submission, request.user)
    found = _changeable(dossier, item)
    try:
        remove_evidence(found.row, by=request.user)
    except (Incomplete, Locked) as refusal:
        return _list(request, dossier, str(refusal), 409)
    messages.success(request, _("Removed: %(title)s") % {"title": found.title})
    return redirect("assessments:evidence", pk=submission.pk)


@of_own_bank(*FILLERS)
@get_or_post
def earlier(request: Request, submission: Submission) -> HttpResponse:
    """Take over what is ticked of last year's evidence."""
    page = earlier_page(dossier_of(submission, request.user))
    status, refused = 200, ""
    if request.method == "POST":
        chosen = page.chosen(request.POST.getlist("item"))
        status, refused = _take_over(submission, chosen, request)
        if status == 200:
            return redirect("assessments:evidence", pk=submission.pk)
    return show(
        request, "assessments/evidence_earlier.html", page.dossier,
        status=status, page=page, refused=refused,
    )  # fmt: skip


def _changeable(dossier: Dossier, item: UUID) -> Item:
    """Find an item that the person may change; one of others' sections is refused."""
    found = next((one for one in readable(dossier) if one.id == item), None)
    if found is None:
        raise Http404
    if dossier.is_editable and not may_change(dossier, found):
        raise PermissionDenied
    found.row.submission = dossier.submission
    return found


def _ask(request: Request, dossier: Dossier) -> HttpResponse:
    """Show the empty form, or what was typed while the questionnaire was locked."""
    typed: dict[str, Any] = {"questions": request.GET.getlist("question")}
    if request.method == "POST":
        typed = request.POST.dict() | {"questions": request.POST.getlist("questions")}
    form = EvidenceForm(_open_dimensions(dossier), initial=typed)
    refused = str(Locked()) if request.method == "POST" else ""
    return show(
        request, "assessments/evidence_add.html", dossier,
        status=409 if refused else 200, form=form, refused=refused,
    )  # fmt: skip


def _open_dimensions(dossier: Dossier) -> Sequence[Dimension]:
    return [dimension for dimension in dossier.dimensions if dossier.may_write(dimension)]


def _list(request: Request, dossier: Dossier, refused: str = "", status: int = 200) -> HttpResponse:
    page = EvidencePage(dossier)
    return show(
        request, "assessments/evidence.html", dossier, status=status, page=page, refused=refused
    )


def _add(form: EvidenceForm, dossier: Dossier) -> int:
    """Add what the form holds; a status other than 200 says that it was refused."""
    if not form.is_valid():
        return form.status
    about = {key: form.cleaned_data[key] for key in ("title", "questions")} | {"by": dossier.user}
    try:
        if form.taken is not None:
            with form.taken as taken:
                add_file(dossier.submission, taken, **about)
        else:
            kind = EvidenceKind(form.cleaned_data["kind"])
            add_text(dossier.submission, kind, form.text, **about)
    except PermissionDenied:
        raise
    except WorkflowError as error:
        form.add_error(None, str(error))
        return 409
    return 200


def _describe(form: DescriptionForm, item: Item, dossier: Dossier) -> int:
    if not form.is_valid():
        return 422
    try:
        describe_evidence(item.row, by=dossier.user, **form.cleaned_data)
    except (Incomplete, Locked) as error:
        form.add_error(None, str(error))
        return 409
    return 200


def _take_over(submission: Submission, chosen: list[Item], request: Request) -> tuple[int, str]:
    if not chosen:
        return 422, _("Tick what you want to take over.")
    try:
        taken = take_over(submission, chosen, by=request.user)
    except PermissionDenied:
        raise
    except WorkflowError as error:
        return 409, str(error)
    text = ngettext("%(n)s item taken over.", "%(n)s items taken over.", len(taken))
    messages.success(request, text % {"n": len(taken)})
    return 200, ""
