"""Finding a submission for a page: the present bank's own, and only for some roles."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from assessments.models import Submission
from hive.banks.access import holds
from hive.banks.models import Bank, User
from hive.banks.roles import Role

View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """A request of somebody signed in; ``bank`` is the one they work for at the moment."""

    user: User
    bank: Bank | None


FILLERS = (Role.COORDINATOR, Role.CONTRIBUTOR)
READERS = (*FILLERS, Role.APPROVER)
CHECKERS = (Role.COORDINATOR, Role.APPROVER)
RESULT_READERS = (*CHECKERS, Role.EXECUTIVE)


def of_own_bank(*roles: Role) -> Callable[[View], View]:
    """Give the view the submission of the present bank: 404 for any other, 403 without a role."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: Request, pk: UUID, **kwargs: Any) -> HttpResponse:
            own = Submission.objects.visible_to(request.user).filter(bank=request.bank)
            rows = own.with_edition().select_related("requested_by", "signed_by")
            submission = get_object_or_404(rows, pk=pk)
            if not holds(request, *roles):
                raise PermissionDenied
            return view(request, submission, **kwargs)

        return guarded

    return decorate
