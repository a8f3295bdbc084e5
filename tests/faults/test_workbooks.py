"""Five hundred submissions out and back, and every faulty file through the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from assessments.models import AnswerEvent, UploadedWorkbook
from assessments.workbook.export import workbook_of
from assessments.workbook.layout import parts_of
from assessments.workbook.tongue import LANGUAGES
from hive.catalogue.queries import model_of
from hive.core.answers import Answers
from tests.assessments.faulty_cells import CELLS
from tests.assessments.faulty_files import FILES, malformed
from tests.assessments.test_workbook_round_trip import as_sheet, differences
from tests.assessments.typing_in import reading_english
from tests.assessments.uploading import upload
from tests.assessments.workbooks import Desk, drawn_answers, exported, fresh, resaved
from tests.published import standing
from tests.submissions import World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.faults]
SUBMISSIONS = 500
# LibreOffice opens so many files in one go.
AT_ONCE = 50
ESCAPE = "_x000D_"


@pytest.fixture(scope="module")
def standing_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with standing(django_db_blocker):
        yield make_world()


@pytest.fixture
def world(standing_world: World, db: None) -> World:
    return fresh(standing_world)


@pytest.mark.parametrize("first", range(0, SUBMISSIONS, AT_ONCE))
def test_whole_workbooks_are_lossless_also_by_way_of_libreoffice(world, tmp_path: Path, first):
    model = model_of(world.cycle.edition)
    drawn = {n: drawn_answers(model, Random(n)) for n in range(first, first + AT_ONCE)}
    languages = sorted(LANGUAGES)
    written = {
        n: workbook_of(
            world.submission, as_sheet(answers), parts_of(model), language=languages[n % 3]
        )
        for n, answers in drawn.items()
    }

    direct = {n: differences(model, drawn[n], content, world) for n, content in written.items()}
    again = dict(zip(written, resaved(list(written.values()), tmp_path), strict=True))
    indirect = {n: differences(model, drawn[n], content, world) for n, content in again.items()}

    changed = {n: set(codes) - escaped(drawn[n]) for n, codes in indirect.items()}

    assert {n: codes for n, codes in direct.items() if codes} == {}
    assert {n: codes for n, codes in changed.items() if codes} == {}


def escaped(answers: Answers) -> set[str]:
    """The answers whose words look like an escape of the file format.

    LibreOffice reads it as it was written and writes it without the mark that it is none, so the
    words come back changed; the preview shows the difference before anything is stored.
    """
    return {code for code, answer in answers.items() if ESCAPE in repr(answer)}


def test_no_faulty_workbook_writes_a_row(world):
    content = exported(world.submission, parts="S *profile *further")
    browser = reading_english(Client(), world.coordinator)
    bad = {name: spoil(content) for name, (spoil, _) in FILES.items()} | {"m": malformed(content)}
    for name, spoil in CELLS.items():
        desk = Desk(content)
        spoil(desk)
        bad[name] = desk.saved()

    statuses = {name: upload(browser, world, spoilt).status_code for name, spoilt in bad.items()}

    assert {name: status for name, status in statuses.items() if status != 422} == {}
    assert len(statuses) > 60
    assert (AnswerEvent.objects.count(), UploadedWorkbook.objects.count()) == (0, 0)
