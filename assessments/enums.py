"""The states of cycles, submissions and answers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CycleState(models.TextChoices):
    """How far a yearly cycle is."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    PUBLISHED = "published", _("Published")


class SubmissionState(models.TextChoices):
    """How far a bank's self-assessment is."""

    DRAFT = "draft", _("Being filled in")
    AWAITING_SIGNOFF = "awaiting_signoff", _("Awaiting signature")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Returned for correction")
    ACCEPTED = "accepted", _("Accepted")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def bank_may_edit(self) -> bool:
        """Whether the state lets the bank change answers; the clock is asked as well."""
        return self in (SubmissionState.DRAFT, SubmissionState.RETURNED)

    @property
    def is_with_alliance(self) -> bool:
        """Whether the last signed answers are the current ones."""
        return self in (
            SubmissionState.SUBMITTED,
            SubmissionState.IN_REVIEW,
            SubmissionState.ACCEPTED,
            SubmissionState.PUBLISHED,
        )


class SectionStage(models.TextChoices):
    """How far a section is: its owner closes it, a coordinator confirms it."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("To confirm")
    CONFIRMED = "confirmed", _("Complete")


class Occasion(models.TextChoices):
    """What people are reminded of."""

    DEADLINE = "deadline", _("Deadline of the questionnaire")
    CORRECTION = "correction", _("Correction due")
    SECTION = "section", _("Section due")


class AnswerState(models.TextChoices):
    """The states of an answer on record; no record means unanswered."""

    ANSWERED = "answered", _("Answered")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    DONT_KNOW = "dont_know", _("Don't know")


class Source(models.TextChoices):
    """Where a change of an answer came from."""

    WEB = "web", _("Web page")
    WORKBOOK = "workbook", _("Workbook")
    PREFILL = "prefill", _("Last year's answers")
    ANALYST = "analyst", _("Analyst, on behalf of the bank")


class SnapshotKind(models.TextChoices):
    """When a snapshot was taken."""

    SIGNED = "signed", _("Signed")
    ACCEPTED = "accepted", _("Accepted")


class EvidenceKind(models.TextChoices):
    """What an item of evidence is."""

    FILE = "file", _("File")
    LINK = "link", _("Link")
    STATEMENT = "statement", pgettext_lazy("evidence", "Statement")
