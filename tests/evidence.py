"""Evidence in tests: stored by the verbs where that matters, put in place directly where not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from io import BytesIO

from assessments import workflow
from assessments.enums import EvidenceKind
from assessments.models import Evidence, SealedPage, Submission
from hive.banks.models import User
from hive.catalogue.queries import questions_of
from hive.documents import shelf
from hive.documents.intake import Taken
from hive.documents.kinds import FileKind
from tests import files

CODES = ("S1-Q1",)


def taken(content: bytes = b"", previews: int = 1) -> Taken:
    """A file as the intake hands it on, without the child having been asked."""
    content = content or files.pdf()
    pictures = tuple(files.on_disk(files.picture()) for _ in range(previews))
    sha256 = hashlib.sha256(content).hexdigest()
    return Taken(FileKind.PDF, files.on_disk(content), len(content), sha256, previews, pictures)


def add_file(
    submission: Submission,
    by: User,
    *,
    title: str = "IT strategy",
    codes: Iterable[str] = CODES,
    content: bytes = b"",
) -> Evidence:
    """Let somebody add a PDF."""
    with taken(content) as file:
        return workflow.add_file(submission, file, title=title, questions=set(codes), by=by)


def add_statement(
    submission: Submission,
    by: User,
    *,
    title: str = "Declaration",
    text: str = "The board decided so.",
    codes: Iterable[str] = CODES,
) -> Evidence:
    """Let somebody add a statement."""
    kind = EvidenceKind.STATEMENT
    return workflow.add_text(submission, kind, text, title=title, questions=set(codes), by=by)


def seal(submission: Submission, by: User, content: bytes = b"") -> SealedPage:
    """Let somebody attach a scan of the sealed page."""
    with taken(content) as file:
        return workflow.attach_sealed_page(submission, file, by=by)


def put_sealed_page(submission: Submission, by: User, content: bytes) -> SealedPage:
    """Put a scan in place for what the bank has signed."""
    snapshot = submission.snapshots.latest("number")
    return submission.sealed_pages.create(
        answers_sha256=snapshot.sha256,
        stored_name=shelf.put(BytesIO(content), [BytesIO(content)]),
        content_type=FileKind.PDF.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        pages=1,
        previews=1,
        added_by=by,
    )


def put_file(submission: Submission, by: User, title: str, content: bytes) -> Evidence:
    """Put a PDF in place in whatever state the submission is."""
    item = Evidence.objects.create(
        submission=submission,
        kind=EvidenceKind.FILE,
        title=title,
        stored_name=shelf.put(BytesIO(content), [BytesIO(content)]),
        content_type=FileKind.PDF.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        pages=1,
        previews=1,
        added_by=by,
    )
    questions = questions_of(submission.cycle.edition)
    item.questions.set(list(questions.values())[:1])
    return item
