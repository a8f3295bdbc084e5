"""How often somebody may ask: counted by allauth, which also counts the sign-ins."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def is_within(action: str, rate: str, request: HttpRequest, key: str | None = None) -> bool:
    """Count a request and tell whether it is within its rate: ``20/m/ip``, ``120/m/key``."""
    usage = ratelimit.consume(
        request, app="hive", action=action, config={action: rate}, key=key, limit_get=True
    )
    return usage is not None
