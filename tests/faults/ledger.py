"""What the database holds, beside what was acknowledged."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import psycopg

from tests.faults.clients import Ack, Browser
from tests.faults.place import Place

EVENTS = """
SELECT e.submission_id, q.code, e.version, e.value
FROM assessments_answerevent e JOIN catalogue_question q ON q.id = e.question_id ORDER BY e.id
"""
ANSWERS = """
SELECT a.submission_id, q.code, a.version, a.value
FROM assessments_answer a JOIN catalogue_question q ON q.id = a.question_id
"""

Held = tuple[str, str, int, int]


def lost(place: Place, browsers: Sequence[Browser]) -> list[Ack]:
    """Acknowledged saves of which there is no event, or another one than was acknowledged."""
    events = {_held(*row) for row in _rows(place, EVENTS)}
    return [ack for ack in _acks(browsers) if _as_held(ack) not in events]


def stale(place: Place, browsers: Sequence[Browser]) -> list[Ack]:
    """Last acknowledged saves of a question that are not its present answer."""
    answers = {held[:2]: held for held in (_held(*row) for row in _rows(place, ANSWERS))}
    last = {(ack.submission, ack.code): ack for ack in _acks(browsers)}
    return [ack for key, ack in last.items() if answers.get(key) != _as_held(ack)]


def folds_to_the_answers(place: Place) -> bool:
    """Whether the events, folded in order, give exactly the present answers."""
    folded = {held[:2]: held for held in (_held(*row) for row in _rows(place, EVENTS))}
    present = {held[:2]: held for held in (_held(*row) for row in _rows(place, ANSWERS))}
    return folded == present


def setting(place: Place, name: str) -> str:
    """The value of a setting of the database server."""
    ((value,),) = _rows(place, f"SHOW {name}")
    return str(value)


def _acks(browsers: Sequence[Browser]) -> Iterator[Ack]:
    for browser in browsers:
        yield from browser.acks


def _as_held(ack: Ack) -> Held:
    return (ack.submission, ack.code, ack.version, ack.level)


def _held(submission: Any, code: str, version: int, value: Any) -> Held:
    level = json.loads(value) if isinstance(value, str) else value
    return (_uuid(submission), code, version, level)


def _uuid(value: Any) -> str:
    plain = str(value).replace("-", "")
    return "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))


def _rows(place: Place, query: str) -> list[tuple[Any, ...]]:
    if place.cluster is None:
        with closing(sqlite3.connect(place.url.removeprefix("sqlite:///"))) as database:
            return database.execute(query).fetchall()
    with psycopg.connect(place.url) as connection:
        return connection.execute(query).fetchall()
