"""Run the demonstration: web and worker under one command, with a sign-in for each role."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from reports.demo.plan import read_people
from reports.demo.processes import run_together, web, worker
from reports.demo.signing_in import SignIn, sign_ins

MAIL_LOG = Path(settings.BASE_DIR) / "var" / "demo-mail.log"


class Command(BaseCommand):
    """``demo``; ``demo --codes`` prints fresh codes for a demonstration that runs elsewhere."""

    help = "Run web and worker on this machine and print how to sign in. Ctrl-C ends both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the switch that only prints."""
        parser.add_argument("--codes", action="store_true", help="print the codes of now and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the sign-ins and run until stopped."""
        if not settings.HIVE_DEMO:
            raise CommandError("This is no demonstration: HIVE_DEMO is not set.")
        known = list(sign_ins())
        if not known:
            raise CommandError("There are no invented banks yet: run demo_data first.")
        self._print_sign_ins(known, with_secrets=not options["codes"])
        if options["codes"]:
            return
        port = urlsplit(settings.SITE_ORIGIN).port or 8000
        self.stdout.write(f"\nOpen  {settings.SITE_ORIGIN}/\n")
        self.stdout.write(f"Mail goes to {MAIL_LOG.relative_to(settings.BASE_DIR)}. Ctrl-C ends.\n")
        self.stdout.flush()
        sys.exit(run_together([web(f"127.0.0.1:{port}"), worker()], MAIL_LOG))

    def _print_sign_ins(self, known: list[SignIn], *, with_secrets: bool) -> None:
        people = read_people()
        self.stdout.write("All banks, people and figures are invented.\n\n")
        self.stdout.write(f"{'role':15}{'e-mail':38}{'code now':10}bank\n")
        with translation.override("en"):
            for each in known:
                role = str(each.role.label)
                self.stdout.write(f"{role:15}{each.email:38}{each.code or '-':10}{each.bank}\n")
        self.stdout.write(f"\nPassword of everybody: {people.password}\n")
        self.stdout.write("A code lasts 30 seconds and is used once; fresh ones: demo --codes\n")
        if with_secrets:
            self.stdout.write(f"For an authenticator app: {people.totp_secret}, or\n")
            for each in known:
                if each.otpauth:
                    self.stdout.write(f"  {each.otpauth}\n")
