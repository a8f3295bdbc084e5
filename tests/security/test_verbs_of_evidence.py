"""Every verb about evidence is done and leaves its event; a refused page is on record."""

from __future__ import annotations

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from assessments.attached import items_of
from assessments.enums import CycleState
from assessments.models import Cycle
from hive.audit.models import Event
from tests import evidence
from tests.factories import signed_in
from tests.security.doing import Done, assert_told, refusals, verbs_of
from tests.submissions import World, bring_to, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def newest(world: World) -> models.Model:
    return world.submission.evidence.order_by("-added_at")[0]


def add_file(world: World) -> Done:
    by = world.coordinator
    return Done(
        lambda: evidence.add_file(world.submission, by), "evidence.added", lambda: newest(world), by
    )


def add_text(world: World) -> Done:
    by = world.coordinator
    return Done(
        lambda: evidence.add_statement(world.submission, by),
        "evidence.added",
        lambda: newest(world),
        by,
    )


def describe(world: World) -> Done:
    item, by = evidence.add_statement(world.submission, world.coordinator), world.coordinator
    return Done(
        lambda: workflow.describe_evidence(item, title="New", questions={"S1-Q2"}, by=by),
        "evidence.described",
        lambda: item,
        by,
    )


def remove(world: World) -> Done:
    item, by = evidence.add_statement(world.submission, world.coordinator), world.coordinator
    return Done(lambda: workflow.remove_evidence(item, by=by), "evidence.removed", lambda: item, by)


def take_over(world: World) -> Done:
    evidence.add_statement(world.submission, world.coordinator)
    items, by = items_of(world.submission), world.coordinator
    return Done(
        lambda: workflow.take_over(world.submission, items, by=by),
        "evidence.added",
        lambda: newest(world),
        by,
    )


def clear_away(world: World) -> Done:
    item = evidence.add_file(world.submission, world.coordinator)
    workflow.remove_evidence(item, by=world.coordinator)
    Cycle.objects.update(state=CycleState.PUBLISHED)
    return Done(lambda: workflow.clear_away(timezone.now()), "evidence.purged", lambda: item, None)


def attach(world: World) -> Done:
    by, submission = world.approver, bring_to(world, "awaiting_signoff")
    return Done(
        lambda: evidence.seal(submission, by),
        "submission.sealed_page_attached",
        lambda: submission,
        by,
    )


EVIDENCE = {
    "add_file": add_file,
    "add_text": add_text,
    "describe_evidence": describe,
    "remove_evidence": remove,
    "take_over": take_over,
    "clear_away": clear_away,
    "attach_sealed_page": attach,
}


def test_every_verb_is_tried_here() -> None:
    modules = ("assessments/workflow/evidence.py", "assessments/workflow/sealing.py")

    assert verbs_of(*modules) == EVIDENCE.keys()


@pytest.mark.parametrize("name", EVIDENCE)
def test_a_verb_leaves_its_event(world: World, name: str) -> None:
    event = assert_told(EVIDENCE[name](world))

    assert event.bank == world.bank.pk


# Evidence is reached by pages alone, and a page that is refused is on record by its name.
PAGES = {
    "add": "assessments:evidence_add",
    "take over": "assessments:evidence_earlier",
    "describe": "assessments:evidence_change",
    "remove": "assessments:evidence_remove",
}


@pytest.mark.parametrize("name", PAGES)
def test_denied_evidence_leaves_a_denial(world: World, client: Client, name: str) -> None:
    item = evidence.add_statement(world.submission, world.coordinator)
    args = [item.pk] if name in ("describe", "remove") else []
    approver = world.approver
    known = Event.objects.count()

    page = reverse(PAGES[name], args=[world.submission.pk, *args])
    answer = signed_in(client, approver).post(page, {"title": "New", "questions": ["S1-Q1"]})

    assert answer.status_code == 403
    (event,) = list(Event.objects.order_by("id"))[known:]
    assert (event.verb, event.result, event.actor) == ("access.refused", "denied", approver.pk)
    assert event.detail == {"page": PAGES[name], "method": "POST"}


def test_a_denied_seal_leaves_a_denial(world: World, client: Client) -> None:
    page = reverse("assessments:sealed_page", args=[world.submission.pk])

    answer = signed_in(client, world.contributor).post(page)

    assert answer.status_code == 403
    assert refusals() == [("access.refused", "denied", world.contributor.email, None)]
