"""Every change to banks, people, roles and invitations, and what is noted of signing in."""

from hive.banks.workflow.audit_alarm import verify_audit_log
from hive.banks.workflow.banks import change_bank, make_bank
from hive.banks.workflow.errors import (
    InvitationUnusable,
    LastOne,
    NotAccepted,
    NotAllowed,
    OtherPower,
    OtherSide,
    Taken,
    TokenUnusable,
    WorkflowError,
)
from hive.banks.workflow.invitations import (
    accept_invitation,
    accept_invitation_as,
    invite,
    is_for,
    revoke_invitation,
    usable,
)
from hive.banks.workflow.people import (
    choose_language,
    choose_mail,
    disable_user,
    enable_user,
    end_sessions,
    make_first_administrator,
    rename,
    reset_second_factor,
)
from hive.banks.workflow.recovery import (
    looks_like_recovery_code,
    make_recovery_codes,
    use_recovery_code,
)
from hive.banks.workflow.roles import change_role, grant_role, revoke_role
from hive.banks.workflow.sessions import end_other_sessions, end_session
from hive.banks.workflow.signing_in import (
    record_failed_sign_in,
    record_notice,
    record_paper_fault,
    record_refusal,
    record_reset_request,
    record_sign_in,
    record_sign_out,
    record_wrong_code,
)
from hive.banks.workflow.tokens import (
    make_token,
    record_use,
    revoke_token,
    sees_results,
    usable_token,
)
from hive.banks.workflow.unused import close_unused_accounts

__all__ = [
    "InvitationUnusable",
    "LastOne",
    "NotAccepted",
    "NotAllowed",
    "OtherPower",
    "OtherSide",
    "Taken",
    "TokenUnusable",
    "WorkflowError",
    "accept_invitation",
    "accept_invitation_as",
    "change_bank",
    "change_role",
    "choose_language",
    "choose_mail",
    "close_unused_accounts",
    "disable_user",
    "enable_user",
    "end_other_sessions",
    "end_session",
    "end_sessions",
    "grant_role",
    "invite",
    "is_for",
    "looks_like_recovery_code",
    "make_bank",
    "make_first_administrator",
    "make_recovery_codes",
    "make_token",
    "record_failed_sign_in",
    "record_notice",
    "record_paper_fault",
    "record_refusal",
    "record_reset_request",
    "record_sign_in",
    "record_sign_out",
    "record_use",
    "record_wrong_code",
    "rename",
    "reset_second_factor",
    "revoke_invitation",
    "revoke_role",
    "revoke_token",
    "sees_results",
    "usable",
    "usable_token",
    "use_recovery_code",
    "verify_audit_log",
]
