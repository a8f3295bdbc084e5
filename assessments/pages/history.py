"""What happened lately, in words; values of answers are never part of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.models import AnswerEvent
from assessments.moments import moment
from assessments.pages.dossier import Dossier
from assessments.pages.team import Team
from assessments.wording import localized
from hive.audit.models import Event
from hive.banks.roles import BANK_ROLES

MOST = 10
# One page saves many answers in one moment; enough of them to fill the list with other things.
CHANGES_READ = 200

ACTS: Mapping[str, Promise] = {
    "submission.requested": _("%(who)s requested the signature"),
    "submission.recalled": _("%(who)s took the request back"),
    "submission.sent_back": _("%(who)s did not sign: %(reason)s"),
    "submission.signed": _("%(who)s signed and submitted"),
    "submission.withdrawn": _("%(who)s withdrew the bank from the cycle: %(reason)s"),
    "submission.restored": _("%(who)s let the bank take part again"),
    "submission.review_started": _("%(who)s began the review"),
    "submission.returned": _("%(who)s returned the questionnaire"),
    "submission.reopened": _("%(who)s opened the questionnaire again"),
    "submission.accepted": _("%(who)s accepted the self-assessment"),
    "submission.published": _("%(who)s published the results"),
    "submission.extended": _("%(who)s extended the deadline"),
    "workbook.entered_for_bank": _("%(who)s entered the bank’s workbook"),
    "submission.explained": _("%(who)s explained a remark"),
    "section.assigned": _("%(who)s assigned %(dimension)s to %(member)s"),
    "section.closed": _("%(who)s finished %(dimension)s"),
    "section.reopened": _("%(who)s opened %(dimension)s again"),
    "section.confirmed": _("%(who)s confirmed %(dimension)s"),
    "section.unconfirmed": _("%(who)s changed %(dimension)s: to be confirmed again"),
    "section.sent_back": _("%(who)s sent %(dimension)s back"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One event: when, in words, and what."""

    at: datetime
    when: str
    text: str


def happenings(dossier: Dossier, team: Team) -> tuple[Happening, ...]:
    """Return the latest events of a submission, newest first, in two queries."""
    found = [*_saved(dossier), *_acts(dossier, team)]
    return tuple(sorted(found, key=lambda h: h.at, reverse=True)[:MOST])


def _saved(dossier: Dossier) -> Iterator[Happening]:
    """Tell answers that one person saved in one go as one event."""
    events = dossier.submission.answer_events.select_related("by", "question").order_by("-id")
    for (at, who), group in groupby(events[:CHANGES_READ], key=lambda e: (e.at, e.by)):
        yield Happening(at, moment(at), _saving(str(who), list(group)))


def _saving(who: str, events: list[AnswerEvent]) -> str:
    codes = [event.question.code for event in events]
    return ngettext(
        "%(who)s saved %(code)s", "%(who)s saved %(n)s answers", len(codes)
    ) % {"who": who, "code": codes[0], "n": len(codes)}  # fmt: skip


def _acts(dossier: Dossier, team: Team) -> Iterator[Happening]:
    dimensions = {d.code: localized(d.name) for d in dossier.model.dimensions}
    names = {str(user.pk): str(user) for user in team.holders(*BANK_ROLES)}
    for event in _events(dossier):
        words = {
            "who": names.get(str(event.actor), str(_("The alliance"))),
            "reason": event.detail.get("reason", ""),
            "dimension": dimensions.get(event.detail.get("dimension"), ""),
            "member": names.get(str(event.detail.get("member")), str(_("somebody"))),
        }
        yield Happening(event.at, moment(event.at), str(ACTS[event.verb]) % words)


def _events(dossier: Dossier) -> Iterable[Event]:
    submission = dossier.submission
    about = Q(subject_type="assessments.submission", subject=str(submission.pk))
    sections = Q(subject_type="assessments.assignment", bank=submission.bank_id)
    known = Event.objects.filter(about | sections, verb__in=ACTS, bank=submission.bank_id)
    return known.filter(result="done", at__gte=submission.cycle.opens_at).order_by("-id")[:MOST]
