"""Publications: prepared by one lead analyst, released by another; figures of groups only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelForm
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.admin.acting import Act, ActsAdmin
from assessments.enums import CycleState
from assessments.models import Cycle
from assessments.moments import full_moment
from assessments.wording import localized
from hive.audit.log import record
from hive.banks.admin_site import site
from hive.banks.models import User
from hive.banks.requests import person
from hive.banks.roles import REVIEWERS, Role
from hive.catalogue.queries import model_of
from hive.core.model import HiveModel
from reports import publishing
from reports.charts.words import words
from reports.groups import group_name, groups_of
from reports.models import Publication, PublishedGroup, PublishedStatistic
from reports.prepared import failures_of, pack, progress_of, ready_files

LEAD = (Role.LEAD_ANALYST,)


@dataclass(frozen=True)
class FigureLine:
    """A node with its figures, or with the reason why they are withheld."""

    name: str
    figures: tuple[str, ...]
    withheld: str
    depth: int


@dataclass(frozen=True)
class GroupTable:
    """One group of the publication."""

    name: str
    n: int
    lines: tuple[FigureLine, ...]


def group_tables(publication: Publication) -> Iterator[GroupTable]:
    """Yield the groups with everything that is told of them, in the order of the tree."""
    model = model_of(publication.cycle.edition)
    rows = list(publication.groups.prefetch_related("statistics"))
    language = get_language() or "zh"
    for row, group in zip(rows, groups_of(rows), strict=True):
        yield GroupTable(group_name(model, group, language), row.n, tuple(_lines(model, row)))


def _lines(model: HiveModel, group: PublishedGroup) -> Iterator[FigureLine]:
    found = {statistic.node: statistic for statistic in group.statistics.all()}
    for code, text, depth in model.nodes():
        if code in found:
            name = f"{code} {localized(text)}" if text else _("Total")
            yield _line(name, depth, found[code])


def _line(name: str, depth: int, row: PublishedStatistic) -> FigureLine:
    if row.withheld:
        return FigureLine(name, (), words(get_language() or "zh").reason(row.withheld), depth)
    figures = (row.mean, row.lower_quartile, row.median, row.upper_quartile)
    return FigureLine(name, tuple(str(figure) for figure in figures), "", depth)


def _release(publication: Publication, user: User, _values: dict[str, Any]) -> None:
    publishing.release(publication, by=user)


def _prepare_again(publication: Publication, user: User, _values: dict[str, Any]) -> None:
    publishing.prepare_scorecards_again(publication, by=user)


def may_release(publication: Publication, user: User) -> bool:
    """Whether it waits for somebody other than who prepared it."""
    return not publication.is_released and publication.prepared_by_id != user.pk


@admin.register(Publication, site=site)
class PublicationAdmin(ActsAdmin):
    """Publications. Adding one prepares it; an earlier preparation of the cycle is replaced."""

    view_roles = REVIEWERS
    add_roles = LEAD
    change_form_template = "admin/reports/publication/change_form.html"
    list_display = ("__str__", "prepared", "released")
    fields = ("cycle",)
    acts = (
        Act(
            "release",
            gettext_lazy("Release the publication"),
            gettext_lazy("Banks get results and a mail. Figures that are out do not change."),
            gettext_lazy("The publication is released."),
            LEAD,
            may_release,
            _release,
        ),
        Act(
            "scorecards",
            gettext_lazy("Prepare the scorecards again"),
            gettext_lazy(
                "All are set anew in the background, those that failed included. Banks can"
                " download theirs meanwhile."
            ),
            gettext_lazy("The scorecards are prepared again."),
            LEAD,
            lambda publication, _user: publication.is_released,
            _prepare_again,
        ),
    )  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        """Add the download of all scorecards."""
        view = self.admin_site.admin_view(require_safe(self.scorecards_view))
        address = path("<path:object_id>/scorecards.zip", view, name=self._address("scorecards"))
        return [address, *super().get_urls()]

    def scorecards_view(self, request: HttpRequest, object_id: str) -> FileResponse:
        """Hand out every scorecard that is ready in one file; who took it is on record."""
        user = person(request)
        if not user.has_role(*LEAD):
            raise PermissionDenied
        publication = self.get_object(request, unquote(object_id))
        if publication is None:
            raise Http404
        packed = TemporaryFile()  # noqa: SIM115  -- closed with the response
        count = pack(ready_files(publication, user), packed)
        packed.seek(0)
        if request.method == "GET":
            year = publication.cycle.year
            record("scorecards.downloaded", publication, by=user, year=year, files=count)
        name = f"scorecards-{publication.cycle.year}-r{publication.revision}.zip"
        return FileResponse(packed, as_attachment=True, filename=name)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        """Read the rows with the people who made them."""
        return Publication.objects.select_related("cycle__edition", "prepared_by", "released_by")

    def get_fields(self, request: HttpRequest, obj: Publication | None = None) -> Any:
        """Ask for the cycle; show what became of it."""
        if obj is None:
            return self.fields
        return ("cycle_year", "revision", "prepared", "released", "digest")

    def get_readonly_fields(self, request: HttpRequest, obj: Publication | None = None) -> Any:
        """What is prepared is changed by nobody."""
        return () if obj is None else self.get_fields(request, obj)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        """Offer closed cycles."""
        if db_field.name == "cycle":
            kwargs["queryset"] = Cycle.objects.filter(state=CycleState.CLOSED)
            kwargs["help_text"] = _("Only closed cycles can be published.")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_by_verb(
        self, request: HttpRequest, obj: Publication, form: ModelForm, change: bool
    ) -> Publication:
        """Prepare the publication."""
        return publishing.prepare(form.cleaned_data["cycle"], by=person(request))

    def page_context(self, request: HttpRequest, subject: Any) -> dict[str, Any]:
        """Add groups with their figures, and the banks that are left out."""
        context = super().page_context(request, subject)
        if not context:
            return context
        return context | {
            "next_sentence": next_sentence(subject, person(request)),
            "tables": list(group_tables(subject)),
            "left_out": publishing.left_out(subject.cycle),
            "uncounted": publishing.uncounted(subject),
            "progress": progress_of(subject),
            "failures": failures_of(subject),
            "may_download": person(request).has_role(*LEAD),
        }

    @admin.display(description=gettext_lazy("cycle"))
    def cycle_year(self, publication: Publication) -> str:
        """The year of the cycle."""
        return str(publication.cycle)

    @admin.display(description=gettext_lazy("prepared"), ordering="prepared_at")
    def prepared(self, publication: Publication) -> str:
        """When and by whom."""
        return f"{full_moment(publication.prepared_at)} {publication.prepared_by}"

    @admin.display(description=gettext_lazy("released"), ordering="released_at")
    def released(self, publication: Publication) -> str:
        """When and by whom, if it is out."""
        if publication.released_at is None:
            return "—"
        return f"{full_moment(publication.released_at)} {publication.released_by}"

    @admin.display(description=gettext_lazy("cohort digest"))
    def digest(self, publication: Publication) -> str:
        """The first sixteen characters of the hash over the cohort's signed answers."""
        return publication.cohort_digest[:16]


def next_sentence(publication: Publication, user: User) -> str:
    """Say what happens next."""
    if publication.is_released:
        return _("The figures are out and no longer change.")
    if publication.prepared_by_id == user.pk:
        return _("You prepared this publication; another lead analyst has to release it.")
    return _("Next: a lead analyst other than %(name)s releases it.") % {
        "name": publication.prepared_by
    }
