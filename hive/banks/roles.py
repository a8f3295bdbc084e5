"""The roles of the alliance: who belongs where, and who needs a second factor."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is at a bank or at the alliance."""

    COORDINATOR = "coordinator", _("Coordinator")
    CONTRIBUTOR = "contributor", _("Contributor")
    APPROVER = "approver", _("Approver")
    EXECUTIVE = "executive", _("Executive")
    ANALYST = "analyst", _("Analyst")
    LEAD_ANALYST = "lead_analyst", _("Lead analyst")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")

    @property
    def is_at_bank(self) -> bool:
        """Whether the role belongs to a bank rather than to the alliance."""
        return self in BANK_ROLES

    @property
    def power(self) -> Role | None:
        """What keeps it apart from others: whoever administers or audits does nothing else."""
        return self if self in (Role.ADMINISTRATOR, Role.AUDITOR) else None

    @property
    def needs_second_factor(self) -> bool:
        """Whether nobody may act in this role with a password alone."""
        return self not in (Role.COORDINATOR, Role.CONTRIBUTOR, Role.EXECUTIVE)

    @property
    def sees_results(self) -> bool:
        """Whether a bank's scores are shown to the role."""
        return self in (Role.COORDINATOR, Role.APPROVER, Role.EXECUTIVE, *REVIEWERS)


BANK_ROLES = (Role.COORDINATOR, Role.CONTRIBUTOR, Role.APPROVER, Role.EXECUTIVE)
ALLIANCE_ROLES = (Role.ANALYST, Role.LEAD_ANALYST, Role.ADMINISTRATOR, Role.AUDITOR)
REVIEWERS = (Role.ANALYST, Role.LEAD_ANALYST)
