"""What is asked of passwords, beside Django's list of common ones."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
)
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hive.banks.models import User

FEWEST_CHARACTERS = 6
# Words that stand near to hand here; common passwords are checked by Django's own list.
NEAR_TO_HAND = re.compile(
    r"(hive|bank|alliance|password|admin|welcome|qwerty|letmein|蜂巢|银行|联盟|[\d\W_])+",
    re.IGNORECASE,
)

KINDS: tuple[Callable[[str], bool], ...] = (str.isupper, str.islower, str.isdigit)
KINDS_ASKED = 3


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


class LengthValidator(MinimumLengthValidator):
    """Django's, with a help text that fits into a line."""

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        return _("At least %(count)d characters.") % {"count": self.min_length}


class MixtureValidator:
    """Asks for three of four kinds of characters: capital, small, digits, and all others."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise when there are fewer kinds."""
        found = {next((i for i, is_kind in enumerate(KINDS) if is_kind(c)), -1) for c in password}
        if len(found) < KINDS_ASKED:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        return _("Three of these kinds: capital letters, small letters, digits, other characters.")


class UnusedValidator:
    """Refuses the present password and the last ones before."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise when the person had this password lately."""
        if user is None or user._state.adding:
            return
        kept = user.past_passwords.values_list("password", flat=True)
        hashes = {user.password, *kept[: settings.HIVE_PASSWORDS_KEPT]}
        if any(check_password(password, known) for known in hashes):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        text = _("None of your last %(count)d passwords.")
        return text % {"count": settings.HIVE_PASSWORDS_KEPT}


def hint() -> str:
    """What is asked of a new password, in the language of the page, without what goes unsaid."""
    separator = "" if (get_language() or "zh").startswith("zh") else " "
    ours = [rule for rule in get_default_password_validators() if type(rule).__module__ == __name__]
    return separator.join(str(rule.get_help_text()) for rule in ours)
