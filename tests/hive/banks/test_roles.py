"""Giving, taking and replacing roles; closing and opening accounts."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from hive.audit.models import Event, Result
from hive.banks import workflow
from hive.banks.models import Membership, User
from hive.banks.roles import Role
from hive.banks.workflow import LastOne, NotAccepted, NotAllowed, OtherSide, Taken
from tests.factories import make_bank, make_user
from tests.hive.banks.test_invitations import mailed_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank():
    return make_bank()


@pytest.fixture
def coordinator(bank):
    return make_user("co@b1.example", Role.COORDINATOR, bank=bank)


@pytest.fixture
def administrator():
    return make_user("admin@a.example", Role.ADMINISTRATOR)


def again(user: User) -> User:
    """The person as the next request reads them."""
    return User.objects.get(pk=user.pk)


def test_a_coordinator_gives_a_colleague_one_more_role(bank, coordinator):
    colleague = make_user("two@b1.example", Role.CONTRIBUTOR, bank=bank)

    workflow.grant_role(colleague, Role.APPROVER, bank, by=coordinator)

    assert again(colleague).roles == {Role.CONTRIBUTOR, Role.APPROVER}


def test_a_coordinator_gives_no_role_at_another_bank(coordinator):
    other = make_bank("b2")
    stranger = make_user("two@b2.example", Role.CONTRIBUTOR, bank=other)

    with pytest.raises(NotAllowed):
        workflow.grant_role(stranger, Role.APPROVER, other, by=coordinator)

    assert again(stranger).roles == {Role.CONTRIBUTOR}


def test_a_coordinator_gives_no_role_at_the_alliance(bank, coordinator):
    colleague = make_user("two@b1.example", Role.CONTRIBUTOR, bank=bank)

    with pytest.raises(NotAllowed):
        workflow.grant_role(colleague, Role.ANALYST, by=coordinator)


def test_a_person_from_elsewhere_is_invited_instead(bank, coordinator):
    stranger = make_user("two@b2.example", Role.CONTRIBUTOR, bank=make_bank("b2"))

    with pytest.raises(NotAllowed, match="Invite the person"):
        workflow.grant_role(stranger, Role.APPROVER, bank, by=coordinator)


@pytest.mark.parametrize("role", [Role.APPROVER, Role.EXECUTIVE])
def test_nobody_gives_a_role_to_themselves(bank, coordinator, role):
    with pytest.raises(NotAllowed):
        workflow.grant_role(coordinator, role, bank, by=coordinator)

    assert again(coordinator).roles == {Role.COORDINATOR}


def test_an_administrator_gives_themselves_nothing(administrator):
    with pytest.raises(NotAllowed):
        workflow.grant_role(administrator, Role.LEAD_ANALYST, by=administrator)


@pytest.mark.parametrize(
    "role", [Role.CONTRIBUTOR, Role.APPROVER, Role.EXECUTIVE, Role.ANALYST, Role.AUDITOR]
)
def test_other_roles_give_none(bank, coordinator, role):
    giver = make_user("giver@x.example", role, bank=bank)
    colleague = make_user("two@b1.example", Role.CONTRIBUTOR, bank=bank)

    with pytest.raises(NotAllowed):
        workflow.grant_role(colleague, Role.EXECUTIVE, bank, by=giver)


def test_both_sides_are_refused():
    analyst = make_user("one@a.example", Role.ANALYST)
    bank = make_bank()
    coordinator = make_user("co@b1.example", Role.COORDINATOR, bank=bank)
    invitation = workflow.invite(
        email=analyst.email,
        name="One",
        role=Role.EXECUTIVE,
        bank=bank,
        language="en",
        by=coordinator,
    )

    with pytest.raises(OtherSide):
        workflow.accept_invitation_as(mailed_token(invitation), by=analyst)

    assert again(analyst).roles == {Role.ANALYST}


def test_a_role_is_not_given_twice(bank, coordinator):
    colleague = make_user("two@b1.example", Role.EXECUTIVE, bank=bank)

    with pytest.raises(Taken):
        workflow.grant_role(colleague, Role.EXECUTIVE, bank, by=coordinator)


def test_a_coordinator_replaces_a_wrong_approver(bank, coordinator):
    wrong = make_user("two@b1.example", Role.APPROVER, bank=bank)

    workflow.change_role(wrong.memberships.get(), Role.CONTRIBUTOR, by=coordinator)

    assert again(wrong).roles == {Role.CONTRIBUTOR}


def test_an_ended_role_counts_no_more(bank, coordinator):
    colleague = make_user("two@b1.example", Role.APPROVER, bank=bank)

    workflow.revoke_role(colleague.memberships.get(), by=coordinator)

    assert again(colleague).roles == set()


def test_a_role_ends_once(bank, coordinator):
    colleague = make_user("two@b1.example", Role.APPROVER, bank=bank)
    membership = colleague.memberships.get()
    workflow.revoke_role(membership, by=coordinator)

    with pytest.raises(Taken):
        workflow.revoke_role(membership, by=coordinator)


def test_a_coordinator_does_not_end_the_own_role(bank, coordinator):
    make_user("two@b1.example", Role.COORDINATOR, bank=bank)

    with pytest.raises(NotAllowed):
        workflow.revoke_role(coordinator.memberships.get(), by=coordinator)


@pytest.mark.parametrize("verb", [workflow.revoke_role, workflow.change_role])
def test_the_last_coordinator_stays(bank, coordinator, verb):
    second = make_user("two@b1.example", Role.COORDINATOR, bank=bank)
    membership = coordinator.memberships.get()
    coordinator_now = again(second)
    second_role = second.memberships.get()
    Membership.objects.filter(pk=second_role.pk).update(is_active=False)
    given = (membership,) if verb is workflow.revoke_role else (membership, Role.EXECUTIVE)
    # Still cached as a coordinator, as in a request that began before the role ended.
    coordinator_now.current_memberships = [second_role]

    with pytest.raises(LastOne):
        verb(*given, by=coordinator_now)

    assert again(coordinator).roles == {Role.COORDINATOR}


def test_the_last_administrator_is_not_disabled(administrator):
    other = make_user("two@a.example", Role.ADMINISTRATOR)
    workflow.disable_user(other, by=administrator)
    other.is_active = True

    with pytest.raises(LastOne):
        workflow.disable_user(administrator, by=other)


def test_disabling_ends_sessions_and_enabling_does_not_revive_them(administrator):
    user = make_user("one@a.example", Role.ANALYST)
    before = again(user).get_session_auth_hash()

    workflow.disable_user(user, by=administrator)
    closed = again(user)
    workflow.enable_user(user, by=administrator)

    assert closed.is_active is False
    assert closed.roles == set()
    assert again(user).is_active is True
    assert again(user).get_session_auth_hash() != before


@pytest.mark.parametrize("verb", ["grant", "revoke"])
def test_a_change_of_roles_ends_sessions(bank, coordinator, verb):
    user = make_user("two@b1.example", Role.CONTRIBUTOR, bank=bank)
    before = again(user).get_session_auth_hash()

    if verb == "grant":
        workflow.grant_role(user, Role.EXECUTIVE, bank, by=coordinator)
    else:
        workflow.revoke_role(user.memberships.get(), by=coordinator)

    assert again(user).get_session_auth_hash() != before


@pytest.mark.parametrize(
    "verb", [workflow.disable_user, workflow.enable_user, workflow.reset_second_factor]
)
def test_accounts_are_the_administrators_business(bank, coordinator, verb):
    user = make_user("two@b1.example", Role.APPROVER, bank=bank)

    with pytest.raises(NotAllowed):
        verb(user, by=coordinator)


def test_a_lost_second_factor_is_forgotten(administrator):
    user = make_user("one@a.example", Role.ANALYST)

    workflow.reset_second_factor(user, by=administrator)

    assert not Authenticator.objects.filter(user=user).exists()


def test_people_write_their_own_name(coordinator):
    workflow.rename(coordinator, name="  New   Name ", by=coordinator)

    assert again(coordinator).name == "New Name"


def test_an_empty_name_is_refused(coordinator):
    with pytest.raises(NotAccepted):
        workflow.rename(coordinator, name="  ", by=coordinator)


def test_people_do_not_rename_others(bank, coordinator):
    other = make_user("two@b1.example", Role.APPROVER, bank=bank)

    with pytest.raises(NotAllowed):
        workflow.rename(other, name="X", by=coordinator)


def test_an_unknown_language_is_refused(coordinator):
    with pytest.raises(NotAccepted):
        workflow.choose_language(coordinator, language="xx", by=coordinator)


def test_only_administrators_make_banks(coordinator, administrator):
    with pytest.raises(NotAllowed):
        workflow.make_bank(code="b9", name_zh="银行", name_en="Bank", by=coordinator)

    bank = workflow.make_bank(code="b9", name_zh="银行", name_en="Bank", by=administrator)

    assert (bank.code, bank.is_active) == ("b9", True)


def test_a_bank_that_breaks_a_rule_is_refused_with_words(bank, administrator):
    with pytest.raises(NotAccepted, match="already exists"):
        workflow.make_bank(code=bank.code, name_zh="银行", name_en="Bank", by=administrator)
    with pytest.raises(NotAccepted, match="cannot control itself"):
        workflow.change_bank(bank, parent=bank, by=administrator)


def test_a_changed_bank_leaves_old_and_new_in_the_log(bank, administrator):
    workflow.change_bank(bank, name_en="New Name", by=administrator)

    event = Event.objects.get(verb="change_bank")
    assert event.detail == {"changed": {"name_en": ["Bank b1", "New Name"]}}


def test_a_denied_act_is_in_the_log(bank, coordinator):
    with pytest.raises(NotAllowed):
        workflow.grant_role(coordinator, Role.APPROVER, bank, by=coordinator)

    event = Event.objects.get()
    assert (event.verb, event.result, event.actor_label) == (
        "grant_role",
        Result.DENIED,
        "co@b1.example",
    )
