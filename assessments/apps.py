"""Assessments as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from hive.banks.signals import role_in_force
from hive.post.clock import every_tick


class AssessmentsConfig(AppConfig):
    """Registers cycles and submissions."""

    name = "assessments"
    verbose_name = _("Self-assessments")

    def ready(self) -> None:
        """Let the clock remind of days that matter, and new approvers be asked to sign."""
        every_tick("assessments.reminders.remind_due")
        role_in_force.connect(_ask_new_approver, dispatch_uid="assessments.approvers")


def _ask_new_approver(**signal: Any) -> None:
    """Models can be imported only once every app is ready."""
    import_string("assessments.approvers.ask_new_approver")(**signal)
