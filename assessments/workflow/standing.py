"""How the questions of a submission stand at the moment of a save, read in one query."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery

from assessments.models import AnswerEvent, Assignment, Submission
from hive.banks.models import User


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


def standing_of(submission: Submission, keys: Collection[UUID], by: User) -> Mapping[str, Standing]:
    """Return every question of the edition by code; call it with the submission's row held."""
    events = AnswerEvent.objects.filter(submission=submission, question=OuterRef("pk"))
    sections = Assignment.objects.filter(
        submission=submission, dimension=OuterRef("indicator__dimension")
    )
    latest = events.order_by("-version")
    rows = submission.cycle.edition.questions.annotate(
        present=FilteredRelation("answers", condition=Q(answers__submission=submission)),
        last=Subquery(latest.values("version")[:1]),
        last_at=Subquery(latest.values("at")[:1]),
        repeated=Subquery(latest.filter(key__in=keys).values("version")[:1]),
        is_assigned=Exists(sections.filter(member=by)),
        is_closed=Exists(sections.filter(closed_at__isnull=False)),
    ).order_by()
    return {row["code"]: _standing(row) for row in rows.values(*_NAMES)}


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
