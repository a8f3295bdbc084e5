"""Editions as rows: the round trip, idempotence, and the lock."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hive.audit.models import Event
from hive.catalogue.edition_file import read_edition
from hive.catalogue.models import Edition, Question
from hive.catalogue.queries import rebuild
from hive.catalogue.workflow import EditionIsLocked, load, lock
from tests.editions import REAL, dump, invented_editions, real_document

pytestmark = pytest.mark.django_db

TEXTS = [REAL.read_text(encoding="utf-8"), *map(dump, invented_editions())]


@pytest.mark.parametrize("text", TEXTS, ids=["real", "small", "steep", "wide"])
def test_rows_give_back_the_model_that_was_loaded(text: str) -> None:
    file = read_edition(text)

    edition = load(file)

    assert rebuild(edition) == file.model


def test_loading_the_same_again_changes_nothing() -> None:
    first = load(read_edition(TEXTS[0]))

    again = load(read_edition(TEXTS[0]))

    assert (again.pk, again.loaded_at) == (first.pk, first.loaded_at)
    assert Event.objects.filter(verb="edition.loaded").count() == 1


def test_a_draft_is_replaced_by_its_new_content() -> None:
    load(read_edition(TEXTS[0]))
    document = real_document()
    document["dimensions"][0]["name_en"] = "Direction"

    edition = load(read_edition(dump(document)))

    assert Edition.objects.get() == edition
    assert edition.dimensions.get(code="S").name_en == "Direction"
    assert Question.objects.count() == 72


def test_a_locked_edition_is_never_altered() -> None:
    edition = load(read_edition(TEXTS[0]))
    lock(edition)
    document = real_document()
    document["dimensions"][0]["weight"] = 2

    with pytest.raises(EditionIsLocked):
        load(read_edition(dump(document)))

    assert rebuild(Edition.objects.get()) == read_edition(TEXTS[0]).model


def test_the_command_lists_every_fault_and_stores_nothing(tmp_path: Path) -> None:
    document = real_document()
    document["dimensions"][0]["weight"] = -1
    document["dimensions"][1]["name_zh"] = ""
    file = tmp_path / "faulty.yaml"
    file.write_text(dump(document), encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        call_command("load_edition", str(file))

    assert refused.value.returncode == 2
    assert "(S).weight: must be positive" in str(refused.value)
    assert "(O).name_zh: is missing" in str(refused.value)
    assert not Edition.objects.exists()
