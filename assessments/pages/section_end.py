"""What the person may say of a section as a whole: finished, confirmed, sent back."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.enums import SectionStage
from assessments.models import Assignment
from assessments.moments import day
from assessments.pages.dossier import Dossier
from hive.core.model import Dimension

OPEN, CLOSED, CONFIRMED, BACK = "open", "closed", "confirmed", "back"


@dataclass(frozen=True)
class SectionEnd:
    """The question at the end of a section, and what holds for the section now."""

    dossier: Dossier
    dimension: Dimension

    @property
    def section(self) -> Assignment | None:
        """The section as it is assigned."""
        return self.dossier.sections.get(self.dimension.code)

    @property
    def stage(self) -> SectionStage:
        """How far the section is."""
        return self.dossier.stage(self.dimension)

    @property
    def is_own(self) -> bool:
        """Whether the person fills the section in."""
        return self.section is not None and self.section.member_id == self.dossier.user.pk

    @property
    def is_for_coordinator(self) -> bool:
        """Whether a coordinator finishes and confirms in one act: an own section, or nobody's."""
        return self.dossier.is_coordinator and (self.is_own or self.section is None)

    @property
    def due(self) -> str:
        """When the section is due."""
        if self.section is None or self.section.due_on is None:
            return ""
        return _("This section is due on %(day)s.") % {"day": day(self.section.due_on)}

    @property
    def remark(self) -> str:
        """What the coordinator wrote when sending the section back."""
        return "" if self.section is None else self.section.remark

    @property
    def question(self) -> str:
        """What is asked; "" while there is nothing to ask."""
        if self.is_own or self.is_for_coordinator:
            return _("Have you finished this section?")
        if self.stage is SectionStage.OPEN:
            return ""
        return _("Is this section right as it stands?")

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The answers to choose from."""
        later = (OPEN, _("No, I will come back to it later"))
        if self.is_for_coordinator:
            return (
                (CONFIRMED, _("Yes: I have checked the answers, the section is complete")),
                later,
            )
        if self.is_own:
            return ((CLOSED, _("Yes, I have finished this section")), later)
        return (
            (CONFIRMED, _("Yes, I confirm it: the section is complete")),
            (BACK, _("No, I send it back to %(name)s") % {"name": self._owner}),
        )

    @property
    def chosen(self) -> str:
        """What was said last and still holds."""
        match self.stage:
            case SectionStage.CONFIRMED:
                return CLOSED if self.is_own and not self.is_for_coordinator else CONFIRMED
            case SectionStage.CLOSED if self.is_own and not self.is_for_coordinator:
                return CLOSED
            case _:
                return ""

    @property
    def hint(self) -> str:
        """What follows from the answer, and who gets mail."""
        if self.is_for_coordinator:
            return _("The request for signature waits until every section is complete.")
        if self.is_own:
            return _("The coordinator gets an e-mail, checks the answers and confirms them.")
        return _("%(name)s gets an e-mail; nobody else does.") % {"name": self._owner}

    @property
    def notice(self) -> str:
        """How the section stands and what a change would do; said before it happens."""
        match self.stage:
            case SectionStage.CONFIRMED if self.is_own:
                return _(
                    "This section is complete. If you change an answer, it opens again and has to "
                    "be confirmed again."
                )
            case SectionStage.CONFIRMED:
                return _(
                    "This section is confirmed as it stands. If you change an answer, it has to "
                    "be confirmed again."
                )
            case SectionStage.CLOSED if self.is_own:
                return _(
                    "You have finished this section. If you change an answer, it opens again and "
                    "you say once more that it is finished."
                )
            case SectionStage.CLOSED:
                return _(
                    "%(name)s has finished this section: check the answers, then confirm it or "
                    "send it back at the end of the page."
                ) % {"name": self._owner}
            case _ if self.section is not None and not self.is_own:
                return _("%(name)s fills in this section and has not finished it yet.") % {
                    "name": self._owner
                }
            case _:
                return ""

    @property
    def _owner(self) -> str:
        return str(self.section.member) if self.section else ""
