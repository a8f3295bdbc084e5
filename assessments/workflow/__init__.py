"""Every write to cycles, submissions and answers. Views, admin and commands call these verbs."""

from assessments.workflow.answers import Change, Saved, save_answers
from assessments.workflow.cycles import (
    assign,
    close_cycle,
    extend,
    extend_all,
    make_cycle,
    open_cycle,
)
from assessments.workflow.errors import (
    FourEyes,
    Incomplete,
    Locked,
    NotAllowed,
    WorkflowError,
    WrongState,
)
from assessments.workflow.notes import explain
from assessments.workflow.queries import ask, reply
from assessments.workflow.review import (
    accept,
    publish,
    recommend,
    reopen,
    restore,
    return_to_bank,
    start_review,
)
from assessments.workflow.rules import locked
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
    "ask",
    "assign",
    "close_cycle",
    "explain",
    "extend",
    "extend_all",
    "locked",
    "make_cycle",
    "open_cycle",
    "publish",
    "recall",
    "recommend",
    "reopen",
    "reply",
    "request_signoff",
    "restore",
    "return_to_bank",
    "save_answers",
    "send_back",
    "sign",
    "start_review",
    "withdraw",
]
