"""A language that needs more room: every text is as long as in English, and 40 % more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice

import pytest
from django.utils.translation.trans_real import DjangoTranslation

MORE = 0.4
FILLER = "encore quelques mots "


@contextmanager
def longer_words() -> Iterator[None]:
    """Lengthen what is translated from here on, in every language and in all threads."""
    gettext, ngettext = DjangoTranslation.gettext, DjangoTranslation.ngettext
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DjangoTranslation, "gettext", lambda *said: lengthened(gettext(*said)))
        patch.setattr(DjangoTranslation, "ngettext", lambda *said: lengthened(ngettext(*said)))
        yield


def lengthened(text: str) -> str:
    """Add words behind a text; what is filled in stays as it is."""
    more = round(len(text) * MORE)
    return f"{text} {''.join(islice(cycle(FILLER), more))}" if more else text
