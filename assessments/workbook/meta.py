"""What a workbook knows about itself: whose it is, and which answers it was made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from assessments.models import Submission
from assessments.workbook.tongue import LANGUAGES
from hive.core.answers import canonical_json

SCHEMA = "1"
SALT = "hive.workbook"
VERSION = "version:"
SEAL = "seal"
COMMA = ","


class WrongWorkbook(ValueError):
    """A workbook that does not belong here; str() says why, and what to do."""


@dataclass(frozen=True)
class Meta:
    """The hidden sheet. ``parts`` are codes of the layout, ``versions`` those of the answers."""

    submission: str
    bank: str
    year: str
    edition: str
    digest: str
    language: str
    parts: tuple[str, ...]
    versions: Mapping[str, int] = field(default_factory=dict)
    schema: str = SCHEMA

    def rows(self) -> list[tuple[str, str]]:
        """Return names and values, the seal last."""
        entries = self._entries()
        return [*entries.items(), (SEAL, _seal(entries))]

    def _entries(self) -> dict[str, str]:
        entries = {
            "schema": self.schema,
            "submission": self.submission,
            "bank": self.bank,
            "year": self.year,
            "edition": self.edition,
            "digest": self.digest,
            "language": self.language,
            "parts": COMMA.join(self.parts),
        }
        return entries | {f"{VERSION}{code}": str(n) for code, n in self.versions.items()}


def meta_of(
    submission: Submission, language: str, parts: tuple[str, ...], versions: Mapping[str, int]
) -> Meta:
    """Describe a workbook about to be made."""
    edition = submission.cycle.edition
    return Meta(
        submission=str(submission.pk),
        bank=submission.bank.code,
        year=str(submission.cycle.year),
        edition=edition.code,
        digest=edition.digest,
        language=language,
        parts=parts,
        versions=versions,
    )


def read_meta(entries: Mapping[str, str], submission: Submission) -> Meta:
    """Read the hidden sheet of a workbook for this submission, or say what is wrong with it."""
    _check_place(entries, submission)
    expected = _seal({name: value for name, value in entries.items() if name != SEAL})
    if not constant_time_compare(entries.get(SEAL, ""), expected):
        raise _damaged()
    return Meta(
        **{name: entries[name] for name in ("submission", "bank", "year", "edition", "digest")},
        language=entries["language"],
        parts=tuple(entries["parts"].split(COMMA)),
        versions={
            name.removeprefix(VERSION): int(value)
            for name, value in entries.items()
            if name.startswith(VERSION)
        },
    )


def _check_place(entries: Mapping[str, str], submission: Submission) -> None:
    cycle = submission.cycle
    if not {"schema", "submission", "bank", "year", "edition", "digest"} <= entries.keys():
        raise _damaged()
    if entries["schema"] != SCHEMA:
        raise WrongWorkbook(
            _(
                "This workbook was made by another version of Hive. Download a new one and copy "
                "your answers into it."
            )
        )
    if entries["bank"] != submission.bank.code:
        raise WrongWorkbook(
            _("This workbook belongs to another bank (%(bank)s). Choose the one of your bank.")
            % {"bank": entries["bank"][:40]}
        )
    if entries["year"] != str(cycle.year):
        raise WrongWorkbook(
            _(
                "This workbook belongs to the assessment %(year)s. Download the one of %(present)s "
                "and copy your answers into it."
            )
            % {"year": entries["year"][:4], "present": cycle.year}
        )
    if (entries["edition"], entries["digest"]) != (cycle.edition.code, cycle.edition.digest):
        raise WrongWorkbook(
            _(
                "This workbook was made with another edition of the questions (%(edition)s). "
                "Download a new one and copy your answers into it."
            )
            % {"edition": entries["edition"][:40]}
        )
    if entries["submission"] != str(submission.pk) or entries.get("language") not in LANGUAGES:
        raise _damaged()


def _damaged() -> WrongWorkbook:
    return WrongWorkbook(
        _(
            "The hidden part of this workbook is damaged, so it is not certain which answers it "
            "was made with. Download a new one and copy your answers into it."
        )
    )


def _seal(entries: Mapping[str, str]) -> str:
    return Signer(salt=SALT).signature(canonical_json(entries))
