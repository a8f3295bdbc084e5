"""The kinds of acts in words, by what they are about. A test holds the list to the code."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Acts = Mapping[str, Promise]

SIGNING_IN: Acts = {
    "sign_in": _("Sign-in"),
    "sign_out": _("Sign-out"),
    "second_factor": _("Second factor shown"),
    "request_password_reset": _("Link for a new password asked for"),
    "password_changed": _("Password changed"),
    "password_reset": _("New password set by link"),
    "second_factor_set_up": _("Authenticator set up"),
    "second_factor_removed": _("Authenticator removed"),
    "make_recovery_codes": _("Recovery codes made"),
    "use_recovery_code": _("Recovery code used"),
    "reset_second_factor": _("Lost second factor forgotten"),
    "end_session": _("One session ended"),
    "end_other_sessions": _("Other sessions ended"),
    "end_sessions": _("Signed out everywhere"),
    "access.refused": _("Page refused"),
    "paper.not_made": _("PDF not made"),
    "make_token": _("API key made"),
    "revoke_token": _("API key revoked"),
    "use_token": _("API key used"),
}
PEOPLE: Acts = {
    "make_bank": _("Bank entered"),
    "change_bank": _("Bank changed"),
    "invite": _("Invitation sent"),
    "revoke_invitation": _("Invitation withdrawn"),
    "accept_invitation": _("Invitation accepted"),
    "accept_invitation_as": _("Invitation accepted with an existing account"),
    "grant_role": _("Role given"),
    "change_role": _("Role changed"),
    "revoke_role": _("Role ended"),
    "rename": _("Name changed"),
    "choose_language": _("Language chosen"),
    "choose_mail": _("Mail chosen"),
    "disable_user": _("Account closed"),
    "warn_of_closing": _("Warned that the account is not used"),
    "close_unused_account": _("Unused account closed"),
    "enable_user": _("Account opened again"),
    "make_first_administrator": _("First administrator made"),
    "make_demo_person": _("Invented person made"),
}
CYCLES: Acts = {
    "edition.loaded": _("Edition loaded"),
    "edition.locked": _("Edition locked"),
    "edition.reworded": _("Edition reworded"),
    "cycle.made": _("Cycle made"),
    "cycle.opened": _("Cycle opened"),
    "cycle.closed": _("Cycle closed"),
    "cycle.extended": _("Cycle extended"),
    "cycle.published": _("Cycle published"),
    "move_demo_cycle": _("Invented cycle moved on"),
}
FILLING_IN: Acts = {
    "submission.filed": _("Past year filed"),
    "section.assigned": _("Section handed out"),
    "section.due": _("Due date of a section set"),
    "section.closed": _("Section finished"),
    "section.confirmed": _("Section confirmed"),
    "section.unconfirmed": _("Confirmation of a section taken back"),
    "section.sent_back": _("Section sent back"),
    "section.reopened": _("Section opened again"),
    "workbook.uploaded": _("Workbook uploaded"),
    "workbook.entered": _("Workbook entered"),
    "workbook.entered_for_bank": _("The bank’s workbook entered"),
    "workbook.discarded": _("Workbook discarded"),
    "evidence.added": _("Evidence added"),
    "evidence.described": _("Evidence described anew"),
    "evidence.removed": _("Evidence removed"),
    "evidence.purged": _("Removed evidence deleted"),
    "evidence.downloaded": _("Evidence downloaded"),
    "comment.written": _("Comment written"),
    "comment.resolved": _("Comments resolved"),
    "answers.printed": _("Answers printed"),
}
SIGNING: Acts = {
    "submission.explained": _("Remark explained"),
    "submission.requested": _("Signature requested"),
    "submission.recalled": _("Request for signature taken back"),
    "submission.sent_back": _("Sent back by the approver"),
    "submission.signed": _("Signed and submitted"),
    "submission.sealed_page_attached": _("Sealed page attached"),
    "sealed_page.downloaded": _("Sealed page downloaded"),
    "submission.withdrawn": _("Withdrawn"),
    "submission.restored": _("Taken back into the cycle"),
    "submission.extended": _("More time given"),
}
REVIEWING: Acts = {
    "submission.review_started": _("Taken into review"),
    "submission.queried": _("Query marked"),
    "submission.replied": _("Reply to a query"),
    "submission.returned": _("Returned to the bank"),
    "submission.recommended": _("Acceptance recommended"),
    "submission.accepted": _("Accepted"),
    "submission.reopened": _("Opened again"),
    "submission.published": _("Published"),
}
RESULTS: Acts = {
    "publication.prepared": _("Publication prepared"),
    "publication.released": _("Publication released"),
    "scorecards.ordered": _("Scorecards put in line"),
    "scorecard.prepared": _("Scorecard prepared"),
    "scorecards.downloaded": _("All scorecards downloaded"),
    "scorecard.downloaded": _("Scorecard downloaded"),
    "summary.downloaded": _("First page downloaded"),
    "results.downloaded": _("Results downloaded as a workbook"),
    "coverage.downloaded": _("Coverage of the regulation downloaded"),
    "plan.saved": _("Steps taken into the plan"),
    "plan.changed": _("Step of the plan changed"),
    "plan.removed": _("Step of the plan removed"),
}
THE_LOG: Acts = {
    "audit.viewed": _("Audit log looked at"),
    "audit.downloaded": _("Audit log exported by a person"),
    "audit.exported": _("Audit log exported for the night"),
    "audit.verified": _("Audit log verified"),
    "audit.purged": _("Old events purged"),
}

GROUPS: Mapping[Promise, Acts] = {
    _("Sign-in and credentials"): SIGNING_IN,
    _("Banks and people"): PEOPLE,
    _("Editions and cycles"): CYCLES,
    _("Filling in"): FILLING_IN,
    _("Signing"): SIGNING,
    _("Review"): REVIEWING,
    _("Publication and results"): RESULTS,
    _("The audit log itself"): THE_LOG,
}
WORDS: Acts = {verb: words for acts in GROUPS.values() for verb, words in acts.items()}


def in_words(verb: str) -> Promise | str:
    """An act as people call it; its name where an older version recorded it."""
    return WORDS.get(verb, verb)
