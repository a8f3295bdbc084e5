"""A paper that hangs under gunicorn is ended, and the web process that waits for it is not."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest

from hive.documents.press import SECONDS
from tests.faults.place import Place, children, running, wait_for

pytestmark = pytest.mark.faults

WEB = 2


def test_a_paper_that_hangs_is_ended_and_its_web_process_goes_on() -> None:
    with running("sqlite", banks=1) as place:
        wait_for(lambda: len(children(place.master.pid)) == WEB)
        web = set(children(place.master.pid))
        papers: set[tuple[int, bytes]] = set()
        while len(presses(web)) < WEB:
            with ThreadPoolExecutor(WEB) as people:
                papers |= set(people.map(asked, [place] * WEB))
        told(presses(web), signal.SIGSTOP)

        began = time.monotonic()
        status, _page = asked(place)
        took = time.monotonic() - began
        told(presses(web), signal.SIGCONT)
        papers |= {asked(place) for _ in range(6)}

        ((good, paper),) = papers
        assert (status, good, paper[:4]) == (503, 200, b"%PDF")
        assert SECONDS <= took < SECONDS + 4
        assert set(children(place.master.pid)) == web

        left = presses(web)
        place.master.terminate()
        wait_for(lambda: not any(map(lives, left)))


def asked(place: Place) -> tuple[int, bytes]:
    """Ask for a dimension of the questionnaire on paper."""
    person = place.people[0]
    address = f"/submissions/{person.submission}/print/questions/en/?dimension=strategy"
    connection = HTTPConnection(*place.address)
    connection.request("GET", address, headers={"Cookie": f"sessionid={person.session}"})
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, content


def presses(web: Iterable[int]) -> list[int]:
    """The processes that set papers for web processes."""
    return [press for each in web for press in children(each)]


def told(processes: Iterable[int], number: signal.Signals) -> None:
    for process in processes:
        os.kill(process, number)


def lives(process: int) -> bool:
    return Path(f"/proc/{process}").exists()
