"""What breaks tells nothing of the inside, keeps strict headers and leaves nothing half done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from typing import Any, NoReturn

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.template import Template
from django.test import Client
from pytest_django import DjangoDbBlocker

from hive.audit.models import Event
from hive.banks.roles import Role
from hive.post import outbox
from tests.factories import signed_in
from tests.published import standing
from tests.routes import ANONYMOUS, Route, every_route, open_to
from tests.security.forms import Form
from tests.security.planted import Planted, is_file, make_planted
from tests.security.planting import Planter
from tests.security.test_mass_assignment import forms_for, rows_of
from tests.test_pages import header_faults

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SECRET = "canary of the inside"
# Whatever speaks of the inside; the pages of faults have none of these words.
INSIDE = (
    SECRET,
    "Traceback",
    "OperationalError",
    "SELECT",
    "INSERT",
    "django",
    "SECRET",
    str(settings.BASE_DIR),
)
# These need no database.
WITHOUT_DATABASE = {"healthz", "api:openapi"}


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    with standing(django_db_blocker):
        yield make_planted(Planter(["Words."]))


def clients_of(planted: Planted) -> dict[str, Client]:
    clients = {ANONYMOUS: Client(raise_request_exception=False)}
    for role, person in planted.people.items():
        clients[role] = signed_in(Client(raise_request_exception=False), person)
    return clients


def first_reader(route: Route) -> str | None:
    opened = open_to(route.name) or frozenset()
    return next((role for role in [*Role, ANONYMOUS] if role in opened), None)


@contextmanager
def no_database() -> Iterator[None]:
    """No query is answered any more, as when the server is gone."""
    with connection.execute_wrapper(_broken):
        yield


@contextmanager
def no_templates() -> Iterator[None]:
    """No page can be written but that of faults."""
    original = Template.render

    def render(self: Template, context: Any) -> Any:
        return original(self, context) if self.name == "500.html" else _broken()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", render)
        yield


@contextmanager
def no_log() -> Iterator[None]:
    """The last that a verb writes, its event, fails."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Event.objects, "create", _broken)
        yield


@contextmanager
def no_mail() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "put", _broken)
        yield


def _broken(*given: Any, **more: Any) -> NoReturn:
    raise OperationalError(f"{SECRET} in SELECT")


def faults_in(response: HttpResponse) -> list[str]:
    """What an answer says too much, and what the answer to a fault leaves out."""
    text = response.getvalue().decode(errors="replace")
    if response.status_code < 500:
        return [f"says {SECRET}"] if SECRET in text else []
    # Whose page it was is not known where no session can be read; nothing private is on it.
    said = [f"says {word}" for word in INSIDE if word in text]
    return [*said, *header_faults(response, ANONYMOUS)]


@pytest.mark.parametrize("fault", [no_database, no_templates])
def test_a_fault_on_any_page_tells_nothing(
    planted: Planted, fault: Callable[[], AbstractContextManager[None]]
) -> None:
    clients = clients_of(planted)
    told, statuses = [], {}
    for route in every_route():
        reader, path = first_reader(route), planted.address(route)
        if reader is None or is_file(path):
            continue
        client = clients[reader]
        cookies = deepcopy(client.cookies)
        with transaction.atomic():
            with fault():
                response = client.get(path)
            transaction.set_rollback(True)
        client.cookies = cookies
        statuses[route.name] = response.status_code
        told += [(route.name, each) for each in faults_in(response)]

    assert told == []
    assert sum(status >= 500 for status in statuses.values()) > 60
    assert set(statuses.values()) <= {200, 302, 401, 403, 404, 405, 500, 503}
    if fault is no_database:
        assert {name for name, status in statuses.items() if status == 200} <= WITHOUT_DATABASE


@pytest.mark.parametrize("fault", [no_log, no_mail, no_database])
def test_a_fault_in_any_form_leaves_nothing_half_done(
    planted: Planted, fault: Callable[[], AbstractContextManager[None]]
) -> None:
    client = signed_in(Client(raise_request_exception=False), planted.people[Role.COORDINATOR])
    told, broken = [], set()
    for view, form in list(forms_for(planted, Role.COORDINATOR, client)):
        with transaction.atomic():
            response, changed = posted(client, form, fault)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            broken.add(view)
            told += [(view, each) for each in [*faults_in(response), *changed]]

    assert told == []
    assert broken


def posted(
    client: Client, form: Form, fault: Callable[[], AbstractContextManager[None]]
) -> tuple[HttpResponse, list[str]]:
    """Post while something is broken; the answer and the tables that are not as they were."""
    cookies = deepcopy(client.cookies)
    cache.clear()
    before = {table: rows_of(table) for table in WATCHED}
    with fault():
        response = client.post(form.action, form.data)
    client.cookies = cookies
    return response, [f"{table} changed" for table in WATCHED if rows_of(table) != before[table]]


WATCHED = (
    "assessments_assignment",
    "assessments_comment",
    "assessments_evidence",
    "assessments_findingnote",
    "assessments_planstep",
    "assessments_query",
    "assessments_submission",
    "banks_apitoken",
    "banks_invitation",
    "banks_membership",
    "banks_user",
    "post_outboxmail",
    "post_digestline",
)
