"""Recovery codes: numbers that stand in for a lost authenticator, shown once, used once."""

from __future__ import annotations

import secrets
import unicodedata
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hive.audit.log import record
from hive.banks.models import RecoveryCode, User
from hive.banks.workflow.errors import Taken
from hive.banks.workflow.rules import require_oneself
from hive.banks.workflow.verbs import verb
from hive.post.outbox import post

HOW_MANY = 10
# Forty bits, typed on the keys that a phone offers for the six digits of the app.
DIGITS = 12


@verb
def make_recovery_codes(user: User, *, by: User) -> list[str]:
    """Make codes in place of the old ones; returns them as they are shown this once.

    Of the first ones the person hears by the mail about the authenticator they come with.
    """
    require_oneself(user, by=by)
    rows = Authenticator.objects.select_for_update()
    app = rows.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app is None:
        raise Taken(_("Recovery codes go with an authenticator. Set it up first."))
    replaced, _rows = RecoveryCode.objects.filter(authenticator=app).delete()
    codes = [f"{secrets.randbelow(10**DIGITS):0{DIGITS}}" for _each in range(HOW_MANY)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(authenticator=app, number=number, code_hash=make_password(code))
        for number, code in enumerate(codes, start=1)
    )
    if replaced:
        context = {"at": timezone.now()}
        post(f"recovery_codes:{uuid4()}", "recovery_codes_made", user, context=context)
    record("make_recovery_codes", user, by=by)
    return [written(number, code) for number, code in enumerate(codes, start=1)]


@transaction.atomic
def use_recovery_code(user: User, typed: str) -> bool:
    """Use a code up; False when it is wrong or was used.

    The number says which hash to ask, so that every try takes the work of one.
    """
    number, code = parts(typed)
    unused = RecoveryCode.objects.unused_by(user)
    row = unused.filter(number=number).first()
    if row is None:
        make_password(code)
        return False
    if not check_password(code, row.code_hash):
        return False
    if not unused.filter(pk=row.pk).update(used_at=timezone.now()):
        return False
    record("use_recovery_code", user, by=user, number=number, left=unused.count())
    return True


def looks_like_recovery_code(typed: str) -> bool:
    """Whether it is too long for a code of the app."""
    return len(digits(typed)) > DIGITS


def written(number: int, code: str) -> str:
    """A code as people read it: ``3-1234-5678-9012``."""
    return "-".join([str(number), *(code[at : at + 4] for at in range(0, DIGITS, 4))])


def parts(typed: str) -> tuple[int, str]:
    """The number of a code and what is kept as a hash, however they were typed."""
    text = digits(typed)
    return int(text[:-DIGITS][:4] or 0), text[-DIGITS:]


def digits(typed: str) -> str:
    """The digits of what was typed, full-width ones too, without what separates them."""
    return "".join(each for each in unicodedata.normalize("NFKC", typed) if each in "0123456789")
