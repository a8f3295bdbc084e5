"""Every address of the site with what each identity may expect there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from hive.banks.roles import ALLIANCE_ROLES, BANK_ROLES, REVIEWERS, Role

ANONYMOUS = "anonymous"
IDENTITIES = (*Role, ANONYMOUS)

Everybody = frozenset(IDENTITIES)
SIGNED_IN = frozenset(Role)
FILLERS = frozenset({Role.COORDINATOR, Role.CONTRIBUTOR})
READERS = FILLERS | {Role.APPROVER}
CHECKERS = frozenset({Role.COORDINATOR, Role.APPROVER})
RESULTS = frozenset({Role.COORDINATOR, Role.APPROVER, Role.EXECUTIVE})
AT_BANK = frozenset(BANK_ROLES)
AT_ALLIANCE = frozenset(ALLIANCE_ROLES)
COORDINATOR = frozenset({Role.COORDINATOR})
APPROVER = frozenset({Role.APPROVER})
REVIEW = frozenset(REVIEWERS)
LEAD = frozenset({Role.LEAD_ANALYST})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
AUDITOR = frozenset({Role.AUDITOR})
NOBODY: frozenset[str] = frozenset()

# Who may see or use each address at their own bank. Everybody else is refused, and so is every
# bank role at another bank, wherever an address names something of a bank.
OPEN_TO: Mapping[str, frozenset[str]] = {
    "assessments:dashboard": SIGNED_IN,
    "assessments:questionnaire": READERS,
    "assessments:checking": CHECKERS,
    "assessments:tasks": READERS,
    "assessments:section": READERS,
    "assessments:profile": CHECKERS,
    "assessments:unscored": CHECKERS,
    "assessments:answer": FILLERS,
    "assessments:history": READERS,
    "assessments:assignments": COORDINATOR,
    "assessments:evidence": READERS,
    "assessments:evidence_add": FILLERS,
    "assessments:evidence_earlier": FILLERS,
    "assessments:evidence_change": FILLERS,
    "assessments:evidence_remove": FILLERS,
    "assessments:evidence_file": READERS | REVIEW,
    "assessments:evidence_preview": READERS | REVIEW,
    "assessments:workbook": FILLERS,
    "assessments:workbook_file": FILLERS,
    "assessments:workbook_preview": FILLERS,
    "assessments:check": CHECKERS,
    "assessments:comments": READERS,
    "assessments:resolve_comments": READERS,
    "assessments:confirm": COORDINATOR,
    "assessments:request": COORDINATOR,
    "assessments:signers": COORDINATOR,
    "assessments:name_signer": COORDINATOR,
    "assessments:invite_signer": COORDINATOR,
    "assessments:end_signer": COORDINATOR,
    "assessments:recall": COORDINATOR,
    "assessments:sign": APPROVER,
    "assessments:send_back": APPROVER,
    "assessments:sealed_page": CHECKERS,
    "assessments:sealed_page_file": RESULTS | REVIEW,
    "assessments:sealed_page_preview": RESULTS | REVIEW,
    "assessments:withdraw": APPROVER,
    "assessments:receipt": RESULTS,
    "assessments:explain": FILLERS,
    "assessments:reply": FILLERS,
    "assessments:print_questions": READERS,
    "assessments:print_answers": READERS,
    "reports:current": RESULTS,
    "reports:results": RESULTS | REVIEW,
    "reports:summary": RESULTS | REVIEW,
    "reports:scorecard": RESULTS | REVIEW,
    "reports:one_page": RESULTS | REVIEW,
    "reports:workbook": RESULTS | REVIEW,
    # No session opens the API; tests/reports/test_api.py asks it with keys.
    "api:openapi": Everybody,
    "api:cycles": NOBODY,
    "api:result": NOBODY,
    "api:unknown": NOBODY,
    "reports:what_if": RESULTS,
    "reports:coverage": RESULTS | REVIEW,
    "reports:coverage_workbook": RESULTS | REVIEW,
    "reports:plan": RESULTS | REVIEW,
    "reports:plan_change": CHECKERS,
    "reports:plan_remove": CHECKERS,
    "banks:people": AT_BANK,
    "banks:invite": COORDINATOR,
    "banks:grant": COORDINATOR,
    "banks:member": COORDINATOR,
    "banks:end_role": COORDINATOR,
    "banks:revoke_invitation": COORDINATOR,
    "banks:choose_bank": AT_BANK,
    "banks:account": SIGNED_IN,
    "banks:session": Everybody,
    "banks:stay": SIGNED_IN,
    "banks:choose_mail": SIGNED_IN,
    "banks:end_other_sessions": SIGNED_IN,
    "banks:end_session": SIGNED_IN,
    "banks:make_token": RESULTS,
    "banks:revoke_token": RESULTS,
    "banks:invitation": Everybody,
    "banks:audit": AUDITOR,
    "banks:audit_export": AUDITOR,
    "banks:help": Everybody,
    "banks:privacy": Everybody,
    "banks:cookies": Everybody,
    "banks:accessibility": Everybody,
    "banks:contact": Everybody,
    "public:verify": Everybody,
    "account_login": Everybody,
    "account_logout": Everybody,
    "account_inactive": Everybody,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_reset_password": Everybody,
    "account_reset_password_done": Everybody,
    "account_reset_password_from_key": Everybody,
    "account_reset_password_from_key_done": Everybody,
    "mfa_index": Everybody,
    "mfa_authenticate": Everybody,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_recovery_codes": SIGNED_IN,
    "account_signup": NOBODY,
    "account_email": Everybody,
    "account_set_password": NOBODY,
    "set_language": Everybody,
    "healthz": Everybody,
    "readyz": Everybody,
    "admin:index": AT_ALLIANCE,
    "admin:login": Everybody,
    "admin:logout": Everybody,
    "admin:password_change": AT_ALLIANCE,
    "admin:password_change_done": AT_ALLIANCE,
    "admin:autocomplete": AT_ALLIANCE,
    "admin:jsi18n": AT_ALLIANCE,
    "admin:view_on_site": AT_ALLIANCE,
    "admin:app_list": AT_ALLIANCE,
}

# Who may look at each model in the admin; every page of the model opens for them or for fewer.
ADMIN_OPEN_TO: Mapping[str, frozenset[str]] = {
    "assessments_cycle": REVIEW,
    "assessments_submission": REVIEW,
    "banks_bank": ADMINISTRATOR,
    "banks_invitation": ADMINISTRATOR,
    "banks_membership": ADMINISTRATOR,
    "banks_user": ADMINISTRATOR,
    "catalogue_edition": REVIEW,
    "catalogue_choice": REVIEW,
    "catalogue_dimension": REVIEW,
    "catalogue_indicator": REVIEW,
    "catalogue_instrument": REVIEW,
    "catalogue_question": REVIEW,
    "post_outboxmail": ADMINISTRATOR,
    "reports_publication": REVIEW,
}


def open_to(name: str) -> frozenset[str] | None:
    """Return who may use an address; None when nobody has declared it."""
    if name in OPEN_TO:
        return OPEN_TO[name]
    model = name.removeprefix("admin:").rpartition("_")[0]
    return ADMIN_OPEN_TO.get(model)


@dataclass(frozen=True)
class Route:
    """One address: its full name and the parameters it takes."""

    name: str
    parameters: tuple[str, ...]


def every_route() -> list[Route]:
    """Walk the whole URLconf, the admin's catch-all redirects left out."""
    return list(dict.fromkeys(_walk(get_resolver().url_patterns, "")))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern.url_patterns, space)
        elif pattern.name:
            names = pattern.pattern.converters or pattern.pattern.regex.groupindex
            yield Route(f"{prefix}{pattern.name}", tuple(names))
        elif prefix != "admin:":
            raise AssertionError(f"an address without a name: {pattern}")
