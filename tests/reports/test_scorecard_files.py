"""Scorecards prepared in the background: ordered by a release, lost by no death of the worker."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, DjangoDbBlocker

from assessments.models import Submission, SubmissionSnapshot
from assessments.workflow import NotAllowed
from hive.audit.models import Event, Result
from hive.banks.roles import Role
from hive.documents import press, shelf
from reports import publishing
from reports.enums import FileState
from reports.models import Publication, ScorecardFile
from reports.prepared import content_of, failures_of, pdf_of, progress_of
from reports.publishing import orders, preparing
from reports.publishing.preparing import Made
from reports.scorecard import build
from reports.scorecard.inputs import inputs_of
from reports.scorecard.pdf import scorecard_pdf
from tests import files
from tests.factories import make_user, signed_in
from tests.published import Published, published_cycle, standing

pytestmark = pytest.mark.django_db

BANKS = 12
# What a worker makes in these tests where setting the card itself is beside the point.
PDF = b"%PDF-1.7 a scorecard"


@pytest.fixture(scope="module")
def cohort(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Published]:
    """A published cycle of twelve banks."""
    with standing(django_db_blocker):
        yield published_cycle(kinds={"city": BANKS})


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An empty place for files."""
    with override_settings(MEDIA_ROOT=tmp_path):
        yield tmp_path


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def row_of(cohort: Published, number: int = 0, language: str = "en") -> ScorecardFile:
    return ScorecardFile.objects.get(
        submission=cohort.submissions[number], language=language, publication=cohort.publication
    )


def leave_one(cohort: Published, *, number: int = 0, language: str = "en") -> ScorecardFile:
    """Let a single scorecard wait."""
    row = row_of(cohort, number, language)
    ScorecardFile.objects.exclude(pk=row.pk).delete()
    return row


def made(cohort: Published, pdf: bytes = PDF) -> Made:
    snapshot = cohort.submissions[0].snapshots.order_by("number").last()
    assert snapshot is not None
    return Made(pdf, "1" * 64, snapshot)


def leased(now: datetime) -> ScorecardFile:
    row = preparing.lease_next(now)
    assert row is not None
    return row


def test_a_release_orders_every_scorecard_in_both_languages(cohort: Published) -> None:
    waiting = ScorecardFile.objects.filter(state=FileState.WAITING)
    expected = {(s.pk, language) for s in cohort.submissions for language in ("zh", "en")}

    assert set(waiting.values_list("submission", "language")) == expected
    (event,) = Event.objects.filter(verb="scorecards.ordered")
    assert event.detail == {"files": 2 * BANKS, "replaced": 0}


def test_the_clock_sets_what_is_due_and_the_bytes_are_those_of_the_card(
    cohort: Published, folder: Path, now: datetime
) -> None:
    row = leave_one(cohort)

    count = preparing.prepare_scorecards(now)

    row.refresh_from_db()
    card = build(cohort.submissions[0], language="en")
    content = content_of(row)
    assert count == 1
    assert content == scorecard_pdf(card) == pdf_of(cohort.submissions[0], card, "en")
    assert (row.state, row.inputs, row.size) == (FileState.READY, inputs_of(card), len(content))
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    assert [str(p.relative_to(folder)) for p in files.stored_files(folder)] == [row.stored_name]
    (event,) = Event.objects.filter(verb="scorecard.prepared")
    assert (event.bank, event.result) == (cohort.submissions[0].bank_id, Result.DONE)


def test_a_prepared_file_is_served_only_while_it_says_what_the_card_says(
    cohort: Published, folder: Path, now: datetime
) -> None:
    leave_one(cohort)
    submission = Submission.objects.get(pk=cohort.submissions[0].pk)
    card = build(submission, language="en")
    row = leased(now)
    preparing.keep_scorecard(row, Made(PDF, inputs_of(card), made(cohort).snapshot))

    before = pdf_of(submission, card, "en")
    submission.bank.name_en = "Renamed Bank"
    after = pdf_of(submission, build(submission, language="en"), "en")

    assert before == PDF
    assert after.startswith(b"%PDF")
    assert after != PDF


