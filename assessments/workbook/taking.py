"""Taking an upload in: what a person may fill in is kept for the preview, nothing is saved yet."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from assessments.models import Submission, UploadedWorkbook
from assessments.pages.dossier import Dossier
from assessments.records import answers_at, sheet_of
from assessments.wording import answer_in_words
from assessments.workbook.comparing import Comparison, compare, same
from assessments.workbook.faults import Faulty, Mistake
from assessments.workbook.layout import Part, parts_of
from assessments.workbook.upload import Upload, read_upload
from assessments.workflow import keep_workbook
from hive.catalogue.queries import model_of
from hive.core.answers import Answer, restore


def own_parts(dossier: Dossier) -> tuple[Part, ...]:
    """Return the parts that the person fills in."""
    parts = parts_of(dossier.model)
    return tuple(part for part in parts if dossier.may_write(part.dimension))


def take(content: bytes, dossier: Dossier) -> UploadedWorkbook:
    """Keep what a workbook says; Faulty when anything in it is wrong or not the person's."""
    submission = dossier.submission
    upload = read_upload(content, submission)
    own = {question.code for part in own_parts(dossier) for question in part.questions}
    _refuse_others(upload, own, dossier)
    return keep_workbook(
        submission,
        by=dossier.user,
        answers={code: answer for code, answer in upload.answers.items() if code in own},
        versions=upload.versions,
        sha256=upload.sha256,
    )


def waiting(dossier: Dossier) -> UploadedWorkbook | None:
    """Return the person's upload that waits to be confirmed."""
    waiting = dossier.submission.workbooks.filter(by=dossier.user, expires_at__gt=dossier.now)
    return waiting.select_related("submission__cycle__edition", "submission__bank").first()


def compare_waiting(uploaded: UploadedWorkbook, dossier: Dossier) -> Comparison:
    """Compare an upload with the answers as they stand."""
    stored = uploaded.answers
    given = restore(dossier.model.questions, {c: a for c, a in stored.items() if a is not None})
    answers = {code: given.get(code) for code in stored}
    before = _before(dossier.submission, uploaded.versions)
    return compare(dossier.model, answers, uploaded.versions, before, dossier.sheet)


def compare_upload(upload: Upload, submission: Submission) -> Comparison:
    """Compare a workbook that was only just read."""
    model = model_of(submission.cycle.edition)
    before = _before(submission, upload.versions)
    return compare(model, upload.answers, upload.versions, before, sheet_of(submission))


def _before(submission: Submission, versions: Mapping[str, int]) -> Mapping[str, Answer | None]:
    return answers_at(submission, {code: number for code, number in versions.items() if number})


def _refuse_others(upload: Upload, own: set[str], dossier: Dossier) -> None:
    """A change outside the person's sections would be lost, so it is told."""
    others = upload.answers.keys() - own
    before = _before(
        dossier.submission, {c: n for c, n in upload.versions.items() if c in others}
    )  # fmt: skip
    mistakes = [
        _not_yours(upload.places[code], answer_in_words(dossier.model.questions[code], answer))
        for code, answer in upload.answers.items()
        if code in others and answer is not None and not same(answer, before.get(code))
    ]
    if mistakes:
        raise Faulty(mistakes)


def _not_yours(place: Mistake, found: str) -> Mistake:
    return Mistake(
        _(
            "This section is not assigned to you. Ask the coordinator to upload the workbook, or "
            "put the answer back as it was."
        ),
        place.sheet,
        place.cell,
        found,
    )
