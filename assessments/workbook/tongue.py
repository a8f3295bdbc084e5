"""The languages of a workbook: Chinese, English, or both in every cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

LANGUAGES = {"zh": ("zh-hans",), "en": ("en",), "both": ("zh-hans", "en")}
NAMES = {"both": _("Chinese and English"), "zh": _("Chinese"), "en": _("English")}
LINES, SLASH, SPACE = "\n", " / ", " "


@dataclass(frozen=True, slots=True)
class Tongue:
    """Says a text in every language of the workbook."""

    code: str

    def say(self, write: Callable[[], object], joint: str = LINES) -> str:
        """Join what ``write`` writes in each language, once where it is the same."""
        said = []
        for language in LANGUAGES[self.code]:
            with override(language):
                said.append(str(write()))
        return joint.join(dict.fromkeys(filter(None, said)))


BOTH = Tongue("both")


def ways_to_say(write: Callable[[], object]) -> set[str]:
    """Return every way in which a workbook of any language may name a thing, made alike."""
    return {alike(Tongue(code).say(write, SLASH)) for code in LANGUAGES}


def alike(text: str) -> str:
    """Make texts comparable: width, case and white space do not tell them apart."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
