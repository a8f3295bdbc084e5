"""Which scorecards are to be prepared: ordered by a release, or again by a lead analyst."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from assessments.models import SubmissionSnapshot
from assessments.workflow import NotAllowed
from hive.audit.log import record
from hive.audit.refusals import notes_refusals
from hive.banks.models import User
from hive.banks.roles import Role
from hive.documents import shelf
from reports.enums import FileState
from reports.models import Publication, ScorecardFile
from reports.publishing.errors import NotReleased
from reports.scorecard.pdf import LANGUAGES


@transaction.atomic
def order_scorecards(publication: Publication, *, by: User) -> None:
    """Put every scorecard of a release in line; those of earlier revisions are given up."""
    earlier = ScorecardFile.objects.filter(publication__cycle=publication.cycle_id)
    replaced = _empty(earlier.exclude(publication=publication), FileState.REPLACED)
    now = timezone.now()
    rows = ScorecardFile.objects.bulk_create(
        ScorecardFile(
            publication=publication,
            submission_id=member.submission_id,
            language=language,
            due_at=now,
        )
        for member in publication.members.all()
        for language in LANGUAGES
    )
    record("scorecards.ordered", publication, by=by, files=len(rows), replaced=replaced)


@notes_refusals("scorecards.ordered", denials=(NotAllowed,), failures=(NotReleased,))
@transaction.atomic
def prepare_scorecards_again(publication: Publication, *, by: User) -> None:
    """Put every scorecard of a publication in line anew, those that failed included."""
    if not by.has_role(Role.LEAD_ANALYST):
        raise NotAllowed
    rows = ScorecardFile.objects.filter(publication=publication).exclude(state=FileState.REPLACED)
    count = _empty(rows, FileState.WAITING)
    if not count:
        raise NotReleased
    record("scorecards.ordered", publication, by=by, files=count, replaced=0)


@transaction.atomic
def renew_scorecards() -> None:
    """Put what a bank has since signed anew, or what was reviewed since, in line again."""
    newest = SubmissionSnapshot.objects.filter(submission=OuterRef("submission"))
    last = Subquery(newest.order_by("-number").values("pk")[:1])
    ready = ScorecardFile.objects.filter(state=FileState.READY).annotate(last=last)
    rows = list(ready.exclude(snapshot=F("last")).select_related("publication"))
    for publication in {row.publication for row in rows}:
        keys = [row.pk for row in rows if row.publication == publication]
        count = _empty(ScorecardFile.objects.filter(pk__in=keys), FileState.WAITING)
        record("scorecards.ordered", publication, by=None, files=count, replaced=0)


def _empty(rows: QuerySet[ScorecardFile], state: FileState) -> int:
    """Take the files away from some rows; whoever is at work on one finishes in vain."""
    held = list(rows.select_for_update(of=("self",)))
    names = [row.stored_name for row in held if row.stored_name]
    transaction.on_commit(lambda: _discard(names))
    return ScorecardFile.objects.filter(pk__in=[row.pk for row in held]).update(
        state=state, due_at=timezone.now(), attempts=0, lease="", leased_until=None, fault="",
        snapshot=None, inputs="", stored_name="", sha256="", size=0,
    )  # fmt: skip


def _discard(names: list[str]) -> None:
    for name in names:
        shelf.discard(name, 0)
