"""Load an edition file: all of it or nothing, with every fault listed."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hive.catalogue.edition_file import EditionFaults, read_edition_file
from hive.catalogue.queries import find_model
from hive.catalogue.workflow import EditionIsLocked, load


class Command(BaseCommand):
    """``load_edition FILE``."""

    help = "Validate an edition file and store it. A locked edition is never changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument(
            "file", type=Path, help="an edition as YAML, e.g. fixtures/hive_model/2022.yaml"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say everything that is wrong."""
        try:
            file = read_edition_file(options["file"], find_model)
            edition = load(file)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=2) from error
        except (EditionFaults, EditionIsLocked) as error:
            raise CommandError(f"{options['file']} is refused:\n{error}", returncode=2) from error
        for warning in file.warnings:
            self.stderr.write(self.style.WARNING(f"warning: {warning}"))
        self.stdout.write(f"edition {edition.code} is loaded ({edition.digest[:16]})")
