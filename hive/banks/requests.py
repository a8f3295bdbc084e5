"""The request as the sign-in and our middleware hand it to views."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from hive.banks.models import Bank, User


class PersonRequest(HttpRequest):
    """A request behind the sign-in. Used as a type only; nothing of this class is ever made."""

    user: User
    bank: Bank | None
    has_aged_password: bool


def person(request: HttpRequest) -> User:
    """Whoever is signed in; a stranger is refused."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def bank_of(request: HttpRequest) -> Bank:
    """The bank worked for; refused to people who work for none."""
    bank = cast(PersonRequest, request).bank
    if bank is None:
        raise PermissionDenied
    return bank


def is_from_script(request: HttpRequest) -> bool:
    """Whether a script asks, which can use an answer in JSON but no page."""
    return request.headers.get("Accept") == "application/json"


def sign_in_first() -> JsonResponse:
    """Tell a script that nobody is signed in, or somebody else."""
    text = _("You are signed out. What you typed is still on this page: sign in to save it.")
    return JsonResponse({"error": text}, status=401)
