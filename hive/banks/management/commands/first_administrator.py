"""Opens the first account of a new installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hive.banks import workflow


class Command(BaseCommand):
    """Makes the administrator who invites everybody else."""

    help = "Open the first administrator's account and print the link that sets its password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the person's address and name."""
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), default="zh-hans")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account and print a link that is valid for 24 hours."""
        person = {key: options[key] for key in ("email", "name", "language")}
        try:
            user = workflow.make_first_administrator(**person)
        except workflow.WorkflowError as refusal:
            raise CommandError(str(refusal)) from refusal
        token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
        key = f"{user_pk_to_url_str(user)}-{token}"
        self.stdout.write(get_adapter().get_reset_password_from_key_url(key))
