"""Why a publication is refused; str() is a sentence for the person who tried."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessments.workflow import WorkflowError


class PublishingError(WorkflowError):
    """A publication that cannot be prepared or released."""


class CycleNotClosed(PublishingError):
    """The cycle is not closed, so banks may still change answers."""

    def __init__(self, state: str) -> None:
        super().__init__(
            _("The cycle is “%(state)s”. Close it before a publication is prepared or released.")
            % {"state": state}
        )


class AlreadyPublished(PublishingError):
    """The figures of this cycle are out and do not move any more."""

    def __init__(self) -> None:
        super().__init__(_("The figures of this cycle are published and no longer change."))


class NothingPrepared(PublishingError):
    """There is no prepared publication to release."""

    def __init__(self) -> None:
        super().__init__(_("No publication has been prepared for this cycle."))


class CohortChanged(PublishingError):
    """Since the publication was prepared, other signed answers count, or other groups stand."""

    def __init__(self, banks: Sequence[str] = ()) -> None:
        message = _("The cohort has changed since the publication was prepared. Prepare it again.")
        if banks:
            message += " " + _("Banks concerned: %(banks)s.") % {"banks": ", ".join(banks)}
        super().__init__(message)


class NotReleased(PublishingError):
    """Scorecards are prepared for a released publication, the newest of its cycle."""

    def __init__(self) -> None:
        super().__init__(_("Scorecards are prepared once their publication is released."))


class UnsafeFigures(PublishingError):
    """The span audit found a way to work out the figures of too few banks."""

    def __init__(self, finding: str) -> None:
        super().__init__(
            _("The disclosure audit refuses these figures: %(finding)s") % {"finding": finding}
        )
