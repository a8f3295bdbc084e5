"""Texts like formulas, wherever people and editions write, through every spreadsheet there is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import cycle
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.db.models import CharField, Model, TextField
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoDbBlocker

from assessments.models import Answer, Evidence, PlanStep
from hive.banks.models import Bank, User
from hive.catalogue.models import Edition
from hive.documents.sheets.names import unescape
from hive.documents.sheets.writing import CONTENT_TYPE
from tests.factories import signed_in
from tests.formulas import EXPORTS, PAYLOADS
from tests.published import standing
from tests.routes import every_route, open_to
from tests.security.planted import Planted, make_planted
from tests.security.planting import Planter

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# No form and no database takes a NUL.
TYPED = tuple(text for text in PAYLOADS if "\x00" not in text)
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
NAME = re.compile(r'attachment; filename="[a-z0-9][\w.-]*\.xlsx"(; filename\*=UTF-8\'\'[\w.%~-]+)?')
# What a bank, its people and its plans are called.
NAMED = {Bank: ["name_zh", "name_en"], User: ["name"], PlanStep: ["owner"], Evidence: ["title"]}
WORDED = re.compile(r"_(en|zh)$")


class OneEach(Planter):
    """Puts a single text into each place, so that it is what the place begins with."""

    def _pack(self, column: str, room: int | None) -> str:
        self.next[column] += 1
        return self.texts[self.next[column] % len(self.texts)]


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    with standing(django_db_blocker):
        world = make_planted(OneEach(TYPED))
        reword()
        yield world


def worded() -> Iterator[tuple[type[Model], list[str]]]:
    """The columns of an edition that hold words: titles, heads and names of sheets."""
    for model in apps.get_app_config("catalogue").get_models():
        fields = [each for each in model._meta.fields if isinstance(each, CharField | TextField)]
        if names := [each.name for each in fields if WORDED.search(each.name)]:
            yield model, names


def reword() -> None:
    """Give every name and text of the editions a payload."""
    texts = cycle(TYPED)
    for model, names in worded():
        rows = list(model._default_manager.all())
        for row in rows:
            for name in names:
                setattr(row, name, next(texts))
        model._default_manager.bulk_update(rows, names)
    # A digest that no other test has: the process remembers what an edition says.
    Edition.objects.update(digest="f" * 64)


def handed_out(planted: Planted) -> Iterator[HttpResponse]:
    """Every spreadsheet that the site gives, in each of its languages."""
    for route in every_route():
        if route.name not in EXPORTS:
            continue
        readers = open_to(route.name) or frozenset()
        reader = next(person for role, person in planted.people.items() if role in readers)
        client = signed_in(Client(), reader)
        path = planted.address(route)
        for address in dict.fromkeys((path, path.replace("-zh.", "-en."))):
            for query in EXPORTS[route.name]:
                yield client.get(f"{address}{query}")


def texts_of(workbook: HttpResponse) -> Iterator[str]:
    """What the cells say; fails where one is anything but a text, a figure or empty."""
    book = load_workbook(BytesIO(workbook.content))
    for sheet in book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert [cell for cell in cells if cell.hyperlink] == []
        yield from (unescape(cell.value) for cell in cells if cell.data_type == "s")


def written(text: str) -> str:
    """A text as a workbook can hold it."""
    return text.replace("\r", "\n")


def is_safe(response: HttpResponse) -> bool:
    """Whether a file comes as a spreadsheet to be saved, under a name that is no formula."""
    named = response["Content-Disposition"]
    full = unquote(named.partition("filename*=UTF-8''")[2])
    return bool(NAME.fullmatch(named)) and not full.startswith(STARTS)


def test_no_address_gives_a_formula(planted: Planted) -> None:
    workbooks = list(handed_out(planted))
    told = [set(texts_of(workbook)) for workbook in workbooks]

    assert [response["Content-Type"] for response in workbooks] == [CONTENT_TYPE] * len(told)
    assert [
        response["Content-Disposition"] for response in workbooks if not is_safe(response)
    ] == []
    assert {written(text) for text in TYPED} - set.union(*told) == set()
    assert [texts for texts in told if sum(text.startswith(STARTS) for text in texts) < 10] == []


@pytest.mark.faults
@pytest.mark.parametrize("text", TYPED)
def test_no_address_gives_a_formula_wherever_a_text_stands(planted: Planted, text: str) -> None:
    for model, names in {**NAMED, **dict(worded())}.items():
        model._default_manager.update(**dict.fromkeys(names, text))
    Answer.objects.exclude(reason="").update(reason=text)
    Edition.objects.update(digest=hashlib.sha256(text.encode()).hexdigest())

    for workbook in handed_out(planted):
        assert is_safe(workbook)
        assert written(text) in set(texts_of(workbook))
