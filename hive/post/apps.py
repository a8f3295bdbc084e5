"""The outbox as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostConfig(AppConfig):
    """Registers the outbox."""

    name = "hive.post"
    label = "post"
    verbose_name = _("Mail")
