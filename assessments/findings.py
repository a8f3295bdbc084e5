"""What the edition's checks find in a submission, with the bank's explanations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessments.models import FindingNote, Submission
from assessments.previous import Previous, previous_of
from hive.catalogue.queries import model_of
from hive.core import checks
from hive.core.answers import Answers
from hive.core.checks import Finding
from hive.core.model import Severity


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding with every note ever written on it; ``note`` is the one that holds now."""

    finding: Finding
    note: FindingNote | None = None
    notes: tuple[FindingNote, ...] = ()

    @property
    def severity(self) -> Severity:
        """What the finding does."""
        return self.finding.check.severity

    @property
    def needs_note(self) -> bool:
        """Whether the bank still has to say why the answers are right."""
        return self.severity is Severity.WARNING and self.note is None

    def as_json(self) -> dict[str, object]:
        """Return what a snapshot keeps of it."""
        return {
            "check": self.finding.check.code,
            "questions": list(self.finding.questions),
            "note": self.note.text if self.note else "",
        }


@dataclass(frozen=True)
class Remarks:
    """All remarks on the present answers, and what the bank signed the cycle before."""

    every: tuple[Remark, ...]
    previous: Previous | None = None

    def of(self, *severities: Severity) -> tuple[Remark, ...]:
        """The remarks of some severities."""
        return tuple(remark for remark in self.every if remark.severity in severities)

    @property
    def errors(self) -> tuple[Remark, ...]:
        """Contradictions that block the request."""
        return self.of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Remark, ...]:
        """Answers that may be right, but need a note."""
        return self.of(Severity.WARNING)

    @property
    def unexplained(self) -> tuple[Remark, ...]:
        """Warnings without a note that holds."""
        return tuple(remark for remark in self.every if remark.needs_note)

    def find(self, check: str, questions: Sequence[str]) -> Remark | None:
        """Return the remark of one check on some questions, if it stands."""
        for remark in self.every:
            if (remark.finding.check.code, remark.finding.questions) == (check, tuple(questions)):
                return remark
        return None


def remarks_of(submission: Submission, answers: Answers, versions: Mapping[str, int]) -> Remarks:
    """Check answers against the edition and last year, in two queries."""
    previous = previous_of(submission)
    before = previous.answers if previous else None
    found = checks.run(model_of(submission.cycle.edition), answers, before)
    notes = list(submission.notes.select_related("written_by"))
    return Remarks(tuple(_remark(finding, notes, versions) for finding in found), previous)


def found_in(submission: Submission, answers: Answers) -> Remarks:
    """Check answers that nobody has written a note on yet."""
    previous = previous_of(submission)
    before = previous.answers if previous else None
    found = checks.run(model_of(submission.cycle.edition), answers, before)
    return Remarks(tuple(Remark(finding) for finding in found), previous)


def _remark(finding: Finding, notes: Iterable[FindingNote], versions: Mapping[str, int]) -> Remark:
    own = tuple(
        note
        for note in notes
        if (note.check_code, tuple(note.questions)) == (finding.check.code, finding.questions)
    )
    present = {code: versions.get(code, 0) for code in finding.questions}
    holding = own[-1] if own and own[-1].versions == present else None
    return Remark(finding, holding, own)
