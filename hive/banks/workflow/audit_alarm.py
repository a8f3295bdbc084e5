"""Telling the auditors when the audit log does not verify."""

from __future__ import annotations

from datetime import datetime

from hive.audit.nights import night_of
from hive.audit.verifying import Verdict
from hive.audit.workflow import verify_due
from hive.banks.models import User
from hive.banks.roles import Role
from hive.post.outbox import post


def verify_audit_log(now: datetime) -> int:
    """Verify the log once a night, and mail every auditor when it is not sound."""

    def tell(verdict: Verdict) -> None:
        context = {"count": verdict.count, "at": now}
        for auditor in [] if verdict.is_sound else _auditors():
            post(f"audit_log:{night_of(now)}", "audit_log_not_sound", auditor, context=context)

    return verify_due(now, tell=tell)


def _auditors() -> list[User]:
    in_force = User.objects.filter(
        is_active=True, memberships__role=Role.AUDITOR, memberships__is_active=True
    )
    return list(in_force.distinct())
