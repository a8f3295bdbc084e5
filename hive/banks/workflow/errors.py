"""Why a verb refuses; str() is a sentence for the person who tried."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class WorkflowError(Exception):
    """A verb that was refused."""


class NotAllowed(WorkflowError, PermissionDenied):
    """The person's roles do not let them do this."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason or _("Your role does not let you do this."))


class InvitationUnusable(WorkflowError):
    """The link is wrong, used, withdrawn or too old; the answer does not tell which."""

    def __init__(self) -> None:
        super().__init__(
            _("This invitation cannot be used. Ask whoever invited you for a new one.")
        )


class Taken(WorkflowError):
    """What should be made exists already, or contradicts what does."""


class TokenUnusable(WorkflowError):
    """The API key is wrong, revoked or expired; the answer does not tell which."""

    def __init__(self) -> None:
        super().__init__(
            _("This API key is not valid, or not any more. Make a new one on your account page.")
        )


class OtherSide(WorkflowError):
    """The person would have roles at a bank and at the alliance."""

    def __init__(self) -> None:
        super().__init__(_("A person has roles at banks or at the alliance, never both."))


class OtherPower(WorkflowError):
    """The person would review, administer or audit at once."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A person reviews, administers or audits, never two of these. "
                "End the other role first, or give this one to somebody else."
            )
        )


class LastOne(WorkflowError):
    """Without this person nobody could give out roles."""


class NotAccepted(WorkflowError):
    """A value that breaks a rule of the model; says which."""
