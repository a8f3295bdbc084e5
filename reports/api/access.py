"""Who may call: the key, its person's role at this moment, how often, in which language."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_supported_language_variant, override
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from hive.banks.limits import is_within
from hive.banks.middleware import page_name
from hive.banks.models import ApiToken
from hive.banks.workflow import NotAllowed, TokenUnusable, record_use, usable_token
from reports.api.problems import UNESCAPED, Problem, answer

# What one key may ask for, and how often one address may show a wrong one.
RATES = {"use": "120/m/key", "wrong": "20/m/ip"}
WAIT_SECONDS = 60

Read = Callable[..., dict[str, Any]]
View = Callable[..., HttpResponse]


def read_with_key(read: Read) -> View:
    """Make a view of a function that takes a key and returns what is to be written as JSON.

    Cookies open nothing here. Whatever was asked with a key that stands is on record.
    """

    @wraps(read)
    def view(request: HttpRequest, **parameters: Any) -> HttpResponse:
        token = None
        with override(asked_language(request)):
            try:
                token = _token(request)
                with override(asked_language(request, token.user.language)):
                    response = _answer(read, request, token, parameters)
            except Problem as problem:
                response = _finished(answer(problem))
        if token is not None:
            record_use(token, page=page_name(request), status=response.status_code)
        return response

    # What a call is, the key says; there is no form whose origin could be asked for.
    return csrf_exempt(view)


def asked_language(request: HttpRequest, otherwise: str = settings.LANGUAGE_CODE) -> str:
    """The first language of the call's own wish that we speak."""
    for wish, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(wish)
        except LookupError:
            continue
    return otherwise


def _answer(
    read: Read, request: HttpRequest, token: ApiToken, parameters: dict[str, Any]
) -> HttpResponse:
    try:
        _check(request, token)
        content = read(request, token, **parameters)
    except Problem as problem:
        return _finished(answer(problem))
    return _finished(JsonResponse(content, json_dumps_params=UNESCAPED))


def _check(request: HttpRequest, token: ApiToken) -> None:
    if request.method not in ("GET", "HEAD"):
        raise Problem(405, _("The API only reads: call it by GET."), Allow="GET, HEAD")
    if not is_within("api", RATES["use"], request, str(token.pk)):
        raise _too_many()


def _token(request: HttpRequest) -> ApiToken:
    """Find the key of the call; a wrong one counts against the address it comes from."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        detail = _("Send your API key as “Authorization: Bearer …”.")
        raise Problem(401, detail, WWW_Authenticate="Bearer")
    try:
        return usable_token(secret.strip())
    except NotAllowed as refusal:
        raise Problem(403, str(refusal)) from refusal
    except TokenUnusable as refusal:
        if not is_within("api_wrong", RATES["wrong"], request):
            raise _too_many() from refusal
        invalid = 'Bearer error="invalid_token"'
        raise Problem(401, str(refusal), WWW_Authenticate=invalid) from refusal


def _too_many() -> Problem:
    text = _("Wait %(seconds)s seconds before the next call.")
    return Problem(429, text % {"seconds": WAIT_SECONDS}, Retry_After=str(WAIT_SECONDS))


def _finished(response: HttpResponse) -> HttpResponse:
    """Say that an answer is for one reader, in one language, and not to be kept."""
    response["Content-Language"] = "en" if get_language() == "en" else "zh-Hans"
    response["Cache-Control"] = "no-store, private"
    patch_vary_headers(response, ["Authorization", "Accept-Language"])
    return response
