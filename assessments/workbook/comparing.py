"""What an uploaded workbook would do to the answers as they stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.records import Record, Sheet
from hive.core.answers import Answer, Selection, canonical, canonical_json
from hive.core.model import HiveModel, Question
from hive.documents.sheets.names import clean


class Fate(StrEnum):
    """What becomes of one answer of the workbook."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    SAME = "same"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with the workbook's answer and the one on record; ``version`` is the latter's."""

    question: Question
    fate: Fate
    mine: Answer | None
    record: Record | None
    version: int


@dataclass(frozen=True)
class Comparison:
    """Every question of the workbook that has an answer here or there."""

    entries: tuple[Entry, ...]

    def of(self, *fates: Fate) -> tuple[Entry, ...]:
        """The entries with one of these fates."""
        return tuple(entry for entry in self.entries if entry.fate in fates)

    def undisputed(self) -> list[tuple[str, Answer, int]]:
        """What can be saved without asking: question, answer, and the version it replaces."""
        return [
            (entry.question.code, entry.mine, entry.version)
            for entry in self.of(Fate.NEW, Fate.CHANGED)
            if entry.mine is not None
        ]

    @property
    def digest(self) -> str:
        """Tells one comparison from another, so that nobody confirms what they did not see."""
        said = [[e.question.code, e.fate.value, e.version] for e in self.entries]
        return hashlib.sha256(canonical_json(said).encode()).hexdigest()


def compare(
    model: HiveModel,
    answers: Mapping[str, Answer | None],
    versions: Mapping[str, int],
    before: Mapping[str, Answer | None],
    sheet: Sheet,
) -> Comparison:
    """Compare a workbook with the record.

    ``versions`` and ``before`` are those that the workbook was made with: an answer that it left
    as it was is no change, whatever was answered online meanwhile.
    """
    return Comparison(tuple(_entries(model, answers, versions, before, sheet)))


def _entries(
    model: HiveModel,
    answers: Mapping[str, Answer | None],
    versions: Mapping[str, int],
    before: Mapping[str, Answer | None],
    sheet: Sheet,
) -> Iterable[Entry]:
    for code, question in model.questions.items():
        if code not in answers:
            continue
        mine, record = answers[code], sheet.records.get(code)
        is_current = versions.get(code, 0) == sheet.version(code)
        fate = _fate(mine, record.answer if record else None, before.get(code), is_current)
        if mine is not None or record is not None:
            yield Entry(question, fate, mine, record, sheet.version(code))


def _fate(
    mine: Answer | None, online: Answer | None, before: Answer | None, is_current: bool
) -> Fate:
    if mine is None:
        return Fate.EMPTY
    if same(mine, online) or same(mine, before):
        return Fate.SAME
    if not is_current:
        return Fate.CONFLICT
    return Fate.NEW if online is None else Fate.CHANGED


def same(one: Answer | None, other: Answer | None) -> bool:
    """Whether two answers say the same; a workbook ends its lines in a way of its own."""
    if one is None or other is None:
        return one is other
    return _plain(one) == _plain(other)


def _plain(answer: Answer) -> object:
    value = answer.value
    if isinstance(value, Selection):
        value = Selection(value.options, _text(value.other))
    return canonical({"": Answer(answer.state, value, _text(answer.reason))})


def _text(text: str) -> str:
    return "\n".join(clean(text).splitlines()).strip()
