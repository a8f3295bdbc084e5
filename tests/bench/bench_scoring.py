"""5,000 complete submissions, scored and benchmarked, beside the pandas oracle of the same run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random

from hive.core.benchmark import peer_statistics
from hive.core.disclosure import Member, grow
from hive.core.model import HiveModel
from hive.core.scoring import score
from tests import oracle
from tests.bench.rows import Row
from tests.draws import answers_from, draw_raw
from tests.editions import real_document, real_model

BANKS = 5_000


def bench_scoring_and_benchmark() -> Iterator[Row]:
    """The limit is ten times the oracle; the aim is three seconds."""
    model, rng = real_model(), Random(5_000)
    raws = [draw_raw(model, rng, not_applicable=0.0) for _ in range(BANKS)]
    answers = [answers_from(model, raw) for raw in raws]
    members = [_member(model, rng, number) for number in range(BANKS)]
    document = real_document()

    began = time.perf_counter()
    groups = grow(
        members,
        kinds=[kind.code for kind in model.bank_types],
        asset_bands=[band.code for band in model.asset_bands],
    )
    trees = [score(model, given) for given in answers]
    scored = time.perf_counter()
    nodes = {code for code, _, _ in model.nodes()}
    table = {
        member.bank: {n.code: n.value for n in tree.walk() if n.code in nodes}
        for member, tree in zip(members, trees, strict=True)
    }
    statistics = peer_statistics(table, groups)
    ours = time.perf_counter()
    frame = oracle.score_many(document, raws)
    kinds = [f"{member.kind}/{member.asset_band}" for member in members]
    frame.groupby(kinds).quantile([0.25, 0.5, 0.75])
    theirs = time.perf_counter()

    assert len(statistics) == len(groups) * len(nodes)
    yield Row("scoring 5,000 submissions", scored - began, "s")
    yield Row("benchmarking them", ours - scored, "s")
    yield Row("the oracle, both", theirs - ours, "s")
    ratio = (ours - began) / (theirs - ours)
    yield Row("both, to the oracle", ours - began, "s", ratio=ratio, limit=10)


def _member(model: HiveModel, rng: Random, number: int) -> Member:
    kind = rng.choice(model.bank_types).code
    band = rng.choice(model.asset_bands).code
    return Member(f"bank-{number}", f"controller-{number}", kind, band)
