"""Doing a verb and hearing what the log tells of it: who, when, what, with what result."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils import timezone

from hive.audit.models import Event, Result
from hive.banks.models import User
from tests.named import ROOT
from tests.security.test_verbs import functions, is_verb

# What the clock does is done by nobody.
CLOCK = {act.rpartition(".")[2] for act in settings.HIVE_CLOCK}


@dataclass(frozen=True)
class Done:
    """A verb ready to be done: the act, what it is about, and the event that has to tell it."""

    act: Callable[[], object]
    event: str
    about: Callable[[], models.Model]
    by: User | None


def verbs_of(*names: str) -> Collection[str]:
    """The verbs of some modules, and what the clock does of them."""
    found = []
    for path in (ROOT / name for name in names):
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        found += [each for file in files for each in functions(file.read_text(encoding="utf-8"))]
    return {each.name for each in found if is_verb(each) or each.name in CLOCK}


def assert_told(done: Done) -> Event:
    """Do it; the log has to say who did what to what, when, and that it is done."""
    known, before = Event.objects.count(), timezone.now()

    done.act()

    events = list(Event.objects.order_by("id"))[known:]
    (event,) = [each for each in events if each.verb == done.event]
    about = done.about()
    assert (event.actor, event.actor_label) == (
        (done.by.pk, done.by.email) if done.by else (None, "")
    )
    assert (event.subject_type, event.subject) == (about._meta.label_lower, str(about.pk))
    assert event.result == Result.DONE
    assert before <= event.at <= timezone.now()
    return event


def refusals() -> list[tuple[str, str, str, object]]:
    """What was refused, oldest first."""
    rows = Event.objects.exclude(result=Result.DONE).order_by("id")
    return [(row.verb, row.result, row.actor_label, row.detail.get("why")) for row in rows]
