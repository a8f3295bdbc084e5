"""Admin pages of banks, people and mail."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hive.banks import queries, workflow
from hive.banks.admin_access import ReadOnlyInline, RoleAdmin
from hive.banks.admin_site import site
from hive.banks.models import Bank, Invitation, Membership, User
from hive.banks.requests import person
from hive.banks.roles import Role
from hive.post.models import OutboxMail

ADMINISTRATOR = (Role.ADMINISTRATOR,)


@admin.register(Bank, site=site)
class BankAdmin(RoleAdmin):
    """Member banks. The first coordinator of a new bank is invited under Invitations."""

    change_roles = add_roles = ADMINISTRATOR
    fields = ("code", "name_zh", "name_en", "parent", "is_active")
    list_display = ("code", "name_zh", "name_en", "parent", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("parent",)
    search_fields = ("code", "name_zh", "name_en")

    def get_readonly_fields(self, request: HttpRequest, obj: Bank | None = None) -> tuple[str, ...]:
        """A new bank takes part."""
        return () if obj else ("is_active",)

    def save_by_verb(self, request: HttpRequest, obj: Bank, form: ModelForm, change: bool) -> Bank:
        """Make or change the bank."""
        if not change:
            return workflow.make_bank(**form.cleaned_data, by=person(request))
        workflow.change_bank(obj, **form.cleaned_data, by=person(request))
        return obj


class MembershipInline(ReadOnlyInline):
    """The roles of a person."""

    model = Membership
    fields = ("role", "bank", "organisation", "is_active", "created_at")
    readonly_fields = fields


@admin.register(User, site=site)
class UserAdmin(RoleAdmin):
    """People. New ones are invited under Invitations."""

    change_roles = ADMINISTRATOR
    fields = ("email", "name", "language", "is_active", "last_login", "date_joined")
    readonly_fields = ("email", "is_active", "last_login", "date_joined")
    list_display = ("email", "name", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("email", "name")
    inlines = (MembershipInline,)
    actions = ("disable", "enable", "end_sessions", "reset_second_factor")

    def save_by_verb(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> User:
        """Write name and language where they differ."""
        if "name" in form.changed_data:
            workflow.rename(obj, name=form.cleaned_data["name"], by=person(request))
        if "language" in form.changed_data:
            language = form.cleaned_data["language"]
            workflow.choose_language(obj, language=language, by=person(request))
        return obj

    @admin.action(permissions=["change"], description=_("Close accounts"))
    def disable(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """Close the chosen accounts."""
        self._act(request, people, workflow.disable_user)

    @admin.action(permissions=["change"], description=_("Open closed accounts again"))
    def enable(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """Open the chosen accounts again."""
        self._act(request, people, workflow.enable_user)

    @admin.action(permissions=["change"], description=_("Sign out everywhere"))
    def end_sessions(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """End every session of the chosen people."""
        self._act(request, people, workflow.end_sessions)

    @admin.action(permissions=["change"], description=_("Forget a lost second factor"))
    def reset_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """Let the chosen people set up a new authenticator."""
        self._act(request, people, workflow.reset_second_factor)

    def _act(self, request: HttpRequest, people: QuerySet[User], verb: Any) -> None:
        for user in people:
            verb(user, by=person(request))
        count = len(people)
        self.message_user(
            request, ngettext("%(count)d account.", "%(count)d accounts.", count) % {"count": count}
        )


@admin.register(Membership, site=site)
class MembershipAdmin(RoleAdmin):
    """Roles. Administrators give those of the alliance; coordinators give their bank's."""

    view_roles = add_roles = ADMINISTRATOR
    list_display = ("user", "role", "bank", "organisation", "is_active", "created_at")
    list_filter = ("role", "is_active")
    list_select_related = ("user", "bank")
    search_fields = ("user__email", "user__name", "bank__code")
    actions = ("end",)

    def get_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        """Roles at banks are shown; only those of the alliance are given here."""
        return ("user", "role", "bank", "organisation", "is_active") if obj else ("user", "role")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **given: Any) -> Any:
        """Offer people who work at the alliance; everybody else is invited."""
        if db_field.name == "user":
            given["queryset"] = queries.alliance_people()
        return super().formfield_for_foreignkey(db_field, request, **given)

    def save_by_verb(
        self, request: HttpRequest, obj: Membership, form: ModelForm, change: bool
    ) -> Membership:
        """Give the role."""
        given = form.cleaned_data
        return workflow.grant_role(given["user"], Role(given["role"]), by=person(request))

    @admin.action(permissions=["add"], description=_("End roles"))
    def end(self, request: HttpRequest, memberships: QuerySet[Membership]) -> None:
        """End the chosen roles."""
        for membership in memberships:
            workflow.revoke_role(membership, by=person(request))


@admin.register(Invitation, site=site)
class InvitationAdmin(RoleAdmin):
    """Invitations: to roles at the alliance, and a bank's first coordinator."""

    view_roles = add_roles = ADMINISTRATOR
    fields = ("email", "name", "role", "bank", "organisation", "language")
    list_display = ("email", "name", "role", "bank", "created_at", "expires_at", "accepted_at")
    list_filter = ("role",)
    list_select_related = ("bank",)
    search_fields = ("email", "name", "bank__code")
    actions = ("withdraw",)

    def save_by_verb(
        self, request: HttpRequest, obj: Invitation, form: ModelForm, change: bool
    ) -> Invitation:
        """Send the invitation."""
        given = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        return workflow.invite(**given, by=person(request))

    @admin.action(permissions=["add"], description=_("Withdraw invitations"))
    def withdraw(self, request: HttpRequest, invitations: QuerySet[Invitation]) -> None:
        """Withdraw the chosen invitations."""
        for invitation in invitations:
            workflow.revoke_invitation(invitation, by=person(request))


@admin.register(OutboxMail, site=site)
class OutboxMailAdmin(RoleAdmin):
    """Mail and its delivery, without what the mail says."""

    view_roles = ADMINISTRATOR
    fields = list_display = (
        "created_at",
        "recipient",
        "template",
        "attempts",
        "due_at",
        "sent_at",
        "last_error",
    )
    list_filter = ("template",)
    search_fields = ("recipient",)
