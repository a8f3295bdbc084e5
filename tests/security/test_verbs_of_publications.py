"""Every verb about publications is done and leaves its event, and so do denials and failures."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from assessments.enums import CycleState
from assessments.models import Cycle
from assessments.workflow import FourEyes, NotAllowed
from hive.banks.roles import Role
from reports import publishing
from reports.models import Publication, ScorecardFile
from reports.publishing import AlreadyPublished, CycleNotClosed, NotReleased, preparing
from reports.publishing.orders import order_scorecards
from tests.factories import make_user
from tests.published import Filed, closed_cycle, standing
from tests.security.doing import Done, assert_told, refusals, verbs_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Filed]:
    """A closed cycle of twelve accepted submissions."""
    with standing(django_db_blocker):
        yield closed_cycle(kinds={"city": 12})


def publication() -> Publication:
    return Publication.objects.get()


def released(filed: Filed) -> Publication:
    publishing.release(publishing.prepare(filed.cycle, by=filed.preparer), by=filed.releaser)
    return publication()


def prepare(filed: Filed) -> Done:
    by = filed.preparer
    return Done(
        lambda: publishing.prepare(filed.cycle, by=by), "publication.prepared", publication, by
    )


def release(filed: Filed) -> Done:
    row, by = publishing.prepare(filed.cycle, by=filed.preparer), filed.releaser
    return Done(lambda: publishing.release(row, by=by), "publication.released", publication, by)


def order(filed: Filed) -> Done:
    row, by = publishing.prepare(filed.cycle, by=filed.preparer), filed.releaser
    return Done(lambda: order_scorecards(row, by=by), "scorecards.ordered", publication, by)


def prepare_again(filed: Filed) -> Done:
    row, by = released(filed), filed.releaser
    return Done(
        lambda: publishing.prepare_scorecards_again(row, by=by),
        "scorecards.ordered",
        publication,
        by,
    )


def prepare_scorecards(filed: Filed) -> Done:
    released(filed)
    ScorecardFile.objects.exclude(pk=ScorecardFile.objects.all()[0].pk).delete()
    return Done(
        lambda: publishing.prepare_scorecards(timezone.now()),
        "scorecard.prepared",
        lambda: ScorecardFile.objects.get(),
        None,
    )


PUBLICATIONS = {
    "prepare": prepare,
    "release": release,
    "order_scorecards": order,
    "prepare_scorecards_again": prepare_again,
    "prepare_scorecards": prepare_scorecards,
}


def test_every_verb_is_tried_here() -> None:
    assert verbs_of("reports/publishing") == PUBLICATIONS.keys()


@pytest.mark.parametrize("name", PUBLICATIONS)
def test_a_verb_leaves_its_event(filed: Filed, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "scorecard_pdf", lambda card: b"%PDF-1.7")

    assert_told(PUBLICATIONS[name](filed))


def test_a_denied_publication_leaves_a_denial(filed: Filed) -> None:
    analyst = make_user("nobody@alliance.example", Role.ANALYST)
    row = publishing.prepare(filed.cycle, by=filed.preparer)
    with pytest.raises(NotAllowed):
        publishing.prepare(filed.cycle, by=analyst)
    with pytest.raises(NotAllowed):
        publishing.release(row, by=analyst)
    with pytest.raises(FourEyes):
        publishing.release(row, by=filed.preparer)
    with pytest.raises(NotAllowed):
        publishing.prepare_scorecards_again(row, by=analyst)

    assert refusals() == [
        ("publication.prepared", "denied", analyst.email, "NotAllowed"),
        ("publication.released", "denied", analyst.email, "NotAllowed"),
        ("publication.released", "denied", filed.preparer.email, "FourEyes"),
        ("scorecards.ordered", "denied", analyst.email, "NotAllowed"),
    ]


def test_a_publication_that_fails_leaves_a_failure(filed: Filed) -> None:
    row, by = released(filed), filed.releaser
    with pytest.raises(AlreadyPublished):
        publishing.release(row, by=by)
    Cycle.objects.update(state=CycleState.OPEN)
    with pytest.raises(CycleNotClosed):
        publishing.prepare(filed.cycle, by=by)
    ScorecardFile.objects.all().delete()
    with pytest.raises(NotReleased):
        publishing.prepare_scorecards_again(row, by=by)

    assert refusals() == [
        ("publication.released", "failed", by.email, "AlreadyPublished"),
        ("publication.prepared", "failed", by.email, "CycleNotClosed"),
        ("scorecards.ordered", "failed", by.email, "NotReleased"),
    ]


def test_what_a_command_is_denied_is_told_as_well(filed: Filed) -> None:
    analyst = make_user("nobody@alliance.example", Role.ANALYST)

    with pytest.raises(CommandError):
        call_command("publish_cycle", str(filed.cycle.year), by=analyst.email, stdout=StringIO())

    assert refusals() == [("publication.prepared", "denied", analyst.email, "NotAllowed")]
