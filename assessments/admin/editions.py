"""Editions of the model: read by reviewers; a draft's texts are changed by lead analysts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.admin.edition_parts import (
    NAMES,
    TEXTS,
    ArticleInline,
    ChoiceInline,
    DimensionInline,
    IndicatorInline,
    InstrumentInline,
    QuestionInline,
)
from assessments.admin.lineage import lineage_lines
from assessments.wording import localized
from hive.banks.admin_access import RoleAdmin
from hive.banks.admin_site import site
from hive.banks.requests import person
from hive.banks.roles import REVIEWERS, Role
from hive.catalogue import workflow
from hive.catalogue.models import (
    Choice,
    Dimension,
    Edition,
    EditionState,
    Indicator,
    Instrument,
    Question,
)
from hive.catalogue.queries import model_of
from hive.core.answers import plain
from hive.core.model import Text

NAMES_AND_DESCRIPTIONS = (*NAMES, "description_en", "description_zh")


class CatalogueAdmin(RoleAdmin):
    """Opens for reviewers."""

    view_roles = REVIEWERS

    class Media:
        css: ClassVar = {"all": ["css/review.css"]}


@admin.register(Edition, site=site)
class EditionAdmin(CatalogueAdmin):
    """Editions are loaded from files; a locked one never changes."""

    list_display = ("code", "name", "state", "provenance", "loaded_at", "short_digest")
    fields = readonly_fields = (
        "code", "name_en", "name_zh", "state", "provenance", "digest", "loaded_at",
        "bands", "answering_rule", "checks", "origins",
    )  # fmt: skip
    inlines = (DimensionInline, InstrumentInline)

    @admin.display(description=gettext_lazy("name"))
    def name(self, edition: Edition) -> str:
        """The name in the language of the page."""
        return localized(Text(edition.name_en, edition.name_zh))

    @admin.display(description=gettext_lazy("provenance"))
    def provenance(self, edition: Edition) -> str:
        """Whether the indicator names are the alliance's own."""
        return (
            _("indicator names are a reconstruction") if edition.is_reconstruction else _("final")
        )

    @admin.display(description=gettext_lazy("digest"))
    def short_digest(self, edition: Edition) -> str:
        """The first sixteen characters."""
        return edition.digest[:16]

    @admin.display(description=gettext_lazy("bands"))
    def bands(self, edition: Edition) -> SafeString:
        """The named stretches of the scale."""
        return _lines(
            f"{plain(b.floor)}–{plain(b.ceiling)} {localized(b.name)}: {localized(b.summary)}"
            for b in model_of(edition).bands
        )

    @admin.display(description=gettext_lazy("answering rule"))
    def answering_rule(self, edition: Edition) -> str:
        """What banks are told about choosing a level."""
        return localized(model_of(edition).answering_rule)

    @admin.display(description=gettext_lazy("checks across answers"))
    def checks(self, edition: Edition) -> SafeString:
        """What the checks say when they find something."""
        return _lines(f"{c.code}: {localized(c.text)}" for c in model_of(edition).checks)

    @admin.display(description=gettext_lazy("lineage"))
    def origins(self, edition: Edition) -> SafeString:
        """Where the questions come from."""
        return _lines(lineage_lines(model_of(edition).lineage))


