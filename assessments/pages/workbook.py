"""The pages of the Excel round trip: take one, send it back, look before anything is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.forms.workbook import ConfirmForm, DownloadForm, UploadForm
from assessments.models import UploadedWorkbook
from assessments.moments import moment
from assessments.pages.dossier import Dossier
from assessments.pages.next_step import question_url
from assessments.pages.questions import why_closed
from assessments.wording import answer_in_words, localized
from assessments.workbook.comparing import Comparison, Entry, Fate
from assessments.workbook.faults import Faulty, Mistake
from hive.core.answers import Answer
from hive.core.model import Question, Scope


@dataclass(frozen=True)
class WorkbookPage:
    """Download and upload; ``error`` tells the mistakes of the file that was just sent."""

    dossier: Dossier
    download: DownloadForm
    upload: UploadForm
    waiting: UploadedWorkbook | None
    error: Faulty | None = None

    @property
    def mistakes(self) -> Sequence[Mistake]:
        """What is wrong with the file."""
        return self.error.mistakes if self.error else ()

    @property
    def has_parts(self) -> bool:
        """Whether the person fills in anything."""
        return bool(self.download.parts)

    @property
    def why_closed(self) -> str:
        """Why nothing can be uploaded now."""
        return "" if self.dossier.is_editable else why_closed(self.dossier)

    @property
    def waiting_since(self) -> str:
        """When the upload that waits was sent."""
        return moment(self.waiting.created_at) if self.waiting else ""

    @property
    def counted(self) -> str:
        """How many mistakes there are."""
        count = self.error.count if self.error else 0
        return ngettext(
            "%(n)s mistake was found; nothing was saved.",
            "%(n)s mistakes were found; nothing was saved.",
            count,
        ) % {"n": count}


@dataclass(frozen=True)
class PreviewRow:
    """One question with both answers in words; ``choice`` asks which one to keep."""

    code: str
    label: str
    text: str
    workbook: str
    online: str
    given: str
    url: str
    choice: BoundField | None = None


@dataclass(frozen=True)
class Section:
    """The questions that share a fate."""

    fate: Fate
    title: str
    rows: tuple[PreviewRow, ...]

    @property
    def is_open(self) -> bool:
        """Whether the rows are shown at once: those that something happens to."""
        return self.fate in (Fate.CONFLICT, Fate.CHANGED, Fate.NEW)


@dataclass(frozen=True)
class PreviewPage:
    """What confirming would do."""

    dossier: Dossier
    uploaded: UploadedWorkbook
    comparison: Comparison
    form: ConfirmForm
    refused: str = ""

    @property
    def sentence(self) -> str:
        """What was read, and what would be saved."""
        count = len(self.comparison.of(Fate.NEW, Fate.CHANGED))
        conflicts = len(self.comparison.of(Fate.CONFLICT))
        if not count and not conflicts:
            return _("The workbook holds nothing that is not already saved online.")
        text = ngettext(
            "%(n)s answer would be saved.", "%(n)s answers would be saved.", count
        ) % {"n": count}  # fmt: skip
        if not conflicts:
            return text
        more = ngettext(
            "%(n)s more was answered online meanwhile: choose which answer to keep.",
            "%(n)s more were answered online meanwhile: choose which answers to keep.",
            conflicts,
        ) % {"n": conflicts}
        return _("%(first)s %(second)s") % {"first": text, "second": more}

    @property
    def has_something(self) -> bool:
        """Whether there is anything to save."""
        return bool(self.comparison.of(Fate.NEW, Fate.CHANGED, Fate.CONFLICT))

    @property
    def kept_until(self) -> str:
        """Until when the upload waits."""
        return moment(self.uploaded.expires_at)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Conflicts first, then what changes, then what stays."""
        titles = {
            Fate.CONFLICT: _("Answered online meanwhile"),
            Fate.CHANGED: _("Changed"),
            Fate.NEW: _("New"),
            Fate.EMPTY: _("Empty in the workbook: the answer online stays"),
            Fate.SAME: _("Unchanged"),
        }
        return tuple(
            Section(fate, title, tuple(self._row(entry) for entry in entries))
            for fate, title in titles.items()
            if (entries := self.comparison.of(fate))
        )

    def _row(self, entry: Entry) -> PreviewRow:
        question, record = entry.question, entry.record
        conflict = entry.fate is Fate.CONFLICT
        given = (
            _("%(name)s, %(time)s") % {"name": record.by, "time": moment(record.at)}
            if record
            else ""
        )
        return PreviewRow(
            code=question.code,
            label=_label(question),
            text=localized(question.text),
            workbook=_words(question, entry.mine),
            online=_words(question, record.answer if record else None),
            given=given,
            url=question_url(self.dossier, question),
            choice=self.form[question.code] if conflict else None,
        )


def _label(question: Question) -> str:
    return "" if question.scope is Scope.PROFILE else question.code


def _words(question: Question, answer: Answer | None) -> str:
    return answer_in_words(question, answer) if answer else _("No answer")
