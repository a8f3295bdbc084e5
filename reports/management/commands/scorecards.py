"""Write the scorecards of a cycle to a folder."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.models import Submission
from reports.scorecard import build
from reports.scorecard.pdf import file_name, scorecard_pdf

EXIT = 2
LANGUAGES = {"zh": "zh-hans", "en": "en"}


class Command(BaseCommand):
    """``manage.py scorecards 2025 [--bank CODE] [--language zh|en] --out DIR``."""

    help = "Writes scorecard-YEAR-BANK-LANGUAGE.pdf for every bank with results, in both languages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the cycle's year, what to narrow it to, and the folder."""
        parser.add_argument("year", type=int)
        parser.add_argument("--bank", metavar="CODE")
        parser.add_argument("--language", choices=sorted(LANGUAGES))
        parser.add_argument("--out", required=True, type=Path, metavar="DIR")

    def handle(
        self,
        *args: Any,
        year: int,
        bank: str | None,
        language: str | None,
        out: Path,
        **options: Any,
    ) -> None:
        """Write one file after the other and count them aloud."""
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
                path.write_bytes(scorecard_pdf(build(submission, language=LANGUAGES[each])))
                self.stdout.write(f"{number}/{len(jobs)} {path}")
        except OSError as error:
            raise CommandError(f"Cannot write to {out}: {error}", returncode=EXIT) from error


def _with_results(year: int, bank: str | None) -> list[Submission]:
    rows = Submission.objects.filter(cycle__year=year, signed_at__isnull=False)
    if bank is not None:
        rows = rows.filter(bank__code=bank)
    return list(rows.select_related("cycle__edition", "bank").order_by("bank__code"))
