"""An independent scorer: reads an edition's YAML itself, works in pandas, knows nothing of hive."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

Raw = dict[str, Any]


def questions_frame(document: dict[str, Any]) -> pd.DataFrame:
    """One row a scored question: code, weights up to the total, and the YAML entry."""
    rows = []
    default = document["scoring"].get("question_default_weight", 1)
    for dimension in document["dimensions"]:
        for indicator in dimension["indicators"]:
            for question in indicator["questions"]:
                rows.append(
                    {
                        "dimension": dimension["code"],
                        "dimension_weight": float(dimension["weight"]),
                        "indicator": indicator["code"],
                        "indicator_weight": float(indicator["weight"]),
                        "question": question["code"],
                        "question_weight": float(question.get("weight", default)),
                        "entry": question,
                    }
                )
    return pd.DataFrame(rows)


def score_many(document: dict[str, Any], submissions: list[Raw]) -> pd.DataFrame:
    """One row a submission, one column a node from the total down to indicators; NaN: no score."""
    questions = questions_frame(document)
    entries = list(zip(questions["question"], questions["entry"], strict=True))
    values = pd.DataFrame(
        [
            {code: _value(entry, raw, document["scoring"]) for code, entry in entries}
            for raw in submissions
        ]
    )
    answered = pd.DataFrame([{q: q in raw for q in values.columns} for raw in submissions])
    rules = document["scoring"]
    nodes: dict[str, pd.Series] = {}
    for indicator, group in questions.groupby("indicator", sort=False):
        part = values[group["question"]]
        weights = group.set_index("question")["question_weight"]
        mean = _weighted(part, weights)
        enough = part.notna().sum(axis=1) >= rules["indicator_min_answered"]
        complete = answered[group["question"]].all(axis=1)
        nodes[indicator] = mean.where(enough & complete)
    for dimension, group in questions.groupby("dimension", sort=False):
        indicators = group.drop_duplicates("indicator").set_index("indicator")["indicator_weight"]
        part = pd.DataFrame({code: nodes[code] for code in indicators.index})
        enough = part.notna().sum(axis=1) >= rules["dimension_min_indicators"]
        complete = answered[group["question"]].all(axis=1)
        nodes[dimension] = _weighted(part, indicators).where(enough & complete)
    weights = questions.drop_duplicates("dimension").set_index("dimension")["dimension_weight"]
    part = pd.DataFrame({code: nodes[code] for code in weights.index})
    nodes["total"] = _weighted(part, weights).where(part.notna().all(axis=1))
    return pd.DataFrame(nodes)


def band_of(document: dict[str, Any], value: float) -> int | None:
    """The number of the band of a score, edges taken at nine places."""
    if math.isnan(value):
        return None
    rounded = round(value, 9)
    return max(band["band"] for band in document["bands"] if rounded >= band["min"])


def _weighted(part: pd.DataFrame, weights: pd.Series) -> pd.Series:
    present = part.notna() * weights
    return (part.fillna(0) * weights).sum(axis=1) / present.sum(axis=1).replace(0, np.nan)


def _value(entry: dict[str, Any], raw: Raw, rules: dict[str, Any]) -> float:
    given = raw.get(entry["code"], "n/a")
    if isinstance(given, str) and given == "n/a":
        return math.nan
    kind = entry["type"]
    if kind == "level":
        scores = rules["level_scores"]
        return float(min(scores.values()) if given == "dk" else scores[given])
    if kind == "yesno":
        scores = rules["yesno_scores"]
        if given == "dk":
            return float(min(scores.values()))
        return float(scores["yes" if given else "no"])
    if given == "dk":
        return float(min(band["score"] for band in entry["scoring_bands"]))
    amount = float(given) if kind == "number" else _points(entry, given)
    floors = [float(band["min"]) for band in entry["scoring_bands"]]
    place = int(np.searchsorted(floors, amount, side="right")) - 1
    return float(entry["scoring_bands"][place]["score"])


def _points(entry: dict[str, Any], chosen: list[str]) -> float:
    return float(sum(option["points"] for option in entry["options"] if option["code"] in chosen))
