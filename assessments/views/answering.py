"""One answer at a time: sent by the script of a page and told in JSON; and its history."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import Error as DatabaseFault
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.forms.answers import AnswersForm
from assessments.forms.saving import CONFLICT, INVALID, save_question
from assessments.models import AnswerEvent, Submission
from assessments.moments import clock
from assessments.pages.answer_history import history_of
from assessments.pages.answering import conflict_body, errors_body, saved_body
from assessments.pages.dossier import dossier_of
from assessments.queries import answered_in
from assessments.records import Sheet
from assessments.views.access import FILLERS, READERS, Request, of_own_bank
from assessments.views.page import show
from assessments.workflow import Locked, NotAllowed
from hive.banks.models import User
from hive.banks.requests import sign_in_first
from hive.catalogue.queries import model_of

FORBIDDEN, LOCKED, UNAVAILABLE = 403, 423, 503
# Who the page was made for: another person's session must not save what this one typed.
PERSON = "X-Hive-Person"
# Of a submission before it is held: whose it is, and of which edition.
NEEDED = ("bank__id", "cycle__edition__digest")

log = logging.getLogger(__name__)

View = Callable[..., HttpResponse]


def told_in_json(view: View) -> View:
    """Give the view a submission that the person fills in; say in JSON why it cannot be had."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
        user = request.user
        if not user.is_authenticated or request.headers.get(PERSON, str(user.pk)) != str(user.pk):
            return sign_in_first()
        try:
            return view(request, _filled_in_by(user, pk), code)
        except PermissionDenied:
            return _refusal(FORBIDDEN, str(NotAllowed()))
        except Locked as error:
            return _refusal(LOCKED, f"{error} {_('What you typed is still on this page.')}")
        except (DatabaseFault, OSError) as fault:
            # The name alone: a database may quote what it was given.
            log.error("An answer could not be saved: %s", type(fault).__name__)
            return _refusal(UNAVAILABLE, _unavailable(user, pk))

    return guarded


@require_POST
@told_in_json
def answer(request: Request, submission: Submission, code: str) -> HttpResponse:
    """Save one answer; the page says "saved" only from what comes back after the commit."""
    model = model_of(submission.cycle.edition)
    if code not in model.questions:
        raise Http404
    form = AnswersForm([model.questions[code]], Sheet(), data=request.POST)
    saved = save_question(form, submission, by=request.user)
    if saved is None:
        return JsonResponse(errors_body(form), status=INVALID)
    if saved.conflicts:
        return JsonResponse(conflict_body(form, saved), status=CONFLICT)
    return JsonResponse(saved_body(form, model, saved, answered_in(submission)))


@of_own_bank(*READERS)
@require_safe
def history(request: Request, submission: Submission, code: str) -> HttpResponse:
    """Show every change of an answer to those who may read it."""
    dossier = dossier_of(submission, request.user)
    page = history_of(dossier, code, request.GET.get("page", ""))
    return show(request, "assessments/history.html", dossier, page=page)


def _filled_in_by(user: User, pk: UUID) -> Submission:
    rows = Submission.objects.visible_to(user).with_edition().only(*NEEDED)
    submission = get_object_or_404(rows, pk=pk)
    if not user.has_role(*FILLERS, bank=submission.bank):
        raise PermissionDenied
    return submission


def _refusal(status: int, text: str) -> JsonResponse:
    return JsonResponse({"error": text}, status=status)


def _unavailable(user: User, pk: UUID) -> str:
    """Say that nothing can be written, and what is safe as far as it can still be read."""
    text = _("This could not be saved just now. What you typed is still on the page.")
    events = AnswerEvent.objects.filter(submission=pk, by=user)
    try:
        last = events.order_by("-id").values_list("at", flat=True).first()
    except DatabaseFault:
        return text
    if last is None:
        return text
    safe = _("Your last save was at %(clock)s, and everything up to it is there.")
    return f"{text} {safe % {'clock': clock(last)}}"
