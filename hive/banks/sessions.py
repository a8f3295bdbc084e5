"""Where sessions are kept: Django's own store, on rows that know whose they are and when they end.

A session ends when nothing was done in it for a while, and however busy it is, some hours after
the sign-in. Both ends stand in its row, so Django itself refuses a session that is over.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from hive.banks.models import Session

# Written at most this often: a request costs no query for having been made.
REST = timedelta(minutes=1)
STARTED, BROWSER, ADDRESS = "started", "browser", "address"


class SessionStore(db.SessionStore):
    """A session with its row beside it."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our rows."""
        return Session

    @property
    def ends_at(self) -> datetime | None:
        """When it ends unless something is done before; None while there is no session."""
        return self.row.expire_date if self.row else None

    @property
    def may_stay(self) -> bool:
        """Whether doing something makes it last longer."""
        return self.row is not None and self.row.expire_date < limit_of(self.row.started_at)

    def touch(self, *, at_once: bool = False) -> None:
        """Put the end off, because something is being done."""
        now = timezone.now()
        if self.row is None or (not at_once and now - self.row.seen_at < REST):
            return
        self.row.seen_at, self.row.expire_date = now, end_of(self.row.started_at, now)
        # Only these two: another request may be writing what the session holds.
        Session.objects.filter(pk=self.row.pk).update(
            seen_at=self.row.seen_at, expire_date=self.row.expire_date
        )

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Write into the row what must be known without reading what the session holds."""
        now = timezone.now()
        started = data.setdefault(STARTED, now.timestamp()) if SESSION_KEY in data else None
        row = cast(Session, super().create_model_instance(data))
        row.user_id = data.get(SESSION_KEY)
        row.started_at = datetime.fromtimestamp(started, UTC) if started else now
        row.seen_at, row.expire_date = now, end_of(row.started_at, now)
        row.browser, row.address = data.get(BROWSER, ""), data.get(ADDRESS, "")
        self.row = row
        return row

    def _get_session_from_db(self) -> Session | None:
        self.row = super()._get_session_from_db()  # type: ignore[misc]  # missing in the stubs
        return self.row


def limit_of(started_at: datetime) -> datetime:
    """When a session ends, however busy it is."""
    return started_at + timedelta(hours=settings.HIVE_SESSION_HOURS)


def end_of(started_at: datetime, seen_at: datetime) -> datetime:
    """When a session ends that is not used any more."""
    return min(seen_at + timedelta(seconds=settings.SESSION_COOKIE_AGE), limit_of(started_at))
