"""Prepared scorecards in the admin: progress, what failed, and all of them in one file."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from hive.audit.models import Event
from hive.banks.roles import Role
from reports.enums import FileState
from reports.models import ScorecardFile
from reports.publishing import preparing
from reports.publishing.preparing import Made
from tests.assessments.reviewing import browser
from tests.factories import make_bank, make_user
from tests.published import Published, published_cycle, standing

pytestmark = pytest.mark.django_db

BANKS = 12


@pytest.fixture(scope="module")
def cohort(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Published]:
    """A published cycle of which three scorecards are ready and one has failed."""
    with standing(django_db_blocker):
        published = published_cycle(kinds={"city": BANKS})
        now = timezone.now()
        for number in range(3):
            row = preparing.lease_next(now)
            assert row is not None
            snapshot = row.submission.snapshots.order_by("number").last()
            assert snapshot is not None
            preparing.keep_scorecard(row, Made(b"%%PDF %d" % number, "1" * 64, snapshot))
        last = ScorecardFile.objects.filter(language="zh", state=FileState.WAITING).last()
        assert last is not None
        ScorecardFile.objects.filter(pk=last.pk).update(
            state=FileState.FAILED, fault=preparing.NO_ROOM, attempts=5
        )
        yield published


def page(cohort: Published, name: str = "change", *more: str) -> str:
    return reverse(f"admin:reports_publication_{name}", args=[cohort.publication.pk, *more])


def packed(response: HttpResponse) -> dict[str, bytes]:
    with ZipFile(BytesIO(response.getvalue())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_page_tells_the_progress_and_what_failed(cohort: Published) -> None:
    response = browser(cohort.preparer).get(page(cohort))

    body = response.content.decode()
    assert "3 of 24 ready, 1 failed" in body
    assert "The server could not store the file." in body
    assert "Download all 3 scorecards that are ready (ZIP)" in body
    assert [str(button.label) for button in response.context["buttons"]] == [
        "Prepare the scorecards again"
    ]


def test_all_ready_scorecards_come_in_one_file(cohort: Published) -> None:
    response = browser(cohort.preparer).get(page(cohort, "scorecards"))

    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="scorecards-2025-r1.zip"'
    assert packed(response) == {
        "scorecard-2025-city-00-en.pdf": b"%PDF 0",
        "scorecard-2025-city-00-zh.pdf": b"%PDF 1",
        "scorecard-2025-city-01-en.pdf": b"%PDF 2",
    }
    (event,) = Event.objects.filter(verb="scorecards.downloaded")
    assert (event.actor, event.detail) == (cohort.preparer.pk, {"year": 2025, "files": 3})


def test_the_file_is_the_same_each_time(cohort: Published) -> None:
    client = browser(cohort.preparer)

    first, second = (client.get(page(cohort, "scorecards")).getvalue() for _ in range(2))

    assert first == second


def test_looking_at_the_head_leaves_no_trace(cohort: Published) -> None:
    browser(cohort.preparer).head(page(cohort, "scorecards")).getvalue()

    assert not Event.objects.filter(verb="scorecards.downloaded").exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD_ANALYST])
def test_nobody_else_takes_them(cohort: Published, role: Role) -> None:
    person = make_user("me@x.example", role, bank=make_bank())

    assert browser(person).get(page(cohort, "scorecards")).status_code in (302, 403)
    assert browser(person).post(page(cohort, "act", "scorecards")).status_code == 403


def test_an_analyst_sees_the_progress_and_no_download(cohort: Published) -> None:
    body = browser(make_user("a@x.example", Role.ANALYST)).get(page(cohort)).content.decode()

    assert "3 of 24 ready" in body
    assert "scorecards.zip" not in body


def test_they_are_prepared_again_at_the_press_of_a_button(cohort: Published) -> None:
    browser(cohort.releaser).post(page(cohort, "act", "scorecards"))

    states = set(cohort.publication.files.values_list("state", flat=True))
    assert states == {FileState.WAITING}


def test_an_unknown_publication_is_not_found(cohort: Published) -> None:
    address = reverse("admin:reports_publication_scorecards", args=["nothing"])

    assert browser(cohort.preparer).get(address).status_code == 404
