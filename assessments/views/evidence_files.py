"""Handing out evidence: files to be saved, pictures of their pages to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from assessments.attached import Item, signed_items
from assessments.models import Evidence, SealedPage
from assessments.pages.dossier import dossier_of
from assessments.pages.evidence import KINDS, readable
from assessments.queries import signed_snapshot
from assessments.views.access import READERS, Request
from hive.audit.log import record
from hive.banks.access import holds
from hive.banks.roles import REVIEWERS
from hive.documents import shelf
from hive.documents.naming import attachment

Respond = Callable[..., FileResponse]
# Whatever a browser may make of it, a stranger's file runs nothing and belongs to no page of ours.
inert = cast(Callable[[Respond], Respond], csp_update({"sandbox": True}))


@login_required
@require_safe
@inert
def file(request: Request, pk: UUID, item: UUID) -> FileResponse:
    """Hand out a file as it is kept, to be saved and not shown; who took it is on record."""
    row = _readable(request, pk, item).row
    if not row.stored_name:
        raise Http404
    response = response_with(row.stored_name, row.content_type)
    response["Content-Disposition"] = disposition(row, row.title, "evidence")
    if request.method == "GET":
        record("evidence.downloaded", row, by=request.user, bank=row.submission.bank_id)
    return response


@login_required
@require_safe
@inert
def preview(request: Request, pk: UUID, item: UUID, page: int) -> FileResponse:
    """Show the picture that was made of a page."""
    found = _readable(request, pk, item)
    if page not in found.preview_pages:
        raise Http404
    return response_with(shelf.preview_of(found.row.stored_name, page), "image/png")


def disposition(row: Evidence | SealedPage, title: str, plain: str) -> str:
    """Name the file for whoever saves it: in ASCII by a word, and as the bank calls it."""
    ending = KINDS[row.content_type].value
    return attachment(f"{plain}-{str(row.pk)[:8]}.{ending}", f"{title}.{ending}")


def response_with(name: str, content_type: str) -> FileResponse:
    """Answer with a kept file; 404 when it is gone."""
    try:
        response = FileResponse(shelf.open_file(name), content_type=content_type)
    except FileNotFoundError as error:
        raise Http404 from error
    response["Cache-Control"] = "no-store"
    return response


def _readable(request: Request, pk: UUID, item: UUID) -> Item:
    """Find an item that the person may read now: as signed, or at their own bank."""
    rows = Evidence.objects.visible_to(request.user)
    row = get_object_or_404(
        rows.select_related("submission__cycle__edition", "submission__bank"),
        pk=item, submission=pk,
    )  # fmt: skip
    submission = row.submission
    items: tuple[Item, ...] = ()
    if request.user.has_role(*REVIEWERS):
        snapshot = signed_snapshot(submission)
        items = signed_items(snapshot) if snapshot else ()
    elif submission.bank == request.bank:
        if not holds(request, *READERS):
            raise PermissionDenied
        items = readable(dossier_of(submission, request.user))
    found = next((one for one in items if one.id == item), None)
    if found is None:
        raise Http404
    found.row.submission = submission
    return found
