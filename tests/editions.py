"""Editions for tests: the real one, and three invented ones with other counts, scales and rules."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from hive.catalogue.edition_file import EditionFile, read_edition, read_edition_file
from hive.core.model import HiveModel

REAL = Path(__file__).parent.parent / "fixtures" / "hive_model" / "2022.yaml"


@cache
def real_edition() -> EditionFile:
    """The file of the edition that the alliance uses."""
    return read_edition_file(REAL)


def real_model() -> HiveModel:
    """The edition that the alliance uses."""
    return real_edition().model


def real_document() -> dict[str, Any]:
    """The real edition as plain YAML values, free to be changed."""
    return deepcopy(_document())


def dump(document: dict[str, Any]) -> str:
    """Write a document as the text of an edition file."""
    return yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)


def model_from(document: dict[str, Any]) -> HiveModel:
    """Read a document as an edition."""
    return read_edition(dump(document)).model


def invented_editions() -> Iterator[dict[str, Any]]:
    """Yield three editions that differ in every number that code must not know."""
    yield small_edition()
    yield steep_edition()
    yield wide_edition()


def small_edition() -> dict[str, Any]:
    """Three dimensions of two indicators of two questions; four levels and four bands."""
    document = _base("small.1")
    document["scoring"]["level_scores"] = {1: 0, 2: 25, 3: 50, 4: 100}
    document["scoring"]["indicator_min_answered"] = 1
    document["scoring"]["dimension_min_indicators"] = 1
    document["bands"] = [_band(n, 25 * (n - 1), 25 * n) for n in range(1, 5)]
    document["dimensions"] = [
        _dimension(d, bands=4, weight=d, indicators=2, kinds=["level", "number"], levels=4)
        for d in (1, 2, 3)
    ]
    return document


def steep_edition() -> dict[str, Any]:
    """Five dimensions of one to five indicators, uneven weights, lower-is-better numbers, N/A."""
    document = _base("steep.1")
    document["scoring"]["level_scores"] = {1: 10, 2: 30, 3: 90}
    document["scoring"]["yesno_scores"] = {"yes": 80, "no": 5}
    document["scoring"]["indicator_min_answered"] = 2
    document["scoring"]["dimension_min_indicators"] = 1
    document["bands"] = [_band(1, 0, 33.5), _band(2, 33.5, 66.25), _band(3, 66.25, 100)]
    kinds = ["level", "lower", "yesno", "multi"]
    document["dimensions"] = [
        _dimension(
            d, bands=3, weight=0.5 * d, indicators=d, kinds=kinds, levels=3, not_applicable=True
        )
        for d in range(1, 6)
    ]
    document["checks"] = [
        {
            "code": "X1", "kind": "at_most", "field": "tech_staff", "limit": "employees",
            "severity": "error", "text_en": "Too many.", "text_zh": "过多。",
        }
    ]  # fmt: skip
    return document


def wide_edition() -> dict[str, Any]:
    """Eight dimensions of four indicators of one question each; seven bands."""
    document = _base("wide.1")
    document["scoring"]["level_scores"] = {n: (n - 1) * 20 for n in range(1, 7)}
    document["scoring"]["indicator_min_answered"] = 1
    document["scoring"]["dimension_min_indicators"] = 3
    edges = [0, 10, 20, 40, 60, 80, 90, 100]
    document["bands"] = [_band(n, *edges[n - 1 : n + 1]) for n in range(1, 8)]
    document["dimensions"] = [
        _dimension(d, bands=7, weight=9 - d, indicators=4, kinds=["level"], levels=6)
        for d in range(1, 9)
    ]
    return document


@cache
def _document() -> dict[str, Any]:
    return dict(yaml.load(REAL.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def _base(version: str) -> dict[str, Any]:
    document = real_document()
    document["model"] |= {"version": version, "name_en": f"Invented {version}"}
    for name in ("reference_scores", "instruments", "default_instrument", "checks"):
        del document[name]
    document["profile_questions"] = document["profile_questions"][:2]
    return document


def _band(number: int, floor: float, ceiling: float) -> dict[str, Any]:
    texts = {"name_en": f"Band {number}", "name_zh": f"第{number}档"}
    texts |= {"summary_en": f"Summary {number}.", "summary_zh": f"概述{number}。"}
    return {"band": number, "code": f"b{number}", "min": floor, "max": ceiling, **texts}


def _dimension(
    number: int,
    *,
    bands: int,
    weight: float,
    indicators: int,
    kinds: list[str],
    levels: int,
    not_applicable: bool = False,
) -> dict[str, Any]:
    code = "KLMNUQRV"[number - 1]
    return {
        "code": code,
        "slug": f"area-{number}",
        "name_en": f"Area {number}",
        "name_zh": f"领域{number}",
        "description_en": f"What area {number} is about.",
        "description_zh": f"领域{number}的内容。",
        "weight": weight,
        "recommendations": [_text({"band": n}, f"Advice {n}") for n in range(1, bands + 1)],
        "indicators": [
            {
                "code": f"{code}{i}",
                "name_en": f"Indicator {code}{i}",
                "name_zh": f"指标{code}{i}",
                "description_en": "What it looks at.",
                "description_zh": "考察内容。",
                "weight": i + 0.25,
                "next_steps": [_text({"level": n}, f"Step {n}") for n in range(1, bands)],
                "questions": [
                    _question(f"{code}{i}-Q{q}", kind, levels, not_applicable)
                    for q, kind in enumerate(kinds, start=1)
                ],
            }
            for i in range(1, indicators + 1)
        ],
    }


def _question(code: str, kind: str, levels: int, not_applicable: bool) -> dict[str, Any]:
    question = {"code": code, "text_en": f"How is {code}?", "text_zh": f"{code}情况如何？"}
    if not_applicable:
        question |= {"na_allowed": True, "na_when_en": "There is none.", "na_when_zh": "没有。"}
    if kind == "level":
        statements = [_text({"level": n}, f"Statement {n}") for n in range(1, levels + 1)]
        return question | {"type": "level", "weight": 1.5, "levels": statements}
    if kind == "yesno":
        return question | {"type": "yesno"}
    if kind == "multi":
        options = [_text({"code": f"o{n}", "points": n}, f"Option {n}") for n in (1, 2, 3)]
        options.append(_text({"code": "none", "points": 0, "exclusive": True}, "None"))
        bands = [{"min": 0, "max": 2, "score": 0}, {"min": 2, "max": None, "score": 100}]
        return question | {"type": "multi", "options": options, "scoring_bands": bands}
    limits = {"min": 0, "max": 50, "decimals": 1, "warn_min": 1, "warn_max": 40}
    scores = [100, 60, 0] if kind == "lower" else [0, 60, 100]
    edges = [0, 7.5, 20, None]
    bands = [
        {"min": edges[n], "max": edges[n + 1], "score": score} for n, score in enumerate(scores)
    ]
    direction = "lower_is_better" if kind == "lower" else "higher_is_better"
    return question | {
        "type": "number", "unit_en": "days", "unit_zh": "天", "direction": direction,
        "validation": limits, "scoring_bands": bands, "key_ratio": kind == "number",
    }  # fmt: skip


def _text(entry: dict[str, Any], text: str) -> dict[str, Any]:
    return {**entry, "en": f"{text}.", "zh": f"{text}。"}
