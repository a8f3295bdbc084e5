"""Acts on one object: a button, a page that asks, and a workflow verb behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise

from assessments.admin.act_forms import ActForm
from assessments.workflow import WorkflowError
from hive.banks.admin_access import RoleAdmin
from hive.banks.models import User
from hive.banks.requests import person
from hive.banks.roles import Role


@dataclass(frozen=True)
class Act:
    """One thing that can be done with an object; ``run`` calls the verb with the form's values.

    ``may`` decides whether the button shows; the verb decides whether it is done.
    """

    name: str
    label: Promise
    sentence: Promise
    done: Promise
    roles: Sequence[Role]
    may: Callable[[Any, User], bool]
    run: Callable[[Any, User, dict[str, Any]], object]
    form: type[ActForm] = ActForm


@dataclass(frozen=True)
class Button:
    """A link to the page that asks before an act."""

    label: Promise
    url: str


class ActsAdmin(RoleAdmin):
    """An admin page with acts instead of a save button."""

    acts: ClassVar[tuple[Act, ...]] = ()
    refusals = (*RoleAdmin.refusals, WorkflowError)
    change_form_template = "admin/acts_form.html"

    class Media:
        css: ClassVar = {"all": ["css/review.css"]}

    def get_urls(self) -> list[URLPattern]:
        """Add the page that asks before an act."""
        page = self.admin_site.admin_view(self.act_view)
        act = path("<path:object_id>/act/<slug:name>/", page, name=self._address("act"))
        return [act, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the object with the acts that fit it now."""
        subject = self.get_object(request, unquote(object_id))
        more = {} if subject is None else self.page_context(request, subject)
        return super().change_view(request, object_id, form_url, {**more, **(extra_context or {})})

    def page_context(self, request: HttpRequest, subject: Any) -> dict[str, Any]:
        """What the page shows beside the fields."""
        if not self.has_view_permission(request, subject):
            return {}
        return {"buttons": self.buttons(person(request), subject)}

    def buttons(self, user: User, subject: Model) -> list[Button]:
        """The acts that fit the object and the person now."""
        return [
            Button(act.label, self.act_url(subject, act))
            for act in self.acts
            if user.has_role(*act.roles) and act.may(subject, user)
        ]

    def act_url(self, subject: Model, act: Act) -> str:
        """Where an act asks to be confirmed."""
        return reverse(f"admin:{self._address('act')}", args=[subject.pk, act.name])

    def act_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Ask; then, by POST, call the verb and say what became of it."""
        subject, act = self._subject_and_act(request, object_id, name)
        typed = (request.POST, request.FILES) if request.method == "POST" else ()
        form = act.form(*typed, subject=subject, initial=request.GET.dict())
        if request.method == "POST" and form.is_valid():
            return self._act(request, subject, act, form)
        context = {
            **self.admin_site.each_context(request),
            "title": act.label,
            "act": act,
            "form": form,
            "opts": self.opts,
            "original": subject,
            "back": self._page_of(subject),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/act.html", context, status=status)

    def _subject_and_act(self, request: HttpRequest, object_id: str, name: str) -> tuple[Any, Act]:
        subject = self.get_object(request, unquote(object_id))
        act = next((act for act in self.acts if act.name == name), None)
        if act is None or not person(request).has_role(*act.roles):
            raise PermissionDenied
        if subject is None:
            raise Http404
        return subject, act

    def _act(self, request: HttpRequest, subject: Any, act: Act, form: ActForm) -> HttpResponse:
        try:
            act.run(subject, person(request), form.cleaned_data)
        except PermissionDenied:
            raise
        except self.refusals as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.message_user(request, str(act.done), messages.SUCCESS)
        return HttpResponseRedirect(self._page_of(subject))

    def _page_of(self, subject: Model) -> str:
        return reverse(f"admin:{self._address('change')}", args=[subject.pk])

    def _address(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"
