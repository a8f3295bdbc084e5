"""The queue of submissions and the page on which one is reviewed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.admin.acting import ActsAdmin
from assessments.admin.queue import Queue, findings_of, shows_answers, with_counts
from assessments.admin.review_page import review_page
from assessments.admin.submission_acts import ACTS, next_sentence
from assessments.enums import SubmissionState
from assessments.models import Submission
from assessments.moments import full_moment
from hive.banks.admin_site import site
from hive.banks.models import User
from hive.banks.requests import person
from hive.banks.roles import REVIEWERS
from hive.core.model import Severity

DASH = "—"


@admin.register(Submission, site=site)
class SubmissionAdmin(ActsAdmin):
    """Submissions; the bank's answers are read here and never written."""

    view_roles = REVIEWERS
    acts = ACTS
    change_form_template = "admin/assessments/submission/change_form.html"
    list_display = (
        "bank_name",
        "cycle_year",
        "state_name",
        "age",
        "deadline_day",
        "progress",
        "not_applicable",
        "dont_know",
        "evidence_missing",
        "warnings",
        "for_analysts",
        "recommender",
    )
    list_filter = ("state", "cycle")
    search_fields = ("bank__code", "bank__name_zh", "bank__name_en")
    ordering = ("-cycle__year", "state_since")
    list_per_page = 100
    show_facets = admin.ShowFacets.NEVER
    fields = readonly_fields = (
        "state_name",
        "age",
        "deadline",
        "progress",
        "signed",
        "recommender",
        "acceptor",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        """Read the rows with everything the columns say."""
        rows = Submission.objects.visible_to(person(request))
        people = ("signed_by", "recommended_by", "accepted_by")
        return with_counts(rows.select_related("bank", "cycle__edition", *people))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Queue]:
        """Read what the columns need for all rows of a page at once."""
        return Queue

    def page_context(self, request: HttpRequest, subject: Any) -> dict[str, Any]:
        """Add what may be read of the answers, and the sentence about the next step."""
        context = super().page_context(request, subject)
        if not context:
            return context
        user = person(request)
        ask = next(act for act in self.acts if act.name == "ask")
        return context | {
            "ask_url": self.act_url(subject, ask) if ask.may(subject, user) else "",
            "title": str(subject),
            "subtitle": "",
            "review": review_page(subject),
            "next_sentence": next_sentence(subject, user),
        }

    @admin.display(description=gettext_lazy("bank"), ordering="bank__code")
    def bank_name(self, submission: Submission) -> str:
        """The bank in the language of the page."""
        return submission.bank.name

    @admin.display(description=gettext_lazy("cycle"), ordering="cycle__year")
    def cycle_year(self, submission: Submission) -> str:
        """The year without a thousands separator."""
        return str(submission.cycle)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_name(self, submission: Submission) -> str:
        """The state; a recommendation is told as well."""
        state = submission.get_state_display()
        if submission.state == SubmissionState.IN_REVIEW and submission.recommended_by_id:
            return _("%(state)s, acceptance recommended") % {"state": state}
        return state

    @admin.display(description=gettext_lazy("in this state for"), ordering="-state_since")
    def age(self, submission: Submission) -> str:
        """Whole days in the present state."""
        days = (timezone.localdate() - timezone.localdate(submission.state_since)).days
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}

    @admin.display(description=gettext_lazy("bank’s deadline"))
    def deadline(self, submission: Submission) -> str:
        """Until when the bank can change answers, while it can."""
        state = SubmissionState(submission.state)
        if not state.bank_may_edit and not submission.is_awaiting_signoff:
            return DASH
        return full_moment(submission.deadline())

    @admin.display(description=gettext_lazy("bank’s deadline"))
    def deadline_day(self, submission: Submission) -> str:
        """The same, in one short line."""
        if self.deadline(submission) == DASH:
            return DASH
        return f"{timezone.localtime(submission.deadline()):%Y-%m-%d %H:%M}"

    @admin.display(description=gettext_lazy("answered"))
    def progress(self, submission: Any) -> str:
        """Scored questions answered in any way, of all."""
        return f"{submission.answered}/{submission.scored}"

    @admin.display(description=gettext_lazy("not applicable"))
    def not_applicable(self, submission: Any) -> str:
        """How many scored questions do not apply; told of signed answers only."""
        return str(submission.not_applicable) if shows_answers(submission) else DASH

    @admin.display(description=gettext_lazy("don’t know"))
    def dont_know(self, submission: Any) -> str:
        """How many scored questions were answered with don't know; of signed answers only."""
        return str(submission.dont_know) if shows_answers(submission) else DASH

    @admin.display(description=gettext_lazy("evidence missing"))
    def evidence_missing(self, submission: Any) -> str:
        """How many answers lack evidence, as the bank signed them last."""
        return DASH if submission.evidence_missing is None else str(submission.evidence_missing)

    @admin.display(description=gettext_lazy("warnings"))
    def warnings(self, submission: Any) -> str:
        """How many warnings the bank signed with a note; of signed answers only."""
        return self._found(submission, Severity.WARNING)

    @admin.display(description=gettext_lazy("for analysts"))
    def for_analysts(self, submission: Any) -> str:
        """How many findings only analysts see; of signed answers only."""
        return self._found(submission, Severity.ANALYST)

    def _found(self, submission: Any, severity: Severity) -> str:
        if not shows_answers(submission):
            return DASH
        return str(findings_of(submission, submission.findings, severity))

    @admin.display(description=gettext_lazy("recommended by"))
    def recommender(self, submission: Submission) -> str:
        """Who recommended acceptance of what is signed now."""
        return _named(submission.recommended_by)

    @admin.display(description=gettext_lazy("accepted by"))
    def acceptor(self, submission: Submission) -> str:
        """Who accepted."""
        return _named(submission.accepted_by)

    @admin.display(description=gettext_lazy("signed"))
    def signed(self, submission: Submission) -> str:
        """Who signed last, and when."""
        if submission.signed_at is None:
            return DASH
        return f"{full_moment(submission.signed_at)} {_named(submission.signed_by)}"


def _named(person: User | None) -> str:
    return DASH if person is None else str(person)
