"""Reviewing through the admin, as an analyst's browser does it."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from assessments.models import Cycle, Submission
from hive.banks.models import User
from tests.factories import signed_in


def browser(user: User) -> Client:
    """A browser in which the person is signed in, reading English."""
    client = Client(headers={"accept-language": "en"})
    client.cookies["hive_lang"] = "en"
    translation.activate("en")
    return signed_in(client, user)


def page(row: Submission | Cycle) -> str:
    """The address of the row's page."""
    return reverse(f"admin:assessments_{row._meta.model_name}_change", args=[row.pk])


def act_page(row: Submission | Cycle, name: str) -> str:
    """The address that asks before an act."""
    return reverse(f"admin:assessments_{row._meta.model_name}_act", args=[row.pk, name])


def do(user: User, row: Submission | Cycle, name: str, **typed: object) -> HttpResponse:
    """Press the button that confirms an act."""
    return browser(user).post(act_page(row, name), typed)


def said(response: HttpResponse, user: User) -> list[str]:
    """The messages on the page that an act leads to."""
    followed = browser(user)
    followed.cookies.update(response.cookies)
    return [str(message) for message in followed.get(response["Location"]).context["messages"]]


def labels(user: User, row: Submission | Cycle) -> list[str]:
    """The buttons on the row's page."""
    context = browser(user).get(page(row)).context
    return [str(button.label) for button in context["buttons"]]


class _Typed(HTMLParser):
    """Collects what the fields of a page hold."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = dict(attrs)
        if tag == "input" and fields.get("name"):
            self.values[str(fields["name"])] = fields.get("value") or ""
        elif tag == "textarea":
            self.area = str(fields["name"])
            self.values[self.area] = ""

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data


def typed_on(response: HttpResponse) -> dict[str, str]:
    """What a browser would send back from a page nobody typed on."""
    reader = _Typed()
    reader.feed(response.content.decode())
    return reader.values


def in_two_weeks() -> str:
    """A last day as a date field sends it."""
    return (timezone.localdate() + timedelta(days=14)).isoformat()
