"""The audit log: who, what, when, with what result."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from hive.audit.log import record
from hive.audit.models import Event, Result
from hive.banks.models import User
from hive.banks.roles import Role
from tests.factories import make_bank, make_user

pytestmark = pytest.mark.django_db


def test_an_event_says_who_did_what_to_what():
    bank = make_bank()
    user = make_user("one@b1.example", Role.COORDINATOR, bank=bank)

    event = record("change", bank, by=user, bank=bank.pk, field="x")

    event.refresh_from_db()
    assert (
        event.actor,
        event.actor_label,
        event.verb,
        event.subject_type,
        event.subject,
        event.bank,
        event.result,
        event.detail,
    ) == (
        user.pk,
        "one@b1.example",
        "change",
        "banks.bank",
        str(bank.pk),
        bank.pk,
        Result.DONE,
        {"field": "x"},
    )


def test_the_system_acts_without_a_person():
    event = record("purge", make_bank(), by=None)

    assert (event.actor, event.actor_label) == (None, "")


def test_a_denial_is_an_event():
    event = record("change", make_bank(), by=None, result=Result.DENIED)

    assert event.result == "denied"


def test_an_event_outlives_the_person_it_names():
    user = make_user("one@b1.example")
    record("rename", user, by=user)

    User.objects.filter(pk=user.pk).delete()

    assert Event.objects.get().actor_label == "one@b1.example"


def test_a_rolled_back_act_leaves_no_event():
    with transaction.atomic():
        record("change", make_bank(), by=None)
        transaction.set_rollback(True)

    assert not Event.objects.exists()


def test_the_database_knows_three_results():
    with pytest.raises(IntegrityError, match="event_result_is_known"), transaction.atomic():
        record("change", make_bank(), by=None, result="perhaps")
