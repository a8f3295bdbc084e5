"""Browsers as the queue of the page behaves: the same change again until it is acknowledged."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from random import Random
from urllib.parse import urlencode

from hive.core.model import Kind
from tests.editions import real_model
from tests.faults.place import Person, Place

TOKEN = "a" * 32
LONGEST_WAIT = 1.0


@dataclass(frozen=True)
class Ack:
    """A save that the site said it holds."""

    submission: str
    code: str
    version: int
    level: int


@dataclass
class Browser:
    """One person's page: one change in flight, tried again with the same key."""

    place: Place
    person: Person
    rng: Random
    acks: list[Ack] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    versions: dict[str, int] = field(default_factory=dict)
    connection: HTTPConnection | None = None

    def change(self) -> Ack:
        """Change a drawn answer and come back when it is acknowledged."""
        code = self.rng.choice(LEVELS)
        level = self.rng.choice([n for n in LEVEL_NUMBERS if n != self._last(code)])
        return self.save(code, level, str(uuid.uuid4()))

    def save(self, code: str, level: int, key: str) -> Ack:
        """Send one change until the site acknowledges it."""
        wait = 0.02
        while (told := self._told(code, level, key)) is None:
            time.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
        ack = Ack(self.person.submission, code, told["version"], level)
        self.versions[code] = ack.version
        self.acks.append(ack)
        return ack

    def send(self, code: str, level: int, key: str) -> tuple[int, bytes]:
        """Send one change once; OSError or HTTPException when there is no answer."""
        fields = {
            f"{code}.choice": level,
            f"{code}.version": self.versions.get(code, 0),
            "page.key": key,
        }
        path = f"/submissions/{self.person.submission}/answers/{code}/"
        return self.request("POST", path, urlencode(fields))

    def request(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        """Ask for a path as this person."""
        headers = {
            "Cookie": f"sessionid={self.person.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection = self.connection or HTTPConnection(*self.place.address, timeout=30)
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            return response.status, response.read()
        except (OSError, HTTPException):
            self.close()
            raise

    def close(self) -> None:
        """Hang up."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _told(self, code: str, level: int, key: str) -> dict[str, int] | None:
        try:
            status, content = self.send(code, level, key)
        except (OSError, HTTPException):
            return None
        self.statuses[status] += 1
        if status >= 500:
            return None
        assert status == 200, (status, content)
        told: dict[str, int] = json.loads(content)
        return told

    def _last(self, code: str) -> int | None:
        own = (ack.level for ack in reversed(self.acks) if ack.code == code)
        return next(own, None)


@contextmanager
def saving(place: Place, *, per_second: float | None = None) -> Iterator[Sequence[Browser]]:
    """Let everybody save at once while the block runs, as fast as it goes or at a common pace."""
    browsers = [Browser(place, person, Random(n)) for n, person in enumerate(place.people)]
    stop = threading.Event()
    failures: list[BaseException] = []
    pause = 0.0 if per_second is None else len(browsers) / per_second
    threads = [
        threading.Thread(target=_guarded, args=(_keep_saving(b, stop, pause), failures))
        for b in browsers
    ]
    for thread in threads:
        thread.start()
    try:
        yield browsers
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        for browser in browsers:
            browser.close()
    assert failures == []


def acknowledged(browsers: Sequence[Browser]) -> int:
    """How many saves the site has acknowledged so far."""
    return sum(len(browser.acks) for browser in browsers)


def _keep_saving(browser: Browser, stop: threading.Event, pause: float) -> Callable[[], None]:
    def work() -> None:
        while not stop.is_set():
            began = time.monotonic()
            browser.change()
            stop.wait(max(0.0, began + pause - time.monotonic()))

    return work


def _guarded(work: Callable[[], None], failures: list[BaseException]) -> None:
    try:
        work()
    except BaseException as error:  # the test reports what a thread ran into
        failures.append(error)


LEVELS = [question.code for question in real_model().scored if question.kind is Kind.LEVEL]
LEVEL_NUMBERS = [int(level) for level in real_model().scoring.level_scores]
