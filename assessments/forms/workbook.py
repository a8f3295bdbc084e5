"""The forms around a workbook: which one to download, the file, what to do about conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.workbook.comparing import Comparison, Entry, Fate
from assessments.workbook.layout import Part
from assessments.workbook.tongue import NAMES
from hive.banks.form_layout import LaidOut
from hive.core.answers import Answer
from hive.documents.sheets.archive import LARGEST_FILE

WHOLE = "all"
KEEP, TAKE = "keep", "take"


class DownloadForm(LaidOut):
    """Which parts, and in which language."""

    part = forms.ChoiceField(
        label=gettext_lazy("Part"), widget=forms.Select({"class": "is-medium"})
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the workbook"),
        choices=list(NAMES.items()),
        widget=forms.Select({"class": "is-medium"}),
    )

    def __init__(self, parts: Sequence[Part], *args: Any, **kwargs: Any) -> None:
        self.parts = parts
        super().__init__(*args, **kwargs)
        single = [(part.code, part.name) for part in parts]
        part = cast(forms.ChoiceField, self.fields["part"])
        part.choices = [(WHOLE, _("Everything that I fill in")), *single]

    def chosen(self) -> Sequence[Part]:
        """The parts that were chosen."""
        code = self.cleaned_data["part"]
        return [part for part in self.parts if code in (WHOLE, part.code)]


def workbook_field() -> forms.FileField:
    """Make the field that takes a workbook."""
    return forms.FileField(
        label=gettext_lazy("Workbook that was filled in"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) of at most 2 MB."),
        error_messages={
            "required": gettext_lazy("Choose the workbook on your computer first."),
            "empty": gettext_lazy("This file is empty. Choose the workbook that was filled in."),
            "invalid": gettext_lazy("Choose the workbook on your computer first."),
        },
        widget=forms.FileInput({"accept": ".xlsx"}),
    )


class UploadForm(LaidOut):
    """The file."""

    file = workbook_field()

    @property
    def content(self) -> bytes:
        """The file's bytes; of one that is too large, just enough to tell."""
        return bytes(self.cleaned_data["file"].read(LARGEST_FILE + 1))


class ConfirmForm(forms.Form):
    """What to do about each conflict; ``seen`` is what the person has looked at."""

    use_required_attribute = False
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, comparison: Comparison, data: Any = None) -> None:
        super().__init__(data)
        self.comparison = comparison
        self.initial["seen"] = comparison.digest
        for entry in comparison.of(Fate.CONFLICT):
            self.fields[entry.question.code] = forms.ChoiceField(
                choices=[(KEEP, _("Keep the answer online")), (TAKE, _("Take the workbook’s"))],
                widget=forms.RadioSelect({"class": "form-check-input"}),
                error_messages={"required": _("Choose which answer to keep.")},
            )

    @property
    def is_overtaken(self) -> bool:
        """Whether something changed since the person looked."""
        return self.data.get("seen") != self.comparison.digest

    def wishes(self) -> Iterator[tuple[str, Answer, int]]:
        """Yield what is to be saved: question, answer, and the version it replaces."""
        for entry in self.comparison.of(Fate.NEW, Fate.CHANGED, Fate.CONFLICT):
            if entry.mine is not None and self._is_wanted(entry):
                yield entry.question.code, entry.mine, entry.version

    def _is_wanted(self, entry: Entry) -> bool:
        return self.cleaned_data.get(entry.question.code, TAKE) == TAKE
