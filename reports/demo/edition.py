"""The invented edition of the open cycle: the real one but for a few changes of its questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hive.catalogue import workflow
from hive.catalogue.edition_file import load_document, read_document, read_edition_file
from hive.catalogue.models import Edition
from hive.catalogue.queries import find_model
from reports.demo.plan import EDITION_FILE, FOLDER

Document = dict[str, Any]


def edition_in_use() -> Edition:
    """Return the edition of the product, loaded if it is not there yet."""
    known = Edition.objects.filter(code=_changes()["earlier"]).first()
    return known or workflow.load(read_edition_file(EDITION_FILE))


def invented_edition() -> Edition:
    """Return the edition that is made from it, loaded if it is not there yet."""
    return workflow.load(read_document(changed_document(), find_model))


def changed_document() -> Document:
    """Make the values of an edition file: those of the real one with the changes and a lineage."""
    document: Document = load_document(EDITION_FILE.read_text("utf-8"))
    changes = _changes()
    document["model"] |= changes["model"]
    reworded = {entry["code"]: entry for entry in changes["reworded"]}
    parts = {entry["code"]: entry["into"] for entry in changes["split"]}
    lineage: list[Document] = []
    for indicator in (i for d in document["dimensions"] for i in d["indicators"]):
        questions: list[Document] = []
        for question in indicator["questions"]:
            code = question["code"]
            if code in parts:
                questions += parts[code]
                lineage += [{"code": p["code"], "kind": "split", "from": code} for p in parts[code]]
            elif code not in changes["dropped"]:
                questions.append(question | reworded.get(code, {}))
                lineage.append({"code": code, "kind": "reworded" if code in reworded else "same"})
        indicator["questions"] = questions
    lineage += [{"code": code, "kind": "same"} for code in _further_codes(document)]
    document["lineage"] = {
        "earlier": changes["earlier"], "questions": lineage, "dropped": changes["dropped"]
    }  # fmt: skip
    return document


def _further_codes(document: Document) -> Iterator[str]:
    for name in ("profile_questions", "bank_profile_fields"):
        yield from (entry["code"] for entry in document[name])


def _changes() -> Document:
    changes: Document = load_document((FOLDER / "edition.yaml").read_text("utf-8"))
    return changes
