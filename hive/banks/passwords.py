"""Passwords that are long and still easy to guess."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hive.banks.models import User

FEWEST_CHARACTERS = 6
# Words that stand near to hand here; common passwords are checked by Django's own list.
NEAR_TO_HAND = re.compile(
    r"(hive|bank|alliance|password|admin|welcome|qwerty|letmein|蜂巢|银行|联盟|[\d\W_])+",
    re.IGNORECASE,
)


class GuessablePasswordValidator:
    """Refuses repetitions, very few characters, and strings of words that are near to hand."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise when the password would be among the first guesses."""
        folded = password.casefold()
        repeated = folded in (folded * 2)[1:-1]
        if repeated or len(set(folded)) < FEWEST_CHARACTERS or NEAR_TO_HAND.fullmatch(folded):
            raise ValidationError(
                _("This password is easy to guess. Take a few unrelated words."),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        return _("A few unrelated words, not one word repeated.")
