"""Refusals as RFC 9457 has them, in the language of whoever asks."""

from __future__ import annotations

from django.http import JsonResponse
from django.utils.translation import gettext as _

CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """A call that is refused; str() is a sentence for the person behind the program."""

    def __init__(self, status: int, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def answer(problem: Problem) -> JsonResponse:
    """Write a problem as JSON."""
    content = {
        "type": "about:blank",
        "title": titles()[problem.status],
        "status": problem.status,
        "detail": str(problem),
    }
    response = JsonResponse(content, status=problem.status, json_dumps_params=UNESCAPED)
    for name, value in {"Content-Type": CONTENT_TYPE, **problem.headers}.items():
        response[name] = value
    return response


def titles() -> dict[int, str]:
    """Name every refusal there is."""
    return {
        401: _("A valid API key is needed"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Only reading is possible"),
        429: _("Too many calls"),
    }


UNESCAPED = {"ensure_ascii": False}
