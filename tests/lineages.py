"""An invented edition and its heir, in which something of every kind became of the questions."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from hive.catalogue.edition_file import EditionFile, load_document, read_document, read_edition
from hive.core.model import HiveModel
from tests.editions import dump, steep_edition

Document = dict[str, Any]


@cache
def elder_file() -> EditionFile:
    """The edition of last year, read."""
    return read_edition(dump(steep_edition()))


def elder() -> HiveModel:
    """The edition of last year."""
    return elder_file().model


def find_elder(code: str) -> HiveModel | None:
    """Know the edition of last year and no other."""
    return elder() if code == elder().code else None


@cache
def heir_file() -> EditionFile:
    """The edition of this year, read."""
    return read_document(heir_document(), find_elder)


def heir() -> HiveModel:
    """The edition of this year."""
    return heir_file().model


def heir_document() -> Document:
    """The values of this year's edition file, free to be changed."""
    return deepcopy(_document())


@cache
def heir_text() -> str:
    """This year's edition as the text of a file."""
    document = steep_edition()
    document["model"] |= {"version": "heir.1", "name_en": "Invented heir.1"}
    asked = {q["code"]: q for q in _questions(document)}
    asked["K1-Q1"] |= {"text_en": "How is K1-Q1 in other words?", "text_zh": "换言之，K1-Q1如何？"}
    asked["K1-Q2"] |= {"unit_en": "hours", "unit_zh": "小时"}
    asked["K1-Q2"]["validation"] |= {"max": 1200}
    first, _, *others = asked["K1-Q4"]["options"]
    both = first | {"code": "both", "en": "Option 1 or 2.", "zh": "选项1或2。"}
    asked["K1-Q4"]["options"] = [both, *others]
    _replace(document, "L2-Q1", ["L2-Q5", "L2-Q6"])
    _replace(document, "M1-Q1", ["M1-Q5"])
    _replace(document, "M2-Q1", [])
    _replace(document, "N1-Q1", ["N1-Q5"])
    told = {
        "K1-Q1": {"kind": "reworded"},
        "K1-Q2": {"kind": "same", "factor": 24},
        "K1-Q4": {
            "kind": "same",
            "options": {"o1": "both", "o2": "both", "o3": "o3", "none": "none"},
        },
        "L1-Q1": {"kind": "same", "options": {1: 1, 2: 3, 3: None}},
        "L2-Q5": {"kind": "split", "from": "L2-Q1"},
        "L2-Q6": {"kind": "split", "from": "L2-Q1"},
        "M1-Q5": {"kind": "merged", "from": ["M1-Q1", "M2-Q1"]},
        "N1-Q5": {"kind": "new"},
    }
    further = [*document["profile_questions"], *document["bank_profile_fields"]]
    codes = [question["code"] for question in (*_questions(document), *further)]
    document["lineage"] = {
        "earlier": "steep.1",
        "questions": [{"code": code} | told.get(code, {"kind": "same"}) for code in codes],
        "dropped": ["N1-Q1"],
    }
    return dump(document)


@cache
def _document() -> Document:
    document: Document = load_document(heir_text())
    return document


def _questions(document: Document) -> list[Document]:
    return [q for d in document["dimensions"] for i in d["indicators"] for q in i["questions"]]


def _replace(document: Document, code: str, codes: list[str]) -> None:
    """Put copies of a question, under other codes, where it stood."""
    for indicator in (i for d in document["dimensions"] for i in d["indicators"]):
        indicator["questions"] = [
            deepcopy(question) | {"code": new}
            for question in indicator["questions"]
            for new in (codes if question["code"] == code else [question["code"]])
        ]
