"""Check answers: what is missing, what contradicts, and who signs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import SectionStage, SubmissionState
from assessments.pages.dossier import Dossier
from assessments.pages.evidence import MissingEvidence, missing_evidence
from assessments.pages.next_step import Act, question_url, to_correct, to_explain, to_reply
from assessments.pages.progress import Group, Status, progress_of
from assessments.pages.queries import AskedAbout, queries_of
from assessments.pages.remarks import Remark, remarks_on
from assessments.pages.sealing import Seal, seal_of
from assessments.pages.summary import Card, cards
from assessments.pages.team import Team, team_of
from assessments.sections import is_sound, may_be_confirmed
from assessments.workflow import rules
from hive.core.completeness import progress, required
from hive.core.model import Dimension


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section on the way to its confirmation; ``is_ready`` when the person may confirm it."""

    code: str
    name: str
    owner: str
    status: Status
    url: str
    mark: str
    is_ready: bool


@dataclass(frozen=True)
class CheckPage:
    """Everything that stands between the answers and a signature."""

    dossier: Dossier
    team: Team

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The answers by dimension."""
        return cards(self.dossier)

    @cached_property
    def missing(self) -> int:
        """Questions that the request waits for."""
        return len(progress(required(self.dossier.model), self.dossier.answers).missing)

    @cached_property
    def errors(self) -> tuple[Remark, ...]:
        """Contradictions that block the request."""
        return remarks_on(self.dossier, self.dossier.remarks.errors)

    @cached_property
    def warnings(self) -> tuple[Remark, ...]:
        """What should be looked at again, with the notes on it."""
        return remarks_on(self.dossier, self.dossier.remarks.warnings)

    @property
    def sentence(self) -> str:
        """How things stand, in one sentence."""
        if self.is_awaiting:
            names = self.signers or _("nobody yet")
            return _("The signature is requested. It can be given by: %(names)s.") % {
                "names": names
            }
        if self.missing:
            return ngettext(
                "%(n)s question is still to be answered.",
                "%(n)s questions are still to be answered.",
                self.missing,
            ) % {"n": self.missing}
        if self.errors:
            return _("Every question is answered, but some answers contradict each other.")
        if self.unexplained:
            return to_explain(self.unexplained)
        if self.unanswered:
            return to_reply(self.unanswered)
        if self.unconfirmed:
            return ngettext(
                "Every question is answered; %(n)s section is still to be confirmed.",
                "Every question is answered; %(n)s sections are still to be confirmed.",
                self.unconfirmed,
            ) % {"n": self.unconfirmed}
        return _("Every question is answered and every section is complete.")

    @property
    def unexplained(self) -> int:
        """Remarks that still need a note."""
        return len(self.dossier.remarks.unexplained)

    @property
    def unanswered(self) -> int:
        """Queries of the alliance that got neither a change nor a reply."""
        return len(self.dossier.open_queries)

    @property
    def error_title(self) -> str:
        """The heading over contradictions."""
        return _("Contradictions that must be corrected")

    @property
    def warning_title(self) -> str:
        """The heading over remarks."""
        return _("Answers that may not fit together")

    @property
    def evidence(self) -> MissingEvidence:
        """Which answers still need evidence; it does not block."""
        return missing_evidence(self.dossier)

    @property
    def to_correct(self) -> tuple[Act, ...]:
        """The questions that the alliance's letter is still about."""
        return to_correct(self.dossier)

    @property
    def queries(self) -> tuple[AskedAbout, ...]:
        """What the letter asks, with what became of it."""
        return queries_of(self.dossier)

    @property
    def next_act(self) -> Act | None:
        """What the coordinator does next before the request can be made."""
        if not (self._may("request") and self.dossier.is_editable):
            return None
        missing = progress(required(self.dossier.model), self.dossier.answers).missing
        if missing:
            question = self.dossier.model.questions[missing[0]]
            return Act(_("Answer the next question"), question_url(self.dossier, question))
        if self.errors:
            return Act(_("Correct the first contradiction"), self.errors[0].questions[0].url)
        unexplained = [remark for remark in self.warnings if remark.needs_note]
        if unexplained:
            return Act(_("Explain the next remark"), unexplained[0].explain_url)
        open_queries = [query for query in self.queries if query.is_open]
        if open_queries:
            return Act(_("Reply to the next query"), open_queries[0].reply_url)
        return None

    @property
    def may_request(self) -> bool:
        """Whether the person may ask for the signature now."""
        return self._may("request") and self.dossier.is_editable and self.is_sound

    @property
    def is_sound(self) -> bool:
        """Whether nothing is missing or contradicts, and all is explained and confirmed."""
        waiting = self.missing or self.unexplained or self.unanswered or self.unconfirmed
        return not waiting and not self.errors

    @cached_property
    def sections(self) -> tuple[SectionRow, ...]:
        """The sections while they are on their way; none once all are confirmed."""
        if not self.dossier.is_editable or not self.unconfirmed:
            return ()
        groups = {group.code: group for group in progress_of(self.dossier).groups}
        return tuple(self._section(d, groups[d.code]) for d in self.dossier.model.dimensions)

    @property
    def ready(self) -> tuple[SectionRow, ...]:
        """The sections that the person may confirm now."""
        return tuple(row for row in self.sections if row.is_ready)

    @property
    def unconfirmed(self) -> int:
        """Sections whose confirmation the request waits for."""
        stages = [self.dossier.stage(d) for d in self.dossier.model.dimensions]
        return sum(stage is not SectionStage.CONFIRMED for stage in stages)

    @property
    def confirm_label(self) -> str:
        """What the button that confirms them says."""
        return ngettext(
            "Confirm %(n)s section", "Confirm %(n)s sections", len(self.ready)
        ) % {"n": len(self.ready)}  # fmt: skip

    @cached_property
    def seal(self) -> Seal | None:
        """The sealed page that the signature waits for, where the cycle asks for one."""
        return seal_of(self.dossier)

    @property
    def may_recall(self) -> bool:
        """Whether the person may take the request back."""
        return self._may("recall")

    @property
    def may_sign(self) -> bool:
        """Whether the person is asked to sign."""
        submission = self.dossier.submission
        return self._may("sign") and submission.requested_by != self.dossier.user

    @property
    def may_withdraw(self) -> bool:
        """Whether the person may leave the cycle."""
        return self._may("withdraw")

    @property
    def is_awaiting(self) -> bool:
        """Whether the signature is requested."""
        return self.dossier.state == SubmissionState.AWAITING_SIGNOFF

    @property
    def signers(self) -> str:
        """Who can sign what this person, or whoever requested, asks for."""
        requester = self.dossier.submission.requested_by if self.is_awaiting else self.dossier.user
        return self.team.signers(requester)

    def _section(self, dimension: Dimension, group: Group) -> SectionRow:
        section = self.dossier.sections.get(dimension.code)
        is_confirmed = self.dossier.stage(dimension) is SectionStage.CONFIRMED
        is_ready = (
            self.dossier.is_coordinator
            and not is_confirmed
            and may_be_confirmed(section, self.dossier.user)
            and is_sound(self.dossier.model, dimension, self.dossier.answers)
        )
        return SectionRow(
            code=group.code,
            name=group.name,
            owner=group.owner,
            status=group.status,
            url=group.url,
            mark=section.mark if section else "",
            is_ready=is_ready,
        )

    def _may(self, verb: str) -> bool:
        return rules.may(verb, self.dossier.submission, self.dossier.user)


def check_page(dossier: Dossier) -> CheckPage:
    """Gather the page."""
    return CheckPage(dossier, team_of(dossier.submission.bank))
