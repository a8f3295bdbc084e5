"""Browsers in which a person has signed in before: guessing elsewhere does not shut them out.

A signed cookie says for whom a browser is known, by a hash of the address, and carries a random
number, so that nobody can pass for a browser that somebody else uses.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

SALT = "hive.known-browser"
LIFE_SECONDS = 365 * 24 * 3600
# Colleagues share machines; whoever signed in last is remembered longest.
MOST_PEOPLE = 5
# Set by following a link for a new password, until the person has signed in with it.
IN_SESSION = "known"


def number_of(request: HttpRequest, email: str) -> str | None:
    """The number of this browser, if the person with this address has signed in in it."""
    who = _hash(email)
    for number, people in (_read(request), request.session.get(IN_SESSION, ("", []))):
        if who in people:
            return str(number)
    return None


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let the browser show next time that the person has signed in in it."""
    number, people = _read(request)
    others = [who for who in people if who != _hash(email)]
    value = [number or secrets.token_hex(16), [_hash(email), *others][:MOST_PEOPLE]]
    response.set_cookie(
        settings.HIVE_KNOWN_COOKIE_NAME,
        signing.dumps(value, salt=SALT),
        max_age=LIFE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def remember_for_now(request: HttpRequest, email: str) -> None:
    """Let whoever has followed a link in a mail sign in, however much is guessed meanwhile."""
    request.session[IN_SESSION] = [secrets.token_hex(16), [_hash(email)]]


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    cookie = request.COOKIES.get(settings.HIVE_KNOWN_COOKIE_NAME, "")
    try:
        number, people = _loaded(cookie)
    except (signing.BadSignature, ValueError):
        return "", []
    return number, people


def _loaded(cookie: str) -> Any:
    return signing.loads(cookie, salt=SALT, max_age=LIFE_SECONDS)


def _hash(email: str) -> str:
    digest = salted_hmac(SALT, email.strip().casefold(), algorithm="sha256")
    return digest.hexdigest()[:32]
