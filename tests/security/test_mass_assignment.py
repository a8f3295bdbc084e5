"""Every form, posted with every column of every model beside it, does what it does without them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache as counted
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from pytest_django import DjangoDbBlocker

from hive.banks.models import User
from hive.banks.requests import PersonRequest
from hive.banks.roles import Role
from hive.banks.views import account
from tests.factories import signed_in
from tests.papers import set_once
from tests.published import standing
from tests.routes import every_route, open_to
from tests.security.forms import ASSIGNED, Data, Form, every_name, forms_of
from tests.security.planted import Planted, is_file, make_planted
from tests.security.planting import Planter

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# These are the same for everybody and are tried by the first who may.
OWN = ("set_language", "account_", "mfa_", "banks:account", "banks:choose_mail", "public:")
# Whoever else there is has some of the forms of one of these.
WRITERS = (
    Role.COORDINATOR,
    Role.APPROVER,
    Role.LEAD_ANALYST,
    Role.ADMINISTRATOR,
)
WRITTEN = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# What nobody can foresee of a value: whatever is drawn at random, and the minute in a mail.
DRAWN = re.compile(r"[\w+/=.$:-]{20,}|\d+:\d\d")
# Forms that do something in this world; one that does nothing shows nothing.
DOING = {
    "admin:banks_bank_add",
    "admin:banks_bank_change",
    "assessments:comments",
    "assessments:confirm",
    "assessments:explain",
    "assessments:invite_signer",
    "assessments:reply",
    "assessments:unscored",
    "assessments:workbook_preview",
    "banks:invite",
    "banks:make_token",
    "reports:plan_change",
    "account_change_password",
}
Rows = dict[Any, dict[str, Any]]


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    with standing(django_db_blocker), set_once():
        yield make_planted(Planter(["Words."]))


@cache
def models_by_table() -> Mapping[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def rows_of(table: str) -> Rows:
    model = models_by_table()[table]
    names = [field.attname for field in model._meta.concrete_fields]
    return {row["pk"]: row for row in model._base_manager.values("pk", *names)}


class Acts:
    """Does what a form does and takes it back."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.before: dict[str, Rows] = {}

    def of(self, form: Form, more: Data) -> tuple[int, list[str]]:
        """The status of the answer, and what became of which columns."""
        cookies = deepcopy(self.client.cookies)
        counted.clear()
        with transaction.atomic():
            with CaptureQueriesContext(connection) as queries:
                response = self.client.post(form.action, more | form.data)
            found = [WRITTEN.match(query["sql"]) for query in queries.captured_queries]
            tables = {each[1] for each in found if each} & models_by_table().keys()
            after = {table: rows_of(table) for table in tables - {"banks_session", "audit_event"}}
            transaction.set_rollback(True)
        self.client.cookies = cookies
        return response.status_code, sorted(
            told for table in after for told in self._changes(table, after[table])
        )

    def _changes(self, table: str, after: Rows) -> Iterator[str]:
        if table not in self.before:
            self.before[table] = rows_of(table)
        before = self.before[table]
        for pk in before.keys() - after.keys():
            yield f"{table} {pk} gone"
        for pk, row in after.items():
            old = before.get(pk, {})
            cells = {
                column: _plain(value)
                for column, value in row.items()
                if old.get(column, ...) != value
            }
            if cells:
                yield f"{table} {'new' if pk not in before else pk} {sorted(cells.items())}"


def _plain(value: Any) -> Any:
    """A value so that two runs of one act tell the same."""
    if isinstance(value, date):
        return "assigned" if value.year == ASSIGNED.year else "a time"
    return value if isinstance(value, bool | int | None) else DRAWN.sub("drawn", str(value))


def forms_for(planted: Planted, role: Role, client: Client) -> Iterator[tuple[str, Form]]:
    """The forms on all pages that open for the role, each once, with the view they post to."""
    seen = set()
    for route in every_route():
        path = planted.address(route)
        if role not in (open_to(route.name) or ()) or is_file(path) or "logout" in route.name:
            continue
        response = client.get(path)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            for form in forms_of(response.content.decode(), path, planted.people[role]):
                view = resolve(form.action.partition("?")[0]).view_name
                if (view, *sorted(form.data)) not in seen:
                    seen.add((view, *sorted(form.data)))
                    yield view, form


def test_no_form_takes_a_column_that_it_does_not_show(planted: Planted) -> None:
    assigned = []
    doing = set()
    named = every_name()
    tried: set[str] = set()
    for role in WRITERS:
        client = signed_in(Client(raise_request_exception=False), planted.people[role])
        acts = Acts(client)
        for view, form in list(forms_for(planted, role, client)):
            if view in tried and view.startswith(OWN):
                continue
            tried.add(view)
            alone = acts.of(form, {})
            beside = acts.of(form, named)
            if alone[1]:
                doing.add(view)
            if alone != beside:
                assigned.append((role, view, alone, beside))

    assert assigned == []
    assert DOING - doing == set(), doing


def test_a_form_that_takes_every_column_would_be_found(planted: Planted) -> None:
    class Careless(Acts):
        def of(self, form: Form, more: Data) -> tuple[int, list[str]]:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(account, "keep_account", _careless)
                return super().of(form, more)

    person = planted.people[Role.EXECUTIVE]
    form = Form("/account-settings/", {"name": ["Words"], "language": ["en"]})
    acts = Careless(signed_in(Client(), person))

    assert acts.of(form, {}) != acts.of(form, every_name())


def _careless(request: PersonRequest, _form: object) -> HttpResponse:
    names = {field.attname for field in User._meta.concrete_fields} & request.POST.keys()
    User.objects.filter(pk=request.user.pk).update(
        **{name: request.POST[name] for name in names & {"email", "password"}}
    )
    return HttpResponse()
