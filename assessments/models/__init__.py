"""The rows of collecting, by subject."""

from assessments.models.answers import Answer, AnswerEvent
from assessments.models.comment import Comment
from assessments.models.cycle import Cycle
from assessments.models.evidence import Evidence, Suggestion
from assessments.models.notes import FindingNote
from assessments.models.plan import PlanStep, YearQuarter
from assessments.models.query import Query
from assessments.models.reminder import Reminder
from assessments.models.sealed_page import SealedPage
from assessments.models.snapshot import ScoreRun, SubmissionSnapshot
from assessments.models.submission import Assignment, Return, Submission
from assessments.models.workbook import UploadedWorkbook

__all__ = [
    "Answer",
    "AnswerEvent",
    "Assignment",
    "Comment",
    "Cycle",
    "Evidence",
    "FindingNote",
    "PlanStep",
    "Query",
    "Reminder",
    "Return",
    "ScoreRun",
    "SealedPage",
    "Submission",
    "SubmissionSnapshot",
    "Suggestion",
    "UploadedWorkbook",
    "YearQuarter",
]
