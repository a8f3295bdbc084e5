"""Check answers: what is missing, what contradicts, and who signs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import SubmissionState
from assessments.pages.dossier import Dossier
from assessments.pages.next_step import Act, question_url, to_correct, to_explain, to_reply
from assessments.pages.queries import AskedAbout, queries_of
from assessments.pages.remarks import Remark, remarks_on
from assessments.pages.summary import Card, cards
from assessments.pages.team import Team, team_of
from assessments.workflow import rules
from hive.core.completeness import progress, required


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
        return _("Every question is answered.")

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
        """Whether nothing is missing, nothing contradicts, every remark and query is answered."""
        return not self.missing and not self.errors and not self.unexplained and not self.unanswered

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

    def _may(self, verb: str) -> bool:
        return rules.may(verb, self.dossier.submission, self.dossier.user)


def check_page(dossier: Dossier) -> CheckPage:
    """Gather the page."""
    return CheckPage(dossier, team_of(dossier.submission.bank))
