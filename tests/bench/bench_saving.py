"""Saving answers at a steady pace beside a page that does nothing, on both databases."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import count, cycle, islice
from urllib.parse import urlencode

from tests.bench.pace import Told, Wish, paced
from tests.bench.rows import Row
from tests.faults.clients import LEVEL_NUMBERS, LEVELS, TOKEN
from tests.faults.place import Person, Place, running

PER_SECOND = 50
# Either kind is asked for in turns, so that both meet the same moods of the machine.
TURNS = 6
SECONDS = 5
PEOPLE = 16
# Both workers have read the edition and every module by then.
WARM_UP = 10


def bench_saving() -> Iterator[Row]:
    """The limit is six times the page that does nothing, at the 95th of 100, and no failure."""
    for vendor in ("sqlite", "postgresql"):
        with running(vendor, banks=PEOPLE) as place:
            nothing, saves = _in_turns(place)
        yield from _rows(vendor, nothing, saves)


def _in_turns(place: Place) -> tuple[Told, Told]:
    nothing, saves = Told(), Told()
    doing_nothing, saving = _nothing(place), _saves(place)
    for wishes in (doing_nothing, saving):
        _turn(place, wishes, WARM_UP, Told())
    for _ in range(TURNS):
        _turn(place, doing_nothing, SECONDS, nothing)
        _turn(place, saving, SECONDS, saves)
    return nothing, saves


def _turn(place: Place, wishes: Iterator[Wish], seconds: int, told: Told) -> None:
    ready = list(islice(wishes, seconds * PER_SECOND))
    paced(place, ready, per_second=PER_SECOND, told=told)


def _rows(vendor: str, nothing: Told, saves: Told) -> Iterator[Row]:
    base, name = f"a page that does nothing, {vendor}", f"{PER_SECOND} saves/s on {vendor}"
    low, high = nothing.percentile(95), saves.percentile(95)
    yield Row(f"{base}, p95", low * 1000, "ms")
    yield Row(f"{base}, work of the site", _each(nothing.server, nothing), "ms")
    yield Row(f"{name}, median", saves.percentile(50) * 1000, "ms")
    yield Row(f"{name}, p95", high * 1000, "ms", ratio=high / low, limit=6)
    yield Row(f"{name}, p99", saves.percentile(99) * 1000, "ms")
    yield Row(f"{name}, work of the site", _each(saves.server, saves), "ms")
    yield Row(f"{name}, work of the client", _each(saves.client, saves), "ms")
    yield Row(f"{name}, failed", saves.failed, f"of {len(saves.times)}", limit=0)
    yield Row(f"{base}, failed", nothing.failed, f"of {len(nothing.times)}", limit=0)


def _each(seconds: float, told: Told) -> float:
    return 1000 * seconds / len(told.times)


def _nothing(place: Place) -> Iterator[Wish]:
    """Everybody in turn, signed in as for a save and through the same middleware."""
    for person in cycle(place.people):
        yield Wish(_request(place, person, "GET", "/healthz"), b"ok")


def _saves(place: Place) -> Iterator[Wish]:
    """Everybody in turn, question by question; a second round changes the answers of the first."""
    for version in count():
        level = LEVEL_NUMBERS[version % len(LEVEL_NUMBERS)]
        for code in LEVELS:
            for person in place.people:
                yield Wish(
                    _save(place, person, code, version, level), b'"version": %d,' % (version + 1)
                )


def _save(place: Place, person: Person, code: str, version: int, level: int) -> bytes:
    fields = {f"{code}.choice": level, f"{code}.version": version, "page.key": uuid.uuid4()}
    path = f"/submissions/{person.submission}/answers/{code}/"
    return _request(place, person, "POST", path, urlencode(fields))


def _request(place: Place, person: Person, method: str, path: str, body: str = "") -> bytes:
    """Return what a browser sends for the script of a page."""
    lines = (
        f"{method} {path} HTTP/1.1",
        "Host: {}:{}".format(*place.address),
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36",
        "Accept: application/json",
        "Accept-Encoding: gzip, deflate, br",
        "Accept-Language: zh-CN,zh;q=0.9,en;q=0.8",
        f"Cookie: sessionid={person.session}; csrftoken={TOKEN}",
        f"X-CSRFToken: {TOKEN}",
        f"X-Hive-Person: {person.user}",
        "Content-Type: application/x-www-form-urlencoded;charset=UTF-8",
        f"Content-Length: {len(body)}",
    )
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
