"""Scores that were once published never move: through the file, the rows and the arithmetic."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hive.catalogue.edition_file import read_edition
from hive.catalogue.queries import rebuild
from hive.catalogue.workflow import load
from hive.core.answers import canonical, restore
from hive.core.scoring import from_json, score
from tests.draws import answers_from

GOLDEN = Path(__file__).parents[2] / "golden" / "scores.json"


def golden() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(GOLDEN.read_text(), parse_float=Decimal)
    return entries


@pytest.mark.django_db
@pytest.mark.parametrize("entry", golden(), ids=["small", "steep", "wide"])
def test_a_stored_editions_scores_are_bit_equal(entry: dict[str, Any]) -> None:
    model = rebuild(load(read_edition(entry["edition"])))

    for submission in entry["submissions"]:
        answers = answers_from(model, submission["raw"])
        stored = restore(model.questions, canonical(answers))
        tree = json.loads(json.dumps(score(model, stored).as_json()), parse_float=Decimal)
        assert tree == submission["tree"]
        assert from_json(submission["tree"]).code == "total"
