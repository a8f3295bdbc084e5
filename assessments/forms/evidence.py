"""The forms of evidence: what it is, what it is called, and which questions it stands behind."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments.enums import EvidenceKind
from assessments.forms.checked_file import RefusedFileError, checked
from assessments.forms.plain import PlainTextField
from assessments.wording import localized
from hive.banks.form_layout import LaidOut
from hive.core.model import Dimension
from hive.documents.intake import Taken

LONGEST_TITLE = 200
LONGEST_TEXT = 5000
TOO_LONG = gettext_lazy("Shorten the text to %(limit_value)d characters.")
ADDRESS = gettext_lazy("Enter a whole address that begins with http:// or https://.")
WHAT = [
    (EvidenceKind.FILE, gettext_lazy("A file")),
    (EvidenceKind.LINK, gettext_lazy("A link")),
    (EvidenceKind.STATEMENT, gettext_lazy("A statement in words")),
]


@dataclass(frozen=True, slots=True)
class Tick:
    """One question to tick."""

    id: str
    code: str
    text: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of a dimension; open where one of them is ticked."""

    name: str
    ticks: tuple[Tick, ...]

    @property
    def ticked(self) -> int:
        """How many are ticked."""
        return sum(tick.is_ticked for tick in self.ticks)


@dataclass(frozen=True, slots=True)
class KindOption:
    """One kind of evidence to choose."""

    id: str
    value: str
    label: Promise
    is_chosen: bool


class DescriptionForm(LaidOut):
    """What a piece of evidence is called, and the questions it stands behind."""

    title = PlainTextField(
        label=gettext_lazy("Title"),
        max_length=LONGEST_TITLE,
        error_messages={
            "required": gettext_lazy("Say what this is, for example “IT strategy 2025–2027”."),
            "max_length": TOO_LONG,
        },
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Questions"),
        error_messages={
            "required": gettext_lazy("Tick at least one question."),
            "invalid_choice": gettext_lazy("Choose from the questions listed."),
        },
    )

    def __init__(self, dimensions: Sequence[Dimension], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dimensions = dimensions
        cast(forms.MultipleChoiceField, self.fields["questions"]).choices = [
            (q.code, q.code) for d in dimensions for q in d.questions
        ]
        for name in ("title", "statement", "link"):
            if name in self.fields:
                # The server says how long is too long, and keeps every character meanwhile.
                self.fields[name].widget.attrs.pop("maxlength", None)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The questions to tick, by dimension."""
        ticked = set(self["questions"].value() or ())
        return tuple(
            Group(localized(dimension.name), tuple(_ticks(dimension, ticked)))
            for dimension in self.dimensions
        )

    def clean_title(self) -> str:
        """Keep what can be read, in its usual form."""
        return _readable(self.cleaned_data["title"])


class EvidenceForm(DescriptionForm):
    """A new piece of evidence. After ``is_valid``, ``taken`` holds the file that was checked."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you add?"),
        choices=WHAT,
        initial=EvidenceKind.FILE,
        error_messages={"required": gettext_lazy("Choose what you add.")},
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    link = forms.CharField(
        label=gettext_lazy("Link"),
        help_text=gettext_lazy("Begins with http:// or https://. Nobody here opens it for you."),
        max_length=2000,
        error_messages={"required": ADDRESS, "max_length": TOO_LONG},
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off"}),
    )
    statement = PlainTextField(
        label=pgettext_lazy("evidence", "Statement"),
        help_text=gettext_lazy("What the bank declares, in its own words."),
        max_length=LONGEST_TEXT,
        error_messages={
            "required": gettext_lazy("Write the statement."),
            "max_length": TOO_LONG,
        },
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken: Taken | None = None
        self.status = 422
        self.fields["title"].help_text = _("For a file you may leave this empty: its name is used.")
        self.fields["file"].help_text = _(
            "PDF, DOCX, XLSX, PNG or JPG, at most %(size)s. Photographs lose place and camera."
        ) % {"size": filesizeformat(settings.HIVE_EVIDENCE_FILE_BYTES)}
        if self.is_bound:
            self._ask_for_one(self.data.get("kind"))

    def clean_link(self) -> str:
        """Take nothing but an address on the web."""
        link = self.cleaned_data["link"]
        if self.fields["link"].required and not is_web_address(link):
            raise forms.ValidationError(ADDRESS)
        return link

    def clean(self) -> dict[str, Any]:
        """Open the file when everything else is right."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == EvidenceKind.FILE and "file" in cleaned:
            self._clean_file(cleaned)
        return cleaned

    @property
    def kind_options(self) -> tuple[KindOption, ...]:
        """The kinds to choose from."""
        chosen = self["kind"].value()
        return tuple(
            KindOption(f"id_kind_{kind.value}", kind.value, label, chosen == kind)
            for kind, label in WHAT
        )

    @property
    def text(self) -> str:
        """The link or the statement."""
        return str(self.cleaned_data[self.cleaned_data["kind"]]).strip()

    def _ask_for_one(self, kind: str | None) -> None:
        """Ask for what the chosen kind needs; what was typed for the others is left alone."""
        for name, _label in WHAT:
            self.fields[name].required = name == kind
        self.fields["title"].required = kind != EvidenceKind.FILE

    def _clean_file(self, cleaned: dict[str, Any]) -> None:
        if self.errors:
            self.add_error("file", _("Choose the file again: a browser does not keep it."))
            return
        cleaned["title"] = cleaned["title"] or title_from(cleaned["file"].name)
        try:
            self.taken = checked(cleaned["file"])
        except RefusedFileError as refusal:
            self.status = refusal.status
            self.add_error("file", str(refusal))


def title_from(name: str) -> str:
    """Propose a file's name, without its ending, as the title."""
    return _readable(PurePath(name).stem)[:LONGEST_TITLE] or str(EvidenceKind.FILE.label)


def is_web_address(link: str) -> bool:
    """Whether a text is one http or https address with a host, and nothing hidden in it."""
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Zs") for letter in link):
        return False
    try:
        parts = urlsplit(link)
        is_plain = bool(parts.hostname) and "@" not in parts.netloc
        return link.startswith(("http://", "https://")) and is_plain
    except ValueError:
        return False


def _readable(text: str) -> str:
    """Drop what cannot be seen, such as marks that turn the direction of writing."""
    plain = unicodedata.normalize("NFC", text)
    seen = (
        " " if c.isspace() else c for c in plain if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    return " ".join("".join(seen).split())


def _ticks(dimension: Dimension, ticked: Collection[str]) -> list[Tick]:
    return [
        Tick(f"id_questions_{q.code}", q.code, localized(q.text), q.code in ticked)
        for q in dimension.questions
    ]
