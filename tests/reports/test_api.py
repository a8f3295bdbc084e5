"""The API: who may call with which key, what it tells, and that it is what it says it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Submission
from hive.audit.models import Event, Result
from hive.banks.models import ApiToken, User
from hive.banks.roles import BANK_ROLES, Role
from hive.banks.workflow import make_token, revoke_token
from hive.core.disclosure import PublicStatistic
from reports.api import access
from reports.api.openapi import document
from reports.api.urls import urlpatterns
from reports.charts.figures import two
from reports.scorecard import build
from tests.factories import make_bank, make_user, signed_in
from tests.published import Published, canary_of, closed_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SEES = [Role.COORDINATOR, Role.APPROVER, Role.EXECUTIVE]
CYCLES = "/api/v1/cycles"


@pytest.fixture(autouse=True)
def _no_calls_before() -> None:
    cache.clear()


def result_of(submission: Submission) -> str:
    return reverse("api:result", args=[submission.pk])


def key_of(cohort: Published, submission: Submission, role: Role = Role.EXECUTIVE) -> str:
    person = cohort.person_at(submission, role)
    return make_token(person, bank=submission.bank, name="Warehouse", days=30, by=person)[1]


def call(
    key: str, path: str, method: str = "get", language: str = "en", **more: Any
) -> HttpResponse:
    headers = {"authorization": f"Bearer {key}", "accept-language": language}
    client = Client(headers=headers)
    return getattr(client, method)(path, **more)


def nodes(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield tree
    for part in tree["parts"]:
        yield from nodes(part)


@pytest.mark.parametrize("role", SEES)
def test_a_key_reads_the_own_results(cohort: Published, role: Role) -> None:
    submission = cohort.submissions[0]
    key = key_of(cohort, submission, role)

    told = call(key, CYCLES).json()

    assert told["bank"] == {"code": "city-00", "name": "Invented Bank 00"}
    (cycle,) = told["cycles"]
    assert (cycle["id"], cycle["year"]) == (str(submission.pk), 2025)
    assert call(key, cycle["results"]).json()["score"]["score"] == cycle["score"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_figure_is_that_of_the_card(cohort: Published, language: str) -> None:
    submission = cohort.submissions[3]
    card = build(submission, language=language)

    told = call(key_of(cohort, submission), result_of(submission), language=language).json()

    rows = list(nodes(told["score"]))
    assert len(rows) == len(card.figures)
    for row, figure in zip(rows, card.figures, strict=True):
        peer = figure.peer
        assert (row["code"] or "", row["name"]) == (figure.code, figure.name)
        assert row["score"] == (None if figure.own.value is None else two(figure.own.value))
        assert row["no_peers"] == (figure.no_peer or None)
        assert row["peers"] == (told_of(peer) if isinstance(peer, PublicStatistic) else None)


def told_of(peer: PublicStatistic) -> dict[str, Any]:
    return {
        "banks": peer.n,
        "mean": str(peer.mean),
        "lower_quartile": str(peer.lower_quartile),
        "median": str(peer.median),
        "upper_quartile": str(peer.upper_quartile),
    }


def test_page_and_api_agree(cohort: Published) -> None:
    submission = cohort.submissions[3]
    client = signed_in(Client(), cohort.person_at(submission, Role.EXECUTIVE))
    client.cookies["hive_lang"] = "en"

    html = client.get(reverse("reports:results", args=[submission.pk])).content.decode()
    told = call(key_of(cohort, submission), result_of(submission)).json()

    rows = list(nodes(told["score"]))
    figures = [row["score"] for row in rows if row["score"]]
    figures += [row["peers"]["median"] for row in rows if row["peers"]]
    figures += [article["score"] for each in told["regulation"] for article in each["articles"]]
    assert len(figures) > 100
    assert [figure for figure in figures if figure and figure not in html] == []


def test_a_group_above_may_be_asked_for_and_no_other(cohort: Published) -> None:
    submission = cohort.submissions[0]
    key = key_of(cohort, submission)

    above = call(key, f"{result_of(submission)}?group=all").json()
    other = call(key, f"{result_of(submission)}?group=rural%2Bother_kinds")

    assert above["score"]["peers"]["banks"] == 42
    assert (other.status_code, other.json()["detail"]) == (
        404, "Your bank does not belong to this group.",
    )  # fmt: skip


@pytest.mark.parametrize("role", SEES)
def test_another_banks_results_are_not_found(cohort: Published, role: Role) -> None:
    own, other = cohort.submissions[:2]

    answer = call(key_of(cohort, own, role), result_of(other))

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert other.bank.name_en not in answer.content.decode()


def test_a_key_is_good_for_its_own_bank_alone(cohort: Published) -> None:
    """Somebody with roles at two banks reads with each key what belongs to it."""
    first, second = cohort.submissions[:2]
    key = key_of(cohort, first)
    person = cohort.person_at(first, Role.EXECUTIVE)
    person.memberships.create(bank=second.bank, role=Role.EXECUTIVE)

    assert call(key, result_of(first)).status_code == 200
    assert call(key, result_of(second)).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in SEES])
def test_no_other_role_gets_a_key(cohort: Published, role: Role) -> None:
    bank = cohort.submissions[0].bank
    person = make_user("me@x.example", role, bank=bank)
    client = signed_in(Client(), person)

    answer = client.post(reverse("banks:make_token"), {"name": "Program", "days": 30})

    assert answer.status_code in (302, 403)
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer wrong", "Bearer é"]
)
def test_without_a_key_nothing_is_told(cohort: Published, header: str) -> None:
    submission = cohort.submissions[0]
    client = signed_in(Client(), cohort.person_at(submission, Role.EXECUTIVE))
    headers = {"authorization": header} if header else {}

    answers = [
        client.get(path, headers=headers)
        for path in (CYCLES, result_of(submission), "/api/v1/nothing")
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert all(answer["WWW-Authenticate"].startswith("Bearer") for answer in answers)


def revoked(token: ApiToken) -> None:
    revoke_token(token, by=token.user)


def expired(token: ApiToken) -> None:
    past = timezone.now() - timedelta(seconds=1)
    ApiToken.objects.update(expires_at=past, created_at=past - timedelta(days=1))


def of_somebody_who_left(token: ApiToken) -> None:
    User.objects.filter(pk=token.user_id).update(is_active=False)


def without_a_role(token: ApiToken) -> None:
    token.user.memberships.update(is_active=False)


def as_a_contributor(token: ApiToken) -> None:
    token.user.memberships.update(role=Role.CONTRIBUTOR)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (revoked, 401),
        (expired, 401),
        (of_somebody_who_left, 401),
        (without_a_role, 403),
        (as_a_contributor, 403),
    ],
)
def test_rights_are_asked_at_every_call(cohort: Published, change: Any, status: int) -> None:
    submission = cohort.submissions[0]
    key = key_of(cohort, submission)
    before = call(key, CYCLES).status_code
    change(ApiToken.objects.get())

    after = call(key, result_of(submission))

    assert (before, after.status_code) == (200, status)
    assert after.json()["status"] == status
    last = Event.objects.filter(verb="use_token").first()
    assert last is not None
    assert last.result == Result.DENIED


def test_every_use_is_on_record_without_the_key(cohort: Published) -> None:
    submission = cohort.submissions[0]
    key = key_of(cohort, submission)

    call(key, CYCLES)
    call(key, f"/api/v1/results/{uuid4()}")

    events = Event.objects.filter(verb="use_token").order_by("pk")
    assert [(event.detail, event.result) for event in events] == [
        ({"page": "api:cycles", "status": 200}, "done"),
        ({"page": "api:result", "status": 404}, "denied"),
    ]
    assert {event.bank for event in events} == {submission.bank_id}
    everything = " ".join(str(vars(event)) for event in Event.objects.all())
    token = ApiToken.objects.get()
    assert key not in everything + str(vars(token))
    assert token.token_hash not in everything
    assert token.last_used_at is not None


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_is_written(cohort: Published, method: str) -> None:
    submission = cohort.submissions[0]
    key = key_of(cohort, submission)

    for path in (CYCLES, result_of(submission)):
        answer = call(key, path, method)

        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_answers_set_no_cookie_are_not_kept_and_open_to_no_other_site(cohort: Published) -> None:
    submission = cohort.submissions[0]
    key = key_of(cohort, submission)

    for path in (CYCLES, result_of(submission), "/api/v1/nothing"):
        answer = call(key, path)

        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]
        assert {"Authorization", "Accept-Language"} <= set(answer["Vary"].split(", "))
        assert not [name for name in answer.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    ("language", "written", "detail"),
    [
        ("en", "en", "There is nothing at this address."),
        ("zh-CN,zh;q=0.9", "zh-Hans", "此地址没有内容。"),
        ("fr, en;q=0.5", "en", "There is nothing at this address."),
        ("", "en", "There is nothing at this address."),
    ],
)
def test_refusals_speak_the_callers_language(
    cohort: Published, language: str, written: str, detail: str
) -> None:
    key = key_of(cohort, cohort.submissions[0])

    answer = call(key, "/api/v1/nothing", language=language)

    assert (answer["Content-Language"], answer.json()["detail"]) == (written, detail)


def test_too_many_calls_are_told_to_wait(
    cohort: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = key_of(cohort, cohort.submissions[0])
    monkeypatch.setitem(access.RATES, "use", "2/m/key")

    answers = [call(key, "/api/v1/nothing") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert answers[-1]["Retry-After"] == "60"


def test_keys_cannot_be_guessed_at_speed(
    cohort: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(access.RATES, "wrong", "2/m/ip")

    statuses = [call(f"guess-{number}", CYCLES).status_code for number in range(3)]

    assert statuses == [401, 401, 429]


def test_nothing_of_another_bank_is_told(cohort: Published) -> None:
    own, *others = cohort.submissions
    key = key_of(cohort, own)
    canaries = {canary_of(each.bank) for each in others}
    canaries |= {name for each in others for name in (each.bank.name_zh, each.bank.name_en)}
    canaries |= {str(each.pk) for each in others}
    canaries |= {s.sha256[:16] for each in others for s in each.snapshots.all()}

    for language in ("en", "zh-hans"):
        for path in (CYCLES, result_of(own), f"{result_of(own)}?group=all"):
            text = str(call(key, path, language=language).json())

            assert str(own.pk) in text
            assert [canary for canary in canaries if canary in text] == []


def test_a_bank_without_results_reads_an_empty_list(cohort: Published) -> None:
    bank = make_bank("newcomer")
    person = make_user("new@x.example", Role.EXECUTIVE, bank=bank)
    key = make_token(person, bank=bank, name="Program", days=30, by=person)[1]

    assert call(key, CYCLES).json()["cycles"] == []


def test_before_a_release_there_are_own_scores_and_no_peers(cohort: Published) -> None:
    submission = closed_cycle(kinds={"city": 3}, year=2026).submissions[0]
    key = key_of(cohort, submission)

    told = call(key, result_of(submission)).json()

    rows = [row for row in nodes(told["score"]) if row["level"] != "question"]
    assert told["score"]["score"] is not None
    assert {(row["peers"], row["no_peers"]) for row in rows} == {
        (None, "Peer figures are not published yet")
    }
    assert list(held(told, schema("Result"))) == []
    assert call(key, f"{result_of(submission)}?group=all").status_code == 404


def test_the_description_names_every_address() -> None:
    described = {path.lstrip("/").replace("{id}", "<uuid:pk>") for path in document()["paths"]}
    routes = {str(pattern.pattern) for pattern in urlpatterns if pattern.name != "unknown"}

    assert described == routes


def test_the_description_is_open_to_everybody(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")

    chinese = client.get("/api/v1/openapi.json", headers={"accept-language": "zh-CN"})

    assert (answer.status_code, answer.json()["openapi"]) == (200, "3.1.0")
    assert chinese.json()["info"]["title"] == "Hive：银行评估结果"
    assert not answer.cookies


def test_every_answer_is_as_described(cohort: Published) -> None:
    submission = cohort.submissions[0]
    key = key_of(cohort, submission)
    answers = {
        "Cycles": call(key, CYCLES),
        "Result": call(key, result_of(submission)),
        "Problem": call(key, "/api/v1/nothing"),
    }

    faults = [fault for name, got in answers.items() for fault in held(got.json(), schema(name))]

    assert faults == []
    assert list(held({"code": "S"}, schema("Node")))


def schema(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


TYPES = {
    "object": dict, "array": list, "string": str, "integer": int, "boolean": bool,
    "null": type(None),
}  # fmt: skip


def held(value: Any, wanted: dict[str, Any], where: str = "") -> Iterator[str]:
    """Hold a value against a schema and yield what is wrong; knows what our document uses."""
    if "$ref" in wanted:
        wanted = document()["components"]["schemas"][wanted["$ref"].rpartition("/")[2]]
    if "oneOf" in wanted:
        fitting = [one for one in wanted["oneOf"] if not list(held(value, one, where))]
        if len(fitting) != 1:
            yield f"{where}: fits {len(fitting)} of oneOf"
        return
    types = wanted.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(type(value) is TYPES[name] for name in types):
        yield f"{where}: {value!r} is not {types}"
        return
    if "enum" in wanted and value not in wanted["enum"]:
        yield f"{where}: {value!r} is none of {wanted['enum']}"
    if "pattern" in wanted and isinstance(value, str) and not re.search(wanted["pattern"], value):
        yield f"{where}: {value!r} is not like {wanted['pattern']}"
    if "minimum" in wanted and value < wanted["minimum"]:
        yield f"{where}: {value!r} is too small"
    if isinstance(value, dict):
        properties = wanted["properties"]
        if set(value) != set(properties):
            yield f"{where}: {set(value) ^ set(properties)}"
        for name in set(value) & set(properties):
            yield from held(value[name], properties[name], f"{where}/{name}")
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from held(item, wanted["items"], f"{where}/{number}")


@pytest.mark.parametrize("role", BANK_ROLES)
@pytest.mark.parametrize("route", ["api:cycles", "api:result", "api:unknown"])
def test_the_matrix_of_keys(cohort: Published, role: Role, route: str) -> None:
    """Own and other bank, with the key of every role; a contributor's was made in another role."""
    own, other = cohort.submissions[:2]
    person = cohort.person_at(own, role)
    if role not in SEES:
        person.memberships.update(role=Role.EXECUTIVE)
        person = User.objects.get(pk=person.pk)
    key = make_token(person, bank=own.bank, name="Program", days=30, by=person)[1]
    person.memberships.update(role=role)

    statuses = [call(key, address(route, submission)).status_code for submission in (own, other)]

    expected = {
        "api:cycles": [200, 200],
        "api:result": [200, 404],
        "api:unknown": [404, 404],
    }[route]
    assert statuses == (expected if role in SEES else [403, 403])


def address(route: str, submission: Submission) -> str:
    arguments = {"api:cycles": [], "api:result": [submission.pk], "api:unknown": ["nothing"]}
    return reverse(route, args=arguments[route])
