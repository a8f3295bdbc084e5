"""Six-digit codes: good once, guessed five times at most."""

from __future__ import annotations

from allauth.mfa import app_settings
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac

from hive.banks import workflow
from hive.banks.models import User

# As long as the app's clock, a step slow or fast, would let a code pass.
LIFE_SECONDS = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)


def confirm_totp(user: User, code: str) -> bool:
    """Whether this is a present, unused code of the person's authenticator app; uses it up."""
    try:
        forget_failures = check_rate_limit(user)
    except ValidationError:
        return False
    if use_code_of_app(user, code) is None:
        workflow.record_wrong_code(user)
        return False
    forget_failures()
    return True


def use_code_of_app(user: User, code: str) -> Authenticator | None:
    """The person's authenticator app when it shows this code, which is used up."""
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app is None or not app.wrap().validate_code(code) or not mark_used(user, code):
        return None
    return app


def mark_used(user: User, code: str) -> bool:
    """Remember a code; False when it was used already."""
    digest = salted_hmac("hive.used-code", f"{user.pk}:{code.strip()}", algorithm="sha256")
    return cache.add(f"used-code:{digest.hexdigest()}", True, timeout=LIFE_SECONDS)
