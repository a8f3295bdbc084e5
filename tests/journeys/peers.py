"""The other banks of a journey, which have filed already."""

from __future__ import annotations

from random import Random

from django.utils import timezone

from assessments.workflow.filing import Filing, file_submissions
from hive.catalogue.queries import model_of
from tests.factories import make_bank
from tests.published import draw_answers
from tests.submissions import World

PEERS = 23


def given_peers(world: World) -> None:
    """File so many banks beside the one of a journey that its cycle has figures to publish."""
    model, rng = model_of(world.cycle.edition), Random(11)
    filings = [
        Filing(
            make_bank(f"peer-{number}"),
            draw_answers(model, rng, ability=rng.random(), kind="city", assets=700),
            world.coordinator,
            world.approver,
        )
        for number in range(PEERS)
    ]
    file_submissions(
        world.cycle,
        filings,
        by=world.lead,
        recommender=world.analyst,
        acceptor=world.second_analyst,
        at=timezone.now(),
    )
