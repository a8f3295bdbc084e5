"""A prepared query answers as the plain one, whatever values it is asked with."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from hive.banks.models import Bank, Membership, User
from hive.banks.roles import Role
from hive.prepared import Given, Prepared
from tests.factories import make_bank, make_user

pytestmark = pytest.mark.django_db

CODE = Bank._meta.get_field("code")


def test_it_answers_with_the_rows_of_the_values_given() -> None:
    first, second = make_bank("first"), make_bank("second")
    by_code = Prepared(lambda: Bank.objects.filter(code=Given("code", CODE)))

    found = [list(by_code.rows(code=code)) for code in ("first", "second", "none", "first")]

    assert found == [[first], [second], [], [first]]
    assert found[0][0] is not found[3][0]


def test_it_asks_what_the_plain_query_asks() -> None:
    bank = make_bank("first")
    person = make_user("c@first.example", Role.COORDINATOR, bank=bank)
    at = Given("bank", Bank._meta.pk)
    here = Membership.objects.filter(user=OuterRef("pk"))

    prepared = Prepared(
        lambda: User.objects.annotate(is_here=Exists(here.filter(bank=at))).values("pk", "is_here")
    )
    plain = User.objects.annotate(is_here=Exists(here.filter(bank=bank))).values("pk", "is_here")

    with CaptureQueriesContext(connection) as queries:
        assert (
            list(prepared.rows(bank=bank.pk)) == list(plain) == [{"pk": person.pk, "is_here": True}]
        )
    assert len({query["sql"] for query in queries}) == 1


def test_it_takes_several_values_and_what_rows_belong_to() -> None:
    bank = make_bank("first")
    make_user("c@first.example", Role.COORDINATOR, Role.APPROVER, bank=bank)
    roles = [Given(name, Membership._meta.get_field("role")) for name in ("one", "other")]
    prepared = Prepared(
        lambda: Membership.objects.filter(role__in=roles).select_related("bank").order_by("role")
    )

    found = prepared.rows(one=Role.APPROVER, other=Role.COORDINATOR)

    with CaptureQueriesContext(connection) as queries:
        assert [(m.role, m.bank) for m in found] == [("approver", bank), ("coordinator", bank)]
    assert len(queries) == 0


def test_it_holds_the_rows_where_the_database_can() -> None:
    make_bank("first")
    held = Prepared(lambda: Bank.objects.select_for_update().filter(code=Given("code", CODE)))

    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        assert len(held.rows(code="first")) == 1

    says_so = "FOR UPDATE" in queries[0]["sql"]
    assert says_so == connection.features.has_select_for_update


def test_a_value_that_is_not_given_is_a_fault() -> None:
    by_code = Prepared(lambda: Bank.objects.filter(code=Given("code", CODE)))

    with pytest.raises(KeyError):
        by_code.rows()


@pytest.mark.django_db(transaction=True)
def test_rows_are_held_in_a_transaction_only() -> None:
    held = Prepared(lambda: Bank.objects.select_for_update().filter(code=Given("code", CODE)))
    with transaction.atomic():
        held.rows(code="first")

    with pytest.raises(TransactionManagementError):
        held.rows(code="first")
