"""The frame of every page: what the masthead and the foot say."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hive.banks.models import Bank
from hive.banks.requests import person
from hive.banks.roles import ALLIANCE_ROLES, BANK_ROLES, REVIEWERS, Role
from hive.banks.sessions import SessionStore


@dataclass(frozen=True)
class NavItem:
    """One entry of the main navigation, marked when its page or a page below it is open."""

    label: str | Promise
    url: str
    is_current: bool


@dataclass(frozen=True)
class TimeLeft:
    """How many seconds the session lasts unused, and whether using it makes that more."""

    ends_in: int
    may_stay: bool


@dataclass(frozen=True)
class Frame:
    """What surrounds the content of a page."""

    language: str
    alliance: str
    contact: str
    is_demo: bool
    bank: Bank | None = None
    membership_label: str = ""
    nav: Collection[NavItem] = field(default=())
    time_left: TimeLeft | None = None
    session_hours: int = 0


@dataclass(frozen=True)
class _Entry:
    """A page of the navigation: who sees it and which pages count as it."""

    label: Promise
    page: str
    roles: Collection[Role]
    also: Collection[str] = ()


_FILLING = (Role.COORDINATOR, Role.CONTRIBUTOR, Role.APPROVER)
_ENTRIES = (
    _Entry(_("Home"), "assessments:dashboard", BANK_ROLES),
    _Entry(
        _("Questionnaire"),
        "assessments:questionnaire",
        _FILLING,
        (
            "assessments:tasks",
            "assessments:section",
            "assessments:profile",
            "assessments:unscored",
            "assessments:assignments",
            "assessments:history",
        ),
    ),
    _Entry(
        _("Check and sign"),
        "assessments:checking",
        (Role.COORDINATOR, Role.APPROVER),
        ("assessments:check", "assessments:sign", "assessments:receipt"),
    ),
    _Entry(
        _("Results"),
        "reports:current",
        [role for role in BANK_ROLES if role.sees_results],
        (
            "reports:results",
            "reports:summary",
            "reports:what_if",
            "reports:plan",
            "reports:plan_change",
            "reports:coverage",
        ),
    ),
    _Entry(_("People"), "banks:people", (Role.COORDINATOR,)),
    _Entry(_("Review"), "admin:index", REVIEWERS),
    _Entry(_("Administration"), "admin:index", (Role.ADMINISTRATOR,)),
    _Entry(_("Audit log"), "banks:audit", (Role.AUDITOR,)),
    _Entry(_("Help"), "banks:help", (*BANK_ROLES, *ALLIANCE_ROLES)),
)


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Put ``frame`` into every template's context. Asks the database nothing of its own."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    language = get_language() or settings.LANGUAGE_CODE
    frame = Frame(
        language="zh-Hans" if language.startswith("zh") else "en",
        alliance=settings.HIVE_ALLIANCE_NAME["zh" if language.startswith("zh") else "en"],
        contact=settings.HIVE_CONTACT_EMAIL,
        is_demo=settings.HIVE_DEMO,
        bank=getattr(request, "bank", None),
        membership_label=_membership_label(request) if signed_in else "",
        nav=_navigation(request) if signed_in else (),
        time_left=time_left(request) if signed_in else None,
        session_hours=settings.HIVE_SESSION_HOURS,
    )
    return {"frame": frame}


def time_left(request: HttpRequest) -> TimeLeft:
    """What the session itself says."""
    session = cast(SessionStore, request.session)
    left = (session.ends_at - timezone.now()).total_seconds() if session.ends_at else 0
    return TimeLeft(max(0, math.ceil(left)), session.may_stay)


def _roles_here(request: HttpRequest) -> list[Role]:
    """The roles in force at the present bank, or those at the alliance, in their usual order."""
    bank = getattr(request, "bank", None)
    bank_id = bank.pk if bank else None
    held = {m.role for m in person(request).current_memberships if m.bank_id == bank_id}
    return [role for role in Role if role in held]


def _membership_label(request: HttpRequest) -> str:
    separator = "、" if (get_language() or "zh").startswith("zh") else ", "
    return separator.join(str(role.label) for role in _roles_here(request))


def _navigation(request: HttpRequest) -> tuple[NavItem, ...]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    roles = _roles_here(request)
    shown = [entry for entry in _ENTRIES if any(role in entry.roles for role in roles)]
    one_per_page = {entry.page: entry for entry in reversed(shown)}
    return tuple(
        NavItem(entry.label, reverse(entry.page), here == entry.page or here in entry.also)
        for entry in shown
        if one_per_page[entry.page] is entry
    )
