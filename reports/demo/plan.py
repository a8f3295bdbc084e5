"""What fixtures/demo/*.yaml say about the demonstration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"
EDITION_FILE = Path(settings.BASE_DIR) / "fixtures" / "hive_model" / "2022.yaml"


@dataclass(frozen=True)
class Held:
    """How many banks of a kind belong to how many banks of another kind."""

    by: str
    banks: int
    holders: int


@dataclass(frozen=True)
class KindPlan:
    """One kind of bank; ``strength`` in standard deviations, ``assets`` in RMB 100 million."""

    kind: str
    banks: int
    name_zh: str
    name_en: str
    assets: tuple[float, float]
    strength: float
    usual: Mapping[str, Sequence[str]]
    held: Held | None = None


@dataclass(frozen=True)
class Spread:
    """Standard deviations in points: over a bank, a dimension of a bank, a question."""

    bank: float
    dimension: float
    question: float


@dataclass(frozen=True)
class Fact:
    """How a fact of the profile is drawn: as a multiple of another fact, or by chance."""

    code: str
    of: str = ""
    between: tuple[float, float] = (0, 0)
    power: float = 1
    chance: float = 0


@dataclass(frozen=True)
class AnswerPlan:
    """How banks answer; ``means`` are the dimension means to reach, by dimension code."""

    seed: str
    means: Mapping[str, float]
    spread: Spread
    strength_per_tenfold_of_assets: float
    not_applicable: float
    dont_know: float
    answered_anew: float
    gain_per_year: float
    slips: float
    note: str
    profile: tuple[Fact, ...]

    def chance(self, *names: object) -> Random:
        """Return a source of chance that depends on the names and on nothing else."""
        return Random(":".join([self.seed, *map(str, names)]))


@dataclass(frozen=True)
class YearPlan:
    """One cycle; times are counted from the day of the build."""

    year: int
    opens: timedelta
    closes: timedelta


@dataclass(frozen=True)
class OpenYear(YearPlan):
    """The cycle that is open: how many banks stand in which state, and since how many days."""

    states: Mapping[str, int]
    ages: Mapping[str, tuple[int, int]]
    returned_for: timedelta
    letters: Mapping[str, str]
    withdrawal: str


@dataclass(frozen=True)
class PublishedYear(YearPlan):
    """A cycle that is published: when its banks filed, and when the figures came out."""

    filed: timedelta
    published: timedelta


@dataclass(frozen=True)
class PeoplePlan:
    """Names by role and language, how many work for the alliance, and how everybody signs in."""

    password: str
    totp_secret: str
    roles: Mapping[str, Mapping[str, str]]
    alliance: Mapping[str, int]


def read_kinds() -> tuple[tuple[KindPlan, ...], list[dict[str, str]]]:
    """Return the kinds of bank, and the stems of their names in both languages."""
    content = _read("banks")
    return tuple(_kind(entry) for entry in content["kinds"]), content["stems"]


def read_answers() -> AnswerPlan:
    """Return how the banks answer."""
    content = _read("answers")
    spread = Spread(**content.pop("spread"))
    profile = tuple(Fact(**entry) for entry in content.pop("profile"))
    return AnswerPlan(spread=spread, profile=profile, **content)


def read_published() -> tuple[PublishedYear, ...]:
    """Return the plans of the published cycles, from old to new."""
    return tuple(
        PublishedYear(entry["year"], *_days(entry, "opens", "closes", "filed", "published"))
        for entry in _read("cycles")["published"]
    )


def read_open() -> OpenYear:
    """Return the plan of the cycle that is open today."""
    content = _read("cycles")
    entry = content["open"]
    opens, closes, returned_for = _days(entry, "opens", "closes", "returned_for")
    return OpenYear(
        entry["year"], opens, closes, entry["states"], entry["ages"], returned_for,
        content["letters"], content["withdrawal"],
    )  # fmt: skip


def read_people() -> PeoplePlan:
    """Return who the people are and how they sign in."""
    return PeoplePlan(**_read("people"))


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return content


def _kind(entry: dict[str, Any]) -> KindPlan:
    held = entry.pop("held", None)
    return KindPlan(**entry, held=Held(**held) if held else None)


def _days(entry: dict[str, Any], *names: str) -> list[timedelta]:
    return [timedelta(**entry[name]) for name in names]
