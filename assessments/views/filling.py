"""Filling in: the task list, a section, the profile, the further questions, who does what."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.answers import AnswersForm
from assessments.forms.blocks import problems_of
from assessments.forms.saving import OK, Outcome, save_page
from assessments.forms.signing import AssignmentsForm
from assessments.models import Submission
from assessments.pages.dossier import Dossier, dossier_of
from assessments.pages.questions import (
    QuestionPage,
    profile_page,
    section_page,
    unscored_page,
)
from assessments.pages.remarks import to_look_at
from assessments.pages.tasks import task_list
from assessments.pages.team import team_of
from assessments.views.access import CHECKERS, FILLERS, READERS, Request, of_own_bank
from assessments.views.page import show
from assessments.workflow import WorkflowError, assign
from hive.banks.roles import Role

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@of_own_bank(*READERS)
@require_safe
def tasks(request: Request, submission: Submission) -> HttpResponse:
    """List every indicator that the person may open."""
    page = task_list(dossier_of(submission, request.user), request.GET.get("show", ""))
    return show(request, "assessments/tasks.html", page.dossier, page=page)


@of_own_bank(*READERS)
@get_or_post
def section(request: Request, submission: Submission, slug: str) -> HttpResponse:
    """Answer one dimension."""
    return _answer(request, section_page(dossier_of(submission, request.user), slug))


@of_own_bank(*CHECKERS)
@get_or_post
def profile(request: Request, submission: Submission) -> HttpResponse:
    """Answer the facts about the bank."""
    return _answer(request, profile_page(dossier_of(submission, request.user)))


@of_own_bank(*CHECKERS)
@get_or_post
def unscored(request: Request, submission: Submission) -> HttpResponse:
    """Answer the questions without a score."""
    return _answer(request, unscored_page(dossier_of(submission, request.user)))


@of_own_bank(Role.COORDINATOR)
@get_or_post
def assignments(request: Request, submission: Submission) -> HttpResponse:
    """Choose who fills in which dimension."""
    dossier = dossier_of(submission, request.user)
    people = team_of(submission.bank).holders(*FILLERS)
    form = AssignmentsForm(dossier.model.dimensions, people, dossier.owners, request.POST or None)
    status = 200
    if request.method == "POST":
        status = _assign(form, dossier)
        if status == OK:
            messages.success(request, _("Saved."))
            return redirect("assessments:tasks", pk=submission.pk)
    return show(request, "assessments/assignments.html", dossier, status=status, form=form)


def _answer(request: Request, page: QuestionPage) -> HttpResponse:
    """Show a page of questions, or save what came back and lead on."""
    if request.method != "POST":
        return _show(request, page, page.form() if page.is_open else None)
    form = page.form(request.POST)
    outcome = save_page(form, page.dossier.submission, by=request.user)
    if outcome.status != OK:
        return _show(request, page, form, outcome)
    dossier = dossier_of(page.dossier.submission, request.user)
    to_check = (*outcome.unusual, *to_look_at(dossier, outcome.saved))
    messages.success(request, _saved(outcome, to_check))
    return redirect(f"{page.url}#q-{to_check[0]}" if to_check else page.next_url)


def _show(
    request: Request,
    page: QuestionPage,
    form: AnswersForm | None,
    outcome: Outcome | None = None,
) -> HttpResponse:
    return show(
        request,
        "assessments/questions.html",
        page.dossier,
        status=outcome.status if outcome else OK,
        page=page,
        questions=form,
        saved=_saved(outcome) if outcome and outcome.saved else "",
        problems=problems_of(form) if outcome and form else (),
    )


def _assign(form: AssignmentsForm, dossier: Dossier) -> int:
    if not form.is_valid():
        return 422
    rows = {row.code: row for row in dossier.submission.cycle.edition.dimensions.all()}
    try:
        for code, member in form.wishes():
            assign(dossier.submission, rows[code], member, by=dossier.user)
    except WorkflowError as error:
        form.add_error(None, str(error))
        return 409
    return OK


def _saved(outcome: Outcome, to_check: Sequence[str] = ()) -> str:
    count = len(outcome.saved)
    if not count:
        return _("Nothing was changed.")
    if to_check:
        text = ngettext(
            "%(n)s answer saved %(clock)s. Please look at what is marked.",
            "%(n)s answers saved %(clock)s. Please look at what is marked.",
            count,
        )
    else:
        text = ngettext("%(n)s answer saved %(clock)s.", "%(n)s answers saved %(clock)s.", count)
    return text % {"n": count, "clock": date_format(timezone.localtime(), "H:i:s")}
