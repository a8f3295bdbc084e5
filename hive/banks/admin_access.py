"""The base of every admin page: roles open it, workflow verbs do its writing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from hive.banks.requests import person
from hive.banks.roles import Role
from hive.banks.workflow import WorkflowError


class RoleAdmin(admin.ModelAdmin):
    """Closed unless a role opens it; nothing is deleted; saving needs a verb.

    A page that saves overrides ``save_by_verb``. Whatever its verbs raise of ``refusals`` is
    shown on the page as a sentence.
    """

    view_roles: ClassVar[tuple[Role, ...]] = ()
    change_roles: ClassVar[tuple[Role, ...]] = ()
    add_roles: ClassVar[tuple[Role, ...]] = ()
    refusals: ClassVar[tuple[type[Exception], ...]] = (WorkflowError,)
    save_as = False
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change may look."""
        return person(request).has_role(*self.view_roles, *self.change_roles)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask for a role that changes."""
        return person(request).has_role(*self.change_roles)

    def has_add_permission(self, request: HttpRequest, *inline: Any) -> bool:
        """Ask for a role that adds."""
        return person(request).has_role(*self.add_roles)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here."""
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the page in lists to whoever may look."""
        return self.has_view_permission(request) or self.has_add_permission(request)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a verb's refusal. Each verb is its own transaction, so none is opened here."""
        try:
            return self._changeform_view(  # type: ignore[attr-defined]  # missing in the stubs
                request, object_id, form_url, extra_context
            )
        except self.refusals as refusal:
            return self.refused(request, refusal)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the refusal of an action's verb."""
        try:
            return super().changelist_view(request, extra_context)
        except self.refusals as refusal:
            return self.refused(request, refusal)

    def refused(self, request: HttpRequest, refusal: Exception) -> HttpResponse:
        """Say why, on the page where it was tried."""
        self.message_user(request, str(refusal), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def save_model(
        self, request: HttpRequest, obj: models.Model, form: ModelForm, change: bool
    ) -> None:
        """Hand what was typed to the verb; the row is as the verb left it."""
        saved = self.save_by_verb(request, obj, form, change)
        obj.pk = saved.pk
        obj.refresh_from_db()

    def save_by_verb(
        self, request: HttpRequest, obj: Any, form: ModelForm, change: bool
    ) -> models.Model:
        """Call the workflow verb and return the row; a page without one cannot save."""
        raise PermissionDenied

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save nothing beside the row: rows of other models have their own verbs."""

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[Any]:
        """Describe nothing; the verb wrote the audit log."""
        return []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Keep no second history; the verb wrote the audit log."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Keep no second history; the verb wrote the audit log."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Refuse: the history is the audit log, read by auditors."""
        raise PermissionDenied


class ReadOnlyInline(admin.TabularInline):
    """Rows of another model, to look at."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever opens the page sees its rows."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed here."""
        return False