class PartAdmin(CatalogueAdmin):
    """A part of an edition: its texts can be changed while the edition is a draft."""

    change_roles = (Role.LEAD_ANALYST,)
    refusals = (*RoleAdmin.refusals, workflow.EditionIsLocked, workflow.EmptyText)
    list_filter: ClassVar[tuple[str, ...]] = ("edition",)
    search_fields: ClassVar[tuple[str, ...]] = ("code", *NAMES)
    texts: ClassVar[tuple[str, ...]] = NAMES_AND_DESCRIPTIONS
    facts: ClassVar[tuple[str, ...]] = ("edition_code", "code", "relative_weight")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes an edition that is in use."""
        is_draft = obj is None or workflow.edition_of(obj).state == EditionState.DRAFT
        return is_draft and super().has_change_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Where it belongs, then its texts."""
        return (*self.facts, *self.texts)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Only texts can be changed."""
        return self.facts

    def save_by_verb(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> Model:
        """Change the texts that differ."""
        if not change:
            raise PermissionDenied
        texts = {name: form.cleaned_data[name] for name in form.changed_data}
        if texts:
            workflow.reword(obj, texts, by=person(request))
        return obj

    @admin.display(description=gettext_lazy("edition"))
    def edition_code(self, row: Any) -> str:
        """The edition by its code."""
        return workflow.edition_of(row).code

    @admin.display(description=gettext_lazy("weight"))
    def relative_weight(self, row: Any) -> str:
        """The weight without trailing zeros."""
        return plain(row.weight)


@admin.register(Dimension, site=site)
class DimensionAdmin(PartAdmin):
    """Dimensions with their recommendations and indicators."""

    list_display = ("code", *NAMES, "edition")
    list_select_related = ("edition",)
    facts = (*PartAdmin.facts, "recommended")
    inlines = (IndicatorInline,)

    @admin.display(description=gettext_lazy("recommendations by band"))
    def recommended(self, row: Dimension) -> SafeString:
        """What a bank in each band is told."""
        model = model_of(row.edition)
        texts = next(d for d in model.dimensions if d.code == row.code).recommendations
        return _lines(f"{localized(model.band(n).name)}: {localized(t)}" for n, t in texts.items())


@admin.register(Indicator, site=site)
class IndicatorAdmin(PartAdmin):
    """Indicators with their next steps and questions."""

    list_display = ("code", *NAMES, "dimension")
    list_select_related = ("dimension__edition",)
    list_filter = ("dimension__edition",)
    facts = (*PartAdmin.facts, "steps")
    inlines = (QuestionInline,)

    @admin.display(description=gettext_lazy("next steps by band"))
    def steps(self, row: Indicator) -> SafeString:
        """What a bank in each band does next."""
        model = model_of(row.dimension.edition)
        texts = next(i for i in model.indicators if i.code == row.code).next_steps
        return _lines(f"{localized(model.band(n).name)}: {localized(t)}" for n, t in texts.items())


@admin.register(Question, site=site)
class QuestionAdmin(PartAdmin):
    """Questions with their levels or options."""

    list_display = ("code", "scope_name", "kind_name", *TEXTS, "edition")
    list_select_related = ("edition",)
    list_filter = ("edition", "scope", "kind")
    search_fields = ("code", *TEXTS)
    texts = TEXTS
    facts = (
        *PartAdmin.facts,
        "scope_name",
        "kind_name",
        "required",
        "bands",
        "not_applicable_when",
    )
    inlines = (ChoiceInline,)

    @admin.display(description=gettext_lazy("scope"))
    def scope_name(self, row: Question) -> str:
        """What the question counts for."""
        names = {"scored": _("scored"), "unscored": _("not scored"), "profile": _("profile")}
        return names[row.scope]

    @admin.display(description=gettext_lazy("kind of answer"))
    def kind_name(self, row: Question) -> str:
        """What is answered."""
        return {
            "level": _("level"), "yesno": _("yes or no"), "number": _("number"),
            "multi": _("several options"), "single": _("one option"),
        }[row.kind]  # fmt: skip

    @admin.display(description=gettext_lazy("scoring bands"))
    def bands(self, row: Question) -> SafeString:
        """From which amount on an answer has which score."""
        bands = model_of(row.edition).questions[row.code].score_bands
        return _lines(f"≥ {plain(band.floor)}: {plain(band.score)}" for band in bands)

    @admin.display(description=gettext_lazy("not applicable when"))
    def not_applicable_when(self, row: Question) -> str:
        """When the question may be left out."""
        return localized(model_of(row.edition).questions[row.code].na_when) or "—"


@admin.register(Choice, site=site)
class ChoiceAdmin(PartAdmin):
    """Levels and options; reached from their question."""

    list_display = ("code", "question", *TEXTS)
    list_select_related = ("question",)
    list_filter = ("question__edition",)
    search_fields = ("code", "question__code", *TEXTS)
    texts = TEXTS
    facts = ("edition_code", "question_code", "code", "gives")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Keep the levels out of the list of pages."""
        return False

    @admin.display(description=gettext_lazy("question"))
    def question_code(self, row: Choice) -> str:
        """The question by its code."""
        return row.question.code

    @admin.display(description=gettext_lazy("points"))
    def gives(self, row: Choice) -> str:
        """What the option adds in a multiple choice."""
        return plain(row.points)


@admin.register(Instrument, site=site)
class InstrumentAdmin(CatalogueAdmin):
    """Regulations and plans with their articles."""

    list_display = ("code", *NAMES, "number", "date", "edition")
    list_select_related = ("edition",)
    list_filter = ("edition",)
    fields = readonly_fields = ("code", *NAMES, "number", "date")
    inlines = (ArticleInline,)


def _lines(sentences: Iterable[str]) -> SafeString:
    rows = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in sentences))
    return format_html("<ul>{}</ul>", rows) if rows else SafeString("—")
