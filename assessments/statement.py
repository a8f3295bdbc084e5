"""What an approver states by signing, on the page and on paper."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessments.models import Submission, SubmissionSnapshot
from assessments.moments import day


def statement_of(submission: Submission) -> str:
    """Return the statement that stands above the signature."""
    return _(
        "I have read the bank's answers for the assessment %(year)s. To my knowledge they describe"
        " the bank truly as of %(day)s, and the alliance may ask to see the evidence."
    ) % {"year": submission.cycle.year, "day": day(submission.cycle.reference_date)}


def receipt_number(snapshot: SubmissionSnapshot) -> str:
    """Number a signing: year, bank, and how many snapshots were taken."""
    submission = snapshot.submission
    return f"{submission.cycle.year}-{submission.bank.code}-{snapshot.number}"
