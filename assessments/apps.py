"""Assessments as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    """Registers cycles and submissions."""

    name = "assessments"
    verbose_name = _("Self-assessments")
