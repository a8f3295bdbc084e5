"""A browser without JavaScript: reads the form of a page, lets a test type, sends it back."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser

from django.conf import settings
from django.test import Client
from django.urls import reverse

from assessments.models import Submission
from hive.banks.models import User
from hive.core.model import Dimension
from tests.factories import signed_in

Filled = dict[str, list[str]]


def reading_english(client: Client, user: User) -> Client:
    """Sign somebody in who reads pages in English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return signed_in(client, user)


def section_url(submission: Submission, dimension: Dimension | str) -> str:
    """The address of a section."""
    slug = dimension if isinstance(dimension, str) else dimension.slug
    return reverse("assessments:section", args=[submission.pk, slug])


def filled_form(html: str) -> Filled:
    """Return what the questions' form of a page would send as it stands."""
    reader = _Reader()
    reader.feed(html)
    return reader.filled


def open_form(client: Client, url: str) -> Filled:
    """Open a page and return its form."""
    return filled_form(client.get(url).content.decode())


class _Reader(HTMLParser):
    """Collects the successful controls of the form with the class ``questions``."""

    def __init__(self) -> None:
        super().__init__()
        self.filled: Filled = {}
        self.inside = False
        self.area: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.inside = "questions" in (found.get("class") or "").split()
        if not self.inside:
            return
        name, value = found.get("name"), found.get("value") or ""
        match tag:
            case "input" if name:
                is_box = found.get("type") in ("radio", "checkbox")
                if not is_box or "checked" in found:
                    self._add(name, value or ("on" if is_box else ""))
            case "textarea":
                self.area = name
            case "select":
                self.select = name
            case "option" if self.select and "selected" in found:
                self._add(self.select, value)

    def handle_data(self, data: str) -> None:
        if self.inside and self.area:
            self._add(self.area, data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            if self.inside and self.area and self.area not in self.filled:
                self._add(self.area, "")
            self.area = None
        if tag == "select":
            self.select = None

    def _add(self, name: str, value: str) -> None:
        self.filled.setdefault(name, []).append(value)


def status_lines(html: str) -> list[str]:
    """Return the texts of a page's error summary."""
    start = html.index('class="error-summary"')
    items = html[start : html.index("</div>", start)].split("<li>")[1:]
    return [_text(item.partition("</li>")[0]) for item in items]


def _text(html: str) -> str:
    return unescape(html.rpartition("</a>")[0].rpartition(">")[2] or html)
