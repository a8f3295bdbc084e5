"""Texts put into every column that people can write, in every row of the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.apps import apps
from django.db import models

TEXTS = (models.CharField, models.TextField, models.JSONField)
# Hands out the next texts, as many as a room holds.
Pack = Callable[[int | None], str]
Write = Callable[[Pack, Any], Any]


def within(room: int | None) -> Write:
    """As much as the column holds."""
    return lambda pack, present: pack(room)


def mailbox(pack: Pack, present: Any) -> Any:
    """An address whose part before the @ is quoted, as the standard allows."""
    name, _at, host = present.rpartition("@")
    return f'"{pack(140)}{name[-20:]}"@{host}'


def link_or_words(pack: Pack, present: Any) -> Any:
    """A link stays one, as its form demands; a statement is whatever was typed."""
    start = "https://canary.invalid/" if present.startswith("https://") else ""
    return start + pack(None)


def words_in(pack: Pack, present: Any) -> Any:
    """The words among answers in JSON; the rest are numbers and codes."""
    if isinstance(present, list):
        return [words_in(pack, item) for item in present]
    if not isinstance(present, dict):
        return present
    return {
        key: pack(None) if key in ("other", "reason", "text") and item else words_in(pack, item)
        for key, item in present.items()
    }


def words_in_text(pack: Pack, present: Any) -> Any:
    """The same where the JSON is kept as a text."""
    return json.dumps(words_in(pack, json.loads(present)))


# What a form, a workbook, a browser or a mail server can write.
WRITTEN: Mapping[str, Write] = {
    "banks.Bank.name_zh": within(120),
    "banks.Bank.name_en": within(120),
    "banks.User.email": mailbox,
    "banks.User.name": within(80),
    "banks.Membership.organisation": within(120),
    "banks.Invitation.email": mailbox,
    "banks.Invitation.name": within(80),
    "banks.Invitation.organisation": within(120),
    "banks.ApiToken.name": within(60),
    "banks.Session.browser": within(200),
    "post.OutboxMail.recipient": mailbox,
    "post.OutboxMail.subject": within(250),
    "post.OutboxMail.body": within(None),
    "post.OutboxMail.last_error": within(250),
    "post.DigestLine.recipient": mailbox,
    "post.DigestLine.text": within(250),
    "assessments.Assignment.remark": within(None),
    "assessments.Return.letter": within(None),
    "assessments.Query.text": within(None),
    "assessments.Query.reply": within(None),
    "assessments.Evidence.title": within(200),
    "assessments.Evidence.text": link_or_words,
    "assessments.FindingNote.text": within(None),
    "assessments.Comment.text": within(None),
    "assessments.PlanStep.owner": within(80),
    "assessments.Answer.value": words_in,
    "assessments.Answer.reason": within(None),
    "assessments.AnswerEvent.value": words_in,
    "assessments.AnswerEvent.reason": within(None),
    "assessments.UploadedWorkbook.answers": words_in,
    "assessments.SubmissionSnapshot.content": words_in_text,
}
# Why nobody can put words of their own there.
CLOSED: Mapping[str, Sequence[str]] = {
    "Django's own, without a form here": ["auth.", "contenttypes.", "account."],
    "read from the files of an edition, on the server": ["catalogue."],
    "written by the verbs, never changed; people by the address on their account": ["audit."],
    "nothing collects it yet": ["reports.DownloadRequest."],
    "a slug": ["banks.Bank.code"],
    "hashes and keys": [
        "banks.User.password",
        "banks.PastPassword.password",
        "banks.Session.session_",
        "banks.Invitation.token_hash",
        "banks.ApiToken.token_hash",
        "banks.RecoveryCode.code_hash",
        "mfa.Authenticator.data",
        "assessments.Evidence.sha256",
        "assessments.SealedPage.sha256",
        "assessments.SealedPage.answers_sha256",
        "assessments.UploadedWorkbook.sha256",
        "assessments.SubmissionSnapshot.sha256",
        "assessments.SubmissionSnapshot.edition_digest",
        "reports.Publication.cohort_digest",
        "reports.CohortMember.verification_code",
        "reports.ScorecardFile.lease",
        "reports.ScorecardFile.inputs",
        "reports.ScorecardFile.sha256",
    ],
    "names and kinds of files, given by us": [
        "assessments.Evidence.stored_name",
        "assessments.Evidence.content_type",
        "assessments.SealedPage.stored_name",
        "assessments.SealedPage.content_type",
        "reports.ScorecardFile.stored_name",
        "reports.ScorecardFile.fault",
    ],
    "codes of the edition, checked against it": [
        "assessments.Return.questions",
        "assessments.PlanStep.target",
        "assessments.FindingNote.check_code",
        "assessments.FindingNote.questions",
        "assessments.FindingNote.versions",
        "assessments.UploadedWorkbook.versions",
        "assessments.SubmissionSnapshot.findings",
        "assessments.ScoreRun.tree",
        "reports.Published",
    ],
    "a network address": ["banks.Session.address"],
    "written by nobody: the log is our own": ["admin.LogEntry."],
    "names of our own events, templates, languages and pages": [
        "post.OutboxMail.event",
        "post.OutboxMail.template",
        "post.DigestLine.event",
        "post.DigestLine.language",
        "post.DigestLine.link",
    ],
}


def text_columns() -> Iterator[str]:
    """Every column of every model that holds a text of more than a few fixed choices."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if isinstance(field, TEXTS) and not field.choices:
                yield f"{model._meta.label}.{field.name}"


def undeclared() -> list[str]:
    """The columns of which nobody has said whether people can write them."""
    closed = tuple(name for names in CLOSED.values() for name in names)
    return [c for c in text_columns() if c not in WRITTEN and not c.startswith(closed)]


class Planter:
    """Puts texts past every form into every row, a column going on where it stopped before."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.next = dict.fromkeys(WRITTEN, 0)

    def plant(self) -> None:
        """Fill every column once; what is empty stays so, as a row's state may depend on it."""
        for column, write in WRITTEN.items():
            label, _dot, name = column.rpartition(".")
            model = apps.get_model(label)
            rows = [row for row in model._base_manager.all() if getattr(row, name)]
            for row in rows:
                setattr(row, name, write(partial(self._pack, column), getattr(row, name)))
            model._base_manager.bulk_update(rows, [name], batch_size=200)

    def _pack(self, column: str, room: int | None) -> str:
        """The next texts, as many as there is room for; all of them where there is no limit."""
        first, held = self.next[column], ""
        for number in range(first, first + len(self.texts)):
            text = self.texts[number % len(self.texts)]
            if room is None or len(text) <= room:
                if room is not None and len(held) + len(text) >= room:
                    break
                held += f" {text}" if held else text
            self.next[column] = number + 1
        return held
