"""A bad workbook changes nothing, and says at once everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from assessments.models import AnswerEvent, UploadedWorkbook
from assessments.workbook.faults import UNREADABLE, Faulty
from assessments.workbook.upload import read_upload
from hive.documents.sheets.archive import Fault, Unreadable, check
from tests.assessments.faulty_cells import CELLS
from tests.assessments.faulty_files import FILES, malformed
from tests.assessments.typing_in import reading_english
from tests.assessments.uploading import upload
from tests.assessments.workbooks import Desk, exported, understood
from tests.submissions import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def content(standing_world: World) -> bytes:
    return exported(standing_world.submission, parts="S *profile *further")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.one_database
@pytest.mark.parametrize("name", CELLS)
def test_every_mistake_is_told_with_its_place(world, content, name):
    desk = Desk(content)
    told = CELLS[name](desk)

    with pytest.raises(Faulty) as refused:
        understood(desk.saved(), world.submission)

    found = {mistake.place: mistake.sentence for mistake in refused.value.mistakes}
    assert found.keys() == told.keys()
    assert {p: s for p, s in found.items() if not s.startswith(told[p])} == {}


@pytest.mark.one_database
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_questionnaire_says_why(world, content, name):
    spoil, sentence = FILES[name]

    with pytest.raises((Faulty, Unreadable)) as refused:
        understood(spoil(content), world.submission)

    error = refused.value
    said = UNREADABLE[error.fault] if isinstance(error, Unreadable) else error.mistakes[0]
    assert str(said).startswith(sentence)


def test_a_workbook_without_mistakes_is_understood(world, content):
    upload = understood(content, world.submission)

    assert set(upload.answers.values()) == {None}


@pytest.mark.parametrize("name", ["several mistakes", "a sheet renamed"])
def test_a_bad_workbook_writes_no_row(world, content, name):
    desk = Desk(content)
    told = CELLS[name](desk)
    browser = reading_english(Client(), world.coordinator)

    response = upload(browser, world, desk.saved())

    html = response.content.decode()
    assert response.status_code == 422
    assert {m.place for m in response.context["page"].mistakes} == told.keys()
    assert f"{len(told)} mistakes were found; nothing was saved." in html
    assert (AnswerEvent.objects.count(), UploadedWorkbook.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["a lying directory", "a .csv", "too large"])
def test_a_bad_file_writes_no_row(world, content, name):
    spoil, sentence = FILES[name]
    browser = reading_english(Client(), world.coordinator)

    response = upload(browser, world, spoil(content))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert UploadedWorkbook.objects.count() == 0


def test_a_workbook_over_which_the_child_falls_is_refused(world, content):
    with pytest.raises(Faulty) as refused:
        read_upload(malformed(content), world.submission)

    assert refused.value.mistakes[0].sentence.startswith("This file could not be read")


def test_every_fault_of_a_file_has_a_sentence():
    assert UNREADABLE.keys() == set(Fault)


def test_a_good_file_is_let_through(content):
    assert check(content) is None


def test_a_file_made_to_have_endless_mistakes_fills_no_page(world, content):
    desk = Desk(content)
    sheet = desk.book["Strategy"]
    for number in range(1200):
        sheet.cell(100 + number, 1).value = f"row {number}"

    with pytest.raises(Faulty) as refused:
        understood(desk.saved(), world.submission)

    assert (refused.value.count, len(refused.value.mistakes)) == (1200, 1000)
