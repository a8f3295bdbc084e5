"""Lineage in an edition file: read whole, or refused with every fault by its path."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from hive.catalogue import workflow
from hive.catalogue.codec import digest
from hive.catalogue.edition_file import (
    EditionFaults,
    read_document,
    read_edition,
    read_edition_file,
)
from hive.catalogue.models import Edition, Lineage, Origin
from hive.catalogue.queries import find_model, rebuild
from hive.core.model import Descent
from hive.core.model import Lineage as CoreLineage
from hive.core.model import Origin as CoreOrigin
from tests.editions import dump, real_model, steep_edition
from tests.lineages import find_elder, heir, heir_document, heir_file, heir_text

Document = dict[str, Any]


def entry(document: Document, code: str) -> Document:
    found: Document = next(e for e in document["lineage"]["questions"] if e["code"] == code)
    return found


def unknown_edition(document: Document) -> None:
    document["lineage"]["earlier"] = "lost.1"


def own_edition(document: Document) -> None:
    document["lineage"]["earlier"] = "heir.1"


def no_edition(document: Document) -> None:
    del document["lineage"]["earlier"]


def unknown_new_question(document: Document) -> None:
    entry(document, "K1-Q3")["code"] = "K1-Q9"


def unknown_old_question(document: Document) -> None:
    entry(document, "K1-Q3")["from"] = "K1-Q9"


def unknown_dropped_question(document: Document) -> None:
    document["lineage"]["dropped"].append("N9-Q9")


def question_twice(document: Document) -> None:
    document["lineage"]["questions"].append({"code": "K1-Q3", "kind": "new"})


def question_not_named(document: Document) -> None:
    document["lineage"]["questions"].remove(entry(document, "L1-Q3"))


def old_question_forgotten(document: Document) -> None:
    document["lineage"]["dropped"] = []


def dropped_and_used(document: Document) -> None:
    document["lineage"]["dropped"].append("K1-Q1")


def dropped_twice(document: Document) -> None:
    document["lineage"]["dropped"] *= 2


def old_question_used_twice(document: Document) -> None:
    entry(document, "N1-Q5").update(kind="same", **{"from": "K1-Q1"})


def split_into_one(document: Document) -> None:
    entry(document, "L2-Q6").clear()
    document["lineage"]["questions"] = [e for e in document["lineage"]["questions"] if e]
    document["lineage"]["questions"].append({"code": "L2-Q6", "kind": "new"})


def unknown_kind(document: Document) -> None:
    entry(document, "K1-Q3")["kind"] = "improved"


def new_with_source(document: Document) -> None:
    entry(document, "N1-Q5")["from"] = "N1-Q1"


def merged_from_one(document: Document) -> None:
    entry(document, "M1-Q5")["from"] = "M1-Q1"


def same_from_two(document: Document) -> None:
    entry(document, "K1-Q1")["from"] = ["K1-Q1", "N1-Q1"]


def split_from_nothing(document: Document) -> None:
    del entry(document, "L2-Q5")["from"]


def source_is_no_code(document: Document) -> None:
    entry(document, "K1-Q3")["from"] = 7


def map_misses_an_option(document: Document) -> None:
    del entry(document, "K1-Q4")["options"]["o2"]


def map_names_an_unknown_option(document: Document) -> None:
    entry(document, "K1-Q4")["options"]["o9"] = "both"


def map_leads_nowhere(document: Document) -> None:
    entry(document, "K1-Q4")["options"]["o3"] = "o1"


def no_map_for_changed_options(document: Document) -> None:
    del entry(document, "K1-Q4")["options"]


def no_map_for_another_type(document: Document) -> None:
    entry(document, "K1-Q3")["from"] = "N1-Q1"


def map_on_a_figure(document: Document) -> None:
    entry(document, "L1-Q2")["options"] = {1: 1}


def map_on_a_split_question(document: Document) -> None:
    entry(document, "L2-Q5")["options"] = {1: 1}


def figure_from_a_level(document: Document) -> None:
    entry(document, "L1-Q2")["from"] = "N1-Q1"


def no_factor_for_another_unit(document: Document) -> None:
    del entry(document, "K1-Q2")["factor"]


def factor_of_nothing(document: Document) -> None:
    entry(document, "K1-Q2")["factor"] = 0


def factor_too_fine(document: Document) -> None:
    entry(document, "K1-Q2")["factor"] = Decimal("0.00000000001")


def factor_too_large(document: Document) -> None:
    entry(document, "K1-Q2")["factor"] = Decimal("1e30")


def factor_on_a_level(document: Document) -> None:
    entry(document, "K1-Q1")["factor"] = 2


def slip_of_the_pen(document: Document) -> None:
    entry(document, "K1-Q1")["form"] = "K1-Q1"


FAULTS = [
    (unknown_edition, ["edition.lineage.earlier: edition lost.1 is neither loaded nor in a file"]),
    (own_edition, ["edition.lineage.earlier: names this edition itself"]),
    (no_edition, ["edition.lineage.earlier: is missing"]),
    (unknown_new_question, ["questions[2] (K1-Q9).code: this edition has no question 'K1-Q9'",
                            "edition.lineage.questions: K1-Q3 is not named"]),
    (unknown_old_question, ["lineage.questions: edition steep.1 has no question 'K1-Q9'"]),
    (unknown_dropped_question, ["lineage.questions: edition steep.1 has no question 'N9-Q9'"]),
    (question_twice, ["edition.lineage.questions: the code K1-Q3 is given twice"]),
    (question_not_named, ["edition.lineage.questions: L1-Q3 is not named"]),
    (old_question_forgotten, ["edition.lineage: N1-Q1 of edition steep.1 is neither used nor"]),
    (dropped_and_used, ["edition.lineage.dropped: K1-Q1 is named, but K1-Q1 comes of it"]),
    (dropped_twice, ["edition.lineage.dropped: the code N1-Q1 is given twice"]),
    (old_question_used_twice, ["lineage.questions: K1-Q1 is used by K1-Q1, N1-Q5: all of them"]),
    (split_into_one, ["lineage.questions: L2-Q1 is split into L2-Q5 alone: call it reworded"]),
    (unknown_kind, ["(K1-Q3).kind: unknown kind 'improved'; known are same, reworded, split"]),
    (new_with_source, ["(N1-Q5).from: must not be given for a new question"]),
    (merged_from_one, ["(M1-Q5).from: needs two or more questions for a merged one"]),
    (same_from_two, ["(K1-Q1).from: needs one question for one that is reworded"]),
    (split_from_nothing, ["(L2-Q5).from: needs one question for one that is split"]),
    (source_is_no_code, ["(K1-Q3).from: must be a code or a list of codes"]),
    (map_misses_an_option, ["(K1-Q4).options: say nothing of the old 'o2'"]),
    (map_names_an_unknown_option, ["(K1-Q4).options: name 'o9', which the old question has not"]),
    (map_leads_nowhere, ["(K1-Q4).options: lead to 'o1', which this question has not"]),
    (no_map_for_changed_options, ["(K1-Q4).options: is missing: this question has no 'o1'"]),
    (no_map_for_another_type, ["(K1-Q3).options: is missing: N1-Q1 was of type level"]),
    (map_on_a_figure, ["(L1-Q2).options: fits choices only"]),
    (map_on_a_split_question, ["(L2-Q5).options: does not fit a question that is split"]),
    (figure_from_a_level, ["(L1-Q2).kind: N1-Q1 was of type level, this is number: call it new"]),
    (no_factor_for_another_unit, ["(K1-Q2).factor: is missing: the unit changed"]),
    (factor_of_nothing, ["(K1-Q2).factor: must be positive"]),
    (factor_too_fine, ["(K1-Q2).factor: takes at most 10 digits before and after the point"]),
    (factor_too_large, ["(K1-Q2).factor: takes at most 10 digits before and after the point"]),
    (factor_on_a_level, ["(K1-Q1).factor: fits figures only"]),
    (slip_of_the_pen, ["(K1-Q1).form: is not a known field"]),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "expected"), FAULTS, ids=[f.__name__ for f, _ in FAULTS])
def test_a_faulty_lineage_is_refused_with_its_fault(
    spoil: Callable[[Document], None], expected: list[str]
) -> None:
    document = heir_document()
    spoil(document)

    with pytest.raises(EditionFaults) as refused:
        read_document(document, find_elder)

    lines = [str(fault) for fault in refused.value.faults]
    assert [any(text in line for line in lines) for text in expected] == [True] * len(expected)


def test_a_lineage_is_read_whole() -> None:
    lineage = heir().lineage

    assert isinstance(lineage, CoreLineage)
    assert (lineage.earlier, lineage.dropped) == ("steep.1", ("N1-Q1",))
    assert lineage.origins.keys() == heir().questions.keys()
    assert lineage.origins["K1-Q2"] == CoreOrigin(Descent.SAME, ("K1-Q2",), None, Decimal(24))
    assert lineage.origins["L1-Q1"] == CoreOrigin(
        Descent.SAME, ("L1-Q1",), {"1": "1", "2": "3", "3": None}
    )
    assert lineage.origins["M1-Q5"] == CoreOrigin(Descent.MERGED, ("M1-Q1", "M2-Q1"))


def test_another_type_is_carried_by_a_map() -> None:
    document = heir_document()
    document["lineage"]["dropped"] = ["K1-Q3"]
    entry(document, "K1-Q3").update({"from": "N1-Q1", "options": {1: False, 2: False, 3: True}})

    lineage = read_document(document, find_elder).model.lineage

    assert lineage is not None
    assert lineage.origins["K1-Q3"].options == {"1": "no", "2": "no", "3": "yes"}


def test_the_real_edition_has_no_lineage_and_keeps_its_digest() -> None:
    assert real_model().lineage is None
    assert digest(real_model())[:16] == "f07ae8f89abf1d74"


def test_a_changed_lineage_is_another_edition() -> None:
    document = heir_document()
    entry(document, "K1-Q3")["kind"] = "reworded"

    assert digest(read_document(document, find_elder).model) != digest(heir())


def test_the_earlier_edition_is_found_in_a_file_beside(tmp_path: Path) -> None:
    (tmp_path / "elder.yaml").write_text(dump(steep_edition()), encoding="utf-8")
    file = tmp_path / "heir.yaml"
    file.write_text(heir_text(), encoding="utf-8")

    assert read_edition_file(file).model == heir()


def test_a_faulty_file_beside_is_named(tmp_path: Path) -> None:
    (tmp_path / "elder.yaml").write_text(dump(steep_edition() | {"bands": []}), encoding="utf-8")
    file = tmp_path / "heir.yaml"
    file.write_text(heir_text(), encoding="utf-8")

    with pytest.raises(EditionFaults) as refused:
        read_edition_file(file)

    assert str(refused.value).startswith(
        "edition.lineage.earlier: the file of edition steep.1 is refused itself: edition.bands"
    )


@pytest.mark.django_db
def test_rows_give_back_the_lineage() -> None:
    edition = workflow.load(heir_file())

    assert rebuild(edition) == heir()
    assert digest(rebuild(edition)) == edition.digest


@pytest.mark.django_db
def test_the_command_finds_the_earlier_edition_in_the_database(tmp_path: Path) -> None:
    file = tmp_path / "heir.yaml"
    file.write_text(heir_text(), encoding="utf-8")
    with pytest.raises(CommandError, match=r"steep\.1 is neither loaded nor in a file beside"):
        call_command("load_edition", str(file))

    workflow.load(read_edition(dump(steep_edition())))
    call_command("load_edition", str(file))

    assert find_model("heir.1") == heir()


@pytest.mark.django_db
def test_a_reloaded_draft_has_one_lineage() -> None:
    workflow.load(heir_file())
    document = heir_document()
    entry(document, "K1-Q3")["kind"] = "reworded"

    edition = workflow.load(read_document(document, find_elder))

    assert Edition.objects.get() == edition
    assert edition.lineage.origins.get(question__code="K1-Q3").descent == Descent.REWORDED
    assert Lineage.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "constraint"),
    [({"descent": "improved"}, "descent_is_known"), ({"factor": 0}, "factor_is_positive")],
)
def test_the_database_refuses_an_impossible_origin(columns: Document, constraint: str) -> None:
    edition = workflow.load(heir_file())

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Origin.objects.filter(lineage=edition.lineage).update(**columns)
