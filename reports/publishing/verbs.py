"""The two verbs: one lead analyst prepares a publication, another releases it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import workflow
from assessments.enums import CycleState
from assessments.models import Cycle
from assessments.workflow import FourEyes, NotAllowed
from hive.audit.log import record
from hive.audit.refusals import notes_refusals
from hive.banks.models import User
from hive.banks.roles import Role
from hive.catalogue.queries import model_of
from reports.models import Publication
from reports.publishing.cohort import Entry, digest, left_out, read_cohort, uncounted
from reports.publishing.errors import (
    AlreadyPublished,
    CohortChanged,
    CycleNotClosed,
    NothingPrepared,
    PublishingError,
)
from reports.publishing.figures import make_figures, safe_groups
from reports.publishing.orders import order_scorecards
from reports.publishing.storage import store


def prepared(cycle: Cycle) -> Publication:
    """Return the publication that waits for its release; raise NothingPrepared without one."""
    waiting = Publication.objects.filter(cycle=cycle, released_at__isnull=True)
    publication = waiting.select_related("cycle__edition").first()
    if publication is None:
        raise NothingPrepared
    return publication


@notes_refusals("publication.prepared", denials=(NotAllowed,), failures=(PublishingError,))
@transaction.atomic
def prepare(cycle: Cycle, *, by: User) -> Publication:
    """Freeze the cohort and work out what may be told; an earlier preparation is replaced."""
    _need_lead_analyst(by)
    cycle = _closed(cycle)
    cycle.publications.filter(released_at__isnull=True).delete()
    entries = read_cohort(cycle)
    figures = make_figures(model_of(cycle.edition), entries)
    publication = Publication.objects.create(
        cycle=cycle,
        cohort_digest=digest(entry.snapshot for entry in entries),
        prepared_by=by,
        prepared_at=timezone.now(),
    )
    store(publication, entries, figures)
    record(
        "publication.prepared",
        publication,
        by=by,
        year=cycle.year,
        cohort_digest=publication.cohort_digest,
        banks=len(entries),
        groups={group.code: len(group.members) for group in figures.groups},
        left_out=[submission.bank.code for submission in left_out(cycle)],
        uncounted=[submission.bank.code for submission in uncounted(publication)],
    )
    return publication


@notes_refusals("publication.released", denials=(NotAllowed, FourEyes), failures=(PublishingError,))
@transaction.atomic
def release(publication: Publication, *, by: User) -> None:
    """Let the figures out: nothing of the cohort may have changed since they were prepared."""
    _need_lead_analyst(by)
    cycle = _closed(publication.cycle)
    rows = Publication.objects.select_for_update(of=("self",)).select_related("cycle__edition")
    current = rows.filter(pk=publication.pk).first()
    if current is None:
        raise NothingPrepared
    if current.prepared_by_id == by.pk:
        raise FourEyes(_("You prepared this publication; another lead analyst has to release it."))
    entries = read_cohort(cycle)
    _check_unchanged(current, entries)
    current.released_by, current.released_at = by, timezone.now()
    current.save(update_fields=["released_by", "released_at"])
    cycle.state = CycleState.PUBLISHED
    cycle.save(update_fields=["state"])
    workflow.publish([entry.submission for entry in entries], by=by)
    order_scorecards(current, by=by)
    record("cycle.published", cycle, by=by, year=cycle.year)
    record(
        "publication.released",
        current,
        by=by,
        year=cycle.year,
        cohort_digest=current.cohort_digest,
    )


def _check_unchanged(publication: Publication, entries: tuple[Entry, ...]) -> None:
    """Compare the cohort and its groups with what was prepared; the groups are audited again."""
    if digest(entry.snapshot for entry in entries) != publication.cohort_digest:
        raise CohortChanged(_changed_banks(publication, entries))
    groups = safe_groups(model_of(publication.cycle.edition), entries)
    now = [(group.code, len(group.members)) for group in groups]
    if now != list(publication.groups.values_list("code", "n")):
        raise CohortChanged


def _changed_banks(publication: Publication, entries: tuple[Entry, ...]) -> list[str]:
    members = publication.members.values_list("submission__bank__code", "snapshot")
    before = set(members)
    after = {(entry.submission.bank.code, entry.snapshot.pk) for entry in entries}
    return sorted({code for code, _snapshot in before ^ after})


def _closed(cycle: Cycle) -> Cycle:
    rows = Cycle.objects.select_for_update(of=("self",)).select_related("edition")
    cycle = rows.get(pk=cycle.pk)
    if cycle.state == CycleState.PUBLISHED:
        raise AlreadyPublished
    if cycle.state != CycleState.CLOSED:
        raise CycleNotClosed(cycle.get_state_display())
    return cycle


def _need_lead_analyst(by: User) -> None:
    if not by.has_role(Role.LEAD_ANALYST):
        raise NotAllowed
