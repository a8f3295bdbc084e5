"""Say how far the scorecards of a cycle are prepared, or write them to a folder."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from assessments.models import Submission
from reports.models import Publication
from reports.prepared import failures_of, pdf_of, progress_of
from reports.scorecard import build
from reports.scorecard.pdf import LANGUAGES, file_name

EXIT = 2


class Command(BaseCommand):
    """``manage.py scorecards 2025 [--out DIR [--bank CODE] [--language zh|en]]``."""

    help = (
        "Says how many scorecards are prepared; with --out writes scorecard-YEAR-BANK-LANGUAGE.pdf"
        " for every bank with results, in both languages."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the cycle's year, what to narrow it to, and the folder."""
        parser.add_argument("year", type=int)
        parser.add_argument("--bank", metavar="CODE")
        parser.add_argument("--language", choices=sorted(LANGUAGES))
        parser.add_argument("--out", type=Path, metavar="DIR")

    def handle(
        self,
        *args: Any,
        year: int,
        bank: str | None,
        language: str | None,
        out: Path | None,
        **options: Any,
    ) -> None:
        """Tell the progress, or write one file after the other and count them aloud."""
        if out is None:
            with translation.override("en"):
                self._tell(year)
            return
        submissions = _with_results(year, bank)
        if not submissions:
            of_bank = f" of {bank}" if bank else ""
            raise CommandError(f"There are no results{of_bank} in {year}.", returncode=EXIT)
        languages = [language] if language else list(LANGUAGES)
        jobs = [(submission, each) for submission in submissions for each in languages]
        try:
            out.mkdir(parents=True, exist_ok=True)
            for number, (submission, each) in enumerate(jobs, start=1):
                path = out / file_name(submission, each)
                card = build(submission, language=LANGUAGES[each])
                path.write_bytes(pdf_of(submission, card, each))
                self.stdout.write(f"{number}/{len(jobs)} {path}")
        except OSError as error:
            raise CommandError(f"Cannot write to {out}: {error}", returncode=EXIT) from error

    def _tell(self, year: int) -> None:
        rows = Publication.objects.filter(cycle__year=year, released_at__isnull=False)
        publication = rows.order_by("-revision").first()
        if publication is None:
            raise CommandError(f"There is no released publication of {year}.", returncode=EXIT)
        self.stdout.write(f"{publication}: {progress_of(publication).text}")
        for failure in failures_of(publication):
            self.stdout.write(f"  {failure.bank} ({failure.language}): {failure.reason}")


def _with_results(year: int, bank: str | None) -> list[Submission]:
    rows = Submission.objects.filter(cycle__year=year, signed_at__isnull=False)
    if bank is not None:
        rows = rows.filter(bank__code=bank)
    return list(rows.with_edition().order_by("bank__code"))
