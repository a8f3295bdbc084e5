"""A publication: its frozen cohort, its groups, and the figures that are told or withheld."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models import Cycle, Submission, SubmissionSnapshot
from hive.banks.models import User
from reports.enums import FileState


def verification_code() -> str:
    """Make a code that cannot be guessed, for whoever wants to check a printed scorecard."""
    return secrets.token_hex(16)


class Publication(models.Model):
    """The statistics of one cycle; prepared by one lead analyst, released by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(
        Cycle, verbose_name=_("cycle"), on_delete=models.PROTECT, related_name="publications"
    )
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    cohort_digest = models.CharField(_("cohort digest"), max_length=64)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(_("prepared"))
    released_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(_("released"), null=True, blank=True)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-cycle__year", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "revision"], name="one_publication_per_revision"
            ),
            models.CheckConstraint(
                name="preparer_does_not_release",
                condition=Q(released_by__isnull=True) | ~Q(prepared_by=F("released_by")),
                violation_error_message=_("Whoever prepares a publication cannot release it."),
            ),
            models.CheckConstraint(
                name="release_has_person_and_time",
                condition=Q(released_by__isnull=True, released_at__isnull=True)
                | Q(released_by__isnull=False, released_at__isnull=False),
                violation_error_message=_("A release has a person and a time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} r{self.revision}"

    @property
    def is_released(self) -> bool:
        """Whether the figures are out."""
        return self.released_at is not None


class PublishedGroup(models.Model):
    """One group of the tree; ``kinds`` and ``asset_bands`` are codes of the edition."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="groups")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    code = models.CharField(_("code"), max_length=120)
    place = models.PositiveSmallIntegerField(_("place"))
    kinds = models.JSONField(_("kinds of bank"))
    asset_bands = models.JSONField(_("asset bands"))
    n = models.PositiveSmallIntegerField(_("banks"))

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "code"], name="one_group_per_code")
        ]

    def __str__(self) -> str:
        return self.code


class CohortMember(models.Model):
    """A bank's signed answers in a publication's frozen cohort, and its default group.

    ``counted`` is false for a bank that lacks a node and so is not in the statistics.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="members")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(SubmissionSnapshot, models.PROTECT, related_name="+")
    group = models.ForeignKey(
        PublishedGroup, models.CASCADE, null=True, blank=True, related_name="members"
    )
    counted = models.BooleanField(_("in the statistics"), default=True)
    verification_code = models.CharField(max_length=32, unique=True, default=verification_code)

    class Meta:
        verbose_name = _("member of the cohort")
        verbose_name_plural = _("members of the cohort")
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "submission"], name="one_place_per_submission"
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication} {self.submission_id}"


