"""What may be told about a group of banks, and what is withheld."""

from __future__ import annotations

from hive.core.disclosure.figures import (
    PublicRatio,
    PublicStatistic,
    Withheld,
    release,
    release_ratio,
)
from hive.core.disclosure.places import Place, is_meaningful, place, smallest_difference
from hive.core.disclosure.protection import release_all
from hive.core.disclosure.span import MIN_COVERED, AuditRefused, Exposed, Undecided, audit
from hive.core.disclosure.spreads import MIN_IN_PART, Part, PublicSpread, release_spreads
from hive.core.groups import (
    MIN_BANKS,
    MIN_CONTROLLERS,
    THRESHOLD,
    Group,
    InvalidMembers,
    Member,
    Threshold,
    ancestors,
    grow,
    leaf_of,
)

__all__ = [
    "MIN_BANKS",
    "MIN_CONTROLLERS",
    "MIN_COVERED",
    "MIN_IN_PART",
    "THRESHOLD",
    "AuditRefused",
    "Exposed",
    "Group",
    "InvalidMembers",
    "Member",
    "Part",
    "Place",
    "PublicRatio",
    "PublicSpread",
    "PublicStatistic",
    "Threshold",
    "Undecided",
    "Withheld",
    "ancestors",
    "audit",
    "grow",
    "is_meaningful",
    "leaf_of",
    "place",
    "release",
    "release_all",
    "release_ratio",
    "release_spreads",
    "smallest_difference",
]
