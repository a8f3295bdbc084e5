"""The form of the sealed page: one scan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms.checked_file import RefusedFileError, checked
from hive.banks.form_layout import LaidOut
from hive.documents.intake import Taken
from hive.documents.kinds import FileKind

SCANS = (FileKind.PDF, FileKind.PNG, FileKind.JPG)


class SealedPageForm(LaidOut):
    """A scan. After ``is_valid``, ``taken`` holds the file that was checked."""

    file = forms.FileField(
        label=gettext_lazy("Scan of the sealed page"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken: Taken | None = None
        self.status = 422
        self.fields["file"].help_text = _(
            "PDF, PNG or JPG, at most %(size)s. Photographs lose place and camera."
        ) % {"size": filesizeformat(settings.HIVE_EVIDENCE_FILE_BYTES)}

    def clean(self) -> dict[str, Any]:
        """Open the file and take nothing but a scan."""
        cleaned = super().clean() or self.cleaned_data
        if "file" not in cleaned:
            return cleaned
        try:
            taken = checked(cleaned["file"])
        except RefusedFileError as refusal:
            self._refuse(refusal.status, str(refusal))
            return cleaned
        if taken.kind in SCANS:
            self.taken = taken
        else:
            with taken:
                self._refuse(415, _("A scan is a PDF, PNG or JPG. Choose another file."))
        return cleaned

    def _refuse(self, status: int, sentence: str) -> None:
        self.status = status
        self.add_error("file", sentence)
