"""Cycles: made, opened and closed by lead analysts."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, DateField, DateTimeField, Field, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import workflow
from assessments.admin.act_forms import CycleExtensionForm
from assessments.admin.acting import Act, ActsAdmin
from assessments.enums import CycleState, SubmissionState
from assessments.models import Cycle
from assessments.moments import full_moment
from hive.banks.admin_site import site
from hive.banks.models import User
from hive.banks.requests import person
from hive.banks.roles import REVIEWERS, Role
from hive.catalogue.models import Edition, EditionState

LEAD = (Role.LEAD_ANALYST,)


class MomentInput(forms.DateTimeInput):
    """A day and a time of the alliance's zone."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class DayInput(forms.DateInput):
    """A day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _open(cycle: Cycle, user: User, _values: dict[str, Any]) -> None:
    workflow.open_cycle(cycle, by=user)


def _close(cycle: Cycle, user: User, _values: dict[str, Any]) -> None:
    workflow.close_cycle(cycle, by=user)


def _extend(cycle: Cycle, user: User, values: dict[str, Any]) -> None:
    workflow.extend_all(cycle, by=user, **values)


@admin.register(Cycle, site=site)
class CycleAdmin(ActsAdmin):
    """Cycles with how far their banks are."""

    view_roles = REVIEWERS
    add_roles = LEAD
    fields = ("year", "edition", "opens_at", "closes_at", "reference_date", "needs_sealed_page")
    # One labelled field each, which works without scripts.
    formfield_overrides: ClassVar = {
        DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput},
        DateField: {"widget": DayInput},
    }
    list_display = (
        "__str__", "edition", "state", "opens", "closes", "banks", "signed", "accepted"
    )  # fmt: skip
    acts = (
        Act(
            "open",
            gettext_lazy("Open the cycle"),
            gettext_lazy("Its edition is locked for good, and every bank gets its questionnaire."),
            gettext_lazy("The cycle is open."),
            LEAD,
            lambda cycle, _user: cycle.state == CycleState.DRAFT,
            _open,
        ),
        Act(
            "close",
            gettext_lazy("Close the cycle"),
            gettext_lazy("Then only banks with a return or with more time can change answers."),
            gettext_lazy("The cycle is closed; a publication can be prepared."),
            LEAD,
            lambda cycle, _user: cycle.state == CycleState.OPEN,
            _close,
        ),
        Act(
            "extend",
            gettext_lazy("Give all banks more time"),
            gettext_lazy("Every bank that has not submitted gets the day and one mail about it."),
            gettext_lazy("All banks that have not submitted have more time."),
            LEAD,
            lambda cycle, _user: cycle.state in (CycleState.OPEN, CycleState.CLOSED),
            _extend,
            CycleExtensionForm,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cycle]:
        """Count the banks by how far they are."""
        before = (SubmissionState.DRAFT, SubmissionState.AWAITING_SIGNOFF, SubmissionState.RETURNED)
        done = (SubmissionState.ACCEPTED, SubmissionState.PUBLISHED)
        signed = ~Q(submissions__state__in=(*before, SubmissionState.WITHDRAWN))
        return Cycle.objects.select_related("edition").annotate(
            banks=Count("submissions"),
            signed=Count("submissions", filter=signed & Q(submissions__isnull=False)),
            accepted=Count("submissions", filter=Q(submissions__state__in=done)),
        )

    def get_fields(self, request: HttpRequest, obj: Cycle | None = None) -> tuple[str, ...]:
        """Ask for little; show what became of it."""
        if obj is None:
            return self.fields
        shown = ("edition_code", "state", "opens", "closes", "reference_date")
        return ("year", *shown, "needs_sealed_page", "banks", "signed", "accepted")

    def get_readonly_fields(self, request: HttpRequest, obj: Cycle | None = None) -> Any:
        """A cycle that exists is changed by its acts alone."""
        return () if obj is None else self.get_fields(request, obj)

    def formfield_for_dbfield(
        self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Leave the reference date to the usual rule unless it is given."""
        if db_field.name == "reference_date":
            usual = _("31 December of the year before, unless you choose another day.")
            kwargs |= {"required": False, "help_text": usual}
        if db_field.name == "edition":
            kwargs["queryset"] = Edition.objects.exclude(state=EditionState.RETIRED)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_by_verb(
        self, request: HttpRequest, obj: Cycle, form: ModelForm, change: bool
    ) -> Cycle:
        """Make the cycle."""
        return workflow.make_cycle(**form.cleaned_data, by=person(request))

    @admin.display(description=gettext_lazy("edition"))
    def edition_code(self, cycle: Cycle) -> str:
        """The edition by its code."""
        return str(cycle.edition)

    @admin.display(description=gettext_lazy("opens"), ordering="opens_at")
    def opens(self, cycle: Cycle) -> str:
        """When banks may begin."""
        return full_moment(cycle.opens_at)

    @admin.display(description=gettext_lazy("closes"), ordering="closes_at")
    def closes(self, cycle: Cycle) -> str:
        """From when on banks cannot go on."""
        return full_moment(cycle.closes_at)

    @admin.display(description=gettext_lazy("banks"))
    def banks(self, cycle: Any) -> int:
        """All that take part."""
        return int(cycle.banks)

    @admin.display(description=gettext_lazy("signed"))
    def signed(self, cycle: Any) -> int:
        """Those with the alliance."""
        return int(cycle.signed)

    @admin.display(description=gettext_lazy("accepted"))
    def accepted(self, cycle: Any) -> int:
        """Those that enter the publication."""
        return int(cycle.accepted)
