"""A scorecard as JSON: the figures of the page, scores as decimal strings."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse

from assessments.models import Submission
from hive.core.disclosure import PublicSpread, PublicStatistic
from reports.scorecard import Scorecard
from reports.scorecard.parts import ArticleRow, Coverage, FigureRow, Level, Note, RatioRow

Json = dict[str, Any]
LEVELS = tuple(Level)


def cycle_entry(submission: Submission, card: Scorecard) -> Json:
    """One cycle with results, in short."""
    total = card.figures[0]
    return {
        "id": str(submission.pk),
        "year": card.identity.year,
        "status": card.identity.status,
        "edition": card.identity.edition,
        "score": decimal(total.own.value),
        "band": _band(total),
        "results": reverse("api:result", args=[submission.pk]),
    }


def result_tree(submission: Submission, card: Scorecard) -> Json:
    """Everything that the results page says in figures, and the words around them."""
    identity = card.identity
    return {
        "id": str(submission.pk),
        "language": "en" if card.language == "en" else "zh-Hans",
        "bank": {"code": submission.bank.code, "name": identity.bank},
        "year": identity.year,
        "cycle": identity.cycle,
        "status": identity.status,
        "edition": identity.edition,
        "edition_note": identity.edition_note,
        "snapshot": identity.snapshot,
        "revision": identity.revision or None,
        "groups": [
            {"code": each.code, "name": each.name, "is_chosen": each.is_chosen}
            for each in card.choices
        ],
        "score": _tree(card.figures),
        "ratios": [_ratio(row) for row in card.ratios],
        "regulation": [_coverage(each) for each in card.coverage],
        "notes": [
            _note(note)
            for note in (
                card.method, card.peers, card.withheld, card.not_applicable, card.confidentiality
            )
        ],
    }  # fmt: skip


def decimal(value: Decimal | None) -> str | None:
    """Write a figure so that no reader rounds it."""
    return None if value is None else f"{value:f}"


def _tree(rows: Sequence[FigureRow]) -> Json:
    """Hang every row below the last one that is a level higher."""
    path: list[Json] = []
    for row in rows:
        node = {**_node(row), "parts": []}
        depth = LEVELS.index(row.level)
        if depth:
            path[depth - 1]["parts"].append(node)
        path[depth:] = [node]
    return path[0]


def _node(row: FigureRow) -> Json:
    return {
        "code": row.code or None,
        "name": row.name,
        "level": row.level.value,
        "score": decimal(row.own.value),
        "band": _band(row),
        "weight": row.weight or None,
        "how": row.how or None,
        "left_out": row.left_out or None,
        "peers": _peers(row),
        "no_peers": row.no_peer or None,
        "gap": decimal(row.gap),
        "peers_by_band": _spread(row.spread),
    }


def _band(row: FigureRow) -> Json | None:
    return None if row.own.band is None else {"number": row.own.band, "name": row.band}


def _peers(row: FigureRow) -> Json | None:
    peer = row.peer
    if not isinstance(peer, PublicStatistic):
        return None
    return {
        "banks": peer.n,
        "mean": decimal(peer.mean),
        "lower_quartile": decimal(peer.lower_quartile),
        "median": decimal(peer.median),
        "upper_quartile": decimal(peer.upper_quartile),
    }


def _spread(spread: PublicSpread | None) -> list[Json] | None:
    if spread is None:
        return None
    return [
        {"first_band": part.first, "last_band": part.last, "banks": part.banks}
        for part in spread.parts
    ]


def _ratio(row: RatioRow) -> Json:
    peers = {"lower_quartile": row.lower, "median": row.median, "upper_quartile": row.upper}
    return {
        "code": row.code,
        "question": row.question,
        "own": row.own,
        "own_band": row.own_band,
        "peers": None if row.withheld else peers,
        "no_peers": row.withheld or None,
    }


def _coverage(each: Coverage) -> Json:
    articles = [_article(row) for row in each.rows]
    return {"name": each.name, "note": each.note or None, "articles": articles}


def _article(row: ArticleRow) -> Json:
    return {
        "number": row.number,
        "title": row.title,
        "score": row.score if row.score[:1].isdigit() else None,
        "band": row.band,
        "questions": row.questions,
    }


def _note(note: Note) -> Json:
    return {"title": note.title, "sentences": list(note.sentences)}
