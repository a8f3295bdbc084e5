"""The log of the process: a line for each message, with the number of the request it is about."""

from __future__ import annotations

import logging
import re
import secrets
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from copy import copy
from typing import cast

from django.http import HttpRequest, HttpResponse

# Drawn by us: what a client sends as a number is not looked at.
NUMBER: ContextVar[str] = ContextVar("number", default="-")
HEADER = "X-Request-Id"
# What ends a line or speaks to a terminal, in ASCII and beyond.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class NumberedRequest(HttpRequest):
    """A request with its number. Used as a type only; nothing of this class is ever made."""

    number: str


class RequestNumberMiddleware:
    """Gives each request a number, which its lines in the log and its answer carry."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(8)
        before = NUMBER.set(number)
        cast(NumberedRequest, request).number = number
        try:
            response = self.get_response(request)
            response[HEADER] = number
            return response
        finally:
            NUMBER.reset(before)


class LineFormatter(logging.Formatter):
    """Writes a message on one line, whatever stands in it; a traceback follows, set in."""

    def format(self, record: logging.LogRecord) -> str:
        """Name the request, and escape what would begin a line of its own."""
        alone = copy(record)
        alone.exc_info = alone.exc_text = alone.stack_info = None
        # Django writes of a refused page when the request is over, and says which it was.
        request = getattr(record, "request", None)
        alone.number = getattr(request, "number", None) or NUMBER.get()
        line = UNSEEN.sub(_escaped, super().format(alone))
        told = traceback.format_exception(record.exc_info[1]) if record.exc_info else []
        return "\n    ".join([line, *"".join(told).splitlines()])


def _escaped(sign: re.Match[str]) -> str:
    return sign[0].encode("unicode_escape").decode()
