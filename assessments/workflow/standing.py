"""How some questions of a submission stand at the moment of a save, read in one query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery

from assessments.models import AnswerEvent, Assignment, Submission
from hive.banks.models import User
from hive.catalogue.models import Edition, Question
from hive.prepared import Given, Prepared

# Queries kept, one for each number of questions that are saved at once.
MOST_KEPT = 32


@dataclass(frozen=True, slots=True)
class Standing:
    """One question: its answer's columns (None without an answer) and how often it was changed.

    ``at`` is the time of the last change, ``repeated`` the version that an earlier request with
    one of the keys has made, ``is_closed`` whether the owner has finished its section.
    """

    question: int
    version: int
    repeated: int | None
    is_assigned: bool
    is_closed: bool
    columns: Mapping[str, object] | None
    at: datetime | None


def standing_of(
    submission: Submission, keys: Mapping[str, UUID], by: User
) -> Mapping[str, Standing]:
    """Return questions by code, each with a key; call it with the submission's row held."""
    if not keys:
        return {}
    codes = {f"code{n}": code for n, code in enumerate(keys)}
    named = {f"key{n}": key for n, key in enumerate(keys.values())}
    edition = submission.cycle.edition_id
    rows = _questions(len(keys)).rows(
        edition=edition, submission=submission.pk, by=by.pk, **codes, **named
    )
    return {row["code"]: _standing(row) for row in rows}


@lru_cache(maxsize=MOST_KEPT)
def _questions(count: int) -> Prepared[dict[str, Any]]:
    return Prepared(lambda: _rows(count))


def _rows(count: int) -> Any:
    submission = Given("submission", Submission._meta.pk)
    events = AnswerEvent.objects.filter(submission=submission, question=OuterRef("pk"))
    sections = Assignment.objects.filter(
        submission=submission, dimension=OuterRef("indicator__dimension")
    )
    latest = events.order_by("-version")
    keys: list[Any] = [Given(f"key{n}", AnswerEvent._meta.get_field("key")) for n in range(count)]
    codes = [Given(f"code{n}", Question._meta.get_field("code")) for n in range(count)]
    edition = Given("edition", Edition._meta.pk)
    rows = Question.objects.filter(edition=edition, code__in=codes).annotate(
        present=FilteredRelation("answers", condition=Q(answers__submission=submission)),
        last=Subquery(latest.values("version")[:1]),
        last_at=Subquery(latest.values("at")[:1]),
        repeated=Subquery(latest.filter(key__in=keys).values("version")[:1]),
        is_assigned=Exists(sections.filter(member=Given("by", User._meta.pk))),
        is_closed=Exists(sections.filter(closed_at__isnull=False)),
    )
    return rows.order_by().values(*_NAMES)


_NAMES = (
    "pk", "code", "last", "last_at", "repeated", "is_assigned", "is_closed",
    "present__state", "present__value", "present__reason",
)  # fmt: skip


def _standing(row: Mapping[str, Any]) -> Standing:
    columns = {name: row[f"present__{name}"] for name in ("state", "value", "reason")}
    return Standing(
        question=row["pk"],
        version=row["last"] or 0,
        repeated=row["repeated"],
        is_assigned=row["is_assigned"],
        is_closed=row["is_closed"],
        columns=columns if columns["state"] else None,
        at=row["last_at"],
    )
