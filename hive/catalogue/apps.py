"""The catalogue as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    """Registers the editions."""

    name = "hive.catalogue"
    label = "catalogue"
    verbose_name = _("Hive Model")
