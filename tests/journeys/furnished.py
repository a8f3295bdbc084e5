"""The demonstration with what a screen needs besides: evidence, words, things half done."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from assessments import workflow as collecting
from assessments.enums import SubmissionState
from assessments.findings import remarks_of
from assessments.models import Cycle, Submission
from assessments.pages.dossier import dossier_of
from assessments.queries import answers_of, versions_of
from assessments.workbook.taking import take
from hive.banks import workflow as banks
from hive.banks.models import Membership, User
from hive.banks.roles import Role
from hive.catalogue.queries import questions_of
from hive.post.models import OutboxMail
from reports.demo import plan
from reports.demo.build import build
from tests import evidence
from tests.assessments.workbooks import exported

QUESTION = "S1-Q1"
BANKS = {"city": 13, "rural": 11, "rural_coop": 2, "private": 1, "other": 1}
STATES = {
    "draft": 9, "awaiting_signoff": 3, "submitted": 5, "in_review": 3, "recommended": 2,
    "returned": 2, "accepted": 3, "withdrawn": 1,
}  # fmt: skip
NEWCOMER = "newcomer@bank.example"


def furnish() -> Mapping[str, Submission]:
    """Build everything; return one submission in each state, with something on every page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "_read", smaller(plan._read))
        build(lambda said: None)
    Cycle.objects.filter(state="open").update(needs_sealed_page=True)
    return_one()
    submissions = {state: last_in(state) for state in SubmissionState}
    fill(next(each for each in rows_in("draft") if unexplained(each)))
    return submissions | {"draft": next(each for each in rows_in("draft") if unexplained(each))}


def smaller(read: Callable[[str], dict[str, Any]]) -> Callable[[str], dict[str, Any]]:
    """Leave as few banks as have every state, and groups with figures beside one without."""

    def read_less(name: str) -> dict[str, Any]:
        content = read(name)
        if name == "banks":
            content["kinds"] = [{**kind, "banks": BANKS[kind["kind"]]} for kind in content["kinds"]]
        if name == "cycles":
            content["open"]["states"] = STATES
        return content

    return read_less


def rows_in(state: str) -> list[Submission]:
    """Return what is in a state, what changed last at the end."""
    rows = Submission.objects.filter(state=state).select_related("bank", "cycle__edition")
    return list(rows.order_by("cycle__year", "state_since", "bank__code"))


def last_in(state: str) -> Submission:
    return rows_in(state)[-1]


def person_with(role: Role, submission: Submission) -> User:
    """Return who has this role at the submission's bank or at the alliance."""
    bank = submission.bank if role.is_at_bank else None
    people = Membership.objects.filter(role=role, bank=bank).order_by("created_at")
    return User.objects.get(pk=people[0].user_id)


def return_one() -> None:
    """Let an analyst send a questionnaire back with a query."""
    submission = rows_in("submitted")[0]
    analyst = person_with(Role.ANALYST, submission)
    collecting.start_review(submission, by=analyst)
    collecting.ask(submission, question=QUESTION, text="Which plan is meant?", by=analyst)
    due = timezone.now() + timedelta(days=14)
    collecting.return_to_bank(submission, by=analyst, letter="See S1-Q1.", due_at=due)


def fill(submission: Submission) -> None:
    """Leave evidence, words, an upload and an invitation at a bank that is filling in."""
    coordinator = person_with(Role.COORDINATOR, submission)
    evidence.add_file(submission, coordinator)
    question = questions_of(submission.cycle.edition)[QUESTION]
    collecting.comment(submission, question, text="Please look at this.", by=coordinator)
    take(exported(submission, parts="S"), dossier_of(submission, coordinator))
    banks.invite(
        email=NEWCOMER,
        name="Newcomer",
        role=Role.CONTRIBUTOR,
        bank=submission.bank,
        language="en",
        by=coordinator,
    )
    approver = person_with(Role.APPROVER, submission)
    banks.make_recovery_codes(approver, by=approver)


def unexplained(submission: Submission) -> list[tuple[str, tuple[str, ...]]]:
    """Return the checks that want a note, each with the questions it is about."""
    remarks = remarks_of(submission, answers_of(submission), versions_of(submission))
    return [(each.finding.check.code, each.finding.questions) for each in remarks.unexplained]


def mailed_token() -> str:
    """Return the token of the newcomer's invitation, as it stands in the mail."""
    mail = OutboxMail.objects.get(template="invitation", body__contains="/invitations/")
    found = re.search(r"/invitations/([^/\s]+)/", mail.body)
    assert found is not None
    return found[1]
