"""The auditor's page: what it narrows by, what it never tells, and that every look is on record."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hive.audit.log import record
from hive.audit.models import Event, Result
from hive.audit.workflow import seal_due
from hive.banks.auditing import ROWS, events_visible_to
from hive.banks.models import Bank
from hive.banks.roles import Role
from hive.banks.views import audit
from tests.factories import make_bank, make_user, signed_in
from tests.tampering import sql, verified

pytestmark = pytest.mark.django_db

PAGE, EXPORT = "/audit/", "/audit/export/"


@pytest.fixture
def auditor():
    return make_user("auditor@a.example", Role.AUDITOR)


@pytest.fixture
def browser(auditor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["hive_lang"] = "en"
    return signed_in(client, auditor)


@pytest.fixture
def bank() -> Bank:
    return make_bank("b1")


def listed(response) -> list[str]:
    return [row.event.verb for row in response.context["page"].rows]


def test_the_log_is_there_for_auditors_alone(auditor):
    record("make_bank", auditor, by=None)
    others = [make_user(f"{role}@x.example", role, bank=make_bank(role)) for role in Role]

    seen = {user.email for user in others if events_visible_to(user).exists()}

    assert seen == {"auditor@x.example"}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDITOR])
def test_nobody_else_opens_or_exports_it(role):
    client = signed_in(Client(), make_user("me@x.example", role, bank=make_bank()))

    answers = [client.get(PAGE), client.post(PAGE, {"verb": "x"}), client.post(EXPORT, {})]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_the_page_names_acts_people_and_banks_and_tells_no_values(browser, bank):
    person = make_user("one@b1.example", Role.COORDINATOR, bank=bank)
    record("change_bank", bank, by=person, bank=bank.pk, changed="canary-of-values")

    text = browser.get(PAGE).content.decode()

    assert "Bank changed" in text
    assert "one@b1.example" in text
    assert "Bank b1" in text
    assert "canary-of-values" not in text


def test_every_look_is_on_record_with_what_it_was_for(browser, auditor):
    browser.get(PAGE)
    browser.post(PAGE, {"verb": "invite", "person": "one@b1.example"})

    looks = Event.objects.filter(verb="audit.viewed").order_by("pk")
    assert [(look.actor, look.detail) for look in looks] == [
        (auditor.pk, {"chosen": {}}),
        (auditor.pk, {"chosen": {"verb": "invite", "person": "one@b1.example"}}),
    ]


def test_a_filter_narrows_by_everything_it_offers(browser, bank):
    person = make_user("one@b1.example", Role.COORDINATOR, bank=bank)
    with time_machine.travel("2026-03-10T12:00:00+08:00", tick=False):
        record("invite", bank, by=person, bank=bank.pk, result=Result.DENIED)
    with time_machine.travel("2026-03-11T00:00:00+08:00", tick=False):
        record("change_bank", bank, by=person, bank=bank.pk)
    record("sign_in", person, by=person)
    record("sign_out", make_user("two@b1.example"), by=None)

    asked = {
        "day": {"since": "2026-03-10", "until": "2026-03-10"},
        "person": {"person": "ONE@b1.example"},
        "bank": {"bank": str(bank.pk)},
        "act": {"verb": "sign_out"},
        "kind": {"subject_type": "banks.bank"},
        "subject": {"subject_type": "banks.bank", "subject": str(bank.pk), "verb": "invite"},
        "result": {"result": "denied"},
        "press": {"about": f"banks.user:{person.pk}"},
    }
    found = {name: listed(browser.post(PAGE, typed)) for name, typed in asked.items()}

    assert found == {
        "day": ["invite"],
        "person": ["sign_in", "change_bank", "invite"],
        "bank": ["change_bank", "invite"],
        "act": ["sign_out"],
        "kind": ["change_bank", "invite"],
        "subject": ["invite"],
        "result": ["invite"],
        "press": ["sign_in"],
    }


@pytest.mark.parametrize(
    "typed",
    [
        {"since": "yesterday"},
        {"since": "2026-03-10", "until": "2026-03-09"},
        {"bank": "11111111-1111-1111-1111-111111111111"},
        {"verb": "'; DROP TABLE audit_event"},
        {"before": "x"},
        {"before": "9" * 30},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"subject": "a\x00b"},
    ],
)
@pytest.mark.parametrize("path", [PAGE, EXPORT])
def test_a_filter_that_is_not_understood_says_so_and_shows_nothing(browser, path, typed):
    record("sign_in", make_user("one@b1.example"), by=None)

    answer = browser.post(path, typed)

    assert (answer.status_code, listed(answer)) == (422, [])


def test_pages_go_back_and_forth_without_a_count(browser, bank):
    for number in range(ROWS * 2 + 3):
        record("change_bank", bank, by=None, place=number)
    chosen = {"verb": "change_bank"}

    pages = [browser.post(PAGE, chosen).context["page"]]
    for _each in range(2):
        pages.append(browser.post(PAGE, {**chosen, "before": pages[-1].older}).context["page"])
    back = browser.post(PAGE, {**chosen, "after": pages[-1].newer}).context["page"]

    shown = [row.event.pk for page in pages for row in page.rows]
    assert [len(page.rows) for page in pages] == [ROWS, ROWS, 3]
    assert shown == sorted(shown, reverse=True)
    assert len(set(shown)) == ROWS * 2 + 3
    assert [(bool(page.newer), bool(page.older)) for page in pages] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    assert [row.event.pk for row in back.rows] == [row.event.pk for row in pages[1].rows]


def test_the_page_asks_as_little_of_a_long_log_as_of_a_short_one(browser, bank):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.post(PAGE, {"verb": "change_bank", "person": "one@b1.example"})
        assert not any("COUNT(*) FROM" in query["sql"].upper() for query in queries)
        return len(queries)

    first = asked()
    Event.objects.bulk_create(
        Event(verb="change_bank", actor_label="one@b1.example", subject_type="banks.bank")
        for _each in range(500)
    )

    assert asked() == first
    assert first <= 15


def test_the_state_of_the_seals_is_told(browser, bank):
    record("change_bank", bank, by=None)
    seal_due(timezone.now())
    record("change_bank", bank, by=None)

    state = browser.get(PAGE).context["state"]

    assert (state.last.number, state.waiting, state.is_late, state.findings) == (1, 1, False, 0)


def test_a_sealer_that_stands_still_and_a_failed_check_are_alarming(browser, bank):
    record("change_bank", bank, by=None)
    sql("UPDATE audit_event SET at = %s", timezone.now() - timedelta(hours=2))
    record("audit.verified", bank, by=None, result=Result.FAILED, findings=2)

    text = browser.get(PAGE).content.decode()

    assert "Nothing was sealed for more than an hour" in text
    assert "The last check found 2 faults" in text


def test_an_export_holds_what_the_filter_keeps_and_verifies(browser, auditor, bank, tmp_path):
    record("change_bank", bank, by=None, changed="canary-of-values")
    record("invite", bank, by=None)
    seal_due(timezone.now())
    record("invite", bank, by=None)

    answer = browser.post(EXPORT, {"verb": "invite"})

    path = tmp_path / "chosen.jsonl"
    path.write_bytes(answer.getvalue())
    first, *events, _last = [json.loads(line) for line in path.read_bytes().splitlines()]
    noted = Event.objects.get(verb="audit.downloaded")
    assert answer["Content-Disposition"].startswith('attachment; filename="hive-audit-')
    assert first["chosen"] == {"verb": "invite"}
    assert [line["number"] for line in events] == [2]
    assert verified("--file", str(path))[0]
    assert (noted.actor, noted.detail["events"]) == (auditor.pk, 1)


def test_too_long_an_export_is_refused(browser, bank, monkeypatch):
    monkeypatch.setattr(audit, "MOST_EXPORTED", 1)
    for _each in range(2):
        record("change_bank", bank, by=None)
    seal_due(timezone.now())

    answer = browser.post(EXPORT, {})

    assert answer.status_code == 422
    assert "more than 1 events" in answer.content.decode()
    assert not Event.objects.filter(verb="audit.downloaded").exists()


def test_the_page_changes_nothing_but_the_record_of_the_look(browser, bank):
    before = {row.pk for row in Event.objects.all()}

    browser.get(PAGE)
    browser.post(PAGE, {"verb": "invite"})

    added = Event.objects.exclude(pk__in=before)
    assert {event.verb for event in added} == {"audit.viewed"}


def test_an_auditor_begins_at_the_log(browser):
    assert browser.get("/").url == PAGE


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", '" onfocus=alert(1) x="'])
def test_what_is_typed_and_what_is_on_record_is_escaped(browser, bank, payload):
    Event.objects.create(verb=payload, actor_label=payload, subject_type=payload, subject=payload)

    text = browser.post(PAGE, {"person": payload}).content.decode()

    assert payload not in text
