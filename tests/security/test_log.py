"""The log of the process: one line for each message, with the number that the answer carries."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.conf import settings
from django.test import Client

from hive.banks.request_log import HEADER, LineFormatter
from tests.conftest import Listener
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LINE = re.compile(r"^[\d-]{10} [\d:,]{12} [A-Z]+ ([0-9a-f]{16}) \S+ ")
FORGED = "2026-01-01 00:00:00,000 INFO 0000000000000000 forged"
ENDS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x1b[2K", "\0")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the handler of the settings writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    line = deepcopy(settings.LOGGING["formatters"]["line"])
    handler.setFormatter(LineFormatter(line["format"]))
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_what_a_client_sends_makes_no_line_of_its_own(written: io.StringIO, end: str) -> None:
    text = f"x{end}{FORGED}"
    client = Client(headers={"user-agent": text, "referer": text, "x-request-id": text})

    answers = [
        client.get(f"/no-such-page/{text}/"),
        client.get("/help/", {"next": text}, HTTP_HOST="testserver"),
        client.post("/account/login/", {"login": f"{text}@b1.example", "password": PASSWORD}),
        client.generic("GET", "/language/"),
    ]

    lines = written.getvalue().splitlines()
    assert lines
    assert [line for line in lines if not LINE.match(line)] == []
    numbers = {answer.headers[HEADER] for answer in answers}
    assert {LINE.match(line)[1] for line in lines} <= numbers
    assert len(numbers) == len(answers)


def test_a_traceback_is_set_in(written: io.StringIO) -> None:
    try:
        raise ValueError(f"x\n{FORGED}")
    except ValueError:
        logging.getLogger("hive").exception("It broke.")

    _head, *rest = written.getvalue().splitlines()
    assert [line for line in rest if not line.startswith("    ")] == []


def test_a_canary_in_the_log_is_heard() -> None:
    listener = Listener()
    record = logging.makeLogRecord({"msg": "signed in with %s", "args": (PASSWORD,)})

    listener.emit(record)

    assert listener.leaks == [f"signed in with {PASSWORD}"]
