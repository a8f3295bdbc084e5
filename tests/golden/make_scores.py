"""Writes the golden scores: invented editions, answers to them, and the trees made of them.

usage: python -m tests.golden.make_scores    only when an edition is added; old entries never change
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from hive.core.model import HiveModel
from hive.core.scoring import score
from tests.draws import answers_from, draw_raw
from tests.editions import dump, invented_editions, model_from

FILE = Path(__file__).parent / "scores.json"
SUBMISSIONS = 6


def main() -> None:
    """Write the file anew."""
    rng = Random(16)
    entries = [
        {"edition": dump(document), "submissions": _submissions(model_from(document), rng)}
        for document in invented_editions()
    ]
    FILE.write_text(json.dumps(entries, ensure_ascii=False, indent=1, default=float))


def _submissions(model: HiveModel, rng: Random) -> list[dict[str, Any]]:
    drawn = [draw_raw(model, rng, not_applicable=0.15) for _ in range(SUBMISSIONS)]
    return [{"raw": raw, "tree": score(model, answers_from(model, raw)).as_json()} for raw in drawn]


if __name__ == "__main__":
    main()
