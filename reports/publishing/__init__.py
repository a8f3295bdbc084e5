"""Every write of reports: a publication is prepared and released, its scorecards are set."""

from reports.publishing.cohort import left_out, uncounted
from reports.publishing.errors import (
    AlreadyPublished,
    CohortChanged,
    CycleNotClosed,
    NothingPrepared,
    NotReleased,
    PublishingError,
    UnsafeFigures,
)
from reports.publishing.orders import prepare_scorecards_again
from reports.publishing.preparing import prepare_scorecards
from reports.publishing.verbs import prepare, prepared, release

__all__ = [
    "AlreadyPublished",
    "CohortChanged",
    "CycleNotClosed",
    "NotReleased",
    "NothingPrepared",
    "PublishingError",
    "UnsafeFigures",
    "left_out",
    "prepare",
    "prepare_scorecards",
    "prepare_scorecards_again",
    "prepared",
    "release",
    "uncounted",
]
