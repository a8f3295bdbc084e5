"""Every verb about people writes an event; none can be added without one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import isfunction
from typing import Any

import pytest
from django.test import Client

from hive.audit.models import Event
from hive.banks import workflow
from hive.banks.models import Bank, Session, User
from hive.banks.roles import Role
from tests.factories import PASSWORD, make_bank, make_user, signed_in
from tests.hive.banks.test_invitations import mailed_token

pytestmark = pytest.mark.django_db


@dataclass
class Cast:
    """People for every act."""

    bank: Bank
    administrator: User
    coordinator: User
    colleague: User
    noted: int = 0


@pytest.fixture
def cast() -> Cast:
    bank = make_bank()
    return Cast(
        bank,
        make_user("admin@a.example", Role.ADMINISTRATOR),
        make_user("co@b1.example", Role.COORDINATOR, bank=bank),
        make_user("two@b1.example", Role.CONTRIBUTOR, bank=bank),
    )


def invitation(cast: Cast, email: str = "new@b1.example") -> Any:
    made = workflow.invite(
        email=email,
        name="New",
        role=Role.EXECUTIVE,
        bank=cast.bank,
        language="en",
        by=cast.coordinator,
    )
    cast.noted = Event.objects.count()
    return made


def accept_as_colleague(cast: Cast) -> None:
    token = mailed_token(invitation(cast, cast.colleague.email))
    workflow.accept_invitation_as(token, by=cast.colleague)


def token(cast: Cast) -> Any:
    made, _secret = workflow.make_token(
        cast.coordinator, bank=cast.bank, name="Program", days=30, by=cast.coordinator
    )
    cast.noted = Event.objects.count()
    return made


def use_recovery_code(cast: Cast) -> None:
    person = cast.administrator
    code, *_others = workflow.make_recovery_codes(person, by=person)
    cast.noted = Event.objects.count()
    workflow.use_recovery_code(person, code)


def session_of(user: User) -> Session:
    key = signed_in(Client(), user).session.session_key
    return Session.objects.get(pk=key)


def make_first_administrator(cast: Cast) -> None:
    cast.administrator.memberships.all().delete()
    workflow.make_first_administrator(email="first@a.example", name="First", language="en")


ACTS: dict[str, Callable[[Cast], Any]] = {
    "make_bank": lambda cast: workflow.make_bank(
        code="b9", name_zh="行", name_en="Bank", by=cast.administrator
    ),
    "change_bank": lambda cast: workflow.change_bank(cast.bank, name_en="X", by=cast.administrator),
    "invite": lambda cast: workflow.invite(
        email="new@b1.example",
        name="New",
        role=Role.EXECUTIVE,
        bank=cast.bank,
        language="en",
        by=cast.coordinator,
    ),
    "revoke_invitation": lambda cast: workflow.revoke_invitation(
        invitation(cast), by=cast.coordinator
    ),
    "accept_invitation": lambda cast: workflow.accept_invitation(
        mailed_token(invitation(cast)), name="New", password=PASSWORD
    ),
    "accept_invitation_as": accept_as_colleague,
    "grant_role": lambda cast: workflow.grant_role(
        cast.colleague, Role.EXECUTIVE, cast.bank, by=cast.coordinator
    ),
    "revoke_role": lambda cast: workflow.revoke_role(
        cast.colleague.memberships.get(), by=cast.coordinator
    ),
    "change_role": lambda cast: workflow.change_role(
        cast.colleague.memberships.get(), Role.EXECUTIVE, by=cast.coordinator
    ),
    "rename": lambda cast: workflow.rename(cast.colleague, name="X", by=cast.colleague),
    "choose_language": lambda cast: workflow.choose_language(
        cast.colleague, language="zh-hans", by=cast.colleague
    ),
    "choose_mail": lambda cast: workflow.choose_mail(
        cast.colleague,
        handovers=True,
        comments=False,
        digest=True,
        reminders=False,
        by=cast.colleague,
    ),
    "disable_user": lambda cast: workflow.disable_user(cast.colleague, by=cast.administrator),
    "enable_user": lambda cast: workflow.enable_user(cast.colleague, by=cast.administrator),
    "end_session": lambda cast: workflow.end_session(
        cast.colleague, session_of(cast.colleague), by=cast.colleague
    ),
    "end_other_sessions": lambda cast: workflow.end_other_sessions(
        cast.colleague, keep="", by=session_of(cast.colleague).user
    ),
    "end_sessions": lambda cast: workflow.end_sessions(cast.colleague, by=cast.colleague),
    "reset_second_factor": lambda cast: workflow.reset_second_factor(
        cast.colleague, by=cast.administrator
    ),
    "make_token": lambda cast: workflow.make_token(
        cast.coordinator, bank=cast.bank, name="Program", days=30, by=cast.coordinator
    ),
    "make_recovery_codes": lambda cast: workflow.make_recovery_codes(
        cast.administrator, by=cast.administrator
    ),
    "use_recovery_code": use_recovery_code,
    "revoke_token": lambda cast: workflow.revoke_token(token(cast), by=cast.coordinator),
    "record_use": lambda cast: workflow.record_use(token(cast), page="api:cycles", status=200),
    "make_first_administrator": make_first_administrator,
    "record_sign_in": lambda cast: workflow.record_sign_in(cast.colleague),
    "record_sign_out": lambda cast: workflow.record_sign_out(cast.colleague),
    "record_failed_sign_in": lambda cast: workflow.record_failed_sign_in("who@x.example"),
    "record_wrong_code": lambda cast: workflow.record_wrong_code(cast.colleague),
    "record_refusal": lambda cast: workflow.record_refusal(
        cast.colleague, page="banks:invite", method="POST"
    ),
    "record_paper_fault": lambda cast: workflow.record_paper_fault(
        cast.colleague, page="reports:scorecard", fault="too-long"
    ),
    "record_reset_request": lambda cast: workflow.record_reset_request(cast.colleague),
    "record_notice": lambda cast: workflow.record_notice(
        "account/email/password_changed", cast.colleague
    ),
}
NOTED: dict[str, list[str]] = {
    "accept_invitation": ["grant_role", "accept_invitation"],
    "accept_invitation_as": ["grant_role", "accept_invitation"],
    "change_role": ["revoke_role", "grant_role"],
    "record_sign_in": ["sign_in"],
    "record_sign_out": ["sign_out"],
    "record_failed_sign_in": ["sign_in"],
    "record_wrong_code": ["second_factor"],
    "record_refusal": ["access.refused"],
    "record_paper_fault": ["paper.not_made"],
    "record_reset_request": ["request_password_reset"],
    "record_notice": ["password_changed"],
    "record_use": ["use_token"],
}
# Reads that stand beside the verbs because they share their rules, and what the clock does.
READS = {
    "usable",
    "is_for",
    "looks_like_recovery_code",
    "usable_token",
    "sees_results",
    "verify_audit_log",
    "close_unused_accounts",
}


def test_every_verb_is_tried_here():
    verbs = {name for name in workflow.__all__ if isfunction(getattr(workflow, name))}

    assert verbs - READS == set(ACTS)


@pytest.mark.parametrize("name", ACTS)
def test_a_verb_leaves_its_events(cast, name):
    ACTS[name](cast)

    events = list(Event.objects.order_by("id"))[cast.noted :]
    assert [event.verb for event in events] == NOTED.get(name, [name])
    assert all(event.subject_type for event in events)


# Open to whoever holds the link or the machine, or about oneself.
OWN_BUSINESS = {
    "accept_invitation",
    "accept_invitation_as",
    "choose_language",
    "choose_mail",
    "end_other_sessions",
    "end_session",
    "end_sessions",
    "make_first_administrator",
    "make_recovery_codes",
    "rename",
    "revoke_invitation",
    "revoke_token",
    "use_recovery_code",
}


@pytest.mark.parametrize(
    "name", [name for name in ACTS if name not in OWN_BUSINESS and "record" not in name]
)
def test_a_refused_verb_leaves_a_denial_alone(cast, name):
    nobody = make_user("nobody@x.example")
    cast.administrator = cast.coordinator = nobody

    with pytest.raises(workflow.NotAllowed):
        ACTS[name](cast)

    (event,) = Event.objects.all()
    assert (event.verb, event.result, event.actor_label) == (name, "denied", nobody.email)
