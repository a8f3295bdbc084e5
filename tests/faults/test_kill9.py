"""An acknowledged answer survives whatever process is killed."""

from __future__ import annotations

import itertools
from random import Random

import pytest

from tests.faults import ledger
from tests.faults.clients import acknowledged, saving
from tests.faults.place import Place, running, wait_for

DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


def test_an_acknowledged_answer_survives_the_end_of_a_worker_and_of_the_database() -> None:
    kills_lose_nothing(kills=2, saves=300)


@pytest.mark.faults
def test_twenty_thousand_acknowledged_answers_survive_twenty_kills() -> None:
    kills_lose_nothing(kills=20, saves=20_000)


def kills_lose_nothing(*, kills: int, saves: int) -> None:
    """Kill workers and the database in turn while everybody saves; then compare."""
    with running("postgresql") as place:
        assert [ledger.setting(place, name) for name in DURABLE] == ["on"] * len(DURABLE)

        with saving(place) as browsers:
            for number, kill in zip(range(kills), itertools.cycle((worker, database))):
                due = (number + Random(number).random()) * saves / kills
                wait_for(lambda due=due: acknowledged(browsers) >= due, seconds=600)
                kill(place)
            wait_for(lambda: acknowledged(browsers) >= saves, seconds=600)

        print(f"{acknowledged(browsers)} acknowledged over {kills} kills")
        assert ledger.lost(place, browsers) == []
        assert ledger.stale(place, browsers) == []
        assert ledger.folds_to_the_answers(place)


def worker(place: Place) -> None:
    place.kill_a_worker()


def database(place: Place) -> None:
    assert place.cluster is not None
    place.cluster.kill()
    place.cluster.again()
