"""Evidence as it is read: what stands now, and what the bank signed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from assessments.enums import EvidenceKind
from assessments.models import Evidence, Submission, SubmissionSnapshot
from hive.catalogue.models import Question


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence; ``codes`` are the questions it stands behind, in the model's order."""

    row: Evidence
    codes: tuple[str, ...]

    @property
    def id(self) -> UUID:
        """What names the item in addresses."""
        return self.row.pk

    @property
    def title(self) -> str:
        """What the bank calls it."""
        return self.row.title

    @property
    def is_file(self) -> bool:
        """Whether there is something to download."""
        return self.row.kind == EvidenceKind.FILE

    @property
    def short_hash(self) -> str:
        """The first sixteen characters, as printed."""
        return self.row.sha256[:16]

    @property
    def preview_pages(self) -> Sequence[int]:
        """The numbers of the pages that can be looked at."""
        return range(1, self.row.previews + 1)


def items_of(submission: Submission) -> tuple[Item, ...]:
    """Return the items that stand, in one query."""
    links = Evidence.questions.through.objects.filter(
        evidence__submission=submission, evidence__removed_at__isnull=True
    )
    rows = links.select_related("evidence__added_by", "question")
    return _items((link.evidence, link.question.code) for link in rows.order_by("id"))


def removed_items_of(submission: Submission) -> tuple[Item, ...]:
    """Return what was removed, the last first."""
    removed = submission.evidence.filter(removed_at__isnull=False)
    rows = removed.select_related("removed_by").prefetch_related(_questions())
    return tuple(Item(row, _codes(row)) for row in rows.order_by("-removed_at"))


def signed_items(snapshot: SubmissionSnapshot) -> tuple[Item, ...]:
    """Return the items that were signed, with the titles and questions they had, in one query."""
    signed = signed_entries(snapshot)
    rows = Evidence.objects.filter(pk__in=[entry["id"] for entry in signed])
    found = {str(row.pk): row for row in rows.select_related("added_by")}
    items = []
    for entry in signed:
        row = found[entry["id"]]
        row.title = entry["title"]
        items.append(Item(row, tuple(entry["questions"])))
    return tuple(sorted(items, key=_place))


def signed_entries(snapshot: SubmissionSnapshot) -> Sequence[Mapping[str, str]]:
    """Return what a snapshot says about its evidence."""
    return json.loads(snapshot.content).get("evidence", [])


def canonical(items: Iterable[Item]) -> list[dict[str, object]]:
    """Write items as a snapshot holds them, in an order that depends on nothing but them."""
    return [
        {
            "id": str(item.id),
            "kind": item.row.kind,
            "questions": sorted(item.codes),
            "sha256": item.row.sha256,
            "title": item.title,
        }
        for item in sorted(items, key=lambda item: str(item.id))
    ]


def by_question(items: Iterable[Item]) -> Mapping[str, tuple[Item, ...]]:
    """Sort items under the questions they stand behind."""
    found: dict[str, tuple[Item, ...]] = {}
    for item in items:
        for code in item.codes:
            found[code] = (*found.get(code, ()), item)
    return found


def covered(items: Iterable[Item]) -> Collection[str]:
    """Return the codes that at least one item stands behind."""
    return {code for item in items for code in item.codes}


def _items(links: Iterable[tuple[Evidence, str]]) -> tuple[Item, ...]:
    rows: dict[UUID, Evidence] = {}
    codes: dict[UUID, list[str]] = {}
    for row, code in links:
        rows.setdefault(row.pk, row)
        codes.setdefault(row.pk, []).append(code)
    items = (Item(row, tuple(sorted(codes[pk]))) for pk, row in rows.items())
    return tuple(sorted(items, key=_place))


def _place(item: Item) -> tuple[datetime, str]:
    return item.row.added_at, str(item.id)


def _questions() -> Prefetch:
    return Prefetch("questions", Question.objects.only("code"))


def _codes(row: Evidence) -> tuple[str, ...]:
    return tuple(sorted(question.code for question in row.questions.all()))
