"""What analysts do with a submission."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import workflow
from assessments.admin.act_forms import (
    CommentForm,
    ExtensionForm,
    QueryForm,
    ReasonForm,
    ResolveForm,
    ReturnForm,
    WorkbookForm,
)
from assessments.admin.acting import Act
from assessments.enums import CycleState, SubmissionState
from assessments.models import Submission
from assessments.workbook.taking import compare_upload
from assessments.workflow import rules
from hive.banks.models import User
from hive.banks.roles import REVIEWERS, Role

LEAD = (Role.LEAD_ANALYST,)


def may_recommend(submission: Submission, user: User) -> bool:
    """Whether a recommendation is still missing."""
    return rules.may("recommend", submission, user) and submission.recommended_by_id is None


def may_accept(submission: Submission, user: User) -> bool:
    """Whether somebody else has recommended acceptance."""
    recommender = submission.recommended_by_id
    return rules.may("accept", submission, user) and recommender not in (None, user.pk)


def may_extend(submission: Submission, user: User) -> bool:
    """Whether more time would let the bank go on filling in."""
    state = submission.state
    if submission.is_awaiting_signoff:
        state = submission.state_before_request
    return state == SubmissionState.DRAFT and submission.cycle.state != CycleState.DRAFT


def next_sentence(submission: Submission, user: User) -> str:
    """Say who acts next, and why a button is missing."""
    match SubmissionState(submission.state):
        case SubmissionState.SUBMITTED:
            return _("Next: an analyst takes the submission into review.")
        case SubmissionState.IN_REVIEW if submission.recommended_by_id is None:
            return _("Next: return it with a letter, or recommend acceptance.")
        case SubmissionState.IN_REVIEW if submission.recommended_by_id == user.pk:
            return _("You recommended acceptance; another person has to accept.")
        case SubmissionState.IN_REVIEW:
            return _(
                "Next: accept, or return it with a letter. %(name)s recommended acceptance."
            ) % {"name": submission.recommended_by}
        case SubmissionState.ACCEPTED:
            return _("Accepted; it waits for the publication of the cycle.")
        case SubmissionState.PUBLISHED:
            return _("Published; a correction changes this bank’s own scores only.")
        case SubmissionState.WITHDRAWN:
            return _("The bank has left the cycle.")
        case _:
            return _("The bank is working on it.")


def _start(submission: Submission, user: User, _values: dict[str, Any]) -> None:
    workflow.start_review(submission, by=user)


def _recommend(submission: Submission, user: User, _values: dict[str, Any]) -> None:
    workflow.recommend(submission, by=user)


def _accept(submission: Submission, user: User, _values: dict[str, Any]) -> None:
    workflow.accept(submission, by=user)


def _return(submission: Submission, user: User, values: dict[str, Any]) -> None:
    workflow.return_to_bank(submission, by=user, **values)


def _ask(submission: Submission, user: User, values: dict[str, Any]) -> None:
    workflow.ask(submission, by=user, **values)


def _reopen(submission: Submission, user: User, values: dict[str, Any]) -> None:
    workflow.reopen(submission, by=user, **values)


def _restore(submission: Submission, user: User, _values: dict[str, Any]) -> None:
    workflow.restore(submission, by=user)


def _extend(submission: Submission, user: User, values: dict[str, Any]) -> None:
    workflow.extend(submission, by=user, **values)


def _enter(submission: Submission, user: User, values: dict[str, Any]) -> None:
    upload = values["file"]
    wishes = compare_upload(upload, submission).undisputed()
    workflow.enter_for_bank(submission, wishes, by=user, sha256=upload.sha256)


def may_enter(submission: Submission, user: User) -> bool:
    """Whether the bank could still change its answers itself."""
    return submission.bank_may_edit(timezone.now())


def _comment(submission: Submission, user: User, values: dict[str, Any]) -> None:
    question = submission.cycle.edition.questions.get(code=values["question"])
    workflow.comment(submission, question, by=user, text=values["text"], to_alliance=True)


def _resolve(submission: Submission, user: User, values: dict[str, Any]) -> None:
    workflow.resolve_comments(submission, [UUID(key) for key in values["comments"]], by=user)


def has_open_comments(submission: Submission, user: User) -> bool:
    """Whether the thread with the bank has something to resolve."""
    open_ones = submission.comments.filter(to_alliance=True, resolved_at=None)
    return submission.signed_at is not None and open_ones.exists()


ACTS = (
    Act(
        "start",
        gettext_lazy("Take into review"),
        gettext_lazy("You and other analysts then return it or recommend acceptance."),
        gettext_lazy("The submission is in review."),
        REVIEWERS,
        lambda submission, user: rules.may("start_review", submission, user),
        _start,
    ),
    Act(
        "accept",
        gettext_lazy("Accept"),
        gettext_lazy("The signed answers enter the cohort; the bank gets a mail."),
        gettext_lazy("The submission is accepted."),
        REVIEWERS,
        may_accept,
        _accept,
    ),
    Act(
        "recommend",
        gettext_lazy("Recommend acceptance"),
        gettext_lazy("Another analyst or lead analyst then accepts; you cannot do both."),
        gettext_lazy("Acceptance is recommended."),
        REVIEWERS,
        may_recommend,
        _recommend,
    ),
    Act(
        "return",
        gettext_lazy("Return with a letter"),
        gettext_lazy("The bank can change its answers again and signs once more."),
        gettext_lazy("The submission is returned; coordinators and approvers get the letter."),
        REVIEWERS,
        lambda submission, user: rules.may("return", submission, user),
        _return,
        ReturnForm,
    ),
    Act(
        "ask",
        gettext_lazy("Mark a query"),
        gettext_lazy("Queries wait here until the submission is returned with one letter."),
        gettext_lazy("The queries are noted."),
        REVIEWERS,
        lambda submission, user: rules.may("ask", submission, user),
        _ask,
        QueryForm,
    ),
    Act(
        "reopen",
        gettext_lazy("Open again"),
        gettext_lazy("For corrections after signing. Published figures of peers stay as they are."),
        gettext_lazy("The submission is open again for the bank."),
        LEAD,
        lambda submission, user: rules.may("reopen", submission, user),
        _reopen,
        ReasonForm,
    ),
    Act(
        "restore",
        gettext_lazy("Take back into the cycle"),
        gettext_lazy("The bank can go on where it withdrew."),
        gettext_lazy("The bank takes part again."),
        LEAD,
        lambda submission, user: rules.may("restore", submission, user),
        _restore,
    ),
    Act(
        "extend",
        gettext_lazy("Give more time"),
        gettext_lazy("Only this bank may then fill in until the day you choose."),
        gettext_lazy("The bank has more time."),
        LEAD,
        may_extend,
        _extend,
        ExtensionForm,
    ),
    Act(
        "workbook",
        gettext_lazy("Enter the bank’s workbook"),
        gettext_lazy(
            "For a bank that sent its workbook instead of uploading it. It stays a draft: the bank "
            "gets a mail, checks and signs. Answers that it gave online since stay as they are."
        ),
        gettext_lazy("The workbook is entered; what the bank answered online since stays."),
        REVIEWERS,
        may_enter,
        _enter,
        WorkbookForm,
    ),
    Act(
        "comment",
        gettext_lazy("Write to the bank"),
        gettext_lazy("A comment on one question; the bank's people get a mail and can answer."),
        gettext_lazy("The comment is written."),
        REVIEWERS,
        lambda submission, user: submission.signed_at is not None,
        _comment,
        CommentForm,
    ),
    Act(
        "resolve",
        gettext_lazy("Resolve comments"),
        gettext_lazy("Resolved comments stay readable, with your name and the time."),
        gettext_lazy("The comments are resolved."),
        REVIEWERS,
        has_open_comments,
        _resolve,
        ResolveForm,
    ),
)  # fmt: skip
