"""The parts below a part of an edition, as rows on its page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from hive.banks.admin_access import ReadOnlyInline
from hive.catalogue.models import Article, Choice, Dimension, Indicator, Instrument, Question
from hive.core.answers import plain

NAMES = ("name_en", "name_zh")
TEXTS = ("text_en", "text_zh")


class PartInline(ReadOnlyInline):
    """The parts below a row, each with a link to its own page."""

    show_change_link = True

    @admin.display(description=gettext_lazy("weight"))
    def relative_weight(self, row: Any) -> str:
        """The weight without trailing zeros."""
        return plain(row.weight)


class DimensionInline(PartInline):
    """Dimensions of an edition."""

    model = Dimension
    fields = readonly_fields = ("code", *NAMES, "relative_weight")


class InstrumentInline(PartInline):
    """Regulations and plans that an edition refers to."""

    model = Instrument
    fields = readonly_fields = ("code", *NAMES, "number", "date")


class IndicatorInline(PartInline):
    """Indicators of a dimension."""

    model = Indicator
    fields = readonly_fields = ("code", *NAMES, "relative_weight")


class QuestionInline(PartInline):
    """Questions of an indicator."""

    model = Question
    fields = readonly_fields = ("code", "kind", *TEXTS, "relative_weight")


class ChoiceInline(PartInline):
    """Levels and options of a question."""

    model = Choice
    fields = readonly_fields = ("code", *TEXTS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Choice]:
        """Read the question along, which names each row."""
        return super().get_queryset(request).select_related("question")


class ArticleInline(ReadOnlyInline):
    """Articles of an instrument."""

    model = Article
    fields = readonly_fields = ("number", "title_en", "title_zh")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Read the instrument along, which names each row."""
        return super().get_queryset(request).select_related("instrument")
