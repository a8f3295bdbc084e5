"""How each role signs in to the demonstration: address, password, and the code of this moment."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode
from uuid import UUID

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from assessments.enums import SubmissionState
from assessments.models import Submission
from hive.banks.models import Membership
from hive.banks.roles import BANK_ROLES, Role
from reports.demo.plan import read_open, read_people

ISSUER = "Hive demonstration"

# The state of the bank at which a role finds something to do.
AT_A_BANK_THAT_IS = {
    Role.COORDINATOR: SubmissionState.DRAFT,
    Role.CONTRIBUTOR: SubmissionState.DRAFT,
    Role.APPROVER: SubmissionState.AWAITING_SIGNOFF,
    Role.EXECUTIVE: SubmissionState.AWAITING_SIGNOFF,
}


@dataclass(frozen=True)
class SignIn:
    """One way in; ``code`` and ``otpauth`` are empty for roles that need no second factor."""

    role: Role
    bank: str
    email: str
    code: str
    otpauth: str


def sign_ins() -> Iterator[SignIn]:
    """Yield every person of the alliance and one for each role at a bank."""
    for role in Role:
        people = Membership.objects.filter(role=role, is_active=True, user__is_active=True)
        rows = people.select_related("user", "bank").order_by("user__email")
        if role in BANK_ROLES:
            bank = _bank_at(AT_A_BANK_THAT_IS[role])
            rows = rows.filter(bank=bank) if bank else rows[:1]
        for row in rows:
            yield _sign_in(role, row)


def code_now(secret: str) -> str:
    """Return the six digits that an authenticator app shows at this moment."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))


def _sign_in(role: Role, membership: Membership) -> SignIn:
    user = membership.user
    bank = membership.bank.name_en if membership.bank else ""
    if not role.needs_second_factor:
        return SignIn(role, bank, user.email, "", "")
    secret = read_people().totp_secret
    named = urlencode({"secret": secret, "issuer": ISSUER}, quote_via=quote)
    otpauth = f"otpauth://totp/{quote(user.email)}?{named}"
    return SignIn(role, bank, user.email, code_now(secret), otpauth)


def _bank_at(state: SubmissionState) -> UUID | None:
    """Find a bank of the open cycle in that state, the same one every time."""
    rows = Submission.objects.filter(cycle__year=read_open().year, state=state)
    return rows.order_by("bank__code").values_list("bank_id", flat=True).first()
