"""Checking an uploaded file before it is kept, and saying what to do when it cannot be."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from hive.documents.intake import Taken, take_in
from hive.documents.refusals import Reason, Unacceptable


class RefusedFileError(Exception):
    """A file that is not taken; ``status`` is the one of the response, str() tells the person."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def checked(upload: Any) -> Taken:
    """Open an uploaded file in a capped child and return what is to be kept of it."""
    if upload.size > settings.HIVE_EVIDENCE_FILE_BYTES:
        sentence = _(
            "This file has %(size)s; at most %(limit)s are taken. "
            "Choose a smaller one or the pages that matter."
        ) % {
            "size": filesizeformat(upload.size),
            "limit": filesizeformat(settings.HIVE_EVIDENCE_FILE_BYTES),
        }
        raise RefusedFileError(413, sentence)
    if not upload.has_room:
        sentence = _("The server has no room for the file at the moment. Please try again later.")
        raise RefusedFileError(507, sentence)
    try:
        return take_in(upload)
    except Unacceptable as refusal:
        damaged = refusal.reason in (Reason.EMPTY, Reason.TIME)
        raise RefusedFileError(422 if damaged else 415, refusal.sentence) from refusal
