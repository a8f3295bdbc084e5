"""Why a verb refuses; str() is a sentence for the person who tried."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class WorkflowError(Exception):
    """A verb that was refused."""


class NotAllowed(WorkflowError, PermissionDenied):
    """The person's roles do not let them do this."""

    def __init__(self) -> None:
        super().__init__(_("Your role does not let you do this."))


class WrongState(WorkflowError):
    """The submission is in a state in which this cannot be done."""

    def __init__(self, state: str) -> None:
        super().__init__(
            _("This cannot be done now: the submission is “%(state)s”. Reload the page.")
            % {"state": state}
        )


class Locked(WorkflowError):
    """The bank cannot change answers now."""

    def __init__(self) -> None:
        super().__init__(
            _("Answers cannot be changed now: the submission is locked or its deadline has passed.")
        )


class FourEyes(WorkflowError):
    """Two people are needed, and this is the same one."""


class Incomplete(WorkflowError):
    """Something is missing or contradicts; ``codes`` are the questions it is about."""

    def __init__(self, message: str, codes: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.codes = tuple(codes)


def need_reason(reason: str) -> None:
    """Refuse an empty reason."""
    if not reason.strip():
        raise Incomplete(_("Please say why."))
