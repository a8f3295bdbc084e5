"""Why a file is not taken, as a sentence for the person who chose it."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """What is wrong with a file; a child process names it by its value."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    OLD_OFFICE = "old office"
    MIXED = "mixed"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    FOREIGN = "foreign"
    ACTIVE = "active"
    ATTACHED = "attached"
    UNPACKED = "unpacked"
    ENTRIES = "entries"
    PIXELS = "pixels"
    PAGES = "pages"
    TIME = "time"


SENTENCES: dict[Reason, Promise] = {
    Reason.EMPTY: _("This file is empty. Choose another one."),
    Reason.UNKNOWN: _(
        "This is not a PDF, DOCX, XLSX, PNG or JPG file, whatever its name says. "
        "Save it as one of these and choose it again."
    ),
    Reason.OLD_OFFICE: _(
        "This Office file has an old format or a password. "
        "Save it as DOCX or XLSX without a password and choose it again."
    ),
    Reason.MIXED: _(
        "This file holds more than its kind should. Save or print it anew and choose it again."
    ),
    Reason.DAMAGED: _("This file is damaged or incomplete. Save it anew and choose it again."),
    Reason.ENCRYPTED: _(
        "This file is protected by a password. Save it without one and choose it again."
    ),
    Reason.MACROS: _("This file holds macros. Save it without macros and choose it again."),
    Reason.FOREIGN: _(
        "This file holds parts that Word and Excel do not make. Save it anew and choose it again."
    ),
    Reason.ACTIVE: _(
        "This PDF runs something when it is opened. Print it to a new PDF and choose that one."
    ),
    Reason.ATTACHED: _(
        "This PDF has files attached to it. Add those files by themselves, "
        "and print this one to a new PDF."
    ),
    Reason.UNPACKED: _("Unpacked, this file is far larger than it looks. Choose another one."),
    Reason.ENTRIES: _("This file has too many parts. Save it as PDF and choose that one."),
    Reason.PIXELS: _("This picture has more than 30 million pixels. Save it smaller."),
    Reason.PAGES: _("This PDF has no page, or more than 1,000. Choose the pages that matter."),
    Reason.TIME: _(
        "This file could not be checked: it asks for too much time or memory. "
        "Save it anew or as a smaller file."
    ),
}


class Unacceptable(ValueError):
    """A file that is not taken, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason

    @property
    def sentence(self) -> str:
        """What is wrong and what to do."""
        return str(SENTENCES[self.reason])
