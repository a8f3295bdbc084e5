"""Every write to cycles, submissions and answers. Views, admin and commands call these verbs."""

from assessments.workflow.answers import Change, Saved, save_answers
from assessments.workflow.comments import comment, resolve_comments
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
from assessments.workflow.evidence import (
    add_file,
    add_text,
    clear_away,
    describe_evidence,
    remove_evidence,
    take_over,
)
from assessments.workflow.keeping import NoRoom
from assessments.workflow.notes import explain
from assessments.workflow.plan import (
    PlanChanged,
    Wish,
    change_plan_step,
    remove_plan_step,
    save_plan,
)
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
from assessments.workflow.sealing import attach_sealed_page
from assessments.workflow.sections import (
    close_section,
    confirm_section,
    confirm_sections,
    reopen_section,
    send_section_back,
)
from assessments.workflow.signing import recall, request_signoff, send_back, sign, withdraw
from assessments.workflow.workbooks import (
    Overtaken,
    discard_workbook,
    enter_for_bank,
    enter_workbook,
    keep_workbook,
    purge_workbooks,
)

__all__ = [
    "Change",
    "FourEyes",
    "Incomplete",
    "Locked",
    "NoRoom",
    "NotAllowed",
    "Overtaken",
    "PlanChanged",
    "Saved",
    "Wish",
    "WorkflowError",
    "WrongState",
    "accept",
    "add_file",
    "add_text",
    "ask",
    "assign",
    "attach_sealed_page",
    "change_plan_step",
    "clear_away",
    "close_cycle",
    "close_section",
    "comment",
    "confirm_section",
    "confirm_sections",
    "describe_evidence",
    "discard_workbook",
    "enter_for_bank",
    "enter_workbook",
    "explain",
    "extend",
    "extend_all",
    "keep_workbook",
    "locked",
    "make_cycle",
    "open_cycle",
    "publish",
    "purge_workbooks",
    "recall",
    "recommend",
    "remove_evidence",
    "remove_plan_step",
    "reopen",
    "reopen_section",
    "reply",
    "request_signoff",
    "resolve_comments",
    "restore",
    "return_to_bank",
    "save_answers",
    "save_plan",
    "send_back",
    "send_section_back",
    "sign",
    "start_review",
    "take_over",
    "withdraw",
]
