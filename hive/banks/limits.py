"""How often somebody may ask: counted by allauth, which also counts the sign-ins."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from hive.banks import known


def is_within(action: str, rate: str, request: HttpRequest, key: str | None = None) -> bool:
    """Count a request and tell whether it is within its rate: ``20/m/ip``, ``120/m/key``."""
    usage = ratelimit.consume(
        request, app="hive", action=action, config={action: rate}, key=key, limit_get=True
    )
    return usage is not None


def try_to_sign_in(request: HttpRequest, email: str) -> ratelimit.RateLimitUsage | None:
    """Count an attempt before it is made; None when there were too many.

    Five failures shut out one browser or one network address for one account, and no other. What
    is guessed from everywhere together slows down browsers in which the person was never signed in.
    """
    who = email.strip().casefold()
    number = known.number_of(request, email)
    if number is not None:
        return _count(request, "login_known", f"{who}:{number}")
    here = _count(request, "login_failed", f"{who}:{ratelimit.get_ip(request)}")
    if here is None:
        return None
    everywhere = _count(request, "login_everywhere", who)
    if everywhere is None:
        here.rollback()
        return None
    return ratelimit.RateLimitUsage([*here.usage, *everywhere.usage])


def _count(request: HttpRequest, action: str, key: str) -> ratelimit.RateLimitUsage | None:
    return ratelimit.consume(request, app="allauth.account", action=action, key=key)
