"""Sending a workbook back without JavaScript, and looking at what it would change."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessments import workflow
from hive.catalogue.models import Dimension
from hive.core.answers import Answer, State
from tests.assessments.workbooks import exported
from tests.submissions import World, change


def address(world: World, page: str = "workbook") -> str:
    return reverse(f"assessments:{page}", args=[world.submission.pk])


def strategy(world: World) -> bytes:
    """The workbook of one dimension, which is quick to make."""
    return exported(world.submission, parts="S")


def upload(client: Client, world: World, content: bytes, name: str = "w.xlsx") -> HttpResponse:
    return client.post(address(world), {"file": SimpleUploadedFile(name, content)})


def seen(client: Client, world: World) -> dict[str, str]:
    """What confirming sends back when nothing was chosen."""
    html = client.get(address(world, "workbook_preview")).content.decode()
    return {"seen": re.findall(r'name="seen" value="([0-9a-f]+)"', html)[0]}


def confirm(client: Client, world: World, **choices: str) -> HttpResponse:
    typed = seen(client, world) | choices
    return client.post(address(world, "workbook_preview"), typed)


def sections(response: HttpResponse) -> dict[str, list[str]]:
    """The codes of the preview by what would become of them."""
    page = response.context["page"]
    return {str(s.fate): [row.code for row in s.rows] for s in page.sections}


def level(number: int) -> Answer:
    return Answer(State.ANSWERED, number)


def save(world: World, code: str, answer: Answer | None, by: object = None) -> None:
    wish = change(world.submission, code, answer)
    workflow.save_answers(world.submission, [wish], by=by or world.coordinator)


def assign(world: World, code: str) -> Dimension:
    dimension = Dimension.objects.get(edition=world.cycle.edition, code=code)
    workflow.assign(world.submission, dimension, world.contributor, by=world.coordinator)
    return dimension
