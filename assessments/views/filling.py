"""Filling in: the task list, a section, the profile, the further questions, who does what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.answers import AnswersForm
from assessments.forms.assigning import AssignmentsForm
from assessments.forms.blocks import Problem, problems_of
from assessments.forms.saving import OK, Outcome, save_page
from assessments.forms.section import SectionForm, carry_out
from assessments.models import Submission
from assessments.moments import clock
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
    form = AssignmentsForm(dossier, people, request.POST or None)
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
    form, end = page.form(request.POST), _end(page, request.POST)
    outcome = save_page(form, page.dossier.submission, by=request.user)
    if outcome.status == OK and end is not None:
        outcome = _ended(end, outcome, page.dossier)
    if outcome.status != OK:
        return _show(request, page, form, outcome, end)
    dossier = dossier_of(page.dossier.submission, request.user)
    to_check = (*outcome.unusual, *to_look_at(dossier, outcome.saved))
    messages.success(request, _saved(outcome, to_check))
    if to_check:
        return redirect(f"{page.url}#q-{to_check[0]}")
    if form.kept:
        return redirect(f"{page.url}#q-{form.kept}")
    return redirect(page.next_url)


def _end(page: QuestionPage, data: QueryDict | None = None) -> SectionForm | None:
    """The question at the end of a section, where there is one to ask."""
    if page.end is None or not page.is_open or not page.end.question:
        return None
    return SectionForm(page.end, data)


def _ended(end: SectionForm, outcome: Outcome, dossier: Dossier) -> Outcome:
    """Finish, confirm or send back the section, once its answers are saved."""
    changed = bool(outcome.saved)
    status = carry_out(end, dossier.submission, by=dossier.user, answers_changed=changed)
    return replace(outcome, status=status)


def _show(
    request: Request,
    page: QuestionPage,
    form: AnswersForm | None,
    outcome: Outcome | None = None,
    end: SectionForm | None = None,
) -> HttpResponse:
    return show(
        request,
        "assessments/questions.html",
        page.dossier,
        status=outcome.status if outcome else OK,
        page=page,
        questions=form,
        end=end or _end(page),
        saved=_saved(outcome) if outcome and outcome.saved else "",
        problems=_problems(form, end) if outcome and form else (),
    )


def _problems(form: AnswersForm, end: SectionForm | None) -> tuple[Problem, ...]:
    return (*problems_of(form), *(end.problems if end else ()))


def _assign(form: AssignmentsForm, dossier: Dossier) -> int:
    if not form.is_valid():
        return 422
    rows = {row.code: row for row in dossier.submission.cycle.edition.dimensions.all()}
    try:
        for code, member, due_on in form.wishes():
            assign(dossier.submission, rows[code], member, by=dossier.user, due_on=due_on)
    except WorkflowError as error:
        form.add_error(None, str(error))
        return 409
    return OK


def _saved(outcome: Outcome, to_check: Sequence[str] = ()) -> str:
    count = len(outcome.saved)
    if not count:
        return _("Every answer on the page is saved.")
    if to_check:
        text = ngettext(
            "%(n)s answer saved %(clock)s. Please look at what is marked.",
            "%(n)s answers saved %(clock)s. Please look at what is marked.",
            count,
        )
    else:
        text = ngettext("%(n)s answer saved %(clock)s.", "%(n)s answers saved %(clock)s.", count)
    return text % {"n": count, "clock": clock(timezone.now())}
