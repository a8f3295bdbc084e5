"""The audit log as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Registers the audit log."""

    name = "hive.audit"
    label = "audit"
    verbose_name = _("Audit log")
