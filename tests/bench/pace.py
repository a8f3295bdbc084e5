"""An open loop: requests leave at their moments, whatever became of those before them."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.faults.place import Place


@dataclass(frozen=True, slots=True)
class Wish:
    """A whole request, made ready beforehand, and what a good answer to it contains."""

    request: bytes
    expected: bytes


@dataclass
class Told:
    """What became of some requests: seconds from the due moment to the last byte.

    ``client`` and ``server`` are the seconds of processor time that they took in all.
    """

    times: list[float] = field(default_factory=list)
    failed: int = 0
    client: float = 0.0
    server: float = 0.0

    def percentile(self, percent: int) -> float:
        """Within how many seconds so many of a hundred answers came."""
        return statistics.quantiles(self.times, n=100)[percent - 1]


def paced(place: Place, wishes: Sequence[Wish], *, per_second: float, told: Told) -> None:
    """Ask for everything at the pace and add to ``told``."""
    client, server = time.process_time(), place.worked()
    asyncio.run(_paced(place, wishes, 1 / per_second, told))
    told.client += time.process_time() - client
    told.server += place.worked() - server


async def _paced(place: Place, wishes: Sequence[Wish], step: float, told: Told) -> None:
    start = time.perf_counter() + step
    async with asyncio.TaskGroup() as group:
        for number, wish in enumerate(wishes):
            due = start + number * step
            await asyncio.sleep(due - time.perf_counter())
            group.create_task(_ask(place, wish, due, told))


async def _ask(place: Place, wish: Wish, due: float, told: Told) -> None:
    try:
        answer = await _answer(place, wish.request)
    except OSError:
        answer = b""
    told.times.append(time.perf_counter() - due)
    status = answer[: answer.find(b"\r\n")]
    told.failed += b" 200 " not in status or wish.expected not in answer


async def _answer(place: Place, request: bytes) -> bytes:
    """Ask over a connection of its own: the site's workers keep none open."""
    reader, writer = await asyncio.open_connection(*place.address)
    try:
        writer.write(request)
        return await reader.read()
    finally:
        writer.close()
