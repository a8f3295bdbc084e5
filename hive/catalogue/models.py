"""An edition of the Hive Model as rows; a locked one never changes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hive.core.model import Descent, Direction, Kind, Scope


class EditionState(models.TextChoices):
    """How far an edition is in its life."""

    DRAFT = "draft", _("Draft")
    LOCKED = "locked", _("Locked")
    RETIRED = "retired", _("Retired")


class Edition(models.Model):
    """One edition. ``rules`` holds its numbers, bands, kinds of bank and checks as JSON."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_en = models.CharField(_("name (English)"), max_length=200)
    name_zh = models.CharField(_("name (Chinese)"), max_length=200)
    state = models.CharField(
        _("state"), max_length=8, choices=EditionState.choices, default=EditionState.DRAFT
    )
    status = models.CharField(_("provenance"), max_length=20)
    rules = models.JSONField(_("rules"))
    digest = models.CharField(_("digest"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded"), auto_now=True)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-code"]
        constraints = [
            models.CheckConstraint(
                name="edition_state_is_known",
                condition=Q(state__in=EditionState.values),
                violation_error_message=_("An edition is a draft, locked or retired."),
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_reconstruction(self) -> bool:
        """Whether indicator names are our reconstruction and must be marked as such."""
        return self.status == "reconstruction"


class Placed(models.Model):
    """A row with a place in its edition's order."""

    place = models.PositiveSmallIntegerField(_("place"))

    class Meta:
        abstract = True
        ordering = ["place"]


class Named(Placed):
    """A coded row with a name in both languages."""

    code = models.CharField(_("code"), max_length=40)
    name_en = models.CharField(_("name (English)"), max_length=250)
    name_zh = models.CharField(_("name (Chinese)"), max_length=250)

    class Meta(Placed.Meta):
        abstract = True

    def __str__(self) -> str:
        chinese = (get_language() or "zh").startswith("zh")
        return f"{self.code} {self.name_zh if chinese else self.name_en}"


class Instrument(Named):
    """A regulation or plan that questions refer to."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="instruments")
    number = models.CharField(_("number"), max_length=60, blank=True)
    date = models.CharField(_("date"), max_length=10, blank=True)
    chapters = models.JSONField(_("chapters"), default=dict, blank=True)

    class Meta(Named.Meta):
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="one_instrument_per_code")
        ]


class Article(Placed):
    """One article or task of an instrument."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="articles")
    number = models.PositiveSmallIntegerField(_("number"))
    chapter = models.PositiveSmallIntegerField(_("chapter"), null=True, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=250)
    title_zh = models.CharField(_("title (Chinese)"), max_length=250)
    dimensions = models.JSONField(_("dimensions"), default=list, blank=True)

    class Meta(Placed.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="one_article_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.instrument.code}/{self.number}"


class Dimension(Named):
    """A group of indicators; recommendations are texts by band number."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="dimensions")
    slug = models.SlugField(_("slug"), max_length=40)
    description_en = models.TextField(_("description (English)"))
    description_zh = models.TextField(_("description (Chinese)"))
    weight = models.DecimalField(_("weight"), max_digits=12, decimal_places=6)
    recommendations = models.JSONField(_("recommendations"))

    class Meta(Named.Meta):
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="one_dimension_per_code"),
            models.CheckConstraint(
                name="dimension_weight_is_positive",
                condition=Q(weight__gt=0),
                violation_error_message=_("A weight must be positive."),
            ),
        ]


class Indicator(Named):
    """A group of questions; next steps are texts by the number of the indicator's band."""

    dimension = models.ForeignKey(Dimension, on_delete=models.CASCADE, related_name="indicators")
    description_en = models.TextField(_("description (English)"))
    description_zh = models.TextField(_("description (Chinese)"))
    weight = models.DecimalField(_("weight"), max_digits=12, decimal_places=6)
    status = models.CharField(_("provenance"), max_length=20)
    next_steps = models.JSONField(_("next steps"))
    articles = models.ManyToManyField(Article, blank=True, related_name="indicators")

    class Meta(Named.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(
                name="indicator_weight_is_positive",
                condition=Q(weight__gt=0),
                violation_error_message=_("A weight must be positive."),
            )
        ]


class Question(Placed):
    """One question. ``detail`` holds limits, scoring bands, unit and further texts as JSON."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="questions")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="questions", null=True, blank=True
    )
    code = models.CharField(_("code"), max_length=40)
    scope = models.CharField(
        _("scope"), max_length=8, choices=[(scope.value, scope.value) for scope in Scope]
    )
    kind = models.CharField(
        _("kind"), max_length=8, choices=[(kind.value, kind.value) for kind in Kind]
    )
    text_en = models.TextField(_("text (English)"))
    text_zh = models.TextField(_("text (Chinese)"))
    weight = models.DecimalField(_("weight"), max_digits=12, decimal_places=6)
    direction = models.CharField(
        _("direction"), max_length=16, choices=[(d.value, d.value) for d in Direction]
    )
    required = models.BooleanField(_("required"), default=True)
    key_ratio = models.BooleanField(_("key ratio"), default=False)
    detail = models.JSONField(_("detail"), default=dict)
    articles = models.ManyToManyField(Article, blank=True, related_name="questions")

    class Meta(Placed.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="one_question_per_code"),
            models.CheckConstraint(
                name="only_scored_questions_have_an_indicator",
                condition=Q(scope=Scope.SCORED, indicator__isnull=False)
                | (~Q(scope=Scope.SCORED) & Q(indicator__isnull=True)),
                violation_error_message=_("A scored question has an indicator, no other has one."),
            ),
            models.CheckConstraint(
                name="question_weight_is_positive",
                condition=Q(weight__gt=0),
                violation_error_message=_("A weight must be positive."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Choice(Placed):
    """A level or an option of a question."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    code = models.CharField(_("code"), max_length=40)
    text_en = models.TextField(_("text (English)"))
    text_zh = models.TextField(_("text (Chinese)"))
    points = models.DecimalField(_("points"), max_digits=12, decimal_places=6, default=0)
    exclusive = models.BooleanField(_("exclusive"), default=False)
    free_text = models.BooleanField(_("with a text of one's own"), default=False)

    class Meta(Placed.Meta):
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = [
            models.UniqueConstraint(fields=["question", "code"], name="one_choice_per_code")
        ]

    def __str__(self) -> str:
        return f"{self.question.code} {self.code}"


class Lineage(models.Model):
    """From which edition an edition grew, and which of its questions nothing came of.

    Codes, not rows: the earlier edition may be one that this product never used.
    """

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, primary_key=True, related_name="lineage"
    )
    earlier = models.CharField(_("earlier edition"), max_length=20)
    dropped = models.JSONField(_("dropped questions"), default=list, blank=True)

    class Meta:
        verbose_name = _("lineage")
        verbose_name_plural = _("lineages")

    def __str__(self) -> str:
        return f"{self.earlier} → {self.edition}"


class Origin(models.Model):
    """Where one question of an edition with a lineage comes from."""

    lineage = models.ForeignKey(Lineage, on_delete=models.CASCADE, related_name="origins")
    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="origin")
    descent = models.CharField(
        _("descent"), max_length=8, choices=[(d.value, d.value) for d in Descent]
    )
    sources = models.JSONField(_("earlier questions"), default=list, blank=True)
    options = models.JSONField(_("earlier options"), null=True, blank=True)
    factor = models.DecimalField(
        _("factor"), max_digits=20, decimal_places=10, null=True, blank=True
    )

    class Meta:
        verbose_name = _("origin of a question")
        verbose_name_plural = _("origins of questions")
        ordering = ["question__place"]
        constraints = [
            models.CheckConstraint(
                name="descent_is_known",
                condition=Q(descent__in=[d.value for d in Descent]),
                violation_error_message=_(
                    "A question is the same, reworded, split, merged or new."
                ),
            ),
            models.CheckConstraint(
                name="factor_is_positive",
                condition=Q(factor__isnull=True) | Q(factor__gt=0),
                violation_error_message=_("A factor must be positive."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.code}: {self.descent}"
