"""The score against an independent pandas oracle that reads the YAML itself."""

from __future__ import annotations

import math
from random import Random

import pytest

from hive.core.scoring import Reason, score
from tests import oracle
from tests.draws import answers_from, draw_raw
from tests.editions import invented_editions, model_from, real_document

DOCUMENTS = [real_document(), *invented_editions()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d["model"]["version"])
def test_score_equals_the_oracle_on_random_submissions(document: dict) -> None:
    model, rng = model_from(document), Random(20221231)
    raws = [draw_raw(model, rng, unanswered=0.002) for _ in range(1000)]

    table = oracle.score_many(document, raws)

    for raw, row in zip(raws, table.to_dict("records"), strict=True):
        ours = {n.code: n for n in score(model, answers_from(model, raw)).walk()}
        for code, expected in row.items():
            node = ours[code]
            assert (node.value is None) == math.isnan(expected), code
            assert node.value is None or abs(float(node.value) - expected) < 1e-9, code
            assert node.band == oracle.band_of(document, expected), code


def test_the_oracle_meets_scores_missing_for_each_reason() -> None:
    document = DOCUMENTS[2]
    model, rng = model_from(document), Random(20221231)
    found: set[Reason | None] = set()

    for _ in range(1000):
        raw = draw_raw(model, rng, unanswered=0.002)
        found |= {node.reason for node in score(model, answers_from(model, raw)).walk()}
        if found == {None, *Reason}:
            return

    pytest.fail(f"only {found}")
