"""Two web processes before one PostgreSQL, and one button pressed fifty times at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from threading import Barrier
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from assessments import workflow
from hive.banks.models import User
from tests.assessments.reviewing import act_page, page
from tests.assessments.test_double_submits import events, mails
from tests.factories import current_code, signed_in
from tests.faults.clients import TOKEN
from tests.faults.place import children, serving, ticks
from tests.submissions import bring_to, make_world

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="a test's SQLite lives in the memory of one process"
    ),
]

PRESSES = 50
AT_ONCE = 10


@dataclass(frozen=True)
class Site:
    """Where the two processes answer, and who started them."""

    address: tuple[str, int]
    master: int

    def works(self) -> dict[int, int]:
        """How long each web process has worked, in the system's unit."""
        return {process: ticks(process) for process in children(self.master)}


@pytest.fixture
def site(transactional_db: None) -> Iterator[Site]:
    database = connection.settings_dict
    where = f"{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    with serving(f"postgres://{where}") as (address, master):
        yield Site(address, master.pid)


def press(site: Site, user: User, path: str, typed: dict[str, str]) -> Sequence[tuple[int, str]]:
    """Send one form many times at once, from browsers of one person; return what each was told."""
    name = settings.SESSION_COOKIE_NAME
    sessions = [signed_in(Client(), user).cookies[name].value for _ in range(PRESSES)]
    barrier = Barrier(AT_ONCE)

    def one(session: str) -> tuple[int, str]:
        headers = {
            "Cookie": f"{name}={session}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        site_connection = HTTPConnection(*site.address, timeout=60)
        barrier.wait(timeout=60)
        body = urlencode(typed | {"csrfmiddlewaretoken": TOKEN})
        site_connection.request("POST", path, body, headers)
        response = site_connection.getresponse()
        response.read()
        site_connection.close()
        return response.status, response.headers.get("Location", "")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, sessions))


def test_fifty_signatures_and_acceptances_are_one_each(site: Site) -> None:
    world = make_world()
    submission = bring_to(world, "awaiting_signoff")
    before = site.works()

    signed = press(
        site,
        world.approver,
        reverse("assessments:sign", args=[submission.pk]),
        {"code": current_code(world.approver)},
    )

    assert set(signed) == {(302, reverse("assessments:receipt", args=[submission.pk]))}
    assert (submission.snapshots.count(), events(submission, "signed")) == (1, 1)
    assert mails("signed") == [world.approver.email, world.coordinator.email]

    submission.refresh_from_db()
    workflow.start_review(submission, by=world.analyst)
    workflow.recommend(submission, by=world.analyst)
    accepted = press(site, world.second_analyst, act_page(submission, "accept"), {})

    assert set(accepted) == {(302, page(submission))}
    assert (submission.snapshots.count(), events(submission, "accepted")) == (2, 1)
    assert mails("accepted") == [world.approver.email, world.coordinator.email]
    worked = site.works()
    assert len(worked) == 2
    assert all(worked[process] > before[process] for process in worked)
