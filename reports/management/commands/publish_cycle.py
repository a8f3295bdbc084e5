"""Prepare the publication of a cycle, or release the one that is prepared."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from assessments.models import Cycle
from assessments.workflow import WorkflowError
from hive.banks.models import User
from hive.catalogue.queries import model_of
from reports import publishing
from reports.groups import group_name, groups_of
from reports.models import Publication, PublishedStatistic

EXIT = 2
LANGUAGE = "en"


class Command(BaseCommand):
    """``manage.py publish_cycle 2025 --by lead@alliance.example [--release]``."""

    help = "Prepares the publication of a cycle; with --release releases the prepared one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the cycle's year, the person, and which of the two verbs."""
        parser.add_argument("year", type=int)
        parser.add_argument("--by", required=True, metavar="EMAIL", help="a lead analyst")
        parser.add_argument("--release", action="store_true")

    def handle(self, *args: Any, year: int, by: str, release: bool, **options: Any) -> None:
        """Call the verb and say what came of it."""
        cycle = Cycle.objects.select_related("edition").filter(year=year).first()
        if cycle is None:
            raise CommandError(f"There is no cycle {year}.", returncode=EXIT)
        person = User.objects.filter(email__iexact=by, is_active=True).first()
        if person is None:
            raise CommandError(f"There is no active account {by}.", returncode=EXIT)
        try:
            with translation.override(LANGUAGE):
                self._release(cycle, person) if release else self._prepare(cycle, person)
        except WorkflowError as refusal:
            raise CommandError(str(refusal), returncode=EXIT) from refusal

    def _prepare(self, cycle: Cycle, person: User) -> None:
        publication = publishing.prepare(cycle, by=person)
        members = publication.members.count()
        self.stdout.write(f"Prepared {publication}: {members} banks, {publication.cohort_digest}")
        self._write_groups(publication)
        self._write_banks("left out, not accepted", publishing.left_out(cycle))
        self._write_banks("not in the statistics", publishing.uncounted(publication))

    def _release(self, cycle: Cycle, person: User) -> None:
        publication = publishing.prepared(cycle)
        publishing.release(publication, by=person)
        self.stdout.write(f"Released {publication}.")

    def _write_groups(self, publication: Publication) -> None:
        model = model_of(publication.cycle.edition)
        rows = list(publication.groups.all())
        if not rows:
            self.stdout.write("  no group: too few banks")
        for row, group in zip(rows, groups_of(rows), strict=True):
            told, withheld = _counts(row.statistics.all())
            name = group_name(model, group, LANGUAGE)
            self.stdout.write(
                f"  {row.code}: {row.n} banks, {told} figures, {withheld} withheld - {name}"
            )

    def _write_banks(self, why: str, submissions: list[Any]) -> None:
        for submission in submissions:
            state = submission.get_state_display()
            self.stdout.write(f"  {why}: {submission.bank.code} ({state})")


def _counts(statistics: Any) -> tuple[int, int]:
    rows: list[PublishedStatistic] = list(statistics)
    withheld = sum(bool(row.withheld) for row in rows)
    return len(rows) - withheld, withheld
