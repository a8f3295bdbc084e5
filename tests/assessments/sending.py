"""What the script of a page sends for one answer, and what it is told."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessments import workflow
from hive.core.answers import Answer, State
from tests.submissions import World


def address(world: World, code: str = "S1-Q1") -> str:
    return reverse("assessments:answer", args=[world.submission.pk, code])


def send(
    client: Client,
    world: World,
    code: str = "S1-Q1",
    *,
    version: int = 0,
    key: uuid.UUID | None = None,
    headers: dict[str, str] | None = None,
    **typed: Any,
) -> HttpResponse:
    """Post what a page's script posts."""
    fields = {f"{code}.{part}": value for part, value in typed.items()}
    body = fields | {f"{code}.version": version, "page.key": key or uuid.uuid4()}
    wanted = {"accept": "application/json", **(headers or {})}
    return client.post(address(world, code), body, headers=wanted)


def told(response: HttpResponse) -> tuple[int, Any]:
    return response.status_code, response.json()


def assign(world: World, dimension: str = "S") -> None:
    row = world.cycle.edition.dimensions.get(code=dimension)
    workflow.assign(world.submission, row, world.contributor, by=world.coordinator)


def reason(text: str) -> Answer:
    return Answer(State.NOT_APPLICABLE, reason=text)
