"""The questionnaire with a bank's answers: as they stand, or as they were signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from assessments.models import Submission, SubmissionSnapshot
from assessments.moments import full_moment
from assessments.printing import identity
from assessments.printing.parts import (
    Extent,
    Fact,
    GivenAnswer,
    Part,
    Questionnaire,
    Section,
    Signature,
    Stretch,
    is_whole,
)
from assessments.records import Record, records_at, sheet_of
from assessments.statement import receipt_number, statement_of
from assessments.wording import answer_in_words, localized
from assessments.workflow.snapshots import hash_of
from hive.catalogue.queries import model_of
from hive.core.model import Question, Scope

Records = Mapping[str, Record]


def filled(
    submission: Submission,
    extent: Extent,
    *,
    language: str,
    snapshot: SubmissionSnapshot | None = None,
) -> Questionnaire:
    """Say what the answers are; those of a snapshot when one is given.

    The whole questionnaire ends with a page to sign and seal, once the signature is asked for.
    """
    model = model_of(submission.cycle.edition)
    records = records_at(submission, snapshot.taken_at) if snapshot else _present(submission)
    with override(language):
        stretches = identity.stretches_of(model, extent)
        status = _status(submission, records, snapshot)
        signature = None
        if is_whole(model, stretches) and (snapshot or submission.is_awaiting_signoff):
            signature = _signature(submission, records, snapshot)
        return Questionnaire(
            language=language,
            title=identity.title_of(submission),
            bank=identity.bank_of(submission, language),
            lead=status,
            facts=(
                *identity.common_facts(submission, model, language),
                *(_signing(snapshot) if snapshot else ()),
            ),
            rule=localized(model.answering_rule),
            legend=(),
            sections=tuple(_section(stretch, records) for stretch in stretches),
            foot=identity.foot_of(submission, language, _short_status(status, snapshot)),
            signature=signature,
        )


def _present(submission: Submission) -> Records:
    return sheet_of(submission).records


def _status(submission: Submission, records: Records, snapshot: SubmissionSnapshot | None) -> str:
    if snapshot is not None:
        return _("As signed and submitted to the alliance")
    latest = max((record.at for record in records.values()), default=None)
    if latest is None:
        return _("Draft without answers")
    return _("Draft, last changed %(moment)s") % {"moment": _clock(latest)}


def _short_status(status: str, snapshot: SubmissionSnapshot | None) -> str:
    if snapshot is None:
        return status
    return _("snapshot %(hash)s") % {"hash": snapshot.short_hash}


def _section(stretch: Stretch, records: Records) -> Section:
    questions = list(stretch.questions)
    answered = sum(question.code in records for question in questions)
    figure = ngettext(
        "%(answered)s of %(n)s question answered",
        "%(answered)s of %(n)s questions answered",
        len(questions),
    ) % {"answered": answered, "n": len(questions)}
    parts = tuple(
        Part(
            f"{indicator.code} {localized(indicator.name)}" if indicator else "",
            localized(indicator.description) if indicator else "",
            given=tuple(_given(question, records.get(question.code)) for question in asked),
        )
        for indicator, asked in stretch.groups
    )
    return Section(stretch.name, stretch.description, figure, parts)


def _given(question: Question, record: Record | None) -> GivenAnswer:
    return GivenAnswer(
        code="" if question.scope is Scope.PROFILE else question.code,
        text=localized(question.text),
        answer=answer_in_words(question, record.answer) if record else _("Not answered"),
        is_missing=record is None,
        given=f"{record.by} {_clock(record.at)}" if record else "",
    )


def _signature(
    submission: Submission, records: Records, snapshot: SubmissionSnapshot | None
) -> Signature:
    answers = {code: record.answer for code, record in records.items()}
    return Signature(
        statement=statement_of(submission),
        facts=_signing(snapshot) if snapshot else (Fact(_("Status"), _("Not yet signed")),),
        sha256=snapshot.sha256 if snapshot else hash_of(submission, answers),
    )


def _signing(snapshot: SubmissionSnapshot) -> tuple[Fact, ...]:
    return (
        Fact(_("Number"), receipt_number(snapshot)),
        Fact(_("Signed at"), full_moment(snapshot.taken_at)),
        Fact(_("Signed by"), str(snapshot.taken_by)),
    )


def _clock(value: datetime) -> str:
    return date_format(localtime(value), "Y-m-d H:i")
