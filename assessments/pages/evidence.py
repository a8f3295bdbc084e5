"""Evidence on the pages of the bank: at each question, in a list, and where it is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import attached
from assessments.attached import Item
from assessments.enums import EvidenceKind
from assessments.models import Submission
from assessments.models.evidence import Kept
from assessments.moments import moment
from assessments.pages.dossier import Dossier
from assessments.pages.next_step import Act, question_url
from hive.core import evidence as rule
from hive.core.model import Question
from hive.documents.kinds import CONTENT_TYPES, FileKind

KINDS = {content_type: kind for kind, content_type in CONTENT_TYPES.items()}


@dataclass(frozen=True, slots=True)
class Pictures:
    """A file to save, and the pictures of its pages that can be looked at."""

    title: str
    file_url: str
    previews: tuple[Act, ...]
    more_pages: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One item as a page shows it; ``host`` is where a link leads, in plain sight."""

    item: Item
    facts: str
    host: str
    pictures: Pictures

    @property
    def added(self) -> str:
        """Who added the item, and when."""
        row = self.item.row
        return _("%(name)s, %(time)s") % {"name": row.added_by, "time": moment(row.added_at)}


@dataclass(frozen=True, slots=True)
class AtQuestion:
    """What stands behind one answer, and where to add to it (empty: not by this person)."""

    items: tuple[Shown, ...]
    is_missing: bool
    add_url: str


@dataclass(frozen=True, slots=True)
class MissingEvidence:
    """The answers whose evidence is missing, with links to them, and the list of all evidence."""

    questions: tuple[Act, ...]
    url: str

    @property
    def words(self) -> str:
        """The same as a count."""
        count = len(self.questions)
        if not count:
            return _("No evidence is missing.")
        text = ngettext(
            "Evidence is missing for %(n)s answer.",
            "Evidence is missing for %(n)s answers.",
            count,
        )
        return text % {"n": count}


@dataclass(frozen=True, slots=True)
class Row:
    """One item in the list of all; the addresses are empty where the person may not change it."""

    shown: Shown
    questions: tuple[Act, ...]
    change_url: str
    remove_url: str


