"""Every write of reports: preparing a publication and releasing it."""

from reports.publishing.cohort import left_out, uncounted
from reports.publishing.errors import (
    AlreadyPublished,
    CohortChanged,
    CycleNotClosed,
    NothingPrepared,
    PublishingError,
    UnsafeFigures,
)
from reports.publishing.verbs import prepare, prepared, release

__all__ = [
    "AlreadyPublished",
    "CohortChanged",
    "CycleNotClosed",
    "NothingPrepared",
    "PublishingError",
    "UnsafeFigures",
    "left_out",
    "prepare",
    "prepared",
    "release",
    "uncounted",
]
