"""Which items of evidence a reader of results can open."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from assessments.attached import Item
from hive.banks.access import holds
from hive.banks.requests import person
from hive.banks.roles import REVIEWERS, Role


def opener(request: HttpRequest) -> Callable[[Item], bool]:
    """Return what says whether the person can open an item; executives see names only.

    Analysts open what was signed, the bank opens what still stands.
    """
    reviews = person(request).has_role(*REVIEWERS)
    reads = holds(request, Role.COORDINATOR, Role.APPROVER)
    return lambda item: item.is_file and (reviews or (reads and item.row.removed_at is None))
