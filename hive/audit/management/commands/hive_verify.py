"""Verifying the audit log: in the database, or in an exported file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hive.audit import exports, keys
from hive.audit.verifying import verify

MOST_SHOWN = 100


class Command(BaseCommand):
    """Says what was done to the log, event by event; fails when anything was."""

    help = "Check the audit log against its seals and against what was kept outside the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take an exported file instead, and the key to check it with."""
        parser.add_argument("--file", type=Path, help="an exported file instead of the database")
        parser.add_argument("--public-key", type=Path, help="the PEM file to check it with")
        parser.add_argument(
            "--show-public-key", action="store_true", help="print the key that checks our exports"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check what was asked for."""
        if options["show_public_key"]:
            self.stdout.write(keys.public_pem(), ending="")
        elif options["file"]:
            self._verify_file(options["file"], options["public_key"])
        else:
            self._verify_database()

    def _verify_database(self) -> None:
        verdict = verify(timezone.now())
        self.stdout.write(
            f"Checked seals {verdict.first} to {verdict.last} "
            f"against {verdict.heads} heads kept outside the database."
        )
        self._conclude([*map(str, verdict.findings), *verdict.unreadable])

    def _verify_file(self, path: Path, key_file: Path | None) -> None:
        try:
            key = _public_key(key_file) if key_file else keys.public_key()
            found = exports.read(path, key)
        except (exports.NotAnExport, OSError, ValueError) as error:
            raise CommandError(f"This cannot be checked. {error}") from error
        whole = "" if found.is_complete else ", chosen by whoever exported them"
        self.stdout.write(f"Checked {found.events} events{whole}, up to seal {found.head.number}.")
        refused = [] if found.is_signed else ["the signature does not fit: the file was changed"]
        self._conclude([*refused, *map(str, found.faults)])

    def _conclude(self, findings: list[str]) -> None:
        for finding in findings[:MOST_SHOWN]:
            self.stdout.write(finding)
        if findings:
            raise CommandError(f"{len(findings)} findings.")
        self.stdout.write("Nothing was changed, deleted, inserted or moved.")


def _public_key(path: Path) -> Ed25519PublicKey:
    key = serialization.load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError(f"{path.name} is no Ed25519 key.")
    return key
