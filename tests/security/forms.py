"""The forms of a page, filled in as a person would, and every name that no form asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, SubElement

from django.apps import apps
from django.db import models
from django.utils import timezone

from hive.banks.models import User
from tests.factories import PASSWORD, current_code

NEVER_CLOSED = set("area base br col embed hr img input link meta source track wbr".split())
# A day on which nothing else happened.
ASSIGNED = date(2001, 2, 3)
NEW_PASSWORD = "clouds over the old harbour"
Data = dict[str, list[str]]


@dataclass(frozen=True)
class Form:
    """Where a form posts what, when a person has filled in what it asks for."""

    action: str
    data: Data


def forms_of(html: str, path: str, person: User) -> Iterator[Form]:
    """Every form of the page that posts; one for each of its buttons."""
    root = tree_of(html)
    for form in root.iter("form"):
        if form.get("method", "").lower() != "post":
            continue
        fields = [*form.iter(), *_outside(root, form.get("id"))]
        data = _data(fields, person)
        buttons = [each for each in fields if _is_button(each)]
        for button in buttons or [Element("button")]:
            action = urljoin(path, button.get("formaction") or form.get("action") or path)
            name = button.get("name")
            yield Form(action, data | ({name: [button.get("value", "")]} if name else {}))


def tree_of(html: str) -> Element:
    """The elements of a page that closes what it opens, as ours do; with the text they begin by."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, reader.open
    return reader.open[0]


class _Reader(HTMLParser):
    """Builds the tree; several times as fast as a parser that mends what it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = SubElement(self.open[-1], tag, {name: value or "" for name, value in attrs})
        if tag not in NEVER_CLOSED:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in NEVER_CLOSED:
            assert self.open[-1].tag == tag, f"{tag} closes {self.open[-1].tag}"
            self.open.pop()

    def handle_data(self, data: str) -> None:
        element = self.open[-1]
        if not len(element):
            element.text = (element.text or "") + data


def _outside(root: Element, form: str | None) -> list[Element]:
    return [each for each in root.iter() if form and each.get("form") == form]


def _is_button(field: Element) -> bool:
    if field.tag == "button":
        return field.get("type", "submit") == "submit"
    return field.tag == "input" and field.get("type") == "submit"


def _data(fields: list[Element], person: User) -> Data:
    data: Data = {}
    for field in fields:
        name, kind = field.get("name"), field.get("type", "text")
        if not name or field.get("disabled") is not None or _is_button(field):
            continue
        if field.tag == "select":
            data[name] = _chosen(field)
        elif field.tag == "textarea":
            data[name] = [(field.text or "").strip() or "Words."]
        elif field.tag == "input" and kind in ("checkbox", "radio"):
            if field.get("checked") is not None or (field.get("required") is not None):
                data.setdefault(name, []).append(field.get("value", "on"))
        elif field.tag == "input" and kind != "file":
            data[name] = [field.get("value") or _typed(name, kind, person)]
    return data


def _chosen(field: Element) -> list[str]:
    options = list(field.iter("option"))
    values = [o.get("value", "") for o in options if o.get("selected") is not None]
    return [v for v in values if v] or [o.get("value", "") for o in options if o.get("value")][-1:]


def _typed(name: str, kind: str, person: User) -> str:
    """What a person types who means it."""
    soon = timezone.localdate() + timedelta(days=20)
    known = {
        "login": person.email,
        "oldpassword": PASSWORD,
        "password": PASSWORD,
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    }
    if name == "code" and person.needs_second_factor:
        return current_code(person)
    if "email" in name:
        return "somebody@b1.example"
    return known.get(name) or {"date": soon.isoformat(), "number": "1"}.get(kind, "Words")


def every_name() -> Data:
    """A value that fits for every column of every model."""
    named: Data = {}
    for model in apps.get_models(include_auto_created=True):
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
            for name in {field.name, field.attname}:
                named.setdefault(name, []).append(_value(field))
    return named


def _value(field: models.Field[Any, Any]) -> str:
    if field.choices:
        return str(field.flatchoices[-1][0])
    match field:
        case models.BooleanField():
            return "false" if field.default is True else "on"
        case models.ForeignKey() | models.ManyToManyField():
            row = field.related_model._base_manager.order_by("pk").last()
            return str(row.pk) if row else "1"
        case models.UUIDField():
            row = field.model._base_manager.order_by("pk").last()
            return str(row.pk) if row else "1"
        case models.DateField():
            return ASSIGNED.isoformat()
        case models.IntegerField() | models.DecimalField():
            return "42"
        case models.EmailField():
            return "assigned@b1.example"
        case models.JSONField():
            return '["assigned"]'
        case _:
            return "assigned"