class PublishedStatistic(models.Model):
    """One group's figures for one node, rounded to two decimals - or why they are withheld.

    ``spread`` holds [first band, last band, banks] for each part of the bands, or nothing and
    ``spread_withheld`` the reason.
    """

    group = models.ForeignKey(PublishedGroup, models.CASCADE, related_name="statistics")
    node = models.CharField(_("node"), max_length=40)
    n = models.PositiveSmallIntegerField(_("banks"), null=True)
    mean = models.DecimalField(_("mean"), max_digits=7, decimal_places=2, null=True)
    lower_quartile = models.DecimalField(
        _("lower quartile"), max_digits=7, decimal_places=2, null=True
    )
    median = models.DecimalField(_("median"), max_digits=7, decimal_places=2, null=True)
    upper_quartile = models.DecimalField(
        _("upper quartile"), max_digits=7, decimal_places=2, null=True
    )
    withheld = models.CharField(_("why withheld"), max_length=30, blank=True)
    spread = models.JSONField(_("banks by band"), default=list, blank=True)
    spread_withheld = models.CharField(
        _("why banks by band are withheld"), max_length=30, blank=True
    )

    class Meta:
        verbose_name = _("statistic")
        verbose_name_plural = _("statistics")
        constraints = [
            models.UniqueConstraint(fields=["group", "node"], name="one_statistic_per_node"),
            models.CheckConstraint(
                name="a_figure_is_told_or_withheld",
                condition=Q(
                    withheld="",
                    n__isnull=False,
                    mean__isnull=False,
                    lower_quartile__isnull=False,
                    median__isnull=False,
                    upper_quartile__isnull=False,
                )
                | (
                    ~Q(withheld="")
                    & Q(
                        n__isnull=True,
                        mean__isnull=True,
                        lower_quartile__isnull=True,
                        median__isnull=True,
                        upper_quartile__isnull=True,
                    )
                ),
                violation_error_message=_("A figure is either told in full or withheld."),
            ),
            models.CheckConstraint(
                name="a_spread_is_told_or_withheld",
                condition=(Q(spread_withheld="") & ~Q(spread=[]))
                | (~Q(spread_withheld="") & Q(spread=[])),
                violation_error_message=_("A figure is either told in full or withheld."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.node}"


class PublishedRatio(models.Model):
    """In which scoring bands (places in the question's, from 0) a key ratio's quartiles fall."""

    group = models.ForeignKey(PublishedGroup, models.CASCADE, related_name="ratios")
    question = models.CharField(_("question"), max_length=40)
    lower_quartile_band = models.PositiveSmallIntegerField(null=True)
    median_band = models.PositiveSmallIntegerField(null=True)
    upper_quartile_band = models.PositiveSmallIntegerField(null=True)
    withheld = models.CharField(_("why withheld"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("key ratio")
        verbose_name_plural = _("key ratios")
        constraints = [
            models.UniqueConstraint(fields=["group", "question"], name="one_ratio_per_question")
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.question}"


class DownloadRequest(models.Model):
    """A person's request for the public industry report, with the consents given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    company = models.CharField(_("company"), max_length=120)
    email = models.EmailField(_("e-mail"))
    phone = models.TextField(_("phone, encrypted"), blank=True)
    consent_version = models.CharField(_("version of the notice"), max_length=20)
    consented_at = models.DateTimeField(_("consented"))
    shares_with_partner = models.BooleanField(_("shared with the partner"), default=False)
    wants_news = models.BooleanField(_("wants news"), default=False)

    class Meta:
        verbose_name = _("download request")
        verbose_name_plural = _("download requests")
        constraints = [
            models.CheckConstraint(
                name="no_request_without_consent",
                condition=~Q(consent_version=""),
                violation_error_message=_("Consent is needed."),
            )
        ]

    def __str__(self) -> str:
        return self.email


class ScorecardFile(models.Model):
    """One bank's scorecard in one language, prepared in the background after a release.

    A worker holds a waiting row by a random ``lease`` until ``leased_until``; whoever holds
    another one can finish nothing. ``inputs`` is the digest of everything that the file says and
    is set with, ``snapshot`` the bank's last one when it was made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="files")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    language = models.CharField(
        _("language"), max_length=2, choices=[("zh", "中文"), ("en", "English")]
    )
    state = models.CharField(
        _("state"), max_length=8, choices=FileState.choices, default=FileState.WAITING
    )
    due_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(_("being prepared until"), null=True, blank=True)
    fault = models.CharField(_("last fault"), max_length=100, blank=True)
    snapshot = models.ForeignKey(
        SubmissionSnapshot, models.PROTECT, null=True, blank=True, related_name="+"
    )
    inputs = models.CharField(max_length=64, blank=True)
    stored_name = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)

    class Meta:
        verbose_name = _("prepared scorecard")
        verbose_name_plural = _("prepared scorecards")
        indexes = [
            models.Index(
                fields=["due_at"],
                name="scorecard_to_prepare",
                condition=Q(state=FileState.WAITING),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "submission", "language"],
                name="one_scorecard_per_publication_and_language",
            ),
            models.CheckConstraint(
                name="ready_scorecards_have_a_file",
                condition=(
                    Q(state=FileState.READY, snapshot__isnull=False)
                    & ~Q(stored_name="")
                    & ~Q(sha256="")
                    & ~Q(inputs="")
                )
                | (
                    Q(state__in=[FileState.WAITING, FileState.FAILED, FileState.REPLACED])
                    & Q(stored_name="")
                ),
                violation_error_message=_(
                    "A scorecard has a file when it is ready, and only then."
                ),
            ),
            models.CheckConstraint(
                name="waiting_scorecards_are_leased",
                condition=Q(lease="", leased_until__isnull=True)
                | (Q(state=FileState.WAITING, leased_until__isnull=False) & ~Q(lease="")),
                violation_error_message=_("Only a scorecard that waits is being prepared."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication} {self.submission_id} {self.language}"
