"""The yearly cycle."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import CycleState
from hive.catalogue.models import Edition


class Cycle(models.Model):
    """One year's self-assessment. ``year`` is the year in which the report appears.

    ``reference_date`` is the day the answers speak of, usually 31 December of the year before.
    """

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    reference_date = models.DateField(_("reference date"))
    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="cycles"
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    needs_sealed_page = models.BooleanField(
        _("a scan of the sealed page is needed"),
        default=False,
        help_text=_(
            "Banks print the page with the hash of their answers, seal it and attach a scan "
            "before they sign."
        ),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=CycleState.choices, default=CycleState.DRAFT
    )

    class Meta:
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="cycle_opens_before_it_closes",
                condition=Q(opens_at__lt=F("closes_at")),
                violation_error_message=_("A cycle must open before it closes."),
            ),
            models.CheckConstraint(
                name="cycle_state_is_known",
                condition=Q(state__in=CycleState.values),
                violation_error_message=_("A cycle is a draft, open, closed or published."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    def is_open_at(self, moment: datetime) -> bool:
        """Whether banks may fill in, by state and clock; the closing second is outside."""
        return self.state == CycleState.OPEN and self.opens_at <= moment < self.closes_at
