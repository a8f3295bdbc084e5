"""Banks and people as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BanksConfig(AppConfig):
    """Registers banks and people."""

    name = "hive.banks"
    label = "banks"
    verbose_name = _("Banks and people")