@pytest.mark.one_database
@pytest.mark.parametrize("harm", ["gone", "altered"])
def test_a_file_that_is_not_what_was_kept_is_set_anew(
    cohort: Published, folder: Path, now: datetime, harm: str
) -> None:
    leave_one(cohort)
    submission = cohort.submissions[0]
    card = build(submission, language="en")
    preparing.keep_scorecard(leased(now), Made(PDF, inputs_of(card), made(cohort).snapshot))
    (path,) = files.stored_files(folder)
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(b"%PDF-1.7 another bank's")

    assert pdf_of(submission, card, "en") == scorecard_pdf(card)


@pytest.mark.one_database
def test_a_scorecard_that_wants_too_much_kills_no_page_and_the_next_one_is_set(
    cohort: Published, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = cohort.submissions[1]
    signed_in(client, cohort.person_at(submission, Role.COORDINATOR))
    address = reverse("reports:one_page", args=[submission.pk, "en"])
    small = press.Press(memory=64 * 2**20)
    with monkeypatch.context() as patch:
        patch.setattr(press, "PRESS", small)
        refused = client.get(address, headers={"Accept-Language": "en"})
    small.end()

    given = client.get(address)

    assert refused.status_code == 503
    assert "The PDF could not be made" in refused.content.decode()
    assert given.content == scorecard_pdf(build(submission, language="en"), is_one_page=True)
    verbs = Event.objects.filter(verb__in=("paper.not_made", "summary.downloaded"))
    assert [each.verb for each in verbs.order_by("pk")] == ["paper.not_made", "summary.downloaded"]


def test_two_workers_never_hold_the_same_scorecard(cohort: Published, now: datetime) -> None:
    held = []
    while (row := preparing.lease_next(now)) is not None:
        held.append(row.pk)

    assert len(held) == len(set(held)) == 2 * BANKS


def test_a_worker_that_dies_loses_nothing(cohort: Published, folder: Path, now: datetime) -> None:
    leave_one(cohort)
    leased(now)

    during = preparing.lease_next(now + preparing.LEASE - timedelta(seconds=1))
    row = leased(now + preparing.LEASE)

    assert during is None
    assert preparing.keep_scorecard(row, made(cohort))
    row.refresh_from_db()
    assert (row.state, row.attempts) == (FileState.READY, 2)


def test_what_a_worker_finishes_after_its_lease_has_no_effect(
    cohort: Published, folder: Path, now: datetime
) -> None:
    leave_one(cohort)
    late = leased(now)
    row = leased(now + preparing.LEASE)

    kept = [
        preparing.keep_scorecard(row, made(cohort)),
        preparing.keep_scorecard(late, made(cohort, b"%PDF late")),
    ]
    preparing.put_off(late, "late", now)

    row.refresh_from_db()
    assert kept == [True, False]
    assert (row.state, content_of(row), len(files.stored_files(folder))) == ("ready", PDF, 1)
    assert Event.objects.filter(verb="scorecard.prepared").count() == 1


def test_a_worker_that_dies_every_time_is_not_followed_for_ever(
    cohort: Published, now: datetime
) -> None:
    row = leave_one(cohort)
    for number in range(preparing.MOST_ATTEMPTS):
        leased(now + number * preparing.LEASE)

    nothing = preparing.lease_next(now + preparing.MOST_ATTEMPTS * preparing.LEASE)

    row.refresh_from_db()
    assert nothing is None
    assert (row.state, row.fault, row.lease) == (FileState.FAILED, preparing.ENDED, "")
    (failure,) = failures_of(cohort.publication)
    assert failure.reason == "The worker ended each time before the scorecard was finished."


def test_a_fault_is_noted_and_tried_again_ever_later_and_then_given_up(
    cohort: Published, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = leave_one(cohort)
    monkeypatch.setattr(preparing, "scorecard_pdf", broken)
    moment, waits = now, []
    for _attempt in range(preparing.MOST_ATTEMPTS):
        assert preparing.prepare_scorecards(moment) == 0
        row.refresh_from_db()
        waits.append((row.due_at - moment) / timedelta(minutes=1))
        moment = row.due_at
    after = preparing.prepare_scorecards(moment + timedelta(days=1))

    row.refresh_from_db()
    assert (after, row.state, row.attempts) == (0, FileState.FAILED, preparing.MOST_ATTEMPTS)
    assert waits == [1, 2, 4, 8, 16]
    assert progress_of(cohort.publication).text == "0 of 1 ready, 1 failed"
    events = Event.objects.filter(verb="scorecard.prepared", result=Result.FAILED)
    assert [event.detail["is_over"] for event in events.order_by("pk")] == [False] * 4 + [True]


def test_a_fault_tells_where_it_was_and_nothing_of_what_it_held(
    cohort: Published, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = leave_one(cohort)
    monkeypatch.setattr(preparing, "scorecard_pdf", broken)

    preparing.prepare_scorecards(now)

    row.refresh_from_db()
    assert row.fault.startswith("ValueError (test_scorecard_files.py:")
    assert "canary" not in row.fault


def test_one_fault_keeps_no_other_scorecard_waiting(
    cohort: Published, folder: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = cohort.submissions[0].bank.name_en

    def some(card: object) -> bytes:
        return broken(card) if card.identity.bank == bad else PDF

    monkeypatch.setattr(preparing, "scorecard_pdf", some)
    ScorecardFile.objects.filter(language="zh").delete()

    count = preparing.prepare_scorecards(now)

    assert count == BANKS - 1
    assert progress_of(cohort.publication).text == f"{BANKS - 1} of {BANKS} ready"


def test_a_full_disk_is_a_reason(
    cohort: Published, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = leave_one(cohort)
    monkeypatch.setattr(preparing, "scorecard_pdf", lambda _card: PDF)
    monkeypatch.setattr(preparing.shelf, "put", full)

    preparing.prepare_scorecards(now)

    row.refresh_from_db()
    assert (row.state, row.fault) == (FileState.WAITING, preparing.NO_ROOM)


def test_a_card_that_takes_too_long_is_ended(
    cohort: Published, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = leave_one(cohort)
    monkeypatch.setattr(preparing, "LONGEST_SECONDS", 0.05)
    monkeypatch.setattr(preparing, "set_scorecard", lambda _row: time.sleep(10))
    started = time.monotonic()

    preparing.prepare_scorecards(now)

    row.refresh_from_db()
    assert time.monotonic() - started < 5
    assert row.fault == preparing.TOO_LONG


def test_a_turn_of_the_clock_ends(
    cohort: Published, folder: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter([100.0, 101.0, 129.0, 131.0])
    monkeypatch.setattr(preparing, "monotonic", lambda: next(seconds))
    monkeypatch.setattr(preparing, "set_scorecard", lambda _row: made(cohort))

    assert preparing.prepare_scorecards(now) == 2


def test_a_newer_publication_replaces_the_old_files(
    cohort: Published,
    folder: Path,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    ready, working = leased(now), leased(now)
    preparing.keep_scorecard(ready, made(cohort))
    old = cohort.publication
    newer = Publication.objects.create(
        cycle=cohort.cycle, revision=2, cohort_digest=old.cohort_digest,
        prepared_by=old.prepared_by, prepared_at=now,
    )  # fmt: skip
    for member in old.members.all():
        newer.members.create(submission=member.submission, snapshot=member.snapshot)

    with django_capture_on_commit_callbacks(execute=True):
        orders.order_scorecards(newer, by=cohort.releaser)
    kept = preparing.keep_scorecard(working, made(cohort))

    states = set(old.files.values_list("state", flat=True))
    assert (states, kept, files.stored_files(folder)) == ({FileState.REPLACED}, False, [])
    assert newer.files.filter(state=FileState.WAITING).count() == 2 * BANKS
    assert progress_of(old).total == 0


def test_what_a_bank_signed_anew_is_prepared_anew(
    cohort: Published, folder: Path, now: datetime
) -> None:
    row = leave_one(cohort)
    preparing.keep_scorecard(leased(now), made(cohort))
    last = cohort.submissions[0].snapshots.order_by("number").last()
    assert last is not None
    SubmissionSnapshot.objects.create(
        submission=last.submission, number=last.number + 1, kind=last.kind,
        taken_at=now, taken_by=last.taken_by,
        content=last.content, sha256=last.sha256, edition_digest=last.edition_digest,
    )  # fmt: skip

    orders.renew_scorecards()

    row.refresh_from_db()
    assert (row.state, row.snapshot, row.stored_name) == (FileState.WAITING, None, "")


def test_a_lead_analyst_has_them_prepared_again(
    cohort: Published, folder: Path, now: datetime
) -> None:
    preparing.keep_scorecard(leased(now), made(cohort))
    preparing.put_off(leased(now), "fault", now)

    publishing.prepare_scorecards_again(cohort.publication, by=cohort.preparer)

    rows = cohort.publication.files.values_list("state", "attempts", "fault")
    assert set(rows) == {(FileState.WAITING, 0, "")}


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR])
def test_nobody_else_has_them_prepared_again(cohort: Published, role: Role) -> None:
    with pytest.raises(NotAllowed):
        publishing.prepare_scorecards_again(
            cohort.publication, by=make_user("x@alliance.example", role)
        )


def test_nothing_is_prepared_before_a_release(cohort: Published, now: datetime) -> None:
    unreleased = Publication.objects.create(
        cycle=cohort.cycle, revision=2, cohort_digest="0", prepared_by=cohort.preparer,
        prepared_at=now,
    )  # fmt: skip

    with pytest.raises(publishing.NotReleased):
        publishing.prepare_scorecards_again(unreleased, by=cohort.preparer)


def test_files_without_a_row_are_swept_and_evidence_is_left_alone(
    cohort: Published, folder: Path, now: datetime
) -> None:
    ScorecardFile.objects.all().delete()
    shelf.put(files.on_disk(b"orphan"), folder=shelf.SCORECARDS)
    evidence = shelf.put(files.on_disk(b"evidence"))

    preparing.prepare_scorecards(now + timedelta(days=2))

    assert [str(p.relative_to(folder)) for p in files.stored_files(folder)] == [evidence]
    assert default_storage.exists(evidence)


@pytest.mark.parametrize(
    "change",
    [
        {"state": FileState.READY},
        {"state": "unknown"},
        {"stored_name": "scorecards/aa/bb/cc"},
        {"lease": "a"},
        {"state": FileState.FAILED, "lease": "a", "leased_until": timezone.now()},
    ],
)
def test_the_database_keeps_states_whole(cohort: Published, change: dict[str, object]) -> None:
    row = row_of(cohort)

    with pytest.raises(IntegrityError), transaction.atomic():
        ScorecardFile.objects.filter(pk=row.pk).update(**change)


def test_the_command_tells_how_far_they_are(cohort: Published, now: datetime) -> None:
    row = leave_one(cohort)
    ScorecardFile.objects.filter(pk=row.pk).update(
        state=FileState.FAILED, fault=preparing.TOO_LONG, attempts=5
    )
    said = StringIO()

    call_command("scorecards", "2025", stdout=said)

    assert said.getvalue().splitlines() == [
        "2025 r1: 0 of 1 ready, 1 failed",
        "  Invented Bank 00 (English): It took too long to set.",
    ]


def test_inputs_are_the_same_for_the_same_card_and_no_other(cohort: Published) -> None:
    own, other = cohort.submissions[:2]

    digests = [
        inputs_of(build(submission, language=language, group=group))
        for submission in (own, other)
        for language in ("en", "zh-hans")
        for group in (None, "all")
    ]

    assert "0x" not in repr(build(own, language="en"))
    assert len(set(digests)) == 4
    assert digests[0] == inputs_of(build(own, language="en"))


def broken(_card: object) -> bytes:
    raise ValueError("a canary of an answer")


def full(*_content: object, **_more: object) -> str:
    raise OSError(28, "No space left on device")
