"""Queries: an analyst asks, a letter gathers, the bank replies."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Query, Return, Submission
from assessments.queries import versions_of
from assessments.workflow import rules
from assessments.workflow.errors import Incomplete, Locked
from assessments.workflow.notes import need_writer
from hive.audit.log import record
from hive.banks.models import User
from hive.banks.roles import Role
from hive.catalogue.queries import questions_of


@transaction.atomic
def ask(submission: Submission, *, question: str, text: str, by: User) -> Query | None:
    """Mark a query at a question while reviewing; an empty text takes it back."""
    submission = rules.locked(submission)
    rules.check("ask", submission, by)
    row = questions_of(submission.cycle.edition).get(question)
    if row is None:
        raise Incomplete(_("No such question: %(codes)s.") % {"codes": question})
    record("submission.queried", submission, by=by, bank=submission.bank_id, question=question)
    waiting = submission.queries.filter(question=row, letter=None)
    if not text.strip():
        waiting.delete()
        return None
    query, _made = waiting.update_or_create(
        submission=submission, question=row, letter=None,
        defaults={"text": text.strip(), "asked_by": by},
    )  # fmt: skip
    return query


@transaction.atomic
def reply(query: Query, *, text: str, by: User) -> None:
    """Answer a query of the letter in force; an empty text takes the reply back."""
    submission = rules.locked(query.submission)
    rules.check("reply", submission, by)
    if query.question is not None:
        need_writer(submission, [query.question.code], by)
    elif not by.has_role(Role.COORDINATOR, bank=submission.bank):
        need_writer(submission, [], by)
    if not submission.bank_may_edit(timezone.now()):
        raise Locked
    if query.letter is None or query.letter != submission.returns.first():
        raise Incomplete(_("This letter has been followed by another one. Reload the page."))
    said = text.strip()
    query.reply = said
    query.replied_by, query.replied_at = (by, timezone.now()) if said else (None, None)
    query.save(update_fields=["reply", "replied_by", "replied_at"])
    code = query.question.code if query.question else ""
    record("submission.replied", submission, by=by, bank=submission.bank_id, question=code)


def gather(letter: Return, *, by: User) -> None:
    """Put every waiting query into a letter; what it names beside them is asked in its words."""
    submission = letter.submission
    questions, versions = questions_of(submission.cycle.edition), versions_of(submission)
    waiting = list(submission.queries.filter(letter=None).select_related("question"))
    asked = {query.question.code for query in waiting if query.question}
    named = [questions[code] for code in letter.questions if code not in asked]
    waiting += [
        Query(submission=submission, question=row, text=letter.letter, asked_by=by) for row in named
    ]
    if not waiting:
        waiting = [Query(submission=submission, text=letter.letter, asked_by=by)]
    for query in waiting:
        query.letter = letter
        query.version = versions.get(query.question.code, 0) if query.question else 0
        query.save()


def check_answered(submission: Submission) -> None:
    """Refuse to submit again what the letter asked about, unchanged and without a word."""
    letter = submission.returns.first()
    if letter is None or submission.state != rules.S.RETURNED:
        return
    open_queries = unanswered(letter, versions_of(submission))
    if not open_queries:
        return
    codes = [query.question.code for query in open_queries if query.question]
    if not codes:
        raise Incomplete(_("Change an answer, or reply to the alliance's letter."))
    message = _("Change the answer, or reply to the alliance's query: %(codes)s.")
    raise Incomplete(message % {"codes": ", ".join(codes)}, codes)


def unanswered(letter: Return, versions: Mapping[str, int]) -> Sequence[Query]:
    """Return the queries of a letter that got neither a change, new evidence, nor a reply."""
    added = letter.submission.evidence.filter(added_at__gt=letter.written_at, removed_at=None)
    evidence = set(added.values_list("questions__code", flat=True))
    silent = letter.queries.filter(reply="").select_related("question")
    return [query for query in silent if not _led_to_change(query, letter, versions, evidence)]


def _led_to_change(
    query: Query, letter: Return, versions: Mapping[str, int], evidence: Collection[str]
) -> bool:
    if query.question is not None:
        code = query.question.code
        return code in evidence or versions.get(code, 0) != query.version
    changed = letter.submission.answer_events.filter(at__gt=letter.written_at)
    return bool(evidence) or changed.exists()
