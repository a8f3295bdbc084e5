"""Every write to cycles, submissions and answers. Views, admin and commands call these verbs."""

from assessments.workflow.answers import Change, Saved, save_answers
from assessments.workflow.comments import comment, resolve_comments
from assessments.workflow.cycles import assign, close_cycle, extend, make_cycle, open_cycle
from assessments.workflow.errors import (
    FourEyes,
    Incomplete,
    Locked,
    NotAllowed,
    WorkflowError,
    WrongState,
)
from assessments.workflow.review import (
    accept,
    publish,
    recommend,
    reopen,
    restore,
    return_to_bank,
    start_review,
)
from assessments.workflow.sections import (
    close_section,
    confirm_section,
    confirm_sections,
    reopen_section,
    send_section_back,
)
from assessments.workflow.signing import recall, request_signoff, send_back, sign, withdraw

__all__ = [
    "Change",
    "FourEyes",
    "Incomplete",
    "Locked",
    "NotAllowed",
    "Saved",
    "WorkflowError",
    "WrongState",
    "accept",
    "assign",
    "close_cycle",
    "close_section",
    "comment",
    "confirm_section",
    "confirm_sections",
    "extend",
    "make_cycle",
    "open_cycle",
    "publish",
    "recall",
    "recommend",
    "reopen",
    "reopen_section",
    "request_signoff",
    "resolve_comments",
    "restore",
    "return_to_bank",
    "save_answers",
    "send_back",
    "send_section_back",
    "sign",
    "start_review",
    "withdraw",
]
