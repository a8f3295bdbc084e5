"""Whether the time of an answer tells who has an account: sign-in, forgotten password, inviting."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from math import erfc, sqrt
from statistics import median

from django.core.cache import cache
from django.test import Client

from hive.banks.roles import Role
from tests.bench.rows import Row
from tests.factories import PASSWORD, make_bank, make_user, signed_in

TRIES = 200
WARM_UP = 10
# A difference that chance alone would make more seldom than this is one.
LEAST_P = 0.01

Try = Callable[[str], object]


def bench_accounts() -> Iterator[Row]:
    """Medians within a tenth of each other, and no difference that shows in two hundred tries."""
    bank = make_bank("timed")
    make_user("known@timed.example", Role.CONTRIBUTOR, bank=bank, password=PASSWORD)
    coordinator = signed_in(
        Client(), make_user("co@timed.example", Role.COORDINATOR, bank=bank, password=PASSWORD)
    )
    yield from _compared("a wrong password", _sign_in, *_always("known", "other"))
    yield from _compared("a forgotten password", _forget, *_always("known", "other"))
    yield from _compared("an invitation", _inviting(coordinator), *_each("at", "no"))


def _sign_in(email: str) -> object:
    return Client().post("/account/login/", {"login": email, "password": "not the password"})


def _forget(email: str) -> object:
    return Client().post("/account/password/reset/", {"email": email})


def _inviting(coordinator: Client) -> Try:
    more = {"name": "New", "role": Role.CONTRIBUTOR, "language": "en"}
    return lambda email: coordinator.post("/people/invite/", {"email": email, **more})


def _always(*names: str) -> Iterator[list[str]]:
    """One and the same address for every try."""
    return ([f"{name}@timed.example"] * (TRIES + WARM_UP) for name in names)


def _each(with_account: str, without: str) -> tuple[list[str], list[str]]:
    """Another address for every try: nobody is invited twice."""
    made = (
        [f"{name}{n}@timed.example" for n in range(TRIES + WARM_UP)]
        for name in (with_account, without)
    )
    known, unknown = made
    elsewhere = make_bank("elsewhere")
    for email in known:
        make_user(email, Role.EXECUTIVE, bank=elsewhere)
    return known, unknown


def _compared(
    name: str, attempt: Try, known: Sequence[str], unknown: Sequence[str]
) -> Iterator[Row]:
    with_account, without = _timed(attempt, known), _timed(attempt, unknown)
    times: tuple[list[float], list[float]] = ([], [])
    # In turns, so that both meet the same moods of the machine.
    for pair in zip(with_account, without, strict=True):
        for kept, seconds in zip(times, pair, strict=True):
            kept.append(seconds)
    warm = [kept[WARM_UP:] for kept in times]
    low, high = sorted(map(median, warm))
    p = mann_whitney(*warm)
    yield Row(f"{name}, for an account", median(warm[0]) * 1000, "ms", high / low, limit=1.1)
    yield Row(f"{name}, for none", median(warm[1]) * 1000, "ms")
    yield Row(f"{name}, chance of such a difference", p, "", LEAST_P / max(p, 1e-9), limit=1)


def _timed(attempt: Try, emails: Sequence[str]) -> Iterator[float]:
    for email in emails:
        # Whoever tries often has to wait; that is counted for both kinds of address alike.
        cache.clear()
        began = time.perf_counter()
        attempt(email)
        yield time.perf_counter() - began


def mann_whitney(some: Sequence[float], others: Sequence[float]) -> float:
    """How likely two samples of one distribution differ in rank as much as these, or more.

    The normal approximation of U on both sides; times of a clock this fine have no ties.
    """
    ranked = sorted(chain(((x, True) for x in some), ((x, False) for x in others)))
    ranks = sum(rank for rank, (_x, is_some) in enumerate(ranked, start=1) if is_some)
    n, m = len(some), len(others)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / sqrt(n * m * (n + m + 1) / 12)
    return erfc(abs(z) / sqrt(2))