@dataclass(frozen=True)
class EvidencePage:
    """All evidence that a person may read, and what is missing."""

    dossier: Dossier

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The items, in the order in which they were added."""
        return tuple(_row(self.dossier, item) for item in readable(self.dossier))

    @cached_property
    def removed(self) -> tuple[tuple[str, str], ...]:
        """What was removed, and by whom; only for those who see the whole questionnaire."""
        if not self.dossier.sees_everything:
            return ()
        return tuple(
            (
                item.title,
                _("removed by %(name)s, %(time)s")
                % {"name": item.row.removed_by, "time": moment(item.row.removed_at)},
            )
            for item in attached.removed_items_of(self.dossier.submission)
            if item.row.removed_at is not None
        )

    @cached_property
    def missing(self) -> MissingEvidence:
        """The answers for which evidence is missing."""
        return missing_evidence(self.dossier)

    @property
    def used(self) -> str:
        """How much of the room is taken."""
        size = sum(item.row.size for item in self.dossier.evidence)
        return _("%(used)s of %(total)s used.") % {
            "used": filesizeformat(size),
            "total": filesizeformat(settings.HIVE_EVIDENCE_TOTAL_BYTES),
        }

    @property
    def may_add(self) -> bool:
        """Whether the person can add something now."""
        return self.dossier.is_editable and bool(writable(self.dossier))


def readable(dossier: Dossier) -> tuple[Item, ...]:
    """Return the items behind questions that the person may read."""
    codes = {question.code for dimension in dossier.dimensions for question in dimension.questions}
    return tuple(item for item in dossier.evidence if codes.intersection(item.codes))


def writable(dossier: Dossier) -> tuple[Question, ...]:
    """Return the questions to which the person may add evidence."""
    return tuple(q for d in dossier.dimensions if dossier.may_write(d) for q in d.questions)


def may_change(dossier: Dossier, item: Item) -> bool:
    """Whether the person can change or remove an item now, with all that it stands behind."""
    return dossier.is_editable and {q.code for q in writable(dossier)}.issuperset(item.codes)


def at_questions(dossier: Dossier, questions: Iterable[Question]) -> Mapping[str, AtQuestion]:
    """Return what stands behind each of some scored questions."""
    found = attached.by_question(dossier.evidence)
    lacking = _missing_codes(dossier)
    open_to = {q.code for q in writable(dossier)} if dossier.is_editable else set()
    add = reverse("assessments:evidence_add", args=[dossier.submission.pk])
    return {
        q.code: AtQuestion(
            items=tuple(as_shown(dossier.submission, item) for item in found.get(q.code, ())),
            is_missing=q.code in lacking,
            add_url=f"{add}?question={q.code}" if q.code in open_to else "",
        )
        for q in questions
        if q.code in dossier.model.homes
    }


def missing_evidence(
    dossier: Dossier, questions: Iterable[Question] | None = None
) -> MissingEvidence:
    """Find the answers whose evidence is missing, of those the person may read."""
    asked = questions or (q for d in dossier.dimensions for q in d.questions)
    lacking = _missing_codes(dossier)
    links = tuple(Act(q.code, question_url(dossier, q)) for q in asked if q.code in lacking)
    return MissingEvidence(links, reverse("assessments:evidence", args=[dossier.submission.pk]))


def as_shown(submission: Submission, item: Item) -> Shown:
    """Write one item down."""
    row, address = item.row, [submission.pk, item.id]
    return Shown(
        item=item,
        facts=_facts(item),
        host=urlsplit(row.text).hostname or "" if row.kind == EvidenceKind.LINK else "",
        pictures=pictures_of(
            row,
            item.title,
            reverse("assessments:evidence_file", args=address) if item.is_file else "",
            [
                reverse("assessments:evidence_preview", args=[*address, page])
                for page in item.preview_pages
            ],
        ),
    )


def pictures_of(row: Kept, title: str, file_url: str, preview_urls: Sequence[str]) -> Pictures:
    """Name the pictures of a kept file by their pages, and count the pages without one."""
    left = row.pages - row.previews
    return Pictures(
        title=title,
        file_url=file_url,
        previews=tuple(
            Act(_("%(title)s, page %(page)s") % {"title": title, "page": page}, url)
            for page, url in enumerate(preview_urls, start=1)
        ),
        more_pages=ngettext("%(n)s more page", "%(n)s more pages", left) % {"n": left}
        if left > 0
        else "",
    )


def _facts(item: Item) -> str:
    row = item.row
    if not item.is_file:
        return row.get_kind_display()
    parts = [str(KINDS[row.content_type].label), filesizeformat(row.size)]
    if KINDS[row.content_type] is FileKind.PDF:
        parts.append(ngettext("%(n)s page", "%(n)s pages", row.pages) % {"n": row.pages})
    return _(", ").join(parts)


def _row(dossier: Dossier, item: Item) -> Row:
    submission, questions = dossier.submission, dossier.model.questions
    change = may_change(dossier, item)
    return Row(
        shown=as_shown(submission, item),
        questions=tuple(
            Act(code, question_url(dossier, questions[code]))
            for code in item.codes
            if dossier.model.homes[code][0] in dossier.dimensions
        ),
        change_url=_url("evidence_change", submission, item) if change else "",
        remove_url=_url("evidence_remove", submission, item) if change else "",
    )


def _url(page: str, submission: Submission, item: Item) -> str:
    return reverse(f"assessments:{page}", args=[submission.pk, item.id])


def _missing_codes(dossier: Dossier) -> Collection[str]:
    covered = attached.covered(dossier.evidence)
    return rule.missing(dossier.model, dossier.answers, covered)
