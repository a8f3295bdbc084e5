"""Reports as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Registers publications."""

    name = "reports"
    verbose_name = _("Results")
