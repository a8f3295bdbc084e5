"""Score one bank's answers from a JSON file and print the tree that explains the score."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hive.catalogue.answer_file import AnswerFaults, read_answers
from hive.catalogue.edition_file import EditionFaults, read_edition_file
from hive.catalogue.models import Edition
from hive.catalogue.queries import model_of
from hive.core.model import HiveModel
from hive.core.scoring import score


class Command(BaseCommand):
    """``score EDITION FILE``; exit status 2 when the edition or an answer is refused."""

    help = "Print the score tree of the answers in FILE as JSON, root first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the edition and the answers."""
        parser.add_argument("edition", help="code of a loaded edition, or path of an edition file")
        parser.add_argument("file", type=Path, help="JSON object of question code to value")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the tree, or one line for each fault and nothing else."""
        try:
            model = _model(options["edition"])
            answers = read_answers(options["file"].read_bytes(), model)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from error
        except (EditionFaults, AnswerFaults) as error:
            raise CommandError(str(error), returncode=2) from error
        tree = score(model, answers).as_json()
        self.stdout.write(json.dumps(tree, ensure_ascii=False, indent=2))


def _model(edition: str) -> HiveModel:
    """Read a file where the argument names one; only a code asks the database."""
    path = Path(edition)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return read_edition_file(path).model
    row = Edition.objects.filter(code=edition).first()
    if row is None:
        raise CommandError(
            f"{edition} is neither a loaded edition nor an edition file", returncode=2
        )
    return model_of(row)
