"""Whose printed questionnaire it is: title, head and foot, and which parts it has."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from assessments.models import Submission
from assessments.moments import day
from assessments.printing.parts import Extent, Fact, Stretch, groups_of
from assessments.wording import localized
from hive.core.model import HiveModel

RECONSTRUCTION = "reconstruction"


def title_of(submission: Submission) -> str:
    """Name the document."""
    return _("Self-assessment questionnaire %(year)s") % {"year": submission.cycle.year}


def bank_of(submission: Submission, language: str) -> str:
    """Name the bank in the language of the document."""
    return submission.bank.name_in(language)


def common_facts(submission: Submission, model: HiveModel, language: str) -> tuple[Fact, ...]:
    """Say what every document says first."""
    edition = _("Hive Model, edition %(code)s") % {"code": model.code}
    if model.status == RECONSTRUCTION:
        edition = _("Hive Model, edition %(code)s (indicator names are a reconstruction)") % {
            "code": model.code
        }
    return (
        Fact(_("Bank"), bank_of(submission, language)),
        Fact(_("The answers speak of"), day(submission.cycle.reference_date)),
        Fact(_("Edition"), edition),
    )


def foot_of(submission: Submission, language: str, status: str) -> str:
    """Write the foot of every page: bank, year, status, and that a demonstration is one."""
    year = _("Assessment %(year)s") % {"year": submission.cycle.year}
    parts = [bank_of(submission, language), year, status]
    if settings.HIVE_DEMO:
        parts.append(_("Demo: banks and figures are invented"))
    return _(" · ").join(parts)


def stretches_of(model: HiveModel, extent: Extent) -> tuple[Stretch, ...]:
    """Return the parts to print in the order of the questionnaire."""
    parts = [
        Stretch(localized(d.name), localized(d.description), groups_of(d))
        for d in model.dimensions
        if d in extent.dimensions
    ]
    if extent.with_further:
        about = _("Facts about the bank on the reference date. They decide the peer group.")
        parts.append(Stretch(_("Bank profile"), about, ((None, model.profile),)))
        about = _("These answers carry no score; the industry report shows them as percentages.")
        parts.append(Stretch(_("Further questions"), about, ((None, model.unscored),)))
    return tuple(part for part in parts if any(part.questions))
