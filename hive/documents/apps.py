"""The documents app: no tables, one set of checks."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register

from hive.documents.checks import check_fonts, check_subsetter


class DocumentsConfig(AppConfig):
    """Registers what must be installed before a PDF can be set."""

    name = "hive.documents"
    label = "documents"

    def ready(self) -> None:
        """Have every command look for the subsetter and the fonts first."""
        register(check_subsetter)
        register(check_fonts)
