"""Ending the own sessions: one of them, or all but the present one."""

from __future__ import annotations

from hive.audit.log import record
from hive.banks.models import Session, User
from hive.banks.workflow.errors import NotAllowed
from hive.banks.workflow.rules import require_oneself
from hive.banks.workflow.verbs import verb


@verb
def end_session(user: User, session: Session, *, by: User) -> None:
    """End one session of a person with its next request."""
    require_oneself(user, by=by)
    if session.user_id != user.pk:
        raise NotAllowed
    session.delete()
    record("end_session", user, by=by)


@verb
def end_other_sessions(user: User, *, keep: str, by: User) -> int:
    """End every session of a person but the one with this key; tells how many there were."""
    require_oneself(user, by=by)
    others = Session.objects.visible_to(user).exclude(pk=keep)
    ended, _rows = others.delete()
    if ended:
        record("end_other_sessions", user, by=by, count=ended)
    return ended
